"""How a funnel is drawn."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from jsna.figures import palette
from jsna.figures.axes import PlotFrame, foot_axis, tick_room, tick_words, value_axis
from jsna.figures.ink import Sheet, text_width, wrap
from jsna.figures.kinds.funnel.options import FunnelOptions
from jsna.figures.layout import LINE, MIDDLE, Layout, Scale, nice_ticks, padded, spread
from jsna.figures.spec import Spec
from jsna.narrative.numbers import format_number

DASHES: Final[dict[str, tuple[float, ...]]] = {"2s": (6, 3), "3s": (1.2, 2.2)}
LEVELS: Final = {"2s": "95%", "3s": "99.8%"}
SIZE_AXIS: Final = "Denominator: how many people (or events) the figure is of"
ROOM: Final = 0.12
"""Room above and below the wards, as a share of their spread."""

Box = tuple[float, float, float, float]
EndLabel = tuple[float, str, str]
"""Height, words and colour of what stands at the right end of a line."""


def draw(spec: Spec[FunnelOptions], layout: Layout) -> Sheet:
    """Return the drawn figure."""
    sheet = Sheet(layout.width, 380 if layout.is_narrow else 400, synthetic=spec.synthetic)
    areas = spec.data[(spec.data["line"] == "") & spec.data["denominator"].gt(0)]
    areas = areas[areas["value"].notna()]
    lines = spec.data[spec.data["line"] != ""]
    frame = _frame(sheet, spec, areas, lines, layout)
    _axes(sheet, spec, frame)
    ends = [*_curves(sheet, spec, frame), *_levels(sheet, spec, lines, frame)]
    _end_labels(sheet, ends, frame)
    _dots(sheet, areas, frame)
    _names(sheet, areas, frame)
    return sheet


def _frame(
    sheet: Sheet,
    spec: Spec[FunnelOptions],
    areas: pd.DataFrame,
    lines: pd.DataFrame,
    layout: Layout,
) -> PlotFrame:
    curves = spec.options.curves
    low, high = _value_range(areas, lines, spec.options.unit)
    ticks = [t for t in nice_ticks(low, high, 6) if low <= t <= high]
    left = tick_room(ticks, layout)
    labels = [_line_words(row, spec) for row in lines.itertuples(index=False)]
    room = max(text_width(word, layout.small, True) for word in [*labels, *LEVELS.values()]) + 14
    right, top = layout.width - room, layout.text * 2.2
    bottom = sheet.content_height - layout.small * 3.6
    places = [place for points in curves.values() for place in points[0]]
    start, end = min(places, default=0.0), max([*places, float(areas["denominator"].max())])
    x, y = Scale(start, end, left + 8, right), Scale(low, high, bottom, top)
    return PlotFrame(layout, left, right, top, bottom, x, y, ticks)


def _value_range(areas: pd.DataFrame, lines: pd.DataFrame, unit: str) -> tuple[float, float]:
    """Hold every ward, both level lines and the limits at the size of each ward."""
    limits = [name for name in areas if str(name).endswith(("limit_95", "limit_998"))]
    drawn = np.concatenate([areas[["value", *limits]].to_numpy(float).ravel(), lines["value"]])
    low, high = float(np.nanmin(drawn)), float(np.nanmax(drawn))
    room = (high - low) * ROOM or abs(high) * ROOM or 1.0
    return padded(low, high, room, unit)


def _axes(sheet: Sheet, spec: Spec[FunnelOptions], frame: PlotFrame) -> None:
    size, layout = frame.layout.small, frame.layout
    value_axis(sheet, spec.options.unit, frame, has_floor=False)
    sheet.line([frame.left, frame.right], [frame.bottom] * 2, palette.OTHER_EDGE, 0.8)
    low, high = frame.x.low, frame.x.high
    ticks = [t for t in nice_ticks(low, high, 3 if layout.is_narrow else 5) if low <= t <= high]
    foot_axis(sheet, frame, [frame.x(tick) for tick in ticks], tick_words(ticks), size * 1.5)
    title = SIZE_AXIS if text_width(SIZE_AXIS, size) < layout.width - 4 else "Denominator"
    sheet.text(2, frame.bottom + size * 3, title, size, palette.QUIET)


def _curves(sheet: Sheet, spec: Spec[FunnelOptions], frame: PlotFrame) -> list[EndLabel]:
    """Draw the limits; return the label at the end of each."""
    curves = spec.options.curves
    ends = []
    for side, (places, values) in curves.items():
        x, y = np.array(places), np.array(values)
        inside = (y >= frame.y.low) & (y <= frame.y.high)
        name = side.rpartition("_")[2]
        for part in np.split(np.arange(len(x)), np.flatnonzero(np.diff(inside)) + 1):
            if inside[part[0]] and len(part) > 1:
                across, up = [frame.x(v) for v in x[part]], [frame.y(v) for v in y[part]]
                sheet.line(across, up, palette.COMPARATOR, 1.5, DASHES[name])
        if inside[-1]:
            ends.append((frame.y(float(y[-1])), LEVELS[name], palette.COMPARATOR))
    return ends


def _levels(
    sheet: Sheet, spec: Spec[FunnelOptions], lines: pd.DataFrame, frame: PlotFrame
) -> list[EndLabel]:
    ends = []
    for row in lines.itertuples(index=False):
        height = frame.y(float(str(row.value)))
        is_average = row.line == "average"
        colour, dash = (palette.QUIET, ()) if is_average else (palette.EMPHASIS, (8, 2, 1.5, 2))
        sheet.line([frame.left, frame.right], [height] * 2, colour, 1.6, dash)
        ends.append((height, _line_words(row, spec), colour))
    return ends


def _line_words(row: Any, spec: Spec[FunnelOptions]) -> str:
    name = "Wards" if row.line == "average" else row.area_name
    return f"{name} {format_number(float(row.value), spec.options.decimals)}"


def _end_labels(sheet: Sheet, ends: Sequence[EndLabel], frame: PlotFrame) -> None:
    size = frame.layout.small
    heights = [size * LINE] * len(ends)
    tops = spread([y - size * LINE / 2 for y, _, _ in ends], heights, 0, frame.bottom + size)
    for (height, words, colour), top in zip(ends, tops, strict=True):
        middle = top + size * LINE / 2
        if abs(middle - height) > size * 0.5:
            sheet.line([frame.right, frame.right + 6], [height, middle], colour, 0.8)
        sheet.text(frame.right + 8, middle + size * MIDDLE, words, size, colour)


def _dots(sheet: Sheet, areas: pd.DataFrame, frame: PlotFrame) -> None:
    for flagged, colour, diameter in ((False, palette.OTHER_EDGE, 7), (True, palette.AREA, 10)):
        rows = areas[areas["flagged"].astype("bool") == flagged]
        across = [frame.x(v) for v in rows["denominator"]]
        up = [frame.y(v) for v in rows["value"]]
        if across:
            # a white ring keeps dots apart where they touch
            sheet.dots(across, up, palette.PAPER, diameter + 3)
            sheet.dots(across, up, colour, diameter)


def _names(sheet: Sheet, areas: pd.DataFrame, frame: PlotFrame) -> None:
    """Name the flagged wards, the furthest out first, each where its name touches nothing."""
    size, layout = frame.layout.small, frame.layout
    points = [(frame.x(r.denominator), frame.y(r.value)) for r in areas.itertuples(index=False)]
    taken: list[Box] = [(x - 5, y - 5, x + 5, y + 5) for x, y in points]
    taken.append((0, 0, layout.width * 0.5, size * LINE))  # the axis title
    half = (areas["upper_limit_95"] - areas["lower_limit_95"]) / 2
    middle = (areas["upper_limit_95"] + areas["lower_limit_95"]) / 2
    far = ((areas["value"] - middle) / half).abs().to_numpy()
    order = np.argsort(-np.nan_to_num(far), kind="stable")
    for i in (i for i in order if areas["flagged"].iloc[i]):
        lines = wrap(str(areas["area_name"].iloc[i]), layout.width * 0.32, size, True)
        box = _free_place(points[i], lines, size, taken, frame)
        if box is not None:
            taken.append(box)
            for n, words in enumerate(lines):
                baseline = box[1] + size * LINE * (n + 0.5) + size * MIDDLE
                sheet.bold(box[0] + 1, baseline, words, size, palette.AREA)


def _free_place(
    point: tuple[float, float], lines: list[str], size: float, taken: list[Box], frame: PlotFrame
) -> Box | None:
    """The first place beside, above or below the dot where the name fits, if there is one."""
    width = max(text_width(words, size, True) for words in lines) + 2
    height, (x, y) = len(lines) * size * LINE, point
    lefts = {"right": x + 8, "left": x - 8 - width, "middle": x - width / 2}
    tops = {"beside": y - height / 2, "above": y - 7 - height, "below": y + 7}
    for side, level in (
        ("right", "beside"), ("left", "beside"), ("middle", "above"), ("middle", "below"),
        ("right", "above"), ("right", "below"), ("left", "above"), ("left", "below"),
    ):  # fmt: skip
        left, top = lefts[side], tops[level]
        box = (left, top, left + width, top + height)
        inside = left > frame.left and box[2] < frame.right and top > 4 and box[3] < frame.bottom
        if inside and not any(_touch(box, other) for other in taken):
            return box
    return None


def _touch(one: Box, other: Box) -> bool:
    return all(min(one[i + 2], other[i + 2]) > max(one[i], other[i]) for i in (0, 1))
