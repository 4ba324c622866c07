"""How part bars are drawn."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from jsna.figures import palette
from jsna.figures.ink import Sheet, text_width, wrap
from jsna.figures.kinds.part_bars.options import PartBarsOptions
from jsna.figures.layout import LINE, MIDDLE, Layout, Scale
from jsna.figures.named_rows import NamedRows, name_room
from jsna.figures.spec import Spec
from jsna.narrative.numbers import format_number

BAR: Final = 1.15
"""Height of a bar, as a multiple of the font size."""


@dataclass(frozen=True)
class _Parts(NamedRows):
    """The parts, both columns of numbers as printed, and where those end."""

    own: list[str]
    others: list[str]
    value_edge: float
    other_edge: float


def draw(spec: Spec[PartBarsOptions], layout: Layout) -> Sheet:
    """Return the drawn figure."""
    parts = _parts(spec, layout)
    sheet = Sheet(layout.width, parts.edges[-1] + 6, synthetic=spec.synthetic)
    _heads(sheet, spec, parts)
    sheet.line([parts.left] * 2, [parts.edges[0], parts.edges[-1]], palette.OTHER_EDGE, 1)
    for place, row in enumerate(parts.rows.itertuples(index=False)):
        _part(sheet, parts, place, row)
    return sheet


def _parts(spec: Spec[PartBarsOptions], layout: Layout) -> _Parts:
    decimals = spec.options.decimals
    rows, size = spec.data, layout.text
    names = [wrap(name, layout.width * 0.34, size, True) for name in rows["part"]]
    values = [format_number(value, decimals) for value in rows["value"]]
    others = [_other_words(value, decimals) for value in rows["comparator"]]
    heads = _head_words(spec, layout)
    # the area's own heading may stand over the bars, the comparator's beside it may not
    own_width = max(text_width(word, size, True) for word in values)
    other_width = max(
        *(text_width(word, size) for word in others),
        *(text_width(word, layout.small) for word in heads[1]),
    )
    left = name_room(names, layout)
    other_edge = layout.width - 2.0
    value_edge = other_edge - other_width - 12
    heights = [max(size * 1.9, len(lines) * size * LINE + 6) for lines in names]
    top = layout.small * LINE * max(map(len, heads)) + 8
    most = float(np.nanmax(rows[["value", "comparator"]].to_numpy(float))) or 1.0
    x = Scale(0, most, left, value_edge - own_width - 12)
    edges = np.cumsum([top, *heights]).tolist()
    return _Parts(layout, rows, names, left, edges, x, values, others, value_edge, other_edge)


def _head_words(spec: Spec[PartBarsOptions], layout: Layout) -> tuple[list[str], list[str]]:
    room = 74 if layout.is_narrow else 120
    place, comparator = spec.options.place, spec.options.comparator
    return wrap(place, room, layout.small), wrap(comparator, room, layout.small)


def _other_words(value: float, decimals: int) -> str:
    return "none" if pd.isna(value) else format_number(value, decimals)


def _heads(sheet: Sheet, spec: Spec[PartBarsOptions], parts: _Parts) -> None:
    """Name the two columns of numbers, each with the mark that it is drawn by."""
    size = parts.layout.small
    edges = (parts.value_edge, parts.other_edge)
    colours = (palette.AREA, palette.QUIET)
    for words, edge, colour in zip(_head_words(spec, parts.layout), edges, colours, strict=True):
        start = parts.edges[0] - 8 - (len(words) - 1) * size * LINE
        for i, line in enumerate(words):
            sheet.text(edge, start + i * size * LINE, line, size, colour, "right")


def _part(sheet: Sheet, parts: _Parts, place: int, row: Any) -> None:
    size, middle = parts.layout.text, parts.middle(place)
    parts.write_name(sheet, place, palette.INK)
    height = size * BAR
    width = parts.x(row.value) - parts.left
    sheet.box(parts.left, middle - height / 2, width, height, palette.AREA)
    _comparator(sheet, parts, middle, row.comparator)
    baseline = middle + size * MIDDLE
    sheet.bold(parts.value_edge, baseline, parts.own[place], size, palette.AREA, "right")
    sheet.text(parts.other_edge, baseline, parts.others[place], size, palette.QUIET, "right")


def _comparator(sheet: Sheet, parts: _Parts, middle: float, value: float) -> None:
    if np.isnan(value):
        return
    half, at = parts.layout.text * BAR / 2 + 4, parts.x(value)
    sheet.cased_line([at] * 2, [middle - half, middle + half], palette.INK, 2.4, 6)
