"""How a deprivation gradient is drawn."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jsna.figures import palette
from jsna.figures.axes import PlotFrame, tick_room, value_axis
from jsna.figures.ink import Sheet, text_width, wrap
from jsna.figures.kinds.deprivation_gradient.options import GradientOptions
from jsna.figures.layout import LINE, MIDDLE, Layout, Scale, nice_ticks, padded, spread, thin
from jsna.figures.spec import Spec
from jsna.narrative.numbers import format_number

ENDS = ("Most deprived", "Least deprived")


@dataclass(frozen=True)
class _Plot(PlotFrame):
    """The groups, the level and the sloping line, within their frame."""

    groups: pd.DataFrame
    level: float
    line: tuple[float, float] | None
    labels: list[list[str]]
    decimals: int


def draw(spec: Spec[GradientOptions], layout: Layout) -> Sheet:
    """Return the drawn figure."""
    sheet = Sheet(layout.width, 330 if layout.is_narrow else 350, synthetic=spec.synthetic)
    plot = _plot(spec, sheet.content_height, layout)
    value_axis(sheet, spec.options.unit, plot)
    _group_axis(sheet, plot)
    _lines(sheet, plot)
    _dots(sheet, plot)
    _end_values(sheet, plot)
    _labels(sheet, plot)
    return sheet


def _plot(spec: Spec[GradientOptions], height: float, layout: Layout) -> _Plot:
    options = spec.options
    is_group = spec.data["position"].notna()
    level = spec.data.loc[~is_group, "value"]
    at = float(level.iloc[0]) if len(level) else float("nan")
    decimals = options.decimals
    words = [f"{options.reference} {format_number(at, decimals)}"] if len(level) else []
    words += ["Fitted line"] if options.line else []
    labels = [wrap(text, layout.width * 0.24, layout.text) for text in words]
    room = max((text_width(w, layout.text) for lines in labels for w in lines), default=0) + 16
    ticks = nice_ticks(*_value_range(spec))
    left = tick_room(ticks, layout)
    right, bottom = layout.width - room, height - layout.small * 3.8
    top = layout.text * 2.9
    x, y = Scale(0, 1, left + 6, right), Scale(ticks[0], ticks[-1], bottom, top)
    return _Plot(
        layout, left, right, top, bottom, x, y, ticks,
        groups=spec.data[is_group], level=at, line=options.line, labels=labels, decimals=decimals,
    )  # fmt: skip


def _value_range(spec: Spec[GradientOptions]) -> tuple[float, float]:
    drawn = spec.data[["value", "lower_95", "upper_95"]].to_numpy(float).ravel()
    options = spec.options
    drawn = np.append(drawn, np.array(options.line or (), dtype="float64"))
    low, high = float(np.nanmin(drawn)), float(np.nanmax(drawn))
    # so much that a number fits below the lowest dot too
    room = (high - low) * 0.1 or abs(high) * 0.05 or 1.0
    return padded(low, high, room)


def _group_axis(sheet: Sheet, plot: _Plot) -> None:
    size = plot.layout.small
    places = [plot.x(place) for place in plot.groups["position"]]
    numbers = [str(i) for i in range(1, len(places) + 1)]
    for i in thin(places, [text_width(number, size) for number in numbers], gap=4):
        baseline = plot.bottom + size * 1.4
        sheet.text(places[i], baseline, numbers[i], size, palette.QUIET, "center")
    baseline = plot.bottom + size * 2.9
    wide = sum(text_width(words, size) for words in ENDS) + size
    # long labels may leave too little room between the axis and them
    fits = wide <= plot.right - plot.left
    left, right = (plot.left, plot.right) if fits else (1, plot.layout.width - 1)
    sheet.text(left, baseline, ENDS[0], size, palette.QUIET)
    sheet.text(right, baseline, ENDS[1], size, palette.QUIET, "right")


def _lines(sheet: Sheet, plot: _Plot) -> None:
    if not np.isnan(plot.level):
        sheet.line(
            [plot.left, plot.right],
            [plot.y(plot.level)] * 2,
            palette.QUIET,
            2,
            (4, 2),
        )
    if plot.line:
        ends = [plot.y(value) for value in plot.line]
        sheet.line([plot.x(0), plot.x(1)], ends, palette.EMPHASIS, 2)


def _dots(sheet: Sheet, plot: _Plot) -> None:
    places = np.array([plot.x(place) for place in plot.groups["position"]])
    value, lower, upper = plot.groups[["value", "lower_95", "upper_95"]].to_numpy(float).T
    known, whole = ~np.isnan(value), ~np.isnan(value + lower + upper)
    # one path for all intervals, with a gap after each, keeps the picture light
    across = np.repeat(places[whole], 3)
    ends = np.column_stack([lower[whole], upper[whole], np.full(whole.sum(), np.nan)])
    sheet.line(across, [plot.y(end) for end in ends.ravel()], palette.INK, 1.6)
    sheet.dots(places[known], [plot.y(v) for v in value[known]], palette.AREA, 10)


def _end_values(sheet: Sheet, plot: _Plot) -> None:
    size = plot.layout.text
    for row in (plot.groups.iloc[0], plot.groups.iloc[-1]):
        if np.isnan(row["value"]):
            continue
        words = format_number(row["value"], plot.decimals)
        half = text_width(words, size) / 2
        centre = min(max(plot.x(row["position"]), plot.left + half), plot.right - half)
        baseline = _clear_of_the_line(row, plot)
        sheet.text(centre, baseline, words, size, palette.AREA, "center")


def _clear_of_the_line(row: pd.Series, plot: _Plot) -> float:
    """The baseline of a number over its dot, or below it where the sloping line runs above."""
    size = plot.layout.text
    over = plot.y(np.nanmax([row["value"], row["upper_95"]])) - 8
    below = plot.y(np.nanmin([row["value"], row["lower_95"]])) + size + 4
    is_under = row["value"] < row["fitted"] and below < plot.bottom - 2
    return float(below if is_under else over)


def _labels(sheet: Sheet, plot: _Plot) -> None:
    size = plot.layout.text
    step = size * LINE
    at = [plot.y(plot.level)] if not np.isnan(plot.level) else []
    colours = [palette.QUIET] * len(at)
    if plot.line:
        at.append(plot.y(plot.line[1]))
        colours.append(palette.EMPHASIS)
    heights = [len(lines) * step + 3 for lines in plot.labels]
    wanted = [y - h / 2 for y, h in zip(at, heights, strict=True)]
    tops = spread(wanted, heights, 0, plot.bottom + size)
    for lines, colour, top in zip(plot.labels, colours, tops, strict=True):
        for i, words in enumerate(lines):
            baseline = top + (i + 0.5) * step + size * MIDDLE
            sheet.text(plot.right + 10, baseline, words, size, colour)
