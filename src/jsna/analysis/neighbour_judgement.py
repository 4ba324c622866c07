"""Judge an area's value against what its neighbours have together.

The neighbours' value is an estimate like the area's own, so that the test is one of a difference
of two estimates. A median has no interval: there is no verdict against it, nor against fewer
than eight neighbours. See docs/methods.md#neighbours.
"""

from collections.abc import Sequence
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
    rows: pd.DataFrame,
    found: Sequence[NeighbourValue],
    indicators: Sequence[Indicator],
    snapshot_ids: Sequence[str],
) -> pd.DataFrame:
    """Return facts of an area with its neighbours' values and the outcomes, judged in one pass.

    Args:
        rows: Headline facts of the area, each of the sex, age, edition and period of its `found`.
        found: What the neighbours have together, of each row's measure.
        indicators: What each row measures.
        snapshot_ids: Of the neighbours' facts and of the set, for each row.

    Returns:
        One row per row of `rows`, JUDGED_COLUMNS. Without a verdict the reason says on which
        side of the neighbours' value the area's own lies.
    """
    catalogue = {each.id: each for each in indicators}
    rows = with_intervals(rows, catalogue)
    value, lower, upper = (
        pd.Series([getattr(each, name) for each in found], index=rows.index, dtype="float64")
        for name in ("value", "lower_95", "upper_95")
    )
    against = Against(
        value,
        gap=_text([_why_not(each) for each in found], rows),
        untestable=_untestable(rows["value"], value, found),
        lower=lower,
        upper=upper,
        snapshot_ids=_text(snapshot_ids, rows),
    )
    judged = judge(rows, against, difference_rule(catalogue))
    return rows.join(judged)[list(JUDGED_COLUMNS)]


def _why_not(found: NeighbourValue) -> str:
    """Why the neighbours' value is none to be held against, "" where it is one."""
    if not found.of:
        return NO_SET
    return "" if found.verdict_allowed else f"{found.reason}, and a verdict needs {FEWEST}"


def _untestable(ours: pd.Series, theirs: pd.Series, found: Sequence[NeighbourValue]) -> pd.Series:
    side = pd.Series("equals it", index=ours.index)
    side = side.mask(ours > theirs, "lies above it").mask(ours < theirs, "lies below it")
    summed = pd.Series([each.method == SUMMED for each in found], index=ours.index, dtype="bool")
    return (MEDIAN_HAS_NONE + side).mask(summed, "")


def _text(words: Sequence[str], rows: pd.DataFrame) -> pd.Series:
    return pd.Series(words, index=rows.index, dtype="str")
