"""What one measure is compared with: England, region, neighbours and goals, a statement each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from jsna.analysis.comparator_judgement import labels_of
from jsna.analysis.goal_judgement import GOAL_RULE, judge_goals
from jsna.analysis.judgement import NO_RULE
from jsna.analysis.neighbour_judgement import NAME, judge_neighbours
from jsna.analysis.neighbours import NeighbourValue, neighbour_value
from jsna.analysis.rank import Rank
from jsna.chapter.evidence import Evidence, Measure, snapshot_ids
from jsna.chapter.measure_rows import measure_rows
from jsna.chapter.together import Together
from jsna.fact_schema import ENGLAND
from jsna.narrative.comparison_words import parent_note
from jsna.narrative.statement import Statement
from jsna.narrative.statement_rows import statements
from jsna.settings.goal import Goal

NEIGHBOURS: Final = "neighbours"
NATIONAL: Final = "National goal"
STRATEGY: Final = "Goal of the strategy"


@dataclass(frozen=True)
class ComparedWith:
    """One comparator of a measure.

    Attributes:
        name: As a table names it.
        statement: What may be said against it.
        limits: Of the comparator's own 95% interval; None without one.
        method: The entry of docs/methods.md behind it.
    """

    name: str
    statement: Statement
    limits: tuple[float, float] | None
    method: str


@dataclass(frozen=True, eq=False)
class Neighbours:
    """What the area's neighbours have, what may be said against it, and the rank among them."""

    value: NeighbourValue
    compared: ComparedWith
    rank: Rank


def beside_published(evidence: Evidence, measure: Measure) -> list[ComparedWith]:
    """Return the comparison with England, which is the page's finding, and with the region."""
    region = evidence.area.region
    found = [
        ("England", ENGLAND, measure.statement),
        (region.name, region.code, beside_region(evidence, measure)),
    ]
    return [
        ComparedWith(name, said, _limits(evidence, measure, code), said.rule)
        for name, code, said in found
    ]


def _beside_region(evidence: Evidence, measures: Sequence[Measure]) -> list[Statement]:
    wanted = [(each.indicator, each.stratum) for each in measures]
    return evidence.statements(wanted, evidence.area.region.code)


beside_region = Together(_beside_region)
"""The statement of a measure's newest value against the region."""


def neighbours_together(evidence: Evidence, measure: Measure) -> NeighbourValue:
    """Return what the neighbours of the settings' set have together, like with like.

    Nothing for a measure that is not meant to be compared.
    """
    chosen, rows = evidence.neighbours, measure_rows(evidence, measure)
    same = rows.authorities["edition"] == measure.statement.edition
    peers = rows.authorities[same & measure.compared]
    changes, period = evidence.code_changes, measure.statement.period
    named = replace(chosen, names={**chosen.names, **evidence.names})
    return neighbour_value(peers, named, measure.indicator, period, rows.tier, changes)


def beside_neighbours(evidence: Evidence, measure: Measure) -> Neighbours:
    """Return the comparison with the neighbours of the settings' set, like with like."""
    chosen, rows = evidence.neighbours, measure_rows(evidence, measure)
    found = _beside_theirs(evidence, measure)
    if found is None:
        raise ValueError(f"{measure.slug} has nothing to be held against its neighbours")
    value, said = found
    limits = None if value.lower_95 is None else (value.lower_95, float(value.upper_95 or 0))
    method = NEIGHBOURS if said.rule == NO_RULE else said.rule
    among = rows.authorities
    place = rows.rank(among[among["area_code"].isin([*chosen.codes, evidence.area.code])])
    whose = f": {chosen.title}, {value.n} of {value.of}" if value.of else ""
    return Neighbours(value, ComparedWith(f"Neighbours{whose}", said, limits, method), place)


def _judged_beside_theirs(
    evidence: Evidence, measures: Sequence[Measure]
) -> list[tuple[NeighbourValue, Statement] | None]:
    """What the neighbours have of each measure, and what may be said against it.

    None for a measure without data or not meant to be compared.
    """
    asked = [each for each in measures if each.has_data and each.compared]
    values = [neighbours_together(evidence, measure) for measure in asked]
    ids = [[*snapshot_ids(_theirs(evidence, m)), *evidence.neighbours.snapshot_ids] for m in asked]
    frame = judge_neighbours(
        _own(evidence, *asked), values, [each.indicator for each in asked], list(map(" ".join, ids))
    )
    said = _statements(evidence, frame, NAME, evidence.neighbours.set_id)
    found = dict(zip((each.key for each in asked), zip(values, said, strict=True), strict=True))
    return [found.get(each.key) for each in measures]


_beside_theirs = Together(_judged_beside_theirs)


def _theirs(evidence: Evidence, measure: Measure) -> pd.DataFrame:
    rows = measure_rows(evidence, measure).authorities
    return rows[rows["area_code"].isin(evidence.neighbours.codes)]


def beside_goals(evidence: Evidence, measure: Measure) -> list[tuple[ComparedWith, pd.Series]]:
    """Return the comparison with the national goal and with the strategy's, if there are any.

    Beside each stands its row of `judge_goals`, which holds the goal's range and source.
    """
    strategy = [g for g in evidence.strategy.goals if g.indicator == measure.indicator.id]
    owners = {NATIONAL: measure.indicator.goals, STRATEGY: strategy}
    found = []
    for name, every in owners.items():
        goals = [goal for goal in every if goal.sex in (None, measure.statement.sex)]
        if goals:
            found.append(_beside_goal(evidence, measure, name, goals))
    return found


def source_of_the_region(evidence: Evidence, measure: Measure, region: Statement) -> str:
    """Return a word where the source's own verdict against the parent area is another one."""
    published = evidence.published_of(measure.indicator.id)
    labels = labels_of(_own(evidence, measure), published, "parent")
    return parent_note(region, str(labels.iloc[0]))


def _beside_goal(
    evidence: Evidence, measure: Measure, name: str, goals: Sequence[Goal]
) -> tuple[ComparedWith, pd.Series]:
    published = evidence.published_of(measure.indicator.id)
    frame = judge_goals(_own(evidence, measure), goals, measure.indicator, published)
    (said,) = _statements(evidence, frame, "the goal", "")
    return ComparedWith(name, said, None, GOAL_RULE), frame.iloc[0]


def _statements(evidence: Evidence, frame: pd.DataFrame, name: str, code: str) -> list[Statement]:
    names, settings = {evidence.area.code: evidence.area.name}, evidence.settings
    return statements(frame, settings.indicators, names, (name, code), settings.sources)


def _own(evidence: Evidence, *measures: Measure) -> pd.DataFrame:
    """The area's facts that the findings of measures with data are about, one row each."""
    rows = [_in_period(evidence, measure, evidence.area.code) for measure in measures]
    return pd.concat(rows, ignore_index=True) if rows else evidence.facts_of_several([])


def _limits(evidence: Evidence, measure: Measure, code: str) -> tuple[float, float] | None:
    row = _in_period(evidence, measure, code)[["lower_95", "upper_95"]].dropna()
    return None if row.empty else (float(row["lower_95"].iloc[0]), float(row["upper_95"].iloc[0]))


def _in_period(evidence: Evidence, measure: Measure, code: str) -> pd.DataFrame:
    trend = measure_rows(evidence, measure).trend
    same = trend["period"] == measure.statement.period
    return trend[same & (trend["area_code"] == code)]
