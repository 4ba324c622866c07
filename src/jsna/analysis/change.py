"""Change: whether an area's own figures differ over time by more than chance.

Never read from a verdict that flipped: England moves too, and a verdict can flip without either.
Both figures are of one edition and one file's vintage, share no time, and no break in method
lies between them. See docs/methods.md#change.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.difference import difference
from jsna.analysis.own_values import SERIES, beside_baseline, beside_last_independent
from jsna.analysis.rates import Test, first_of
from jsna.facts.periods import period_end, period_start

INCREASED: Final = "increased"
DECREASED: Final = "decreased"
NOT_SIGNIFICANT: Final = "no significant change"
NOT_TESTED: Final = "not tested"

NO_VALUE: Final = "the newest figure is missing"
NO_EARLIER: Final = "there is no earlier figure that shares no time with it"
NO_BASELINE: Final = "the baseline has no figure that can be set against it"
NO_INTERVALS: Final = "one of the two figures has no interval"
BREAK_BETWEEN: Final = "the way of measuring changed between the two"
OTHER_VINTAGE: Final = "the two figures come from files of different dates"


def change_since_last(rows: pd.DataFrame, breaks: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the change of each row since the last period that shares no time with it.

    Args:
        rows: Facts: the columns of `own_values.SERIES`, period, value, lower_95, upper_95 and
            snapshot_ids.
        breaks: Columns indicator_id and since (a date), or None.

    Returns:
        On the index of `rows`: since (the earlier period, "" if none), earlier (its value),
        difference, lower_95, upper_95, change (increased, decreased, no significant change, not
        tested) and reason ("" unless it was not tested).
    """
    beside = beside_last_independent(rows)
    return _tested(beside, beside["benchmark_period"], breaks, NO_EARLIER)


def change_since(
    rows: pd.DataFrame, baseline: str | pd.Series, breaks: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the change of each row since a baseline period; as `change_since_last`.

    The baseline may be another one for each series: then it stands beside each row, "" for none.
    """
    baseline = pd.Series(baseline, index=rows.index, dtype="str")
    beside = beside_baseline(rows, baseline)
    since = baseline.where(beside["benchmark"].notna(), "")
    return _tested(beside, since, breaks, NO_BASELINE)


def _tested(
    beside: pd.DataFrame, since: pd.Series, breaks: pd.DataFrame | None, none: str
) -> pd.DataFrame:
    found = difference(beside.assign(polarity="none"))
    tests: list[Test] = [
        (beside["value"].isna(), NO_VALUE),
        (beside["benchmark"].isna(), none),
        (_break_between(beside, since, breaks), BREAK_BETWEEN),
        (~_one_vintage(beside, since), OTHER_VINTAGE),
        (found["difference"].isna(), NO_INTERVALS),
    ]
    reason = pd.Series(first_of(tests, ""), index=beside.index)
    tested = reason == ""
    words = found["comparison"].map({"Higher": INCREASED, "Lower": DECREASED})
    words = words.fillna(NOT_SIGNIFICANT).where(tested, NOT_TESTED)
    numbers = found[["difference", "lower_95", "upper_95"]].where(tested, axis=0)
    return pd.DataFrame({"since": since, "earlier": beside["benchmark"]}).join(
        numbers.assign(change=words.astype("str"), reason=reason.astype("str"))
    )


def _break_between(rows: pd.DataFrame, since: pd.Series, breaks: pd.DataFrame | None) -> pd.Series:
    """True where a break of the indicator lies after the earlier figure's start."""
    if breaks is None or breaks.empty:
        return pd.Series(False, index=rows.index)
    pairs = pd.DataFrame(
        {
            "indicator_id": rows["indicator_id"],
            "row": np.arange(len(rows)),
            "first": period_start(since),
            "last": period_end(rows["period"]),
        }
    ).merge(breaks[["indicator_id", "since"]].assign(since=pd.to_datetime(breaks["since"])))
    crossed = (pairs["first"] < pairs["since"]) & (pairs["since"] <= pairs["last"])
    return pd.Series(np.isin(np.arange(len(rows)), pairs.loc[crossed, "row"]), index=rows.index)


def _one_vintage(rows: pd.DataFrame, since: pd.Series) -> pd.Series:
    """True where the two figures came from one file at least: revised together, if at all."""
    keys: Sequence[str] = SERIES
    files = rows[[*keys, "period"]].assign(
        row=np.arange(len(rows)), file=rows["snapshot_ids"].str.findall(r"[0-9a-zA-Z]+")
    )
    files = files.explode("file")
    asked = files.assign(period=since.to_numpy()[files["row"].to_numpy()])
    both = asked.merge(files[[*keys, "period", "file"]], on=[*keys, "period", "file"])
    return pd.Series(np.isin(np.arange(len(rows)), both["row"]), index=rows.index)
