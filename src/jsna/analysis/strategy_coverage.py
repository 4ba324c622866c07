"""What a strategy leaves open: needs and priorities without indicator, measures without target.

Every part that should have something is one row, whether it lacks it or not, so that each count of
what lacks has its whole. See docs/methods.md#coverage-of-a-strategy.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from jsna.analysis.register_table import is_placeholder
from jsna.settings.framework import BigIssue, Metric
from jsna.settings.goal import Goal
from jsna.settings.indicator import NOT_MEANT, Indicator
from jsna.settings.strategy import Priority, Strategy, titles_of

COLUMNS: Final = ["part", "needs", "id", "title", "priority", "line", "lacks"]
AUTHORITY: Final = frozenset({"county", "unitary", "district"})
YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b|\b[A-Z][a-z]{2}-\d\d\b")
"""What makes words a date: a year, or a month as "Mar-18"."""

INDICATOR, PRIORITY, FIGURE = "an indicator", "a priority", "a figure at hand"
OWN_MEASURE: Final = "a measure to be held to"
LEAD, BY_WHEN, STATUS = "a lead", "a time by when", "a status"
BASELINE, TARGET, DATE, OWNER, SOURCE = "a baseline", "a target", "a date", "an owner", "a source"
HEADLINE, MEASURE = "headline indicator", "measure"
CATALOGUE: Final = "indicator of the catalogue with a figure"


@dataclass(frozen=True)
class _Checked:
    """One part of a strategy, and what it should have: by name, whether it has it."""

    part: str
    id: str
    title: str
    has: Mapping[str, bool]
    priority: str = ""
    line: int | None = None


def coverage(
    strategy: Strategy,
    indicators: Mapping[str, Indicator],
    with_figures: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return each part of a strategy with each thing that it should have: one row a pair.

    Args:
        strategy: Which.
        indicators: The catalogue.
        with_figures: Ids of the indicators of which the area has a value; None where no facts were
            built, and figures are not asked for.

    Returns:
        part (priority, big issue, objective, indicator, headline indicator, measure, action,
        cell of the matrix, indicator of the catalogue with a figure), needs (what it should have),
        id, title, priority ("" for none), line (of the document; missing without one) and lacks
        (bool).
    """
    parts = [
        *_priorities(strategy),
        *_issues(strategy),
        *_objectives(strategy),
        *_indicators(strategy, indicators, with_figures),
        *_metrics(strategy),
        *_actions(strategy),
        *_cells(strategy),
        *_not_asked_for(strategy, indicators, with_figures),
    ]
    rows = [
        (one.part, needs, one.id, one.title, one.priority, one.line, not there)
        for one in parts
        for needs, there in one.has.items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"line": "Int64", "lacks": "bool"})


def coverage_counts(checked: pd.DataFrame) -> pd.DataFrame:
    """Return how many parts lack each thing, and of how many: part, needs, lacking, of.

    In the order of the parts; what nothing lacks has a row too.
    """
    grouped = checked.groupby(["part", "needs"], sort=False)["lacks"]
    return grouped.agg(lacking="sum", of="size").reset_index()


def answered_by(issue: BigIssue, strategy: Strategy) -> list[Priority]:
    """Return the priorities that a big issue is a need of.

    Those that it names; else those with one of its indicators.
    """
    if issue.priorities:
        return [one for one in strategy.priorities if one.id in issue.priorities]
    return [one for one in strategy.priorities if set(one.indicators) & set(issue.indicators)]


def goals_of(metric: Metric, strategy: Strategy) -> list[Goal]:
    """Return the goals of a strategy for a measure's indicators: each is a target of it."""
    return [goal for goal in strategy.goals if goal.indicator in metric.indicators]


def _priorities(strategy: Strategy) -> Iterator[_Checked]:
    held = {metric.priority for metric in strategy.metrics}
    for one in strategy.priorities:
        has = {INDICATOR: bool(one.indicators), OWN_MEASURE: one.id in held}
        yield _Checked("priority", one.id, one.title, has, one.id)


def _issues(strategy: Strategy) -> Iterator[_Checked]:
    for one in strategy.big_issues:
        has = {INDICATOR: bool(one.indicators), PRIORITY: bool(answered_by(one, strategy))}
        yield _Checked("big issue", one.id, one.title, has, line=one.line)


def _objectives(strategy: Strategy) -> Iterator[_Checked]:
    for priority in strategy.priorities:
        for one in priority.objectives:
            has = {INDICATOR: bool(one.indicators)}
            yield _Checked("objective", one.id, one.title, has, priority.id, one.line)


def _indicators(
    strategy: Strategy, indicators: Mapping[str, Indicator], with_figures: Collection[str] | None
) -> Iterator[_Checked]:
    """Those that any part of the strategy names."""
    shown = _of_priorities(strategy)
    goals = [goal.indicator for goal in strategy.goals]
    for id in dict.fromkeys([*strategy.every_indicator_id, *goals]):
        has = {PRIORITY: id in shown}
        if with_figures is not None:
            has[FIGURE] = id in with_figures
        yield _Checked("indicator", id, indicators[id].title, has)


def _metrics(strategy: Strategy) -> Iterator[_Checked]:
    for one in sorted(strategy.metrics, key=lambda metric: not metric.headline):
        goals = goals_of(one, strategy)
        has = {
            BASELINE: bool(one.baseline),
            TARGET: bool(one.targets or goals),
            DATE: _dated(one) or any(goal.until for goal in goals),
            OWNER: bool(one.owner),
            SOURCE: bool(one.source),
            INDICATOR: bool(one.indicators),
        }
        part = HEADLINE if one.headline else MEASURE
        yield _Checked(part, one.id, one.title, has, one.priority, one.line)


def _dated(metric: Metric) -> bool:
    """Whether any target says by when: a target without a year has no date."""
    return any(YEAR.search(target.period) for target in metric.targets)


def _actions(strategy: Strategy) -> Iterator[_Checked]:
    for priority in strategy.priorities:
        for one in priority.actions:
            has = {
                LEAD: bool(one.lead),
                BY_WHEN: bool(one.timescale.strip()) and not is_placeholder(one.timescale),
                STATUS: bool(one.status),
            }
            yield _Checked("action", one.id, one.title, has, priority.id, one.line)


def _cells(strategy: Strategy) -> Iterator[_Checked]:
    titles = titles_of(strategy)
    for one in strategy.matrix:
        title = ", ".join(titles[id] for id in (one.priority, one.life_stage) if id)
        id = "-".join(part for part in (one.priority, one.life_stage) if part)
        has = {LEAD: bool(one.lead)}
        yield _Checked("cell of the matrix", id, title, has, one.priority, one.line)


def _not_asked_for(
    strategy: Strategy, indicators: Mapping[str, Indicator], with_figures: Collection[str] | None
) -> Iterator[_Checked]:
    """What the catalogue compares authorities by, and the area has a value of."""
    shown = _of_priorities(strategy)
    for id in sorted(with_figures or ()):
        one = indicators[id]
        if AUTHORITY & set(one.levels) and one.comparison_method != NOT_MEANT:
            yield _Checked(CATALOGUE, id, one.title, {PRIORITY: id in shown})


def _of_priorities(strategy: Strategy) -> set[str]:
    return {id for priority in strategy.priorities for id in priority.indicators}


def lacking(checked: pd.DataFrame, part: str, needs: str) -> list[dict[Any, Any]]:
    """Return the parts of one kind that lack one thing, in order: records of `coverage`."""
    rows = checked[checked["lacks"] & checked["part"].eq(part) & checked["needs"].eq(needs)]
    return rows.to_dict("records")
