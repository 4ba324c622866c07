"""How share bars are drawn."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from jsna.figures import palette
from jsna.figures.axes import tick_words
from jsna.figures.ink import Sheet, text_width, wrap
from jsna.figures.kinds.share_bars.options import ShareBarsOptions
from jsna.figures.layout import LINE, MIDDLE, Layout, Scale, nice_ticks, thin
from jsna.figures.named_rows import NamedRows, name_room
from jsna.figures.spec import Spec
from jsna.figures.words import axis_title, status_words
from jsna.narrative.numbers import format_number

BAR: Final = 1.15
"""Height of a bar, as a multiple of the font size."""
GAP: Final = 12.0


@dataclass(frozen=True)
class _Shares(NamedRows):
    """The rows, their shares as printed, what was found in lines, and where the words begin."""

    printed: list[str]
    findings: list[list[str]]
    ticks: list[float]
    words_left: float


def draw(spec: Spec[ShareBarsOptions], layout: Layout) -> Sheet:
    """Return the drawn figure."""
    shares = _shares(spec, layout)
    sheet = Sheet(layout.width, shares.edges[-1] + layout.small * 3.6, synthetic=spec.synthetic)
    _axis(sheet, shares, spec.options.unit)
    for place, row in enumerate(shares.rows.itertuples(index=False)):
        _row(sheet, shares, place, row)
    return sheet


def _shares(spec: Spec[ShareBarsOptions], layout: Layout) -> _Shares:
    rows, size = spec.data, layout.text
    names = [wrap(name, layout.width * 0.34, size, True) for name in rows["name"]]
    printed = [_value_words(row, spec.options.decimals) for row in rows.itertuples(index=False)]
    room = layout.width * (0.17 if layout.is_narrow else 0.2)
    known = rows["value"].notna()
    found = [
        wrap(word, room, layout.small) if shown else []
        for word, shown in zip(rows["finding"], known, strict=True)
    ]
    widths = [text_width(word, size, True) for word in printed]
    widths += [text_width(word, layout.small) for lines in found for word in lines]
    words_left = layout.width - max(widths) - 2
    left = name_room(names, layout)
    most = float(np.nanmax(rows[["value", "upper_95", "expected", "by_need"]].to_numpy(float)))
    x = Scale(0, most or 1.0, left, words_left - GAP)
    ticks = [t for t in nice_ticks(0, most, 3 if layout.is_narrow else 5) if 0 <= t <= most]
    heights = [
        max(len(lines) * size * LINE + 6, size * 1.3 + len(own) * layout.small * LINE + 6)
        for lines, own in zip(names, found, strict=True)
    ]
    edges = np.cumsum([4, *heights]).tolist()
    return _Shares(layout, rows, names, left, edges, x, printed, found, ticks, words_left)


def _value_words(row: Any, decimals: int) -> str:
    if pd.isna(row.value):
        return status_words(str(row.status))
    return format_number(row.value, decimals)


def _axis(sheet: Sheet, shares: _Shares, unit: str) -> None:
    size, bottom = shares.layout.small, shares.edges[-1]
    words = tick_words(shares.ticks)
    places = [shares.x(tick) for tick in shares.ticks]
    for place in places:
        sheet.line([place] * 2, [shares.edges[0], bottom + 4], palette.GRID, 0.8)
    for i in thin(places, [text_width(word, size) for word in words]):
        sheet.text(places[i], bottom + size * 1.5, words[i], size, palette.QUIET, "center")
    title = axis_title(unit)
    start = min(shares.left, shares.layout.width - text_width(title, size) - 2)
    sheet.text(start, bottom + size * 3, title, size, palette.QUIET)


def _row(sheet: Sheet, shares: _Shares, place: int, row: Any) -> None:
    layout, middle = shares.layout, shares.middle(place)
    shares.write_name(sheet, place, palette.INK)
    lines = shares.findings[place]
    block = layout.text + len(lines) * layout.small * LINE
    baseline = middle - block / 2 + layout.text * (0.5 + MIDDLE)
    missing = np.isnan(row.value)
    size = layout.small if missing else layout.text
    write = sheet.text if missing else sheet.bold
    write(shares.words_left, baseline, shares.printed[place], size, palette.INK)
    for i, words in enumerate(lines):
        below = baseline + (i + 1) * layout.small * LINE
        sheet.text(shares.words_left, below, words, layout.small, palette.QUIET)
    if not missing:
        _bar(sheet, shares, middle, row)


def _bar(sheet: Sheet, shares: _Shares, middle: float, row: Any) -> None:
    height = shares.layout.text * BAR
    width = shares.x(row.value) - shares.left
    sheet.box(shares.left, middle - height / 2, width, height, palette.OTHER_FILL,
              palette.OTHER_EDGE)  # fmt: skip
    if not np.isnan([row.lower_95, row.upper_95]).any():
        ends = [shares.x(row.lower_95), shares.x(row.upper_95)]
        sheet.cased_line(ends, [middle] * 2, palette.INK, 1.6, 4)
    half = height / 2 + 4
    if not np.isnan(row.expected):
        at = shares.x(row.expected)
        sheet.cased_line([at] * 2, [middle - half, middle + half], palette.INK, 2.4, 6)
    if not np.isnan(row.by_need):
        sheet.dots([shares.x(row.by_need)], [middle], palette.AREA, 9)
