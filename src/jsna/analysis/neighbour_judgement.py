"""Judge an area's value against what its neighbours have together.

The neighbours' value is an estimate like the area's own, so that the test is one of a difference
of two estimates. A median has no interval: there is no verdict against it, nor against fewer
than eight neighbours. See docs/methods.md#neighbours.
"""

from typing import Final

import pandas as pd

from jsna.analysis.comparison import NOT_COMPARED, SIMILAR, half_width
from jsna.analysis.difference import difference
from jsna.analysis.judgement import INTERVAL_RULE, JUDGED_COLUMNS, NO_RULE
from jsna.analysis.neighbours import FEWEST, SUMMED, NeighbourValue
from jsna.analysis.outcome import NOT_COMPARABLE, TOO_IMPRECISE, judge_rows
from jsna.settings.indicator import Indicator

DIFFERENCE_RULE: Final = "difference-of-two-estimates"
NAME: Final = "its neighbours"
NO_SET: Final = "no file that was fetched holds the set"
WIDE: Final = "the interval of the difference is wider than the difference that would matter"


def judge_neighbours(
    rows: pd.DataFrame, found: NeighbourValue, indicator: Indicator, snapshot_ids: str = ""
) -> pd.DataFrame:
    """Return facts of an area with its neighbours' value and the outcome.

    Args:
        rows: Headline facts of the area, of the sex, age, edition and period of `found`.
        found: What the neighbours have together.
        indicator: What is measured.
        snapshot_ids: Of the neighbours' facts and of the set.

    Returns:
        One row per row of `rows`, JUDGED_COLUMNS. Without a verdict the reason says on which
        side of the neighbours' value the area's own lies.
    """
    frame = rows.assign(
        comparator_value=found.value, benchmark=found.value, benchmark_lower_95=found.lower_95,
        benchmark_upper_95=found.upper_95, comparator_snapshot_ids=snapshot_ids, published="",
        label_note="", is_comparator=False, comparator_gap="", matters=indicator.matters,
        comparison_method=indicator.comparison_method, polarity=indicator.polarity,
    )  # fmt: skip
    numbers = ["comparator_value", "benchmark", "benchmark_lower_95", "benchmark_upper_95"]
    frame = frame.astype(dict.fromkeys(numbers, "float64"))
    tested = difference(frame)
    is_tested = _is_tested(found, indicator)
    frame["comparison"] = tested["comparison"] if is_tested else NOT_COMPARED
    frame[["outcome", "reason"]] = judge_rows(frame, NAME)
    span = tested.assign(value=tested["difference"])
    wide = (frame["comparison"] == SIMILAR) & (half_width(span) > frame["matters"])
    frame = _said(frame, wide, TOO_IMPRECISE, pd.Series(WIDE, index=frame.index))
    usable = frame["value"].notna() & (indicator.comparison_method != "none")
    untested = usable & (not found.verdict_allowed or found.method != SUMMED)
    frame = _said(frame, untested, NOT_COMPARABLE, _why_not(frame, found))
    compared = frame["comparison"] != NOT_COMPARED
    frame["rule"] = compared.map({True: DIFFERENCE_RULE, False: NO_RULE})
    return frame[list(JUDGED_COLUMNS)]


def _is_tested(found: NeighbourValue, indicator: Indicator) -> bool:
    by_interval = indicator.comparison_method == INTERVAL_RULE
    return found.verdict_allowed and found.method == SUMMED and by_interval


def _said(frame: pd.DataFrame, where: pd.Series, outcome: str, why: pd.Series) -> pd.DataFrame:
    return frame.assign(
        outcome=frame["outcome"].mask(where, outcome), reason=frame["reason"].mask(where, why)
    )


def _why_not(frame: pd.DataFrame, found: NeighbourValue) -> pd.Series:
    if not found.of:
        return pd.Series(NO_SET, index=frame.index)
    if not found.verdict_allowed:
        few = f"{found.reason}, and a verdict needs {FEWEST}"
        return pd.Series(few, index=frame.index)
    side = pd.Series("equals it", index=frame.index)
    side = side.mask(frame["value"] > frame["comparator_value"], "lies above it")
    side = side.mask(frame["value"] < frame["comparator_value"], "lies below it")
    return "their value is a median, which has no interval to test by; the area's " + side
