"""Returns: tables that a strategy's partners send in, in the layout that their receiver asks."""

from typing import Final

import pandas as pd

from jsna.analysis.return_cells import (
    ELSEWHEN,
    HIDDEN,
    NO_PLAN,
    NOT_HELD,
    NOTHING,
    SHOWN,
    VALUE,
    return_cells,
)
from jsna.chapter.evidence import Evidence
from jsna.chapter.listing import whole_as_csv
from jsna.chapter.own_measures import DATA_SET, own_figures, rules_in_words
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, bullets, sections, source_note, table_block
from jsna.narrative.english import sentence
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.numbers import format_number
from jsna.settings.own_measures import OwnMeasure, ReturnTable

LINE: Final = "Line"
WORDS: Final = {
    HIDDEN: "hidden", NOTHING: "no figure", NO_PLAN: "no plan", NOT_HELD: "not held",
    ELSEWHEN: "does not apply",
}  # fmt: skip
"""What stands in a cell without a number."""


@section()
def tables(evidence: Evidence, page: Page) -> str:
    """Return each return as its receiver lays it out, with its file."""
    own = evidence.strategy.own_measures
    figures = own_figures(evidence)
    parts = [_return(evidence, page, table) for table in own.returns]
    shown = _shown(evidence)
    ids = figures.ids([one for one in figures.judged if one.measure.id in shown])
    note = source_note(evidence, DATA_SET, ids) if ids else ""
    return sections(*parts, note)


@section("How we know")
def method(evidence: Evidence, page: Page) -> str:
    """Return where plan and actual figures come from, and what hides small counts."""
    said = [
        "Plans are those of the measures' trajectories and of the layout; actual figures are the"
        " newest that there are.",
        "A cell without a number says why: hidden; no figure; no plan; a part that is not held (the"
        " value came in without it, or it counts no people); or a period that the measure does not"
        " have. A missing number is never 0.",
        *rules_in_words(evidence, _shown(evidence)),
    ]
    return bullets(map(escape_markdown, said))


def return_frame(evidence: Evidence, table: ReturnTable) -> pd.DataFrame:
    """Return a return as its receiver has it: one row a line, one column a period, as printed."""
    judged = {one.measure.id: one for one in own_figures(evidence).judged}
    measures = evidence.strategy.own_measures.by_id
    cells = return_cells(table, judged)
    told = cells[["number", "state", "part", "measure"]].itertuples(index=False)
    words = [_words(number, state, part, measures[id]) for number, state, part, id in told]
    cells = cells.assign(words=words)
    order = [column.title for column in table.columns]
    wide = cells.pivot_table(
        index=["measure", "line"], columns="column", values="words", aggfunc="first", sort=False
    )[order].reset_index()
    several = len(table.rows) > 1
    titles = wide["measure"].map(lambda id: measures[id].title)
    lines = titles + ": " + wide["line"] if several else wide["line"]
    return wide.drop(columns=["measure", "line"]).assign(**{LINE: lines})[[LINE, *order]]


def _shown(evidence: Evidence) -> set[str]:
    returns = evidence.strategy.own_measures.returns
    return {row.measure for table in returns for row in table.rows}


def _return(evidence: Evidence, page: Page, table: ReturnTable) -> str:
    frame = return_frame(evidence, table)
    note = escape_markdown(sentence(table.note)) if table.note else ""
    caption = f"{table.title}, {evidence.area.name}"
    return sections(
        f"## {escape_markdown(table.title)}",
        note,
        table_block(evidence, f"return-{table.id}", PageTable(frame, caption, {}, LINE)),
        whole_as_csv(evidence, page, f"return-{table.id}", frame, f"{table.title}, as it stands"),
    )


def _words(number: float, state: str, part: str, measure: OwnMeasure) -> str:
    if state != SHOWN:
        return WORDS[state]
    decimals = measure.decimals if part == VALUE else 0
    sign = "%" if part == VALUE and measure.unit == "%" else ""
    return f"{format_number(number, decimals)}{sign}"
