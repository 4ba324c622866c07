"""How a control chart is drawn: points in order of time between their limits."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jsna.facts.periods import period_end
from jsna.figures import palette
from jsna.figures.axes import PlotFrame, foot_axis, tick_room, value_axis
from jsna.figures.ink import Sheet, text_width, wrap
from jsna.figures.kinds.control_chart.options import ControlOptions
from jsna.figures.layout import LINE, Layout, Scale, baselines, nice_ticks, padded, spread
from jsna.figures.spec import Spec
from jsna.narrative.numbers import format_number

DASH, DOTS = (5.0, 3.0), (1.2, 2.0)
LEAST_SPAN = 20
"""The value axis spans at least so many of the last digit that is printed."""
MONTHS_SHORT = 3


@dataclass(frozen=True)
class _Label:
    """Words at the right end of a line, at the height where it ends."""

    words: list[str]
    value: float
    colour: str
    bold: bool


def draw(spec: Spec[ControlOptions], layout: Layout) -> Sheet:
    """Return the drawn figure."""
    sheet = Sheet(layout.width, 330 if layout.is_narrow else 360, synthetic=spec.synthetic)
    labels = _labels(spec, layout)
    frame = _frame(sheet, spec, _label_room(labels, layout), layout)
    days = days_of(spec.data["period"])
    x = np.array([frame.x(day) for day in days])
    value_axis(sheet, spec.options.unit, frame)
    _time_axis(sheet, spec, frame, x)
    _steps(sheet, spec, frame, days)
    for name, dash, width in (("lower", DASH, 1.2), ("upper", DASH, 1.2), ("centre", (), 1.5)):
        _stairs(sheet, spec, frame, x, (name, palette.COMPARATOR, width, dash))
    _stairs(sheet, spec, frame, x, ("planned", palette.EMPHASIS, 1.8, DASH))
    if spec.options.target is not None:
        height = frame.y(spec.options.target)
        sheet.line([frame.left, frame.right], [height] * 2, palette.EMPHASIS, 1.8, DOTS)
    _points(sheet, spec, frame, x)
    _end_labels(sheet, labels, frame)
    return sheet


def days_of(period: pd.Series) -> np.ndarray:
    """Return the last day of each ISO period as a number of days."""
    last = period_end(period).to_numpy().astype("datetime64[D]")
    return last.astype("int64").astype("float64")


def _labels(spec: Spec[ControlOptions], layout: Layout) -> list[_Label]:
    data, options = spec.data, spec.options
    last = data[data["value"].notna()].iloc[-1]

    def number(value: float) -> str:
        return format_number(value, options.decimals)

    told = [(f"{last['period_label']} {number(last['value'])}", last["value"], palette.AREA, True)]
    if options.target is not None:
        told.append((f"Target {number(options.target)}", options.target, palette.EMPHASIS, False))
    # at the right end stands what holds for the newest figure: limits before a step do not
    if not pd.isna(last["centre"]):
        told.append(("Upper limit", last["upper"], palette.COMPARATOR, False))
        told.append((f"Centre {number(last['centre'])}", last["centre"], palette.COMPARATOR, False))
        told.append(("Lower limit", last["lower"], palette.COMPARATOR, False))
    room = layout.width * 0.25
    return [
        _Label(wrap(words, room, layout.small, bold=bold), float(value), colour, bold)
        for words, value, colour, bold in told
    ]


def _label_room(labels: list[_Label], layout: Layout) -> float:
    return max(text_width(w, layout.small, True) for one in labels for w in one.words) + 14


def _frame(sheet: Sheet, spec: Spec[ControlOptions], room: float, layout: Layout) -> PlotFrame:
    options = spec.options
    shown = spec.data[["value", "lower", "upper", "planned"]].to_numpy(float).ravel()
    drawn = np.append(shown, np.nan if options.target is None else options.target)
    low, high = float(np.nanmin(drawn)), float(np.nanmax(drawn))
    pad = max((high - low) * 0.04, (LEAST_SPAN / 10**options.decimals - (high - low)) / 2)
    ticks = nice_ticks(*padded(low, high, pad, options.unit))
    left, right = tick_room(ticks, layout), layout.width - room
    top, bottom = layout.text * 2.2, sheet.content_height - layout.small * 2.2
    days = days_of(spec.data["period"])
    x = Scale(days.min(), days.max(), left + 14, right - 4)
    return PlotFrame(
        layout, left, right, top, bottom, x, Scale(ticks[0], ticks[-1], bottom, top), ticks
    )


def _time_axis(sheet: Sheet, spec: Spec[ControlOptions], frame: PlotFrame, x: np.ndarray) -> None:
    labels = [_short(label) for label in spec.data["period_label"]]
    foot_axis(sheet, frame, list(x), labels, frame.layout.small * 1.6)


def _short(label: str) -> str:
    """Return a month with the first letters of its name: there is no room for more."""
    name, _, year = label.partition(" ")
    return f"{name[:MONTHS_SHORT]} {year}" if name.isalpha() and year else label


def _steps(sheet: Sheet, spec: Spec[ControlOptions], frame: PlotFrame, days: np.ndarray) -> None:
    """A dashed upright line between the last figure before a step and the first after it."""
    for step in spec.options.steps:
        at = int((spec.data["period"] < step).sum())
        if 0 < at < len(days):
            place = (frame.x(days[at]) + frame.x(days[at - 1])) / 2
            sheet.line([place] * 2, [frame.top, frame.bottom], palette.QUIET, 1.2, (3, 3))


def _stairs(
    sheet: Sheet,
    spec: Spec[ControlOptions],
    frame: PlotFrame,
    x: np.ndarray,
    look: tuple[str, str, float, tuple[float, ...]],
) -> None:
    """A line through what does not change between steps, broken where a step begins."""
    name, colour, width, dash = look
    heights, phase = spec.data[name].to_numpy(float), spec.data["phase"].to_numpy()
    known = np.flatnonzero(~np.isnan(heights))
    breaks = np.flatnonzero((np.diff(known) > 1) | (np.diff(phase[known]) != 0)) + 1
    for part in np.split(known, breaks):
        if len(part) > 1:
            sheet.line(x[part], [frame.y(h) for h in heights[part]], colour, width, dash)


def _points(sheet: Sheet, spec: Spec[ControlOptions], frame: PlotFrame, x: np.ndarray) -> None:
    """The values, joined where they follow each other; a signal stands in a ring."""
    value = spec.data["value"].to_numpy(float)
    known = np.flatnonzero(~np.isnan(value))
    for part in np.split(known, np.flatnonzero(np.diff(known) > 1) + 1):
        heights = [frame.y(v) for v in value[part]]
        sheet.line(x[part], heights, palette.AREA, 2)
        sheet.dots(x[part], heights, palette.AREA, 6)
    for at in np.flatnonzero((spec.data["signal"] != "").to_numpy() & ~np.isnan(value)):
        sheet.ring(x[at], frame.y(value[at]), 12, palette.EMPHASIS, 2)


def _end_labels(sheet: Sheet, labels: list[_Label], frame: PlotFrame) -> None:
    size = frame.layout.small
    step = size * LINE
    heights = [len(one.words) * step + 2 for one in labels]
    wanted = [frame.y(one.value) - h / 2 for one, h in zip(labels, heights, strict=True)]
    tops = spread(wanted, heights, 0, frame.bottom + size)
    for one, top, height in zip(labels, tops, heights, strict=True):
        write = sheet.bold if one.bold else sheet.text
        middle = top + height / 2
        for words, base in zip(one.words, baselines(middle, len(one.words), size), strict=True):
            write(frame.right + 12, base, words, size, one.colour)
