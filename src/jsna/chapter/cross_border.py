"""Care across borders: with which commissioning groups residents were registered, and whose else's.

Shown only where the area's settings name the document whose table the council brought.
"""

from typing import Final

import pandas as pd

from jsna.analysis.board_crosswalk import patients_of, registered_with, sum_of
from jsna.chapter.evidence import Evidence
from jsna.chapter.listing import listing, whole_as_csv
from jsna.chapter.neighbourhoods import method_link
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, sections, source_note, table_block
from jsna.errors import Problem, SourceError
from jsna.narrative.crosswalk_words import (
    WHAT_IT_IS,
    elsewhere_sentence,
    registered_headline,
    sum_sentence,
    sums_sentence,
)
from jsna.narrative.english import possessive
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.numbers import format_number
from jsna.sources.council.board_crosswalk import HEADS, YEARS

METHOD: Final = "registered-with"


@section("Whose patients the residents were")
def registered(evidence: Evidence, page: Page) -> str:
    """Return the commissioning groups of the area's residents, in shares both ways.

    Raises:
        SourceError: the table was not brought, or the area's board is not in it.
    """
    rows, groups = _own(evidence)
    area = evidence.area.name
    here = f"Share of its patients who live in {area}"
    residents = f"Share of {possessive(area)} residents"
    frame = pd.DataFrame(
        {
            "Commissioning group": groups["ccg_name"],
            "Code": groups["ccg_code"],
            residents: groups["of_board"],
            here: groups["of_ccg"],
            "Most of its patients live in": groups["main_board"],
        }
    )
    caption = f"Commissioning groups of the registered residents of {area}{_of_years(evidence)}"
    shares = (residents, here)
    table = PageTable(
        frame, caption, dict.fromkeys(shares, "%"), "Commissioning group", dict.fromkeys(shares, 1)
    )
    headline = registered_headline(area, groups, _years(evidence))
    return sections(
        f"**{escape_markdown(headline)}.**",
        escape_markdown(f"{elsewhere_sentence(area, groups)} {WHAT_IT_IS}"),
        table_block(evidence, "registered", table),
        escape_markdown(sum_sentence(sum_of(groups["of_board"]), f"{possessive(area)} residents")),
        whole_as_csv(
            evidence, page, "registered", rows.rename(columns=_printed()),
            "Every board of these groups, as printed",
        ),
        _source(evidence),
    )  # fmt: skip


@section("Where the patients of these groups live")
def patients(evidence: Evidence, page: Page) -> str:
    """Return the boards among whose residents the area's groups have their patients.

    Raises:
        SourceError: as `registered`.
    """
    rows, groups = _own(evidence)
    found = patients_of(rows, groups["ccg_code"].tolist())
    frame = pd.DataFrame(
        {
            "Commissioning group": found["ccg_name"],
            "Board": found["board_name"],
            "Share of the group's patients": found["of_ccg"].map(lambda one: format_number(one, 1)),
        }
    )
    groups_of = found.groupby("ccg_name", sort=False)["of_ccg"]
    sums = {str(name): sum_of(shares) for name, shares in groups_of}
    caption = f"Boards where the patients of the groups live{_of_years(evidence)}"
    units = {"Share of the group's patients": "%"}
    return sections(
        listing(evidence, "patients", frame, caption, "Commissioning group", units),
        escape_markdown(sums_sentence(sums)),
        _source(evidence),
    )


def _own(evidence: Evidence) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table's rows of every group of the area, and the groups."""
    rows = evidence.geography.board_crosswalk.rows
    if rows.empty:
        what = (
            f"the files used hold no table of commissioning groups to {evidence.area.name}'s board."
        )
        step = "Bring the document as text, or the table as a CSV: docs/for-another-council.md."
        raise SourceError(Problem(what, next_step=step))
    return rows, registered_with(rows, evidence.area.codes)


def _years(evidence: Evidence) -> str:
    return evidence.geography.board_crosswalk.years.get(YEARS, "")


def _of_years(evidence: Evidence) -> str:
    years = _years(evidence)
    return f", {years}" if years else ""


def _printed() -> dict[str, str]:
    return {ours: head for head, ours in HEADS.items()}


def _source(evidence: Evidence) -> str:
    ids = evidence.geography.board_crosswalk.ids
    return sections(source_note(evidence, evidence.area.board_crosswalk, ids), method_link(METHOD))
