"""The sparkline of a table's row: how an area's own series ran, its gaps and breaks left open."""

from typing import Final

import numpy as np
import pandas as pd

from jsna.figures.inline_svg import Point, dot, inline_svg, path
from jsna.figures.layout import Scale
from jsna.figures.words import axis_period
from jsna.narrative.labels import period_words
from jsna.narrative.numbers import format_number, format_value

WIDTH: Final = 64.0
HEIGHT: Final = 24.0
MARGIN: Final = 4.0
FEWEST: Final = 3
"""Two points are not a trend, and get no line."""


def sparkline(
    days: np.ndarray, run: np.ndarray, series: pd.DataFrame, unit: str, places: int
) -> str:
    """Return the series as a small line with a dot on the newest value, "" for under three values.

    Args:
        days: Where each row of `series` lies in time.
        run: The unbroken run that each row belongs to, negative without a value: nothing is
            drawn between two runs.
        series: One row per period in order of time: value and period_label.
        unit: As printed after a number.
        places: Decimals of a value.
    """
    known = run >= 0
    if known.sum() < FEWEST:
        return ""
    values = series["value"].to_numpy("float64")
    x = Scale(days[known].min(), days[known].max(), MARGIN, WIDTH - MARGIN)
    y = Scale(values[known].min(), values[known].max(), HEIGHT - MARGIN, MARGIN)
    points: list[Point] = [(x(a), y(b)) for a, b in zip(days, values, strict=True)]
    runs = [[points[i] for i in np.flatnonzero(run == r)] for r in np.unique(run[known])]
    last = np.flatnonzero(known)[-1]
    shapes = [path("spark-line", runs), dot("spark-end", *points[last])]
    first, newest = series.loc[known].iloc[0], series.iloc[last]
    alt = (
        f"From {format_value(first['value'], unit, places)} in"
        f" {period_words(first['period_label'])} to {format_value(newest['value'], unit, places)}"
        f" in {period_words(newest['period_label'])}, lowest"
        f" {format_number(values[known].min(), places)}, highest"
        f" {format_number(values[known].max(), places)}{_broken(len(runs))}"
    )
    sign = "%" if unit == "%" else ""
    instead = (
        f"{format_value(first['value'], sign, places)} in {axis_period(first['period_label'])}"
    )
    return inline_svg(shapes, (WIDTH, HEIGHT), "sparkline", alt, instead)


def _broken(runs: int) -> str:
    return "" if runs == 1 else f", the line broken in {runs - 1} place{'s' * (runs > 2)}"
