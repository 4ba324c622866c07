"""Comparison of a value with a benchmark by their intervals, in words of the published labels.

Most indicators of the Fingertips service are compared by the single overlapping interval: the
interval of the area holds the benchmark's value, or lies wholly on one side of it. The rule by
two levels is here too; control limits in analysis/process_control.py, goals in analysis/goals.py.
See docs/methods.md#single-overlapping-interval.
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


def compare(frame: pd.DataFrame, level: str = "95") -> pd.Series:
    """Return the comparison of each row, in the vocabulary of the published labels.

    Args:
        frame: Columns value, lower_95, upper_95, benchmark (the comparator's value, in the
            same unit) and polarity (high-is-good, low-is-good or none).
        level: "998" takes the 99.8% limits, lower_998 and upper_998, instead.

    Returns:
        One word a row, on the index of `frame`: Better, Worse, Similar, Higher, Lower, or
        "Not compared" where value, benchmark, a valid interval or a known polarity is missing.
        Limits are inclusive: a benchmark that equals a limit is inside.
    """
    usable = interval_is_valid(frame, level) & frame["benchmark"].notna()
    below = frame[f"upper_{level}"] < frame["benchmark"]
    return verdicts(frame, usable, below, frame[f"lower_{level}"] > frame["benchmark"])


def compare_two_levels(frame: pd.DataFrame) -> pd.Series:
    """Return the comparison by the 95% and the 99.8% interval together.

    Args:
        frame: As `compare`, with lower_998 and upper_998 too.

    Returns:
        As `compare`, each verdict with the widest level that it holds at: "Worse 95" where the
        benchmark is outside the 95% interval only, "Worse 99.8" where it is outside both.
        "Not compared" without both intervals. See docs/methods.md#two-levels.
    """
    wide = interval_is_valid(frame, "998")
    words = compare(frame).where(wide, NOT_COMPARED)
    plain = words.isin([SIMILAR, NOT_COMPARED])
    outside = compare(frame, "998") != SIMILAR
    with_level = words + outside.map({True: " 99.8", False: " 95"})
    return words.where(plain, with_level).astype("str")


def verdicts(
    frame: pd.DataFrame, usable: pd.Series, below: pd.Series, above: pd.Series
) -> pd.Series:
    """Return the words of polarity for rows that lie below or above, Similar for the others.

    Args:
        frame: Column polarity.
        usable: False gives "Not compared", as does an unknown polarity.
        below: The value lies below by the rule in use.
        above: It lies above.
    """
    polarity = frame["polarity"]
    tests = [~(usable & polarity.isin(list(WORDS_BELOW))), below, above]
    words = np.select(
        [test.to_numpy(dtype=bool) for test in tests],
        [
            np.full(len(frame), NOT_COMPARED, dtype=object),
            polarity.map(WORDS_BELOW).to_numpy(dtype=object),
            polarity.map(WORDS_ABOVE).to_numpy(dtype=object),
        ],
        default=SIMILAR,
    )
    return pd.Series(words, index=frame.index, name="comparison", dtype="str")


def interval_is_valid(frame: pd.DataFrame, level: str = "95") -> pd.Series:
    """Return True for each row whose interval is whole and holds the row's own value."""
    lower, upper = frame[f"lower_{level}"], frame[f"upper_{level}"]
    holds = frame["value"].between(lower, upper, inclusive="both")
    return holds & lower.notna() & upper.notna()


def half_width(frame: pd.DataFrame) -> pd.Series:
    """Return how far the wider side of the 95% interval reaches from the value, in its unit."""
    sides = [frame["value"] - frame["lower_95"], frame["upper_95"] - frame["value"]]
    return pd.concat(sides, axis=1).max(axis=1, skipna=False)
