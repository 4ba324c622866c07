"""What is due by the strategy's own dates, as at the day of the data."""

from typing import Final

import pandas as pd

from jsna.analysis.due import When, by_time
from jsna.chapter.dated_things import Scope, all_dated
from jsna.chapter.evidence import Evidence
from jsna.chapter.listing import MOST_OPEN, listing, whole_as_csv
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import sections
from jsna.errors import SourceError
from jsna.narrative.due_words import counts_line, in_words
from jsna.narrative.english import capitalised
from jsna.narrative.markdown import escape_markdown
from jsna.settings.yaml_file import Problems

OF_THE_STRATEGY: Final = ("goals", "registers", "strategies")
"""The modules of `chapter/dated/` that read what the strategy itself sets.

Releases of data stand on the page of what changed; when the council's own words are to be read
again is nobody's business but the council's.
"""
SOON: Final = (When.PAST, When.THIS_MONTH, When.NEXT_QUARTER)
DUE, WHAT, KIND, WHO, STATE = "Due", "What", "Kind", "Who", "State"


@section("What is due")
def listed(evidence: Evidence, page: Page) -> str:
    """Return what is past its day or falls due within the next quarter; "" without any date.

    Of many the first, by their days: the file has them all.

    Raises:
        SourceError: a register can't be read.
    """
    scope = _scope(evidence)
    things = by_time(all_dated(scope, OF_THE_STRATEGY), evidence.as_at)
    if scope.problems.found:
        raise SourceError(*scope.problems.found)
    if not evidence.strategy.has_framework or things["due"].isna().all():
        return ""
    told = due_table(things)
    dated = (things["due"].notna() | (things["written"] != "")).to_numpy()  # the others are counted
    soon = told[things["state"].isin([str(when) for when in SOON]).to_numpy()]
    more = f", the first {MOST_OPEN} of {len(soon)}" if len(soon) > MOST_OPEN else ""
    caption = f"Past its day or due by the next quarter, {evidence.strategy.short_title}{more}"
    return sections(
        escape_markdown(counts_line(things, evidence.as_at)),
        listing(evidence, "due", soon.head(MOST_OPEN), caption, WHAT),
        whole_as_csv(evidence, page, "due", told[dated], "Everything that the strategy dates"),
    )


def due_table(things: pd.DataFrame) -> pd.DataFrame:
    """Return dated things as readers see them: one row each, days in words."""
    days = [in_words(day) if pd.notna(day) else "" for day in things["due"]]
    due = pd.Series(days, index=things.index).where(things["due"].notna(), things["written"])
    return pd.DataFrame(
        {
            DUE: due,
            WHAT: things["title"],
            KIND: things["kind"],
            WHO: things["owner"].where(things["owner"] != "", "not said"),
            STATE: things["state"].map(capitalised),
        }
    )


def _scope(evidence: Evidence) -> Scope:
    project = evidence.project
    return Scope(
        project.paths, evidence.settings, (evidence.strategy,), evidence.as_at, evidence.area,
        lines=False, problems=Problems(project.paths.root),
    )  # fmt: skip
