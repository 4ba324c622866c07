"""The rules that rest on an interval: the single overlapping one, and a difference of two.

The interval of a value is held against another value as it stands, or against another estimate.
Similar tells only where the interval is narrow enough. See docs/methods.md#outcomes.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.comparison import NOT_COMPARED, compare, half_width, interval_is_valid
from jsna.analysis.difference import difference
from jsna.analysis.judgement_rule import Rule, Tested
from jsna.analysis.outcome import Basis
from jsna.analysis.worked_out_interval import FROM_COUNTS
from jsna.settings.indicator import Indicator

INTERVAL_RULE: Final = "single-overlapping-interval"
DIFFERENCE_RULE: Final = "difference-of-two-estimates"
OWN_RULE: Final = "published-label"
"""The catalogue's word for an indicator that its source compares by a rule of its own."""
TOO_WIDE: Final = "the interval is wider than the difference that would matter"
DIFFERENCE_TOO_WIDE: Final = (
    "the interval of the difference is wider than the difference that would matter"
)


def interval_rule(indicators: Mapping[str, Indicator]) -> Rule:
    """Return the rule of the public health profiles: a value's interval against another value."""
    return Rule(INTERVAL_RULE, indicators, _by_interval)


def difference_rule(indicators: Mapping[str, Indicator]) -> Rule:
    """Return the rule for a comparator that is an estimate whose interval was worked out."""
    return Rule(DIFFERENCE_RULE, indicators, _by_difference)


def without_interval(frame: pd.DataFrame, comparison: pd.Series) -> pd.Series:
    """Return why a comparison that needs the row's own interval was not made, "" where it was.

    Args:
        frame: Columns value, lower_95 and upper_95.
        comparison: A word of `comparison.py` for each row.
    """
    tests = {
        "the file used holds no interval, nor a verdict of the source": _bare(frame),
        "the published interval is incomplete or does not hold the value": ~interval_is_valid(
            frame
        ),
        "the rule gives no comparison": comparison == NOT_COMPARED,
    }
    return pd.Series(np.select(list(tests.values()), list(tests), ""), frame.index, dtype="str")


def too_wide(frame: pd.DataFrame, words: str = TOO_WIDE) -> pd.Series:
    """Return `words` where the interval is wider than the difference that would matter, else "".

    Args:
        frame: Columns value, lower_95, upper_95 and matters (in the same unit).
        words: What is said.
    """
    wide = half_width(frame) > frame["matters"]
    return wide.map({True: words, False: ""}).astype("str")


def _by_interval(frame: pd.DataFrame) -> Tested:
    comparison = compare(frame).where(frame["comparison_method"] == INTERVAL_RULE, NOT_COMPARED)
    return _tested(frame, comparison, too_wide(frame), basis_of_interval(frame))


def basis_of_interval(frame: pd.DataFrame) -> pd.Series:
    """Return what a test on each row's own interval rests on, a `Basis`.

    Args:
        frame: Column interval_from, of `with_intervals`; without it every interval is the file's.
    """
    made = pd.Series(str(Basis.INTERVAL_IN_FILE), index=frame.index, dtype="str")
    if "interval_from" not in frame:
        return made
    return made.mask(frame["interval_from"] == FROM_COUNTS, str(Basis.INTERVAL_WORKED_OUT))


def _by_difference(frame: pd.DataFrame) -> Tested:
    made = difference(frame)
    by_interval = frame["comparison_method"] == INTERVAL_RULE
    comparison = made["comparison"].where(by_interval, NOT_COMPARED)
    span = made.assign(value=made["difference"], matters=frame["matters"])
    imprecise = too_wide(span, DIFFERENCE_TOO_WIDE)
    return _tested(frame, comparison, imprecise, Basis.INTERVAL_WORKED_OUT)


def _tested(
    frame: pd.DataFrame, comparison: pd.Series, imprecise: pd.Series, basis: pd.Series | Basis
) -> Tested:
    """An indicator that its source compares by a rule of its own has the source's verdict only."""
    bare, own_rule = _bare(frame), frame["comparison_method"] == OWN_RULE
    untested = without_interval(frame, comparison)
    untested = untested.mask(own_rule & ~bare, "the source prints no verdict for this value")
    by_source = pd.Series("", index=frame.index, dtype="str")
    by_source = by_source.mask(own_rule, "the source compares by a rule of its own")
    by_source = by_source.mask(bare, "the file used holds no interval to check it by")
    return Tested(comparison, untested, imprecise, by_source, basis)


def _bare(frame: pd.DataFrame) -> pd.Series:
    return frame["lower_95"].isna() & frame["upper_95"].isna()
