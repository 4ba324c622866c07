"""How a strip of authorities is drawn: one column of blocks for each stretch of the axis."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from jsna.figures import palette
from jsna.figures.axes import tick_words
from jsna.figures.ink import Sheet, text_width
from jsna.figures.kinds.authority_strip.options import AuthorityStripOptions
from jsna.figures.layout import LINE, Layout, Scale, nice_ticks, thin
from jsna.figures.spec import Spec
from jsna.figures.words import axis_title
from jsna.narrative.numbers import format_number

TALLEST: Final = 110
"""The blocks of a column share this height where they are many."""
ROOM: Final = 8


@dataclass(frozen=True)
class _Strip:
    """The blocks: the column of each authority and its place in it, counted from the axis."""

    layout: Layout
    x: Scale
    ticks: list[float]
    column: np.ndarray
    place: np.ndarray
    width: float
    height: float
    axis: float

    def middle(self, column: np.ndarray) -> np.ndarray:
        """Where columns stand."""
        return self.x.start + (column + 0.5) * (self.width + 1)


def draw(spec: Spec[AuthorityStripOptions], layout: Layout) -> Sheet:
    """Return the drawn figure."""
    rows = spec.data[spec.data["value"].notna()].reset_index(drop=True)
    strip = _strip(rows, spec.options, layout)
    height = strip.axis + layout.small * (4.9 if spec.options.group else 3.5)
    sheet = Sheet(layout.width, height, synthetic=spec.synthetic)
    _axis(sheet, strip, spec.options.unit)
    own = (rows["area_code"] == spec.options.area).to_numpy()
    group = (rows["group"] != "").to_numpy() & ~own
    _blocks(sheet, strip, ~own & ~group, palette.OTHER_EDGE)
    _blocks(sheet, strip, group, palette.INK)
    _area(sheet, strip, rows, own, spec.options.decimals)
    _comparator(sheet, strip, spec.options)
    _key(sheet, strip, spec.options)
    return sheet


def _strip(rows: pd.DataFrame, options: AuthorityStripOptions, layout: Layout) -> _Strip:
    width = 6.0 if layout.is_narrow else 8.0
    x = _scale(rows["value"].to_numpy(float), options, layout)
    columns = int((x.end - x.start) // (width + 1))
    share = (rows["value"].to_numpy(float) - x.low) / (x.high - x.low)
    column = np.clip((share * columns).astype(int), 0, columns - 1)
    # from the axis upwards: the group, the others, and the area's own last, beside its label
    rank = np.where(rows["area_code"] == options.area, 2, np.where(rows["group"] != "", 0, 1))
    order = pd.DataFrame({"column": column, "rank": rank}).sort_values(
        ["column", "rank"], kind="stable"
    )
    place = order.groupby("column").cumcount().sort_index().to_numpy()
    height = min(7.0, TALLEST / (place.max() + 1))
    axis = layout.text * 2.2 + (place.max() + 1) * height + 6
    axis += layout.text * LINE if options.comparator else 0
    ticks = nice_ticks(x.low, x.high, 3 if layout.is_narrow else 6)
    ticks = [tick for tick in ticks if x.low <= tick <= x.high]
    return _Strip(layout, x, ticks, column, place, width, height, axis)


def _scale(values: np.ndarray, options: AuthorityStripOptions, layout: Layout) -> Scale:
    drawn = np.append(values, options.level if options.level is not None else values[0])
    low, high = float(drawn.min()), float(drawn.max())
    room = (high - low) * 0.02 or abs(high) * 0.05 or 1.0
    return Scale(low - room, high + room, ROOM, layout.width - ROOM)


def _blocks(sheet: Sheet, strip: _Strip, chosen: np.ndarray, colour: str) -> None:
    """Draw some blocks: one upright line, in dashes, for each unbroken stack of them."""
    if not chosen.any():
        return
    stacks = pd.DataFrame({"column": strip.column[chosen], "place": strip.place[chosen]})
    found = stacks.groupby("column")["place"].agg(["min", "count"])
    middle = strip.middle(found.index.to_numpy())
    foot = strip.axis - 3 - found["min"].to_numpy() * strip.height
    top = foot - found["count"].to_numpy() * strip.height + 1
    gap = np.full(len(found), np.nan)
    x, y = np.column_stack([middle, middle, gap]), np.column_stack([foot, top, gap])
    ink = (strip.height - 1) / strip.width
    sheet.line(x.ravel(), y.ravel(), colour, strip.width, (ink, 1 / strip.width))


def _axis(sheet: Sheet, strip: _Strip, unit: str) -> None:
    size, layout = strip.layout.small, strip.layout
    sheet.line([ROOM, layout.width - ROOM], [strip.axis] * 2, palette.OTHER_EDGE, 0.8)
    words, places = tick_words(strip.ticks), [strip.x(tick) for tick in strip.ticks]
    for place in places:
        sheet.line([place] * 2, [strip.axis, strip.axis + 4], palette.OTHER_EDGE, 0.8)
    widths = [text_width(word, size) for word in words]
    for i in thin(places, widths):
        centre = min(max(places[i], widths[i] / 2), layout.width - widths[i] / 2)
        sheet.text(centre, strip.axis + size * 1.5, words[i], size, palette.QUIET, "center")
    sheet.text(ROOM, strip.axis + size * 3, axis_title(unit), size, palette.QUIET)


def _comparator(sheet: Sheet, strip: _Strip, options: AuthorityStripOptions) -> None:
    if options.level is None:
        return
    size, place = strip.layout.text, strip.x(options.level)
    words = f"{options.comparator} {format_number(options.level, options.decimals)}"
    baseline = size * (1 + LINE)
    sheet.line([place] * 2, [baseline + 4, strip.axis], palette.PAPER, 4)
    sheet.line([place] * 2, [baseline + 4, strip.axis], palette.EMPHASIS, 2, (4, 2))
    _label(sheet, strip, place, words, is_area=False)


def _area(sheet: Sheet, strip: _Strip, rows: pd.DataFrame, own: np.ndarray, decimals: int) -> None:
    size = strip.layout.text
    place = float(strip.middle(strip.column[own])[0])
    foot = strip.axis - 3 - float(strip.place[own][0]) * strip.height
    edge = foot - strip.height + 1
    width = strip.width + 2
    sheet.line([place] * 2, [size + 4, edge], palette.AREA, 1.2)
    sheet.box(place - width / 2, edge - 1, width, strip.height + 1, palette.AREA, palette.PAPER)
    row = rows[own].iloc[0]
    words = f"{row['area_name']} {format_number(row['value'], decimals)}"
    _label(sheet, strip, place, words, is_area=True)


def _label(sheet: Sheet, strip: _Strip, place: float, words: str, *, is_area: bool) -> None:
    """Write a label over the blocks: the area's in the first line, the comparator's below it."""
    size = strip.layout.text
    baseline = size if is_area else size * (1 + LINE)
    half = text_width(words, size, is_area) / 2
    centre = min(max(place, half + 2), strip.layout.width - half - 2)
    if is_area:
        sheet.bold(centre, baseline, words, size, palette.AREA, "center")
        return
    # the area's leader may run behind it
    sheet.box(centre - half - 2, baseline - size, 2 * half + 4, size * LINE, palette.PAPER)
    sheet.text(centre, baseline, words, size, palette.EMPHASIS, "center")


def _key(sheet: Sheet, strip: _Strip, options: AuthorityStripOptions) -> None:
    """What the darker blocks are, in words, under the axis."""
    if not options.group:
        return
    size = strip.layout.small
    baseline = strip.axis + size * 4.4
    sheet.box(ROOM, baseline - strip.height - 2, strip.width, strip.height, palette.INK)
    sheet.text(ROOM + strip.width + 6, baseline, options.group, size, palette.QUIET)
