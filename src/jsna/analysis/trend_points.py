"""Which points of a series a trend may use, and why there are none.

See docs/methods.md#recent-trend.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jsna.analysis.rates import Test, first_of
from jsna.facts.periods import period_end, period_start, period_years

POINTS: Final = 5
WITH_TREND: Final = ("proportion", "rate", "standardised-rate", "")
"""Kinds of value whose trend is calculated; "" is one that is not known."""

POOLED: Final = "the test is for figures of one year each"
FEW: Final = "fewer than five years have a count and a population"
FEW_SINCE_BREAK: Final = "fewer than five yearly figures since the way of measuring changed"
BROKEN: Final = "fewer than five yearly figures without a gap"
NO_INTERVAL: Final = "fewer than five of the figures have an interval"
ALL_COUNTED: Final = "in one of the years everybody is counted"
OTHER_KIND: Final = "the test of a trend is for proportions and rates only"


@dataclass(frozen=True, eq=False)
class Points:
    """The five points of each series, oldest first: one row per series, five columns."""

    first_rows: pd.DataFrame
    periods: NDArray[Any]
    value: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    count: NDArray[np.float64]
    denominator: NDArray[np.float64]


def whole_series(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the points with the number of their series, by series and the end of the period.

    Series are numbered in the order in which they first appear. Of two points of one series
    and period the first is kept: a file may print an area under two parents.
    """
    rows = frame.drop_duplicates([*by, "period"])
    rows = rows.assign(
        series=rows.groupby(list(by), sort=False, dropna=False).ngroup(),
        _end=period_end(rows["period"]),
        _start=period_start(rows["period"]),
        _years=period_years(rows["period"]),
    )
    rows.attrs["by"] = list(by)
    return rows.sort_values(["series", "_end"], ignore_index=True)


def newest_points(
    series: pd.DataFrame, breaks: pd.DataFrame | None, gaps: bool
) -> tuple[Points, pd.DataFrame]:
    """Return the newest five usable points of each series that has them, and the reasons.

    Args:
        series: From `whole_series`.
        breaks: Columns indicator_id and since, or None.
        gaps: Whether a year without a valid point may lie between them.

    Returns:
        The points of the series with a reason "", and one row per series with its `by`
        columns and reason.
    """
    by = series.attrs["by"]
    rows = series.assign(_valid=_valid(series), _broken=_before_break(series, breaks))
    rows["_valid"] &= ~rows["_broken"]
    rows["_run"] = True if gaps else _in_newest_run(rows)
    rows["_used"] = rows["_valid"] & rows["_run"]
    rows["_fit"] = rows["_used"] & rows["lower_95"].notna() & rows["upper_95"].notna()
    reasons = rows.drop_duplicates("series").sort_values("series")[[*by, "series"]]
    reasons["reason"] = _reasons(rows)
    fit = rows[rows["_fit"] & rows["series"].isin(reasons.loc[reasons["reason"] == "", "series"])]
    return _matrix(fit.groupby("series").tail(POINTS)), reasons.reset_index(drop=True)


def _valid(rows: pd.DataFrame) -> pd.Series:
    return rows["value"].notna() & (rows["count"] >= 0) & (rows["denominator"] > 0)


def _before_break(rows: pd.DataFrame, breaks: pd.DataFrame | None) -> pd.Series:
    """True for points that start before the last break of their indicator that they reach."""
    if breaks is None or breaks.empty:
        return pd.Series(False, index=rows.index)
    newest = rows.groupby("series")["_end"].transform("max")
    pairs = (
        rows[["indicator_id"]]
        .assign(row=rows.index, newest=newest)
        .merge(breaks[["indicator_id", "since"]].assign(since=pd.to_datetime(breaks["since"])))
    )
    pairs = pairs[pairs["since"] <= pairs["newest"]]
    last = pairs.groupby("row")["since"].max().reindex(rows.index)
    return rows["_start"] < last


def _in_newest_run(rows: pd.DataFrame) -> pd.Series:
    """True from the newest point back to the first gap: an invalid point or a missing year."""
    later = rows.groupby("series")["_start"].shift(-1)
    next_day = rows["_end"] + pd.Timedelta(days=1)
    joined = later.isna() | (later == next_day)
    broken = ~(rows["_valid"] & joined)
    return broken[::-1].groupby(rows["series"][::-1]).cumsum()[::-1] == 0


def _reasons(rows: pd.DataFrame) -> NDArray[Any]:
    """One word per series, in the order of their numbers."""
    each = rows.groupby("series")
    kind = rows["value_type"] if "value_type" in rows else pd.Series("", index=rows.index)
    pooled = (rows["_years"] - 1).abs() > 0.01
    all_counted = rows["_used"] & (rows["count"] == rows["denominator"])
    valid = each["_valid"].sum()
    cut = each["_broken"].any()
    tests: list[Test] = [
        (~kind.isin(WITH_TREND).groupby(rows["series"]).all(), OTHER_KIND),
        (pooled.groupby(rows["series"]).any(), POOLED),
        ((valid < POINTS) & cut, FEW_SINCE_BREAK),
        (valid < POINTS, FEW),
        (each["_used"].sum() < POINTS, BROKEN),
        (all_counted.groupby(rows["series"]).any(), ALL_COUNTED),
        (each["_fit"].sum() < POINTS, NO_INTERVAL),
    ]
    return first_of(tests, "")


def _matrix(points: pd.DataFrame) -> Points:
    def table(name: str) -> NDArray[Any]:
        return points[name].to_numpy().reshape(-1, POINTS)

    numbers = ("value", "lower_95", "upper_95", "count", "denominator")
    first = points.iloc[::POINTS].reset_index(drop=True)
    return Points(first, table("period"), *(table(name) for name in numbers))
