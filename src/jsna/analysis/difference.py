"""The difference of two estimates, each with an interval of its own.

For change over time, and for any comparator that is itself an estimate (neighbours, the rest of
an authority): to take one of the two as exact finds differences that are not there, to ask that
two intervals part misses ones that are. See docs/methods.md#difference-of-two-estimates.
"""

import numpy as np
import pandas as pd

from jsna.analysis.comparison import interval_is_valid, verdicts


def difference(frame: pd.DataFrame, level: str = "95") -> pd.DataFrame:
    """Return the difference of each row's two values with its interval.

    Args:
        frame: Columns value, lower_95, upper_95, benchmark, benchmark_lower_95,
            benchmark_upper_95 (the same unit; independent of each other) and polarity.
        level: "998" takes the 99.8% limits.

    Returns:
        On the index of `frame`: difference (value less benchmark), its lower and upper limit
        (`lower_95` and so on) and comparison: the words of `comparison.compare`, Similar where
        the interval holds 0, "Not compared" where either interval is missing or broken.

    Source: limits squared and added, so that lopsided intervals stay so: Newcombe 1998,
    Statistics in Medicine 17, 873-890; Zou and Donner 2008, Statistics in Medicine 27, 1693.
    """
    ours = frame[["value", f"lower_{level}", f"upper_{level}"]]
    names = ["benchmark", f"benchmark_lower_{level}", f"benchmark_upper_{level}"]
    theirs = frame[names].set_axis(ours.columns, axis=1)
    usable = interval_is_valid(ours, level) & interval_is_valid(theirs, level)
    v, low, high = (ours[name].where(usable) for name in ours)
    b, b_low, b_high = (theirs[name].where(usable) for name in theirs)
    lower = (v - b) - np.sqrt((v - low) ** 2 + (b_high - b) ** 2)
    upper = (v - b) + np.sqrt((high - v) ** 2 + (b - b_low) ** 2)
    return pd.DataFrame(
        {
            "difference": v - b,
            f"lower_{level}": lower,
            f"upper_{level}": upper,
            "comparison": verdicts(frame, usable, upper < 0, lower > 0),
        }
    )
