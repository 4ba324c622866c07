"""The table "compared with" of one measure: England, region, neighbours, goals, and the rank."""

from collections.abc import Iterable
from typing import Final

import pandas as pd

from jsna.chapter.comparison_rows import (
    ComparedWith,
    Neighbours,
    beside_goals,
    beside_neighbours,
    beside_published,
    source_of_the_region,
)
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.words import (
    PageTable,
    details,
    mark_cell,
    method_cell,
    sections,
    source_note,
    table_block,
)
from jsna.narrative.comparison_words import goal_note, goal_value, neighbours_note, rank_place
from jsna.narrative.english import possessive, sentence
from jsna.narrative.labels import period_words, stratum_words
from jsna.narrative.numbers import format_number, format_value
from jsna.narrative.sentences import interval_words, verdict

MARKUP: Final = ("Finding", "Method")
NUMBERS: Final = {"Value": "", "95% interval": ""}
"""Set as numbers; the unit stands in each cell, since a rank has none."""
NONE: Final = "none"


def compared_with(evidence: Evidence, measure: Measure) -> str:
    """Return the table of a measure's newest period beside everything that it is compared with.

    "" for a measure that is not meant to be compared and has no goal.
    """
    if not measure.compared:
        return _beside_goals_alone(evidence, measure)
    published = beside_published(evidence, measure)
    neighbours = beside_neighbours(evidence, measure)
    goals = beside_goals(evidence, measure)
    rows = [_row(one) for one in (*published, neighbours.compared)]
    rows += [_row(one, goal_value(row, one.statement)) for one, row in goals]
    rows += _rank(neighbours)
    notes = [
        source_of_the_region(evidence, measure, published[1].statement),
        neighbours_note(neighbours.value),
        *(goal_note(one.name, row, one.statement) for one, row in goals),
    ]
    every = (*published, neighbours.compared)
    return sections(_table(evidence, measure, rows), _source(evidence, measure, every, notes))


def _beside_goals_alone(evidence: Evidence, measure: Measure) -> str:
    goals = beside_goals(evidence, measure)
    if not goals:
        return ""
    rows = [_row(one, goal_value(row, one.statement)) for one, row in goals]
    notes = [goal_note(one.name, row, one.statement) for one, row in goals]
    every = [one for one, _ in goals]
    return sections(_table(evidence, measure, rows), _source(evidence, measure, every, notes))


def _table(evidence: Evidence, measure: Measure, rows: list[dict[str, str]]) -> str:
    caption = f"{_measure(evidence, measure)} beside other figures"
    table = PageTable(pd.DataFrame(rows), caption, NUMBERS, "Compared with", markup=MARKUP)
    return table_block(evidence, f"{measure.slug}-compared", table)


def folded(whole: str) -> str:
    """Return a table and its source as a block that is opened by a click."""
    # a summary that begins with the word is left out where nothing folds: the caption says it
    return details("Table of what this is compared with", whole)


def _measure(evidence: Evidence, measure: Measure) -> str:
    """Measure, period, and the area's own value with its interval."""
    said, indicator = measure.statement, measure.indicator
    value = format_value(said.value, said.unit, said.decimals)
    interval = interval_words(said)
    shown = f"{value} ({interval})" if interval else value
    group = stratum_words(said.sex, said.age, indicator.title)
    parts = (indicator.short_title, group, period_words(said.period_label))
    what = ", ".join(part for part in parts if part)
    return f"{what}: {possessive(evidence.area.name)} {shown}"


def _row(one: ComparedWith, shown: str = "") -> dict[str, str]:
    said = one.statement
    value = said.comparator.value if said.comparator else None
    return {
        "Compared with": one.name,
        "Finding": mark_cell(said, verdict(said)),
        "Value": shown or format_value(value, said.unit, said.decimals),
        "95% interval": _limits(one),
        "Method": method_cell(one.method),
    }


def _limits(one: ComparedWith) -> str:
    if one.limits is None:
        return NONE
    low, high = (format_number(limit, one.statement.decimals) for limit in one.limits)
    return f"{low} to {high}"


def _rank(neighbours: Neighbours) -> list[dict[str, str]]:
    place = rank_place(neighbours.rank)
    if not place:
        return []
    return [
        {
            "Compared with": "Rank among the neighbours",
            "Finding": neighbours.rank.direction,
            "Value": place,
            "95% interval": NONE,
            "Method": method_cell("rank"),
        }
    ]


def _source(
    evidence: Evidence, measure: Measure, every: Iterable[ComparedWith], notes: Iterable[str]
) -> str:
    ids = dict.fromkeys(id for one in every for id in one.statement.snapshot_ids)
    told = [sentence(note) for note in notes if note]
    return source_note(evidence, evidence.source_of(measure.indicator.id, ids), ids, *told)
