"""Comparison with a goal: Green, Amber or Red, by a value or a range.

The words are those of the published column "Compared to goal". A goal has dates, and a figure is
held against the goal that was in force at the end of its period. See docs/methods.md#goals.
"""

from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.comparison import NOT_COMPARED, interval_is_valid
from jsna.facts.periods import period_end

GREEN: Final = "Green"
AMBER: Final = "Amber"
RED: Final = "Red"
JUDGED: Final = ("high-is-good", "low-is-good")


def compare_with_value(frame: pd.DataFrame, by_interval: bool = False) -> pd.Series:
    """Return whether each value has reached one number.

    Args:
        frame: Columns value, goal (in the same unit) and polarity; with `by_interval` also
            lower_95 and upper_95.
        by_interval: A goal inside the interval is Amber; else there is no Amber, and a value
            equal to the goal is Green.

    Returns:
        Green, Amber or Red a row, on the index of `frame`; "Not compared" without a value, a
        goal or a polarity.
    """
    usable = frame["value"].notna() & frame["goal"].notna()
    if by_interval:
        usable &= interval_is_valid(frame)
        return _words(
            frame, usable, frame["upper_95"] < frame["goal"], frame["lower_95"] >= frame["goal"]
        )
    low = frame["polarity"] == "low-is-good"
    reached = frame["value"].eq(frame["goal"])
    above = (frame["value"] > frame["goal"]) | (reached & ~low)
    return _words(frame, usable, ~above, above)


def compare_with_range(frame: pd.DataFrame) -> pd.Series:
    """Return where each value lies: beyond a range on its good side, in it, or short of it.

    Args:
        frame: Columns value, goal_lower, goal_upper and polarity. The lower end is inside the
            range and the upper end outside, as the Fingertips service has it.

    Returns:
        As `compare_with_value`; a range whose ends are the wrong way round gives "Not compared".
    """
    usable = frame["value"].notna() & (frame["goal_lower"] <= frame["goal_upper"])
    below = frame["value"] < frame["goal_lower"]
    return _words(frame, usable, below, frame["value"] >= frame["goal_upper"])


def goals_in_force(rows: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    """Return `rows` with the goal in force at the end of each period.

    Args:
        rows: Columns indicator_id and period.
        goals: Columns indicator_id, since and until (dates; until may be blank), and what else
            a goal has (goal, or goal_lower and goal_upper).

    Returns:
        One row per row of `rows`, same index; the goal's columns are blank where none was in
        force. Of two in force at once the later one counts.
    """
    ends = period_end(rows["period"])
    dated = goals.assign(
        since=pd.to_datetime(goals["since"]).astype("datetime64[s]"),
        until=pd.to_datetime(goals["until"]).astype("datetime64[s]"),
    ).sort_values("since")
    asked = rows.assign(_end=ends, _row=np.arange(len(rows))).sort_values("_end")
    found = pd.merge_asof(asked, dated, left_on="_end", right_on="since", by="indicator_id")
    over = found["until"] < found["_end"]
    gone = [str(name) for name in goals if name != "indicator_id"]
    found[gone] = found[gone].mask(over, axis=0)
    return found.sort_values("_row").drop(columns=["_end", "_row"]).set_index(rows.index)


def _words(frame: pd.DataFrame, usable: pd.Series, below: pd.Series, above: pd.Series) -> pd.Series:
    low = frame["polarity"] == "low-is-good"
    tests = [
        ~(usable & frame["polarity"].isin(JUDGED)),
        (below & low) | (above & ~low),
        (below & ~low) | (above & low),
    ]
    words = np.select(
        [test.to_numpy(dtype=bool) for test in tests], [NOT_COMPARED, GREEN, RED], AMBER
    )
    return pd.Series(words, index=frame.index, name="goal", dtype="str")
