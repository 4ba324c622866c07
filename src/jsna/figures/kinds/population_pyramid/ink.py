"""How a population pyramid is drawn."""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from jsna.figures import palette
from jsna.figures.axes import tick_words
from jsna.figures.ink import Align, Sheet, text_width
from jsna.figures.kinds.population_pyramid.options import PyramidOptions
from jsna.figures.layout import MIDDLE, Layout, Scale, nice_ticks
from jsna.figures.spec import Spec
from jsna.figures.words import axis_title

KEY_MARK, KEY_GAP = 33, 26
"""Room of a mark in the key, and between its two entries."""
SIDES: Final = (
    ("Male", "Males", palette.CATEGORIES[0]),
    ("Female", "Females", palette.CATEGORIES[1]),
)


@dataclass(frozen=True)
class _Pyramid:
    """The bands from youngest to oldest, and the scales: both sides start at the gutter."""

    layout: Layout
    ages: list[str]
    top: float
    band: float
    ticks: list[float]
    scales: dict[str, Scale]

    @property
    def bottom(self) -> float:
        return self.top + self.band * len(self.ages)

    def upper_edge(self, place: int) -> float:
        # the youngest band stands at the foot
        return self.bottom - self.band * (place + 1)


def draw(spec: Spec[PyramidOptions], layout: Layout) -> Sheet:
    """Return the drawn figure."""
    pyramid = _pyramid(spec, layout)
    height = pyramid.bottom + layout.small * 3.4
    sheet = Sheet(layout.width, height, synthetic=spec.synthetic)
    _key(sheet, spec, layout)
    _axes(sheet, pyramid, spec.options.unit)
    outline = spec.options.outline
    for sex, title, colour in SIDES:
        scale = pyramid.scales[sex]
        _side_title(sheet, pyramid, title, scale)
        values = _values(spec, pyramid, spec.options.bars, sex)
        _bars(sheet, pyramid, values, scale, colour)
        if outline:
            _outline(sheet, pyramid, _values(spec, pyramid, outline, sex), scale)
    return sheet


def _pyramid(spec: Spec[PyramidOptions], layout: Layout) -> _Pyramid:
    ages = spec.data["age"].drop_duplicates().tolist()
    gutter = max(text_width(axis_age(age), layout.small) for age in ages) + 18
    middle, largest = layout.width / 2, float(spec.data["value"].max()) or 1.0
    ticks = [t for t in nice_ticks(0, largest, 2 if layout.is_narrow else 3) if t <= largest]
    # half the widest tick label hangs over each end
    edge = text_width(tick_words(ticks)[-1], layout.small) / 2 + 2
    scales = {
        "Male": Scale(0, largest, middle - gutter / 2, edge),
        "Female": Scale(0, largest, middle + gutter / 2, layout.width - edge),
    }
    top = layout.text * (4.6 if _key_is_stacked(spec, layout) else 3.4)
    return _Pyramid(layout, ages, top, layout.small * 1.55, ticks, scales)


def axis_age(age: str) -> str:
    """Return an age band as short as the axis needs: `90+` for "90 and over"."""
    return re.sub(r" (years )?and over$", "+", age).replace("-", "\u2013")


def _values(spec: Spec[PyramidOptions], pyramid: _Pyramid, series: str, sex: str) -> np.ndarray:
    rows = spec.data[(spec.data["series"] == series) & (spec.data["sex"] == sex)]
    by_age: pd.Series = rows.set_index("age")["value"].reindex(pyramid.ages)
    return by_age.to_numpy(float)


def _key_words(spec: Spec[PyramidOptions]) -> list[str]:
    words = [f"Bars: {spec.options.bars}"]
    return [*words, f"Line: {spec.options.outline}"] if spec.options.outline else words


def _key_is_stacked(spec: Spec[PyramidOptions], layout: Layout) -> bool:
    words = _key_words(spec)
    room = sum(text_width(w, layout.small) + KEY_MARK for w in words) + KEY_GAP
    return len(words) > 1 and room > layout.width


def _key(sheet: Sheet, spec: Spec[PyramidOptions], layout: Layout) -> None:
    size, words, baseline = layout.small, _key_words(spec), layout.small * 1.1
    for i, (_, _, colour) in enumerate(SIDES):
        sheet.box(2 + 12 * i, baseline - size * 0.8, 12, size * 0.85, colour)
    sheet.text(KEY_MARK, baseline, words[0], size, palette.INK)
    if len(words) > 1:
        stacked = _key_is_stacked(spec, layout)
        left = 0 if stacked else KEY_MARK + text_width(words[0], size) + KEY_GAP
        baseline += size * 1.4 if stacked else 0
        sheet.line([left + 2, left + 26], [baseline - size * MIDDLE] * 2, palette.INK, 2.2)
        sheet.text(left + KEY_MARK, baseline, words[1], size, palette.INK)


def _side_title(sheet: Sheet, pyramid: _Pyramid, title: str, scale: Scale) -> None:
    align: Align = "right" if scale.end < scale.start else "left"
    baseline = pyramid.top - pyramid.layout.text * 0.55
    sheet.bold(scale.start, baseline, title, pyramid.layout.text, palette.INK, align)


def _axes(sheet: Sheet, pyramid: _Pyramid, unit: str) -> None:
    size = pyramid.layout.small
    for scale in pyramid.scales.values():
        for tick, words in zip(pyramid.ticks, tick_words(pyramid.ticks), strict=True):
            sheet.line([scale(tick)] * 2, [pyramid.top, pyramid.bottom + 4], palette.GRID, 0.8)
            sheet.text(
                scale(tick), pyramid.bottom + size * 1.5, words, size, palette.QUIET, "center"
            )
    middle = pyramid.layout.width / 2
    for place, age in enumerate(pyramid.ages):
        baseline = pyramid.upper_edge(place) + pyramid.band / 2 + size * MIDDLE
        sheet.text(middle, baseline, axis_age(age), size, palette.QUIET, "center")
    age_title = pyramid.top - pyramid.layout.text * 0.55
    sheet.text(middle, age_title, "Age", size, palette.QUIET, "center")
    sheet.text(middle, pyramid.bottom + size * 3, axis_title(unit), size, palette.QUIET, "center")


def _bars(sheet: Sheet, pyramid: _Pyramid, values: np.ndarray, scale: Scale, colour: str) -> None:
    for place, value in enumerate(values):
        if not np.isnan(value):
            start, end = sorted((scale.start, scale(value)))
            sheet.box(
                start, pyramid.upper_edge(place) + 1.2, end - start, pyramid.band - 2.4, colour
            )
        else:
            _no_value(sheet, pyramid, place, scale)


def _no_value(sheet: Sheet, pyramid: _Pyramid, place: int, scale: Scale) -> None:
    size = pyramid.layout.small
    inwards = scale.end < scale.start
    align: Align = "right" if inwards else "left"
    baseline = pyramid.upper_edge(place) + pyramid.band / 2 + size * MIDDLE
    start = scale.start + (-6 if inwards else 6)
    sheet.text(start, baseline, "no value", size, palette.QUIET, align)


def _outline(sheet: Sheet, pyramid: _Pyramid, values: np.ndarray, scale: Scale) -> None:
    known = ~np.isnan(values)
    for part in np.split(np.arange(len(values)), np.flatnonzero(np.diff(known)) + 1):
        if not known[part[0]]:
            continue
        x = np.repeat([scale(value) for value in values[part]], 2)
        edges = [(pyramid.upper_edge(p) + pyramid.band, pyramid.upper_edge(p)) for p in part]
        y = np.ravel(edges)
        sheet.cased_line(x, y, palette.INK, 2.2, 5)
