"""Comparison of a value with a benchmark: the single overlapping interval, one level.

The rule by which most indicators of the Fingertips service are compared with England: the
95% interval of the area holds the benchmark's value, or lies wholly on one side of it. The
benchmark's own interval is not used. See docs/methods.md#single-overlapping-interval.
"""

from typing import Final

import numpy as np
import pandas as pd

BETTER: Final = "Better"
SIMILAR: Final = "Similar"
WORSE: Final = "Worse"
HIGHER: Final = "Higher"
LOWER: Final = "Lower"
NOT_COMPARED: Final = "Not compared"

WORDS_BELOW: Final = {"high-is-good": WORSE, "low-is-good": BETTER, "none": LOWER}
"""Polarity -> the word for a value whose whole interval lies below the benchmark."""
WORDS_ABOVE: Final = {"high-is-good": BETTER, "low-is-good": WORSE, "none": HIGHER}
"""Polarity -> the word for a value whose whole interval lies above the benchmark."""


def compare(frame: pd.DataFrame) -> pd.Series:
    """Return the comparison of each row, in the vocabulary of the published labels.

    Args:
        frame: Columns value, lower_95, upper_95, benchmark (the comparator's value, in the
            same unit) and polarity (high-is-good, low-is-good or none).

    Returns:
        One word a row, on the index of `frame`: Better, Worse, Similar, Higher, Lower, or
        "Not compared" where value, benchmark, a valid interval or a known polarity is missing.
        Limits are inclusive: a benchmark that equals a limit is inside.
    """
    usable = interval_is_valid(frame) & frame["benchmark"].notna()
    usable &= frame["polarity"].isin(list(WORDS_BELOW))
    words = np.select(
        [~usable, frame["upper_95"] < frame["benchmark"], frame["lower_95"] > frame["benchmark"]],
        [
            np.full(len(frame), NOT_COMPARED, dtype=object),
            frame["polarity"].map(WORDS_BELOW).to_numpy(dtype=object),
            frame["polarity"].map(WORDS_ABOVE).to_numpy(dtype=object),
        ],
        default=SIMILAR,
    )
    return pd.Series(words, index=frame.index, name="comparison", dtype="str")


def interval_is_valid(frame: pd.DataFrame) -> pd.Series:
    """Return True for each row whose 95% interval is whole and holds the row's own value."""
    holds = frame["value"].between(frame["lower_95"], frame["upper_95"], inclusive="both")
    return holds & frame["lower_95"].notna() & frame["upper_95"].notna()


def half_width(frame: pd.DataFrame) -> pd.Series:
    """Return how far the wider side of the 95% interval reaches from the value, in its unit."""
    sides = [frame["value"] - frame["lower_95"], frame["upper_95"] - frame["value"]]
    return pd.concat(sides, axis=1).max(axis=1, skipna=False)
