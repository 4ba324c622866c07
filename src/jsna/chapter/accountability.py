"""Who answers for what: the matrix of priorities and life stages, and each of its cells."""

from typing import Final

import pandas as pd

from jsna.chapter.evidence import Evidence
from jsna.chapter.framework_measures import (
    ALL_AGES,
    NOTHING,
    ToldMeasure,
    counted_moves,
    in_cell,
)
from jsna.chapter.listing import whole_as_csv
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, block, folded_on_site, sections, table_block
from jsna.narrative.body_words import short_names, who
from jsna.narrative.english import counted
from jsna.narrative.html_text import escape_html
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.outcome_counts import is_old, outcomes_in_short
from jsna.settings.framework import Cell
from jsna.settings.strategy import LifeStage, Priority

NOBODY: Final = "nobody"
PRIORITY, STAGE, LEADS = "Priority", "Life stage", "Leads"
SUPPORTS, ADVISES, WHO, MEASURES = "Supports", "Advises", "Who", "Measures"
NO_FIGURE: Final = "none with a figure"
IN_DOCUMENTS: Final = (
    "Who supports, who advises and the measures of each cell stand on the web page and in its CSV"
    " file."
)
MEASURES_IN_DOCUMENTS: Final = (
    "The measures of each cell stand on the web page and in its CSV file."
)


@section("Who answers for what")
def matrix(evidence: Evidence, page: Page) -> str:
    """Return who leads for each priority at each life stage, and each cell with its measures."""
    strategy = evidence.strategy
    if not strategy.matrix:
        return ""
    csv = whole_as_csv(evidence, page, "matrix", matrix_table(evidence),
                       "The matrix, one row a cell and measure")  # fmt: skip
    if not strategy.life_stages:
        return sections(
            _in_short(evidence), table_block(evidence, "matrix", _cells(evidence, named=False)),
            folded_on_site(evidence, "The measures of each cell", lambda: _all_cells(evidence)),
            block("documents-only", MEASURES_IN_DOCUMENTS), csv,
        )  # fmt: skip
    whole = f"All {len(strategy.matrix)} cells with who supports, who advises and the measures"
    return sections(
        _in_short(evidence), table_block(evidence, "matrix", _grid(evidence)),
        folded_on_site(evidence, whole, lambda: _all_cells(evidence)),
        block("documents-only", IN_DOCUMENTS), csv,
    )  # fmt: skip


def _all_cells(evidence: Evidence) -> str:
    return table_block(evidence, "cells", _cells(evidence, named=True))


def matrix_table(evidence: Evidence) -> pd.DataFrame:
    """Return one row per cell and measure of it, and one for a cell without any."""
    titles = {body.id: body.title for body in evidence.strategy.bodies}
    return pd.DataFrame(
        [
            {
                PRIORITY: priority.title,
                STAGE: stage.title,
                LEADS: who([cell.lead], titles, NOBODY),
                SUPPORTS: "; ".join(titles[id] for id in cell.supporting),
                ADVISES: "; ".join(titles[id] for id in cell.advising),
                "Measure": one.measure.indicator.title if one else "",
                "Indicator": one.measure.indicator.id if one else "",
                "Verdict": one.verdict if one else "",
                "Figure": one.words if one else "",
                "Line": str(cell.line or ""),
            }
            for cell, priority, stage in _placed(evidence)
            for one in (_measures(evidence, cell, priority) or NOTHING)
        ]
    )


def _in_short(evidence: Evidence) -> str:
    """How many cells there are, and for which nobody leads."""
    strategy = evidence.strategy
    number, empty = len(strategy.matrix), len(strategy.without_lead)
    start = f"The strategy has {counted(number, 'cell')} of accountable leads"
    if not empty:
        return f"{start}; each names who leads."
    which = dict.fromkeys(
        priority.title for cell, priority, _ in _placed(evidence) if not cell.lead
    )
    where = escape_markdown("; ".join(which))
    return f"{start}; **for {empty} of them it names nobody to lead**: {where}."


def _placed(evidence: Evidence) -> list[tuple[Cell, Priority, LifeStage]]:
    priorities = {one.id: one for one in evidence.strategy.priorities}
    stages = {one.id: one for one in evidence.strategy.life_stages} | {"": ALL_AGES}
    return [
        (cell, priorities[cell.priority], stages[cell.life_stage])
        for cell in evidence.strategy.matrix
    ]


def _measures(evidence: Evidence, cell: Cell, priority: Priority) -> list[ToldMeasure]:
    return in_cell(evidence, priority, cell.life_stage)


def _grid(evidence: Evidence) -> PageTable:
    """Priorities down, life stages across: who leads, and how the measures come out."""
    stages = evidence.strategy.life_stages
    known = {(c.priority, c.life_stage): c for c in evidence.strategy.matrix}
    rows = [
        {
            PRIORITY: f'<a href="{one.id}.html">{escape_html(one.title)}</a>',
            **{s.title: _square(evidence, known.get((one.id, s.id)), one) for s in stages},
        }
        for one in evidence.strategy.priorities
        if any((one.id, stage.id) in known for stage in stages)
    ]
    frame = pd.DataFrame(rows)
    caption = f"Who leads, and verdicts against England, {evidence.strategy.short_title}"
    return PageTable(frame, caption, {}, PRIORITY, markup=list(frame))


def _square(evidence: Evidence, cell: Cell | None, priority: Priority) -> str:
    if cell is None:
        return "not in the matrix"
    names = short_names(evidence.strategy)
    lead = escape_html(who([cell.lead], names, "Nobody named"))
    counts = escape_html(_counts(_measures(evidence, cell, priority)))
    return f"<strong>{lead}</strong><br>{counts}"


def _counts(told: list[ToldMeasure]) -> str:
    """How the measures of a cell come out: "2 worse, 1 similar; 1 improved"."""
    current = [one for one in told if not is_old(one.measure.statement)]
    found = outcomes_in_short(one.measure.statement for one in current)
    if len(current) < len(told):
        found.append(f"{len(told) - len(current)} old")
    parts = (", ".join(found), ", ".join(counted_moves(current)))
    return "; ".join(part for part in parts if part) or NO_FIGURE


def _of_cell(told: list[ToldMeasure], named: bool) -> str:
    """The measures of a cell one below the other, or how they come out, as HTML."""
    if not named:
        return escape_html(_counts(told))
    return "<br>".join(one.cell for one in told) or NO_FIGURE


def _who(cell: Cell, names: dict[str, str]) -> str:
    """Who leads, supports and advises: three columns would leave the measures no room."""
    roles = ((LEADS, [cell.lead]), (SUPPORTS, cell.supporting), (ADVISES, cell.advising))
    told = [(role, who(ids, names, NOBODY if role == LEADS else "")) for role, ids in roles]
    return "<br>".join(f"<strong>{role}:</strong> {escape_html(one)}" for role, one in told if one)


def _cells(evidence: Evidence, *, named: bool) -> PageTable:
    """Each cell: who leads, supports and advises, and its measures by name or in counts."""
    names = short_names(evidence.strategy)
    rows = [
        {
            PRIORITY: f'<a href="{priority.id}.html">{escape_html(priority.title)}</a>',
            STAGE: escape_html(stage.title),
            WHO: _who(cell, names),
            MEASURES: _of_cell(_measures(evidence, cell, priority), named),
        }
        for cell, priority, stage in _placed(evidence)
    ]
    frame = pd.DataFrame(rows)
    if not evidence.strategy.life_stages:
        frame = frame.drop(columns=STAGE)
    what = "its measures" if named else "how its measures come out"
    caption = f"Who answers for each priority, and {what}, {evidence.strategy.short_title}"
    return PageTable(frame, caption, {}, PRIORITY, markup=list(frame))
