"""Comparison by control limits: how far a place of this size strays from the benchmark by chance.

Where the interval rules ask how uncertain the area's value is, these ask what would be seen in a
place of its size whose true value were the benchmark's. The value's own interval is not used.
See docs/methods.md#statistical-process-control.
"""

from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.comparison import verdicts
from jsna.analysis.intervals import Limits

Z: Final = {"95": 1.96, "998": 3.0902}
"""Level -> standard errors, rounded as the Fingertips service rounds them."""


def compare_proportions(
    frame: pd.DataFrame, multiplier: float = 100, level: str = "95"
) -> pd.Series:
    """Return the comparison of proportions with control limits around the benchmark.

    Args:
        frame: Columns value and benchmark (per `multiplier`), denominator and polarity.
        multiplier: 100 for percentages.
        level: "95" or "998".

    Returns:
        One word a row, as `comparison.compare`; "Not compared" without a denominator above 0
        or with a benchmark that is no proportion.
    """
    usable = frame["value"].notna() & (frame["denominator"] > 0)
    usable &= frame["benchmark"].between(0, multiplier)
    lower, upper = proportion_limits(frame, multiplier, level)
    return verdicts(frame, usable, frame["value"] < lower, frame["value"] > upper)


def proportion_limits(frame: pd.DataFrame, multiplier: float = 100, level: str = "95") -> Limits:
    """Return the control limits of each row's denominator, per `multiplier`.

    The score interval around the benchmark, with the expected count in place of the count.
    """
    n = frame["denominator"].to_numpy(dtype="float64")
    n = np.where(n > 0, n, np.nan)
    expected = n * frame["benchmark"].to_numpy(dtype="float64") / multiplier
    z = Z[level]
    with np.errstate(invalid="ignore"):
        half = z * np.sqrt(z**2 + 4 * expected * (1 - expected / n))
    middle, scale = 2 * expected + z**2, 2 * (n + z**2)
    return multiplier * (middle - half) / scale, multiplier * (middle + half) / scale
