"""The editions and variants of the projection that the data hold, and the one that is used."""

import pandas as pd

from jsna.analysis.projection_editions import edition_totals
from jsna.chapter.evidence import Evidence
from jsna.chapter.projection import population_facts
from jsna.chapter.words import PageTable, sections, table_block
from jsna.narrative.english import counted
from jsna.narrative.markdown import escape_markdown


def projections_held(evidence: Evidence, edition: str) -> str:
    """Return which projection is used, and a table of those held with their last totals."""
    held = edition_totals(population_facts(evidence), evidence.area.code)
    others = len(held) - 1
    newest = held["edition"].iloc[0]
    why = "" if newest == edition else f": the {newest} one has no ages"
    used = f"This page uses the {edition} projection{why}."
    if not others:
        return escape_markdown(f"{used} The data hold no other edition or variant of it.")
    frame = pd.DataFrame(
        {
            "Projection": held["edition"],
            "Used here": (held["edition"] == edition).map({True: "yes", False: "no"}),
            "First year": "mid-" + held["first_year"].astype("str"),
            "Last year": "mid-" + held["last_year"].astype("str"),
            "Residents in the last year": held["residents"],
        }
    )
    units = {"Residents in the last year": ""}
    caption = f"Projections of residents that the data hold, {evidence.area.name}"
    table = table_block(
        evidence,
        "projections-held",
        PageTable(frame, caption, units, "Projection", {"Residents in the last year": 0}),
    )
    more = (
        f"The data also hold {counted(others, 'other edition or variant', 'others')}, each from"
        " assumptions of its own: that they differ is no change."
    )
    return sections(escape_markdown(f"{used} {more}"), table)
