"""How a trend line is drawn."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jsna.analysis.series_form import TREND
from jsna.facts.periods import in_time, period_end
from jsna.figures import palette
from jsna.figures.axes import PlotFrame, foot_axis, tick_room, value_axis
from jsna.figures.ink import Sheet, text_width, wrap
from jsna.figures.kinds.trend_line.options import TrendOptions
from jsna.figures.layout import LINE, Layout, Scale, baselines, nice_ticks, padded, spread
from jsna.figures.spec import Spec
from jsna.figures.words import axis_period
from jsna.narrative.numbers import format_number

DASHES: tuple[tuple[float, ...], ...] = ((), (5, 3), (1.2, 2))
"""How the first, second and third comparator are drawn: solid, dashed, dotted."""
LEAST_SPAN = 20
"""The value axis spans at least so many of the last digit that is printed."""


@dataclass(frozen=True)
class _Series:
    """One line: its points in order of time, and the unbroken run that each belongs to."""

    days: np.ndarray
    run: np.ndarray
    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    label: str
    place: int
    """0 for the area, then the comparators."""

    def parts(self) -> list[np.ndarray]:
        """The points of each unbroken run."""
        return [np.flatnonzero(self.run == r) for r in np.unique(self.run[self.run >= 0])]


def runs(
    days: np.ndarray, known: np.ndarray, step: float, breaks: np.ndarray | None = None
) -> np.ndarray:
    """Return the number of the unbroken run that each point belongs to; -1 where unknown.

    A run ends where a value is missing, where more than one and a half steps lie between two
    points, and before each day of `breaks`.
    """
    new = np.ones(len(days), dtype=bool)
    broken = np.isin(days[1:], breaks) if breaks is not None else False
    new[1:] = (np.diff(days) > 1.5 * step) | ~known[:-1] | broken
    return np.where(known, np.cumsum(new), -1)


def draw(spec: Spec[TrendOptions], layout: Layout) -> Sheet:
    """Return the drawn figure."""
    lines = _lines(spec)
    sheet = Sheet(layout.width, 330 if layout.is_narrow else 370, synthetic=spec.synthetic)
    labels = [_wrapped(line, layout) for line in lines]
    frame = _frame(sheet, spec, lines, _label_room(labels, layout), layout)
    _band(sheet, lines[0], frame)
    value_axis(sheet, spec.options.unit, frame)
    _time_axis(sheet, spec, frame)
    _breaks(sheet, spec, frame)
    for line in reversed(lines):
        _line(sheet, line, frame, _joined(spec, lines[0]))
    _end_labels(sheet, lines, labels, frame)
    return sheet


def days_of(period: pd.Series) -> np.ndarray:
    """Return the last day of each ISO period as a number of days."""
    last = period_end(period).to_numpy().astype("datetime64[D]")
    return last.astype("int64").astype("float64")


def _lines(spec: Spec[TrendOptions]) -> list[_Series]:
    options = spec.options
    every_day = np.unique(days_of(spec.data["period"]))
    step = float(np.median(np.diff(every_day))) if len(every_day) > 1 else 1.0
    breaks = days_of(pd.Series(options.breaks, dtype="str"))
    newest = every_day[-1]
    found = []
    for place, code in enumerate((options.area, *options.comparators)):
        rows = spec.data[spec.data["area_code"] == code]
        if rows["value"].isna().all():
            continue
        days, known = days_of(rows["period"]), rows["value"].notna().to_numpy()
        value, lower, upper = rows[["value", "lower_95", "upper_95"]].to_numpy(float).T
        label = _label(rows[known].iloc[-1], days[known][-1] < newest, options.decimals)
        found.append(
            _Series(days, runs(days, known, step, breaks), value, lower, upper, label, place)
        )
    return found


def _label(last: pd.Series, is_old: bool, decimals: int) -> str:
    when = f" in {axis_period(last['period_label'])}" if is_old else ""
    return f"{last['area_name']} {format_number(last['value'], decimals)}{when}"


def _wrapped(line: _Series, layout: Layout) -> list[str]:
    return wrap(line.label, layout.width * 0.27, layout.text, bold=line.place == 0)


def _label_room(labels: list[list[str]], layout: Layout) -> float:
    # measured in bold, which is the wider
    return max(text_width(words, layout.text, True) for lines in labels for words in lines) + 14


def _frame(
    sheet: Sheet, spec: Spec[TrendOptions], lines: list[_Series], room: float, layout: Layout
) -> PlotFrame:
    options = spec.options
    least = LEAST_SPAN / 10**options.decimals
    ticks = nice_ticks(*_value_range(lines, options.unit, least))
    left = tick_room(ticks, layout)
    right, top = layout.width - room, layout.text * 2.2
    bottom = sheet.content_height - layout.small * 2.2
    days = days_of(spec.data["period"])
    x = Scale(days.min(), days.max(), left + 14, right - 4)
    y = Scale(ticks[0], ticks[-1], bottom, top)
    return PlotFrame(layout, left, right, top, bottom, x, y, ticks)


def _value_range(lines: list[_Series], unit: str, least: float) -> tuple[float, float]:
    """Return the ends of the value axis: a change in the last digit must not look like a fall."""
    own = lines[0]
    drawn = np.concatenate([*(line.value for line in lines), own.lower, own.upper])
    low, high = float(np.nanmin(drawn)), float(np.nanmax(drawn))
    pad = max((high - low) * 0.04, (least - (high - low)) / 2)
    return padded(low, high, pad, unit)


def _time_axis(sheet: Sheet, spec: Spec[TrendOptions], frame: PlotFrame) -> None:
    periods = in_time(spec.data.drop_duplicates("period"))
    places = [frame.x(day) for day in days_of(periods["period"])]
    labels = [_axis_words(label, spec.options.form) for label in periods["period_label"]]
    foot_axis(sheet, frame, places, labels, frame.layout.small * 1.6)


def _axis_words(label: str, form: str) -> str:
    """Return a period as the axis has it; of one that counts on from a fixed start only its end."""
    words = axis_period(label)
    start, _, end = words.rpartition("\u2013")
    return f"to {end}" if form == "cumulative" and start else words


def _band(sheet: Sheet, line: _Series, frame: PlotFrame) -> None:
    for part in line.parts():
        bounded = part[~np.isnan(line.lower[part]) & ~np.isnan(line.upper[part])]
        for piece in np.split(bounded, np.flatnonzero(np.diff(bounded) > 1) + 1):
            _band_piece(sheet, line, piece, frame)


def _band_piece(sheet: Sheet, line: _Series, piece: np.ndarray, frame: PlotFrame) -> None:
    x = [frame.x(day) for day in line.days[piece]]
    lower = [frame.y(value) for value in line.lower[piece]]
    upper = [frame.y(value) for value in line.upper[piece]]
    if len(piece) == 1:
        sheet.line(x * 2, [lower[0], upper[0]], palette.BAND_EDGE, 3)
    elif len(piece):
        ring = [*zip(x, upper, strict=True), *reversed(list(zip(x, lower, strict=True)))]
        sheet.shape([ring], palette.BAND)
        for edge in (lower, upper):
            sheet.line(x, edge, palette.BAND_EDGE, 0.8)


def _breaks(sheet: Sheet, spec: Spec[TrendOptions], frame: PlotFrame) -> None:
    """A dashed upright line between the last figure of the old method and the first of the new."""
    every = np.unique(days_of(spec.data["period"]))
    for day in days_of(pd.Series(spec.options.breaks, dtype="str")):
        before = every[every < day]
        if len(before):
            place = (frame.x(day) + frame.x(before[-1])) / 2
            sheet.line([place] * 2, [frame.top, frame.bottom], palette.QUIET, 1.2, (3, 3))


def _joined(spec: Spec[TrendOptions], own: _Series) -> str:
    """How points are joined: a line, stairs where figures count on, nothing between two points."""
    if (own.run >= 0).sum() < TREND:
        return "none"
    return "stairs" if spec.options.form == "cumulative" else "line"


def _line(sheet: Sheet, line: _Series, frame: PlotFrame, joined: str) -> None:
    is_area = line.place == 0
    colour = palette.AREA if is_area else palette.COMPARATOR
    dash = () if is_area else DASHES[line.place - 1]
    for part in line.parts():
        x = [frame.x(day) for day in line.days[part]]
        y = [frame.y(value) for value in line.value[part]]
        if joined == "stairs":
            sheet.line(np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1], colour, 3 if is_area else 2, dash)
        elif joined == "line":
            sheet.line(x, y, colour, 3 if is_area else 2, dash)
        # a comparator's dots only where a point would else not be seen
        if is_area or len(part) == 1 or joined == "none":
            sheet.dots(x, y, colour, 7 if is_area else 6)


def _end_labels(
    sheet: Sheet, lines: list[_Series], labels: list[list[str]], frame: PlotFrame
) -> None:
    size = frame.layout.text
    step = size * LINE
    ends = [(line.days[line.run >= 0][-1], line.value[line.run >= 0][-1]) for line in lines]
    heights = [len(words) * step + 3 for words in labels]
    wanted = [frame.y(v) - h / 2 for (_, v), h in zip(ends, heights, strict=True)]
    tops = spread(wanted, heights, 0, frame.bottom + size)
    for line, words, (day, value), top in zip(lines, labels, ends, tops, strict=True):
        is_area = line.place == 0
        colour, write = (palette.AREA, sheet.bold) if is_area else (palette.COMPARATOR, sheet.text)
        middle = top + (len(words) * step + 3) / 2
        _leader(sheet, frame, (frame.x(day), frame.y(value)), middle, colour)
        for written, baseline in zip(words, baselines(middle, len(words), size), strict=True):
            write(frame.right + 12, baseline, written, size, colour)


def _leader(
    sheet: Sheet, frame: PlotFrame, point: tuple[float, float], middle: float, colour: str
) -> None:
    # a thin line joins a label to a point that it no longer stands beside
    is_early = point[0] < frame.right - 20
    if is_early or abs(middle - point[1]) > frame.layout.text * 0.7:
        start = point[0] + 6
        sheet.line([start, frame.right + 9], [point[1], middle], colour, 0.8)
