"""Recent trend: whether the newest five yearly points go up or down by more than chance.

Chi-squared for a straight line at 99.8%, held against one outlier: the direction must be the
same with any one point left out. Deliberately strict, and silent about level.
See docs/methods.md#recent-trend. The points are chosen in analysis/trend_points.py.
"""

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jsna.analysis.trend_points import POINTS, Points, newest_points, whole_series

THRESHOLD: Final = 9.54953570608324
"""Chi-squared with one degree of freedom, p = 0.002."""
SE_WIDTH: Final = 3.92
"""A 95% interval is so many standard errors wide."""

INCREASING: Final = "Increasing"
DECREASING: Final = "Decreasing"
NO_CHANGE: Final = "No significant change"
CANNOT: Final = "Cannot be calculated"

Form = Literal["interval", "proportion"]
Numbers = NDArray[np.float64]


def recent_trend(
    frame: pd.DataFrame,
    by: Sequence[str],
    form: Form = "interval",
    gaps: bool = True,
    breaks: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the recent trend of each series.

    Args:
        frame: One row per point: the `by` columns, period (ISO 8601), value, lower_95,
            upper_95, count and denominator, and value_type (of the catalogue; "" is not held
            against a series) if known.
        by: Columns that tell the series apart, e.g. area_code, indicator_id, sex and age.
        form: "interval" weighs each point by its 95% interval, as the service's published
            labels do for every kind of value; "proportion" works from counts, as its older
            code did for indicators under statistical process control.
        gaps: True takes the newest five valid points wherever the gaps lie, as the service
            does now; False the newest unbroken run of years only, as its older code did.
        breaks: Columns indicator_id and since (a date): points before the last break are left
            out, since a change of method is no trend.

    Returns:
        One row per series, in the order of the first point of each: the `by` columns, trend
        (Increasing, Decreasing, No significant change, Cannot be calculated), chi_squared,
        slope (per point), steady (the direction holds with any one point left out),
        first_period and last_period of the points used, and reason ("" unless it cannot be
        calculated).

    Source: the Fingertips service's method for recent trends (open-source code, MIT licence).
    """
    series = whole_series(frame, by)
    points, reasons = newest_points(series, breaks, gaps)
    fits = _proportion_fits if form == "proportion" else _interval_fits
    chi, slopes = fits(points)
    steady = np.asarray((slopes >= 0).all(axis=1) | (slopes < 0).all(axis=1))
    out = points.first_rows[list(by)].copy()
    out = out.assign(chi_squared=chi, slope=slopes[:, 0], steady=steady)
    out = out.assign(first_period=points.periods[:, 0], last_period=points.periods[:, -1])
    out = reasons[list(by)].merge(out, on=list(by), how="left", validate="one_to_one")
    out["reason"] = reasons["reason"].to_numpy()
    unusable = (out["reason"] == "") & ~np.isfinite(out["chi_squared"])
    out["reason"] = out["reason"].mask(unusable, "a point has an interval of no width")
    out["steady"] = out["steady"].fillna(False).astype(bool)
    out[["first_period", "last_period"]] = out[["first_period", "last_period"]].fillna("")
    out["trend"] = _words(out)
    columns = ["trend", "chi_squared", "slope", "steady", "first_period", "last_period", "reason"]
    return out[[*by, *columns]]


def trend_labels(trend: pd.Series, polarity: pd.Series) -> pd.Series:
    """Return the trends in the words of the published labels: "Increasing and getting worse".

    Args:
        trend: As `recent_trend` gives it.
        polarity: high-is-good, low-is-good or none (then the direction stands alone).
    """
    good = ((trend == INCREASING) & (polarity == "high-is-good")) | (
        (trend == DECREASING) & (polarity == "low-is-good")
    )
    judged = trend.isin([INCREASING, DECREASING]) & polarity.isin(["high-is-good", "low-is-good"])
    suffix = np.where(good, " and getting better", " and getting worse")
    return trend.where(~judged, trend + pd.Series(suffix, index=trend.index)).astype("str")


def _words(out: pd.DataFrame) -> np.ndarray:
    moved = (out["chi_squared"] > THRESHOLD) & out["steady"]
    tests = [out["reason"] != "", moved & (out["slope"] > 0), moved]
    return np.select(
        [test.to_numpy(dtype=bool) for test in tests], [CANNOT, INCREASING, DECREASING], NO_CHANGE
    )


def _interval_fits(points: Points) -> tuple[Numbers, Numbers]:
    """Weighted lines through all points and through all but one: chi-squared and slopes."""
    error = (points.upper - points.lower) / SE_WIDTH
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = 1 / error**2
        w, wx, wxx, wy, wxy = (_left_out(weight * term) for term in _terms(points.value))
        spread = w * wxx - wx**2
        slope = (w * wxy - wy * wx) / spread
        chi = slope[:, 0] ** 2 * spread[:, 0] / w[:, 0]
    return chi, slope


def _proportion_fits(points: Points) -> tuple[Numbers, Numbers]:
    """Chi-squared for a trend in counts, and lines through the log odds."""
    r, n = points.count, points.denominator
    i = np.arange(1.0, POINTS + 1)
    total, events = n.sum(axis=1), r.sum(axis=1)
    at, at2 = (n * i).sum(axis=1), (n * i**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        above = total * (total * (r * i).sum(axis=1) - events * at) ** 2
        chi = above / (events * (total - events) * (total * at2 - at**2))
        odds = np.log(r / (n - r))
        one, x, xx, y, xy = (_left_out(np.ones_like(r) * term) for term in _terms(odds))
        slope = (one * xy - y * x) / (one * xx - x**2)
    return chi, slope


def _terms(y: Numbers) -> tuple[Numbers | float, ...]:
    i = np.arange(1.0, POINTS + 1)
    return 1.0, i, i**2, y, i * y


def _left_out(terms: Numbers) -> Numbers:
    """Sums over all points, then over all but the first, the second ... one row per series."""
    keep = np.vstack([np.ones(POINTS), 1 - np.eye(POINTS)])
    return terms @ keep.T
