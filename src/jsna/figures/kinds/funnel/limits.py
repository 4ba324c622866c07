"""The limits of a funnel: as curves along the size axis, and at the size of each area."""

from collections.abc import Mapping
from typing import Final, Literal

import numpy as np
import pandas as pd

from jsna.analysis.funnel import axis_ends, axis_points, proportion_limits, rate_limits
from jsna.figures.kinds.funnel.options import Curves

SIDES: Final = ("lower_3s", "lower_2s", "upper_2s", "upper_3s")
LIMITS: Final = {
    "lower_3s": "lower_limit_998", "lower_2s": "lower_limit_95",
    "upper_2s": "upper_limit_95", "upper_3s": "upper_limit_998",
}  # fmt: skip
"""Side of the funnel -> the column that holds it at the size of each area."""
NEAREST_TO_NOTHING: Final = 0.6
"""Lines begin at this share of the smallest denominator: further left they say nothing."""
EVENTS: Final = 80

Statistic = Literal["proportion", "rate"]


def limit_curves(
    people: pd.Series, average: float, statistic: Statistic, multiplier: float
) -> Curves:
    """Return the points of each limit, from left to right, along the published funnels' axis."""
    start, end = axis_ends(people)
    first = max(start, float(people.min()) * NEAREST_TO_NOTHING)
    if statistic == "proportion":
        places = axis_points(end, first)
        made = proportion_limits(places, average, multiplier)
        return {side: (places.tolist(), made[side].tolist()) for side in SIDES}
    most = max(average * end * 2, 2)
    events = np.unique(np.rint(np.geomspace(1, most + 10, EVENTS)))
    made = rate_limits(events, average, multiplier) if average > 0 else pd.DataFrame()
    return {side: _between(made, side, first, end) for side in SIDES if side in made}


def _between(
    made: pd.DataFrame, side: str, start: float, end: float
) -> tuple[list[float], list[float]]:
    """One limit of rates, cut to the axis: its points lie where its own events put them."""
    places, limit = made[f"population_{side}"].to_numpy(), made[side].to_numpy()
    inside = places[(places > start) & (places < end)]
    # without so few events the lower limit is none at all
    x = np.array([start, *inside, end])
    y = np.interp(x, places, limit, left=0.0 if side.startswith("lower") else np.nan)
    return x.tolist(), y.tolist()


def limits_of_each(people: pd.Series, curves: Curves) -> Mapping[str, np.ndarray]:
    """Return each limit at the size of each area, by its column; NaN where it has none."""
    return {
        LIMITS[side]: np.interp(people.to_numpy(float), *curves[side])
        if side in curves
        else np.full(len(people), np.nan)
        for side in SIDES
    }
