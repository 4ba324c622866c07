"""Judge an area's value against what its neighbours have together.

The neighbours' value is an estimate like the area's own, so that the test is one of a difference
of two estimates. A median has no interval: there is no verdict against it, nor against fewer
than eight neighbours. See docs/methods.md#neighbours.
"""

from typing import Final

import pandas as pd

from jsna.analysis.interval_rule import difference_rule
from jsna.analysis.judgement import JUDGED_COLUMNS, judge
from jsna.analysis.judgement_rule import Against
from jsna.analysis.neighbours import FEWEST, SUMMED, NeighbourValue
from jsna.analysis.worked_out_interval import with_intervals
from jsna.settings.indicator import Indicator

NAME: Final = "its neighbours"
NO_SET: Final = "the files used hold no set of neighbours"
MEDIAN_HAS_NONE: Final = "their value is a median, which has no interval to test by; the area's "


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
    rows = with_intervals(rows, {indicator.id: indicator})
    numbers = (found.value, found.lower_95, found.upper_95)
    value, lower, upper = (pd.Series(n, index=rows.index, dtype="float64") for n in numbers)
    against = Against(
        value,
        gap=_why_not(rows, found),
        untestable=_untestable(rows, value, found),
        lower=lower,
        upper=upper,
        snapshot_ids=snapshot_ids,
    )
    judged = judge(rows, against, difference_rule({indicator.id: indicator}))
    return rows.join(judged)[list(JUDGED_COLUMNS)]


def _why_not(rows: pd.DataFrame, found: NeighbourValue) -> pd.Series:
    """Why the neighbours' value is none to be held against, "" where it is one."""
    words = ""
    if not found.of:
        words = NO_SET
    elif not found.verdict_allowed:
        words = f"{found.reason}, and a verdict needs {FEWEST}"
    return pd.Series(words, index=rows.index, dtype="str")


def _untestable(rows: pd.DataFrame, value: pd.Series, found: NeighbourValue) -> pd.Series | str:
    return "" if found.method == SUMMED else MEDIAN_HAS_NONE + _side(rows["value"], value)


def _side(ours: pd.Series, theirs: pd.Series) -> pd.Series:
    side = pd.Series("equals it", index=ours.index)
    return side.mask(ours > theirs, "lies above it").mask(ours < theirs, "lies below it")
