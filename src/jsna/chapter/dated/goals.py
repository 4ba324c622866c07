"""By when a strategy wants its goals to be reached."""

from typing import Final

import pandas as pd

from jsna.chapter.dated_things import Scope, rows_of
from jsna.narrative.labels import sex_words
from jsna.narrative.numbers import format_value
from jsna.settings.goal import Goal
from jsna.settings.indicator import Indicator

KIND: Final = "goal"


def dated(scope: Scope) -> pd.DataFrame:
    """Return the last day of each goal that has one.

    A goal whose time is over is done with, reached or not: its title says that it is over.
    """
    rows = []
    for strategy in scope.strategies:
        file = scope.strategy_file(strategy)
        for number, goal in enumerate(strategy.goals):
            known = scope.settings.indicators.get(goal.indicator)
            if goal.until is None or known is None:
                continue
            over = goal.until < scope.on
            ended = "; its time is over, reached or not" if over else ""
            rows.append({
                "what": f"{goal.indicator} from {goal.since}", "kind": KIND,
                "title": f"{_of(goal, known)}: {_wanted(goal, known)}{ended}", "due": goal.until,
                "source_file": file.name, "line": file.line(("goals", number)),
                "done": over,
            })  # fmt: skip
    return rows_of(rows)


def _of(goal: Goal, indicator: Indicator) -> str:
    """What is to reach it; of a goal for one sex which."""
    whose = sex_words(goal.sex or "")
    return f"{indicator.short_title}, {whose}" if whose else indicator.short_title


def _wanted(goal: Goal, indicator: Indicator) -> str:
    ends = [end for end in (goal.value, goal.lower, goal.upper) if end is not None]
    return " to ".join(format_value(end, indicator.unit, indicator.decimals) for end in ends)
