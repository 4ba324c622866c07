"""Funnel: each ward's value against its size, within the limits that chance alone would keep.

The lines lie around the average of the areas drawn, so that the picture shows which stand out
among their own kind. Which are named is decided outside, by a test (analysis/ward_scan.py).
"""

from collections.abc import Mapping
from typing import Final, Literal

import numpy as np
import pandas as pd

from jsna.analysis.funnel import axis_ends, axis_points, proportion_limits, rate_limits
from jsna.figures.about import About
from jsna.figures.alt_text import funnel_alt
from jsna.figures.checks import require_columns
from jsna.figures.spec import FigureSpec
from jsna.figures.words import missing_areas

COLUMNS: Final = (
    "area_code", "area_name", "period_label", "count", "denominator", "value", "status", "flagged",
)  # fmt: skip
SIDES: Final = ("lower_3s", "lower_2s", "upper_2s", "upper_3s")
LIMITS: Final = {
    "lower_3s": "lower_limit_998", "lower_2s": "lower_limit_95",
    "upper_2s": "upper_limit_95", "upper_3s": "upper_limit_998",
}  # fmt: skip
"""Side of the funnel -> the column that holds it at the size of each area."""
FEWEST: Final = 5
"""Fewer areas with a count than this make no funnel."""
NEAREST_TO_NOTHING: Final = 0.6
"""Lines begin at this share of the smallest denominator: further left they say nothing."""
EVENTS: Final = 80
DECIMALS: Final = 6

Statistic = Literal["proportion", "rate"]
Curves = dict[str, tuple[list[float], list[float]]]


def funnel_spec(
    frame: pd.DataFrame,
    about: About,
    *,
    statistic: Statistic,
    multiplier: float,
    comparator: tuple[str, str, float] | None = None,
) -> FigureSpec:
    """Return the spec of a funnel.

    Args:
        frame: One row per area, with at least `COLUMNS`, all of one period; `flagged` (bool)
            says which are named. Areas without a value are listed below.
        about: The figure's words and source.
        statistic: What the values are.
        multiplier: What they are per (100 for a percentage).
        comparator: Code, name and value of what is drawn as a further line, e.g. England.

    Raises:
        ValueError: a column is missing, an area stands twice, there are two periods, or fewer
            than `FEWEST` areas have a count with its denominator.
    """
    require_columns(frame, COLUMNS)
    usable = (frame["count"] >= 0) & (frame["denominator"] > 0) & frame["value"].notna()
    _check(frame, usable, about)
    people, events = frame.loc[usable, "denominator"], frame.loc[usable, "count"]
    average = float(events.sum() / people.sum())
    curves = _curves(people, average, statistic, multiplier)
    areas = frame[list(COLUMNS)].drop(columns="count").assign(line="")
    areas = areas.assign(**_limits_of_each(areas["denominator"].where(usable), curves))
    data = pd.concat([areas, _lines(average * multiplier, people.sum(), frame, comparator)])
    made = {name: data[name].round(DECIMALS) for name in ("value", *LIMITS.values())}
    data = data.assign(**made).sort_values(["line", "area_name"], kind="stable", ignore_index=True)
    limits = dict.fromkeys(LIMITS.values(), about.unit)
    return FigureSpec(
        **about.common(),
        kind="funnel",
        data=data,
        units={"value": about.unit, **limits},
        alt=funnel_alt(data, about),
        notes=(*about.notes, *_reading(frame)),
        options={
            "measure": about.measure,
            "unit": about.unit,
            "decimals": about.decimals,
            "curves": curves,
        },
    )


def _check(frame: pd.DataFrame, usable: pd.Series, about: About) -> None:
    if frame["area_code"].duplicated().any():
        raise ValueError(f"{about.id}: an area stands twice")
    if (frame["period_label"] != frame["period_label"].iloc[0]).any():
        raise ValueError(f"{about.id}: a funnel is of one period")
    if int(usable.sum()) < FEWEST:
        raise ValueError(f"{about.id}: a funnel takes {FEWEST} areas with counts at least")


def _curves(people: pd.Series, average: float, statistic: Statistic, multiplier: float) -> Curves:
    """The points of each limit, from left to right, along the published funnels' axis."""
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


def _limits_of_each(people: pd.Series, curves: Curves) -> Mapping[str, np.ndarray]:
    return {
        LIMITS[side]: np.interp(people.to_numpy(float), *curves[side])
        if side in curves
        else np.full(len(people), np.nan)
        for side in SIDES
    }


def _lines(
    average: float, people: float, frame: pd.DataFrame, comparator: tuple[str, str, float] | None
) -> pd.DataFrame:
    """The rows of what is drawn as a level line: the average, and the comparator."""
    period = frame["period_label"].iloc[0]
    rows = [("", "All wards drawn", average, people, "average")]
    if comparator is not None:
        rows.append((*comparator, np.nan, "comparator"))
    columns = ["area_code", "area_name", "value", "denominator", "line"]
    lines = pd.DataFrame(rows, columns=columns)
    return lines.assign(period_label=period, status="final", flagged=False)


def _reading(frame: pd.DataFrame) -> list[str]:
    lines = (
        "Wards that differ from their own average by chance alone lie within the dashed lines 95"
        " times in 100, and within the dotted lines 998 times in 1,000; the lines do not allow for"
        " how many wards are looked at."
    )
    named = "Dark dots are wards that are flagged; they are named where there is room."
    return [lines, *([named] if frame["flagged"].any() else []), *missing_areas(frame)]
