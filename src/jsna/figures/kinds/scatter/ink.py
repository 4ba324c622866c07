"""How a scatter is drawn: two axes, a dot an area, names at the four ends."""

import numpy as np
import pandas as pd

from jsna.figures import palette
from jsna.figures.axes import PlotFrame, foot_axis, tick_room, tick_words
from jsna.figures.ink import Sheet, text_width, wrap
from jsna.figures.kinds.scatter.options import ScatterOptions
from jsna.figures.layout import LINE, MIDDLE, Layout, Scale, nice_ticks
from jsna.figures.spec import Spec
from jsna.figures.words import axis_title


def draw(spec: Spec[ScatterOptions], layout: Layout) -> Sheet:
    """Return the drawn figure."""
    rows = spec.data[spec.data["value"].notna()]
    options = spec.options
    above = wrap(_title(options.up, options.unit), layout.width - 4, layout.small)
    below = wrap(_title(options.across, options.across_unit), layout.width - 4, layout.small)
    step = layout.small * LINE
    plot_height = 260 if layout.is_narrow else 300
    top = len(above) * step + 10
    height = top + plot_height + layout.small * 2 + len(below) * step + 6
    sheet = Sheet(layout.width, height, synthetic=spec.synthetic)
    ticks = (_ticks(rows["across"], layout), _ticks(rows["value"], layout))
    frame = _frame(layout, ticks, (top, top + plot_height))
    _axes(sheet, frame, ticks[0])
    for place, words in enumerate(above):
        sheet.text(1, layout.small + place * step, words, layout.small, palette.QUIET)
    for place, words in enumerate(below):
        baseline = frame.bottom + layout.small * 3 + place * step
        sheet.text(layout.width - 2, baseline, words, layout.small, palette.QUIET, "right")
    x, y = (
        [scale(v) for v in rows[name]] for scale, name in ((frame.x, "across"), (frame.y, "value"))
    )
    sheet.dots(x, y, palette.PAPER, 11)
    sheet.dots(x, y, palette.OTHER_EDGE if options.own else palette.AREA, 9)
    own = [int(place) for place in np.flatnonzero(rows["area_code"] == options.own)]
    for place in own:
        sheet.dots([x[place]], [y[place]], palette.PAPER, 15)
        sheet.dots([x[place]], [y[place]], palette.AREA, 12)
    _names(sheet, frame, rows, own)
    return sheet


def _title(measure: str, unit: str) -> str:
    return f"{measure}, {axis_title(unit).lower()}"


def _ticks(values: pd.Series, layout: Layout) -> list[float]:
    return nice_ticks(float(values.min()), float(values.max()), 3 if layout.is_narrow else 5)


def _frame(
    layout: Layout, ticks: tuple[list[float], list[float]], edges: tuple[float, float]
) -> PlotFrame:
    (across, up), (top, bottom) = ticks, edges
    left, right = tick_room(up, layout), layout.width - 18.0
    x = Scale(across[0], across[-1], left + 8, right)
    y = Scale(up[0], up[-1], bottom - 8, top)
    return PlotFrame(layout, left, right, top, bottom, x, y, up)


def _axes(sheet: Sheet, frame: PlotFrame, across: list[float]) -> None:
    size = frame.layout.small
    for tick, words in zip(frame.ticks, tick_words(frame.ticks), strict=True):
        height = frame.y(tick)
        sheet.line([frame.left, frame.right], [height] * 2, palette.GRID, 0.8)
        sheet.text(frame.left - 8, height + size * MIDDLE, words, size, palette.QUIET, "right")
    sheet.line([frame.left, frame.right], [frame.bottom] * 2, palette.OTHER_EDGE, 0.8)
    places = [frame.x(tick) for tick in across]
    foot_axis(sheet, frame, places, tick_words(across), size * 1.5)


def _names(sheet: Sheet, frame: PlotFrame, rows: pd.DataFrame, own: list[int]) -> None:
    """Name the pack's own area, then those at the ends of both measures, where there is room."""
    size = frame.layout.small
    taken: list[tuple[float, float, float, float]] = []
    ends = own + [rows[name].to_numpy().argmax() for name in ("value", "across")]
    ends += [rows[name].to_numpy().argmin() for name in ("value", "across")]
    for place in dict.fromkeys(int(end) for end in ends):
        row = rows.iloc[place]
        width = text_width(row["area_name"], size)
        for left, baseline in _beside(frame, row, width, size):
            box = (left, baseline - size, left + width, baseline + 3)
            if not _is_free(box, taken) or left < frame.left or left + width > frame.layout.width:
                continue
            taken.append(box)
            sheet.text(left, baseline, row["area_name"], size, palette.INK)
            break


def _beside(
    frame: PlotFrame, row: pd.Series, width: float, size: float
) -> list[tuple[float, float]]:
    """Where a name may begin: right of its dot, left of it, above, below."""
    x, y = frame.x(row["across"]), frame.y(row["value"])
    centre = float(np.clip(x - width / 2, frame.left, max(frame.left, frame.right - width)))
    level = y + size * MIDDLE
    return [(x + 9, level), (x - 9 - width, level), (centre, y - 9), (centre, y + size + 7)]


def _is_free(
    box: tuple[float, float, float, float], taken: list[tuple[float, float, float, float]]
) -> bool:
    return all(
        box[2] < other[0] or other[2] < box[0] or box[3] < other[1] or other[3] < box[1]
        for other in taken
    )
