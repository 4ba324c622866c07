"""How life stages are drawn: a row each, an open and a filled dot joined, the change beside."""

import numpy as np
import pandas as pd

from jsna.figures import palette
from jsna.figures.axes import tick_words
from jsna.figures.ink import Sheet, text_width, wrap
from jsna.figures.kinds.life_stages.headline import percents
from jsna.figures.kinds.life_stages.options import LifeStagesOptions
from jsna.figures.layout import LINE, MIDDLE, Layout, Scale, nice_ticks, thin
from jsna.figures.named_rows import NamedRows, name_room
from jsna.figures.spec import Spec
from jsna.figures.words import axis_title
from jsna.narrative.numbers import format_change


def draw(spec: Spec[LifeStagesOptions], layout: Layout) -> Sheet:
    """Return the drawn figure."""
    changes = [f"{format_change(percent, 1)}%" for percent in percents(spec.data)]
    rows = _rows(spec.data, changes, layout)
    sheet = Sheet(layout.width, rows.edges[-1] + layout.small * 3.6, synthetic=spec.synthetic)
    _axis(sheet, rows, spec.options.unit)
    _key(sheet, layout, spec.options)
    for place, (start, end) in enumerate(spec.data[["start", "value"]].to_numpy(float)):
        rows.write_name(sheet, place, palette.INK)
        _stage(sheet, rows, place, (rows.x(start), rows.x(end)))
        baseline = rows.middle(place) + layout.text * MIDDLE
        edge = layout.width - 2.0
        sheet.bold(edge, baseline, changes[place], layout.text, palette.AREA, "right")
    return sheet


def _rows(data: pd.DataFrame, changes: list[str], layout: Layout) -> NamedRows:
    names = [wrap(name, layout.width * 0.34, layout.text, True) for name in data["stage"]]
    left = name_room(names, layout)
    right = layout.width - max(text_width(words, layout.text, True) for words in changes) - 16
    heights = [max(layout.text * 2, len(lines) * layout.text * LINE + 6) for lines in names]
    edges = np.cumsum([layout.small * 2.2, *heights]).tolist()
    most = float(data[["start", "value"]].to_numpy(float).max()) or 1.0
    return NamedRows(layout, data, names, left, edges, Scale(0, most, left + 6, right))


def _axis(sheet: Sheet, rows: NamedRows, unit: str) -> None:
    size, layout = rows.layout.small, rows.layout
    ticks = [
        t for t in nice_ticks(0, rows.x.high, 3 if layout.is_narrow else 5) if t <= rows.x.high
    ]
    places, words = [rows.x(tick) for tick in ticks], tick_words(ticks)
    for place in places:
        sheet.line([place] * 2, [rows.edges[0], rows.edges[-1] + 4], palette.GRID, 0.8)
    for i in thin(places, [text_width(word, size) for word in words]):
        sheet.text(places[i], rows.edges[-1] + size * 1.5, words[i], size, palette.QUIET, "center")
    title = axis_title(unit)
    start = min(rows.left, layout.width - text_width(title, size) - 2)
    sheet.text(start, rows.edges[-1] + size * 3, title, size, palette.QUIET)


def _key(sheet: Sheet, layout: Layout, options: LifeStagesOptions) -> None:
    """Name the two dots in the order in which they are read."""
    size = layout.small
    middle = size * 0.7
    _open_dot(sheet, 7, middle)
    sheet.text(16, size, options.first, size, palette.QUIET)
    across = 16 + text_width(options.first, size) + 22
    sheet.dots([across], [middle], palette.AREA, 11)
    words = f"{options.last}, projected"
    sheet.text(across + 9, size, words, size, palette.QUIET)


def _stage(sheet: Sheet, rows: NamedRows, place: int, ends: tuple[float, float]) -> None:
    middle = rows.middle(place)
    sheet.line(ends, [middle] * 2, palette.BAND_EDGE, 3)
    _open_dot(sheet, ends[0], middle)
    sheet.dots([ends[1]], [middle], palette.AREA, 11)


def _open_dot(sheet: Sheet, x: float, y: float) -> None:
    sheet.dots([x], [y], palette.OTHER_EDGE, 11)
    sheet.dots([x], [y], palette.PAPER, 7)
