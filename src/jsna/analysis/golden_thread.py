"""The golden thread: from need to priority to action to measure, and where it breaks.

One row for each thing on the thread; what is tied to what comes from the strategy's own file.
See docs/methods.md#golden-thread.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from jsna.analysis.strategy_coverage import answered_by
from jsna.settings.indicator import Indicator
from jsna.settings.strategy import Priority, Strategy

NEED, OBJECTIVE, ACTION = "need", "objective", "action"
MEASURE, INDICATOR, MILESTONE = "measure", "indicator", "milestone"
NOT_MEASURED: Final = "not measured"
PARTS: Final = (NEED, OBJECTIVE, ACTION, MEASURE, INDICATOR, MILESTONE, NOT_MEASURED)
COLUMNS: Final = [
    "priority", "part", "id", "title", "life_stage", "lead", "when", "status", "indicators", "line",
]  # fmt: skip
Row = dict[str, Any]


def golden_thread(strategy: Strategy, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """Return what stands on the thread of each priority, one row each.

    Args:
        strategy: Which.
        indicators: The catalogue.

    Returns:
        priority (id; "" for a need, measure or milestone of none), part (of PARTS), id, title,
        life_stage, lead (ids of bodies, spaces between), when, status, indicators (ids, spaces
        between) and line (missing without one), by priority and part.
    """
    rows = [row for priority in strategy.priorities for row in _of(priority, strategy, indicators)]
    rows += _of_none(strategy)
    blank: Row = dict.fromkeys(COLUMNS, "") | {"line": None}
    frame = pd.DataFrame([blank | row for row in rows], columns=COLUMNS)
    return frame.astype({"line": "Int64"})


def thread_counts(thread: pd.DataFrame, strategy: Strategy) -> pd.DataFrame:
    """Return how many of each part stand on the thread of each priority: one row a priority."""
    counts = pd.crosstab(thread["priority"], thread["part"])
    return counts.reindex(
        index=[one.id for one in strategy.priorities], columns=list(PARTS), fill_value=0
    )


def _of(
    priority: Priority, strategy: Strategy, indicators: Mapping[str, Indicator]
) -> Iterator[Row]:
    """The thread of one priority, from its needs on."""
    needs = (one for one in strategy.big_issues if priority in answered_by(one, strategy))
    yield from (_need(one, priority.id) for one in needs)
    for objective in priority.objectives:
        yield _row(priority.id, OBJECTIVE, objective, indicators=" ".join(objective.indicators))
    for action in priority.actions:
        yield _row(priority.id, ACTION, action, lead=" ".join(action.lead),
                   when=action.timescale, status=action.status)  # fmt: skip
    yield from (_metric(one) for one in strategy.metrics if one.priority == priority.id)
    for id in priority.indicators:
        yield {"priority": priority.id, "part": INDICATOR, "id": id,
               "title": indicators[id].title, "indicators": id}  # fmt: skip
    yield from (_milestone(one) for one in strategy.milestones if one.priority == priority.id)
    for gap in priority.unmeasured:
        yield {"priority": priority.id, "part": NOT_MEASURED, "title": gap.what}


def _of_none(strategy: Strategy) -> list[Row]:
    """Needs, measures and milestones that belong to no priority."""
    return [
        *(_need(one, "") for one in strategy.big_issues if not answered_by(one, strategy)),
        *(_metric(one) for one in strategy.metrics if not one.priority),
        *(_milestone(one) for one in strategy.milestones if not one.priority),
    ]


def _need(issue: Any, priority: str) -> Row:
    named = " ".join(issue.indicators)
    return _row(priority, NEED, issue, life_stage=issue.life_stage, indicators=named)


def _metric(metric: Any) -> Row:
    dates = [target.period for target in metric.targets]
    return _row(metric.priority, MEASURE, metric, lead=metric.owner, when="; ".join(dates),
                indicators=" ".join(metric.indicators))  # fmt: skip


def _milestone(milestone: Any) -> Row:
    return _row(milestone.priority, MILESTONE, milestone, when=milestone.due)


def _row(priority: str, part: str, one: Any, **more: str) -> Row:
    return {
        "priority": priority, "part": part, "id": one.id, "title": one.title, "line": one.line,
        **more,
    }  # fmt: skip
