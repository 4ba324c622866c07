"""How ranked bars are drawn."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jsna.figures import palette
from jsna.figures.axes import tick_words
from jsna.figures.ink import Sheet, text_width, wrap
from jsna.figures.kinds.ranked_bars.options import RankedBarsOptions
from jsna.figures.layout import LINE, MIDDLE, Layout, Scale, nice_ticks, thin
from jsna.figures.named_rows import NamedRows, name_room
from jsna.figures.spec import Spec
from jsna.figures.words import axis_title, status_words
from jsna.narrative.numbers import format_number


@dataclass(frozen=True)
class _Bars(NamedRows):
    """The areas, their values as printed, and how they are drawn."""

    printed: list[str]
    ticks: list[float]
    marks: str
    area: str

    @property
    def bottom(self) -> float:
        return self.edges[-1]

    @property
    def top(self) -> float:
        return self.edges[0]


def draw(spec: Spec[RankedBarsOptions], layout: Layout) -> Sheet:
    """Return the drawn figure."""
    bars = _bars(spec, layout)
    height = bars.bottom + layout.small * 3.6
    sheet = Sheet(layout.width, height, synthetic=spec.synthetic)
    _axis(sheet, bars, spec.options.unit)
    for place, row in enumerate(bars.rows.itertuples(index=False)):
        _name(sheet, bars, place, row)
        _bar(sheet, bars, place, row)
    _comparator(sheet, spec, bars)
    for place, row in enumerate(bars.rows.itertuples(index=False)):
        _interval(sheet, bars, place, row)
    return sheet


def _bars(spec: Spec[RankedBarsOptions], layout: Layout) -> _Bars:
    options = spec.options
    rows = spec.data[spec.data["area_code"] != options.comparator]
    names = [wrap(n, layout.width * 0.4, layout.text, True) for n in rows["area_name"]]
    values = [_value_words(row, options.decimals) for row in rows.itertuples(index=False)]
    known = [v for v, missing in zip(values, rows["value"].isna(), strict=True) if not missing]
    left = name_room(names, layout)
    right = layout.width - max(text_width(word, layout.text, True) for word in known) - 12
    low, high = _value_range(spec)
    ticks = [t for t in nice_ticks(low, high, 3 if layout.is_narrow else 5) if low <= t <= high]
    has_line = bool((spec.data["area_code"] == options.comparator).any())
    heights = [max(layout.text * 1.7, len(lines) * layout.text * LINE + 4) for lines in names]
    edges = np.cumsum([layout.text * 1.8 if has_line else 4, *heights]).tolist()
    return _Bars(
        layout, rows, names, left, edges, Scale(low, high, left, right), printed=values,
        ticks=ticks, marks=options.marks, area=options.area,
    )  # fmt: skip


def _value_words(row: Any, decimals: int) -> str:
    if pd.isna(row.value):
        return status_words(str(row.status))
    return format_number(row.value, decimals)


def _value_range(spec: Spec[RankedBarsOptions]) -> tuple[float, float]:
    drawn = spec.data[["value", "lower_95", "upper_95"]].to_numpy(float)
    low, high = float(np.nanmin(drawn)), float(np.nanmax(drawn))
    if spec.options.marks == "bars":
        return 0.0, high or 1.0
    room = (high - low) * 0.04 or abs(high) * 0.05 or 1.0
    return low - room, high + room


def _axis(sheet: Sheet, bars: _Bars, unit: str) -> None:
    size = bars.layout.small
    words = tick_words(bars.ticks)
    places = [bars.x(tick) for tick in bars.ticks]
    for place in places:
        sheet.line([place] * 2, [bars.top, bars.bottom + 4], palette.GRID, 0.8)
    for i in thin(places, [text_width(word, size) for word in words]):
        sheet.text(places[i], bars.bottom + size * 1.5, words[i], size, palette.QUIET, "center")
    baseline = bars.bottom + size * 3
    title = axis_title(unit)
    start = min(bars.left, bars.layout.width - text_width(title, size) - 2)
    sheet.text(start, baseline, title, size, palette.QUIET)


def _name(sheet: Sheet, bars: _Bars, place: int, row: Any) -> None:
    is_area = row.area_code == bars.area
    size, colour = bars.layout.text, palette.AREA if is_area else palette.INK
    bars.write_name(sheet, place, colour, bold=is_area)
    baseline = bars.middle(place) + size * MIDDLE
    if pd.isna(row.value):
        sheet.text(bars.left + 6, baseline, bars.printed[place], bars.layout.small, palette.QUIET)
    else:
        words, write = bars.printed[place], sheet.bold if is_area else sheet.text
        write(bars.layout.width - 2, baseline, words, size, colour, "right")


def _bar(sheet: Sheet, bars: _Bars, place: int, row: Any) -> None:
    is_area = row.area_code == bars.area
    if bars.marks != "bars" or np.isnan(row.value):
        return
    middle, end = bars.middle(place), bars.x(row.value)
    fill = palette.AREA if is_area else palette.OTHER_FILL
    edge = palette.AREA if is_area else palette.OTHER_EDGE
    height = bars.layout.text * 1.15
    sheet.box(bars.left, middle - height / 2, end - bars.left, height, fill, edge)


def _interval(sheet: Sheet, bars: _Bars, place: int, row: Any) -> None:
    middle = bars.middle(place)
    is_area = row.area_code == bars.area
    if not np.isnan([row.value, row.lower_95, row.upper_95]).any():
        ends = [bars.x(row.lower_95), bars.x(row.upper_95)]
        sheet.cased_line(ends, [middle] * 2, palette.INK, 1.6, 4)
    if bars.marks == "dots" and not np.isnan(row.value):
        colour = palette.AREA if is_area else palette.OTHER_EDGE
        sheet.dots([bars.x(row.value)], [middle], colour, 11 if is_area else 9)


def _comparator(sheet: Sheet, spec: Spec[RankedBarsOptions], bars: _Bars) -> None:
    found = spec.data[spec.data["area_code"] == spec.options.comparator]
    if found.empty or found["value"].isna().all():
        return
    row, size = found.iloc[0], bars.layout.text
    place = bars.x(row["value"])
    words = f"{row['area_name']} {format_number(row['value'], spec.options.decimals)}"
    half = text_width(words, size) / 2
    centre = min(max(place, half + 2), bars.layout.width - half - 2)
    sheet.line([place] * 2, [bars.top - 3, bars.bottom], palette.PAPER, 4)
    sheet.line([place] * 2, [bars.top - 5, bars.bottom], palette.QUIET, 2, (4, 2))
    sheet.text(centre, size, words, size, palette.QUIET, "center")
