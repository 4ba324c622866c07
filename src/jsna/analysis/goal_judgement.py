"""Judge facts against the goal in force: which goal, whether it is met, and why it may not be said.

The colours of `goals` become outcomes: Green better, Red worse; Amber is too imprecise to judge
where the interval holds the goal, and similar inside a range. See docs/methods.md#goals.
"""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from jsna.analysis.comparator_judgement import labels_of
from jsna.analysis.comparison import BETTER, NOT_COMPARED, SIMILAR, WORSE
from jsna.analysis.goals import (
    AMBER,
    GREEN,
    RED,
    compare_with_range,
    compare_with_value,
    goals_in_force,
)
from jsna.analysis.interval_rule import basis_of_interval
from jsna.analysis.judgement import JUDGED_COLUMNS, judge
from jsna.analysis.judgement_rule import Against, Rule, Tested
from jsna.analysis.outcome import Basis
from jsna.analysis.worked_out_interval import with_intervals
from jsna.facts.periods import period_end
from jsna.settings.goal import Goal
from jsna.settings.indicator import Indicator

GOAL_RULE: Final = "goals"
GOAL_COLUMNS: Final = (
    *JUDGED_COLUMNS, "goal_lower", "goal_upper", "by_interval", "since", "until", "goal_source",
)  # fmt: skip
"""Of `judge_goals`: as JUDGED_COLUMNS, and the goal; its single number is comparator_value."""

COMPARISONS: Final = {GREEN: BETTER, RED: WORSE, AMBER: SIMILAR, NOT_COMPARED: NOT_COMPARED}
COLOURS: Final = {comparison: colour for colour, comparison in COMPARISONS.items()}
HOLDS_THE_GOAL: Final = "the interval holds the goal"
NO_INTERVAL: Final = "the goal is judged by the interval, and the file used holds none"


def judge_goals(
    rows: pd.DataFrame, goals: Sequence[Goal], indicator: Indicator, published: pd.DataFrame
) -> pd.DataFrame:
    """Return facts with the goal in force at the end of each period, and the outcome.

    Args:
        rows: Facts of one indicator.
        goals: One owner's goals for it, one at least; of two in force the later one counts.
        indicator: For polarity and unit.
        published: Labels that sources printed; those against a goal are held beside ours.

    Returns:
        One row per row of `rows`, GOAL_COLUMNS. comparator_value is the goal's number, of a
        range the end that has to be reached; blank where none was in force.
    """
    table = _table(goals, indicator.id)
    rows = with_intervals(rows, {indicator.id: indicator})
    frame = goals_in_force(rows.drop(columns=["source"], errors="ignore"), table)
    frame["by_interval"] = frame["by_interval"].eq(True)
    reached = "goal_upper" if indicator.polarity == "high-is-good" else "goal_lower"
    against = Against(
        value=frame["goal"].fillna(frame[reached]),
        gap=_not_in_force(frame, table).where(frame["goal_source"].isna(), ""),
        published=labels_of(frame, published, "goal"),
    )
    rule = Rule(GOAL_RULE, {indicator.id: indicator}, _test, _label_note, for_all=True)
    return frame.join(judge(frame, against, rule))[list(GOAL_COLUMNS)]


def _table(goals: Sequence[Goal], indicator_id: str) -> pd.DataFrame:
    frame = pd.DataFrame([goal.model_dump(include=set(Goal.model_fields)) for goal in goals])
    names = {"value": "goal", "lower": "goal_lower", "upper": "goal_upper", "source": "goal_source"}
    frame = frame.rename(columns=names).drop(columns="sex").assign(indicator_id=indicator_id)
    return frame.astype(dict.fromkeys(["goal", "goal_lower", "goal_upper"], "float64"))


def _test(frame: pd.DataFrame) -> Tested:
    is_range, by_interval = frame["goal_lower"].notna(), frame["by_interval"]
    colour = compare_with_value(frame).mask(by_interval, compare_with_value(frame, True))
    colour = colour.mask(is_range, compare_with_range(frame))
    none = pd.Series("", index=frame.index, dtype="str")
    basis = basis_of_interval(frame)
    return Tested(
        comparison=colour.map(COMPARISONS),
        untested=none.mask(colour == NOT_COMPARED, NO_INTERVAL),
        imprecise=none.mask(by_interval, HOLDS_THE_GOAL),
        basis=basis.mask(~by_interval | is_range, str(Basis.VALUE_ALONE)),
    )


def _not_in_force(frame: pd.DataFrame, table: pd.DataFrame) -> pd.Series:
    """When there was a goal, or will be: a goal that has ended is not one that was never set."""
    ends = period_end(frame["period"])
    since, until = pd.to_datetime(table["since"]), pd.to_datetime(table["until"])
    words = pd.Series("no goal was in force at the end of the period", index=frame.index)
    ended = ends > until.max() if until.notna().all() else pd.Series(False, index=frame.index)
    words = words.mask(ended, words + f"; the last one ended on {_day(until.max())}")
    return words.mask(ends < since.min(), words + f"; the first begins on {_day(since.min())}")


def _day(when: pd.Timestamp) -> str:
    return "" if pd.isna(when) else f"{when.day} {when:%B %Y}"


def _label_note(published: pd.Series, comparison: pd.Series) -> pd.Series:
    """A word where the source's own colour is another one."""
    ours = comparison.map(COLOURS)
    differs = (published != "") & (published != ours) & (ours != NOT_COMPARED)
    text = (
        'The source says "' + published + '" against its goal, by its own rule, goal and'
        " unrounded figures."
    )  # fmt: skip
    return text.where(differs, "")
