"""How a tartan rug is drawn: numbered columns, a letter in each cell, both keys below."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.figures import palette
from jsna.figures.ink import Sheet, text_width, wrap
from jsna.figures.kinds.tartan_rug.options import TartanRugOptions
from jsna.figures.layout import LINE, MIDDLE, Layout, baselines
from jsna.figures.spec import Spec

FILLS: Final = {
    "worse": (palette.EMPHASIS, palette.PAPER), "better": (palette.AREA, palette.PAPER),
    "aside": (palette.BAND, palette.INK), "similar": (palette.OTHER_FILL, palette.INK),
    "open": (palette.PAPER, palette.QUIET),
}  # fmt: skip
"""Look of an outcome -> the fill of its cell and the colour of its letter."""
WIDEST: Final = 64.0


@dataclass(frozen=True)
class _Rug:
    """Where cells lie: the edges of the rows, and the width of a column."""

    layout: Layout
    names: list[list[str]]
    left: float
    edges: list[float]
    column: float


def draw(spec: Spec[TartanRugOptions], layout: Layout) -> Sheet:
    """Return the drawn figure."""
    measures = list(dict.fromkeys(spec.data["measure"]))
    rug = _rug(spec.data, len(measures), layout)
    keys = _keys(spec.options, measures, layout)
    size = layout.small
    height = rug.edges[-1] + size + sum(len(lines) for _, lines in keys) * size * LINE + 4
    sheet = Sheet(layout.width, height, synthetic=spec.synthetic)
    for number in range(len(measures)):
        middle = rug.left + (number + 0.5) * rug.column
        sheet.bold(middle, layout.text * 1.1, str(number + 1), size, palette.QUIET, "center")
    for place, (_, cells) in enumerate(spec.data.groupby("area_code", sort=False)):
        _row(sheet, rug, place, cells, spec.options)
    _write_keys(sheet, keys, rug.edges[-1] + size * 1.8, size)
    return sheet


def _rug(data: pd.DataFrame, columns: int, layout: Layout) -> _Rug:
    names = data.drop_duplicates("area_code")["area_name"]
    share = 0.3 if layout.is_narrow else 0.36
    lines = [wrap(name, layout.width * share, layout.small) for name in names]
    left = max(text_width(word, layout.small) for words in lines for word in words) + 10
    column = min(WIDEST, (layout.width - left - 2) / columns)
    edges = [layout.text * 1.6]
    for words in lines:
        edges.append(edges[-1] + max(layout.text * 1.6, len(words) * layout.small * LINE + 3))
    return _Rug(layout, lines, left, edges, column)


def _row(
    sheet: Sheet, rug: _Rug, place: int, cells: pd.DataFrame, options: TartanRugOptions
) -> None:
    top, foot, size = rug.edges[place], rug.edges[place + 1], rug.layout.small
    middle = (top + foot) / 2
    for words, baseline in zip(
        rug.names[place], baselines(middle, len(rug.names[place]), size), strict=True
    ):
        sheet.text(rug.left - 8, baseline, words, size, palette.INK, "right")
    for number, value in enumerate(cells["value"]):
        left = rug.left + number * rug.column
        _cell(sheet, (left, top, rug.column - 1.5, foot - top - 1.5), value, options, size)


def _cell(
    sheet: Sheet, box: tuple[float, float, float, float], value: float, options: TartanRugOptions,
    size: float,
) -> None:  # fmt: skip
    left, top, width, height = box
    known = not pd.isna(value)
    fill, ink = FILLS[options.looks[int(value) - 1] if known else "open"]
    letter = options.letters[int(value) - 1] if known else "\u00b7"
    sheet.box(left, top, width, height, fill, palette.GRID if fill == palette.PAPER else None)
    sheet.bold(left + width / 2, top + height / 2 + size * MIDDLE, letter, size, ink, "center")


def _keys(
    options: TartanRugOptions, measures: list[str], layout: Layout
) -> list[tuple[str, list[str]]]:
    """What stands below: the outcome of each letter, then the measure of each number."""
    size = layout.small
    letters = zip(options.letters, options.classes, strict=True)
    numbers = ((str(n), name) for n, name in enumerate(measures, start=1))
    room = layout.width - size * 2.4
    return [(mark, wrap(words, room, size)) for mark, words in (*letters, *numbers)]


def _write_keys(
    sheet: Sheet, keys: list[tuple[str, list[str]]], baseline: float, size: float
) -> None:
    for mark, lines in keys:
        sheet.bold(2, baseline, mark, size, palette.QUIET)
        for words in lines:
            sheet.text(size * 2.2, baseline, words, size, palette.QUIET)
            baseline += size * LINE
