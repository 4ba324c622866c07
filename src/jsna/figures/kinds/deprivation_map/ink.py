"""How a map is drawn; what it shows is `choropleth`'s."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from jsna.figures import palette
from jsna.figures.ink import Sheet, text_width, wrap
from jsna.figures.kinds.deprivation_map.marks import LOOKS, Look, Mark, draw_mark
from jsna.figures.layout import LINE, MIDDLE, Layout
from jsna.figures.spec import Spec

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries
    from numpy.typing import NDArray

    from jsna.figures.kinds.deprivation_map.options import MapOptions

PROJECTION: Final = "+proj=eqc +lat_ts={latitude!r} +R=6378137 +units=m"
"""Degrees of longitude as long as they are at the map's middle: north is up everywhere."""
MARGIN: Final = 3.0
DETAIL: Final = 0.35
"""Pixels by which an outline may be moved when it is simplified."""
ROW: Final = 1.5
"""Height of a row of the legend, as a multiple of the font size."""
NO_DATA_WORDS: Final = "no data"


@dataclass(frozen=True)
class _Map:
    """The shapes in pixels and the room they take."""

    fill: "GeoSeries"
    outline: "GeoSeries"
    classes: "NDArray[Any]"
    left: float
    width: float
    height: float
    pixels_per_km: float
    look: Look


@dataclass(frozen=True)
class _Entry:
    """One line of the legend."""

    words: str
    colour: str
    mark: Mark
    ink: str


def draw(spec: "Spec[MapOptions]", layout: Layout) -> Sheet:
    """Return the drawn figure."""
    legend = _legend_lines(spec)
    legend_width = _legend_width(spec, legend, layout)
    beside = not layout.is_narrow
    room = layout.width - (legend_width + 24 if beside else 0)
    placed = _placed(spec, room, layout.width * (0.78 if beside else 1.15))
    heading = layout.small * LINE * len(_heading(spec, layout))
    legend_height = heading + layout.text * ROW * len(legend) + 36
    height = max(placed.height, legend_height) if beside else placed.height + legend_height + 14
    sheet = Sheet(layout.width, height + 4, synthetic=spec.synthetic)
    _shapes(sheet, placed)
    left = layout.width - legend_width if beside else 2
    top = 4 if beside else placed.height + 14
    foot = _legend(sheet, spec, legend, layout, left, top)
    _scale_bar(sheet, placed, layout, left, foot + 26)
    return sheet


def _placed(spec: "Spec[MapOptions]", room: float, tallest: float) -> _Map:
    if spec.geometry is None:
        raise ValueError(f"{spec.id}: a map needs geometry")
    shapes = _projected(spec.geometry)
    west, south, east, north = shapes.total_bounds
    scale = min(
        (room - 2 * MARGIN) / (east - west), (tallest - 2 * MARGIN) / (north - south)
    )  # pixels to the metre
    to_pixels = [scale, 0, 0, -scale, MARGIN - west * scale, MARGIN + north * scale]
    fill, outline = (
        _simplified(shapes.geometry[shapes["layer"] == layer].affine_transform(to_pixels))
        for layer in ("fill", "outline")
    )
    codes = shapes.loc[shapes["layer"] == "fill", "code"]
    values = spec.data.set_index("area_code")["value"].reindex(codes).to_numpy(float)
    width, height = (east - west) * scale, (north - south) * scale
    return _Map(
        fill, outline, values, 0, width + 2 * MARGIN, height + 2 * MARGIN, 1000 * scale, _look(spec)
    )


def _projected(geometry: "GeoDataFrame") -> "GeoDataFrame":
    """Return the shapes in metres, so that a distance is as long up as across."""
    _, south, _, north = geometry.total_bounds
    return geometry.to_crs(PROJECTION.format(latitude=float((south + north) / 2)))


def _simplified(shapes: "GeoSeries") -> "GeoSeries":
    # neighbours keep a shared edge where the layer is a clean coverage
    polygons = len(shapes) and shapes.geom_type.isin(("Polygon", "MultiPolygon")).all()
    if polygons and shapes.is_valid_coverage():
        return shapes.simplify_coverage(DETAIL)
    return shapes.simplify(DETAIL)


def _rings(shapes: "GeoSeries") -> "list[NDArray[Any]]":
    import shapely

    parts = shapes.explode(ignore_index=True)
    return [shapely.get_coordinates(ring) for ring in shapely.get_rings(parts.to_numpy())]


def _look(spec: "Spec[MapOptions]") -> Look:
    return LOOKS[spec.options.look]


def _shapes(sheet: Sheet, placed: _Map) -> None:
    for i, colour in enumerate(placed.look.colours):
        if (placed.classes == i + 1).any():
            sheet.shape(_rings(placed.fill[placed.classes == i + 1]), colour)
    _inner_edges(sheet, placed)
    _without_data(sheet, placed)
    if len(placed.outline):
        rings = _rings(placed.outline)
        # a white casing keeps the outlines in sight on the dark classes
        sheet.shape(rings, None, palette.PAPER, 2.8)
        sheet.shape(rings, None, palette.INK, 1.2)
    for i, mark in enumerate(placed.look.marks):
        _marked(sheet, placed.fill[placed.classes == i + 1], mark, placed.look.inks[i])


def _inner_edges(sheet: Sheet, placed: _Map) -> None:
    known = placed.fill[~np.isnan(placed.classes)]
    if len(known):
        sheet.shape(_rings(known), None, palette.MAP_EDGE, 0.5)


def _without_data(sheet: Sheet, placed: _Map) -> None:
    missing = placed.fill[np.isnan(placed.classes)]
    if not len(missing):
        return
    sheet.shape(_rings(missing), palette.NO_DATA, palette.NO_DATA_EDGE, 1.2)
    _marked(sheet, missing, "cross", palette.NO_DATA_EDGE)


def _marked(sheet: Sheet, shapes: "GeoSeries", mark: Mark, ink: str) -> None:
    if mark and len(shapes):
        places = shapes.representative_point()
        for x, y in zip(places.x, places.y, strict=True):
            draw_mark(sheet, mark, x, y, ink)


def _legend_lines(spec: "Spec[MapOptions]") -> list[_Entry]:
    look = _look(spec)
    value = spec.data["value"]
    classes = pd.Series(spec.options.classes, dtype="str")
    counts = [int((value == i + 1).sum()) for i in range(len(classes))]
    lines = [
        _Entry(f"{words}: {count}", colour, mark, ink)
        for words, count, colour, mark, ink in zip(
            classes, counts, look.colours, look.marks, look.inks, strict=False
        )
    ]
    missing = int(value.isna().sum())
    none = _Entry(f"{NO_DATA_WORDS}: {missing}", palette.NO_DATA, "cross", palette.NO_DATA_EDGE)
    return [*lines, none] if missing else lines


def _heading(spec: "Spec[MapOptions]", layout: Layout) -> list[str]:
    words = f"{spec.options.legend}, number of {spec.options.areas}"
    return wrap(words, 230 if not layout.is_narrow else layout.width - 4, layout.small)


def _legend_width(spec: "Spec[MapOptions]", lines: list[_Entry], layout: Layout) -> float:
    entries = max(text_width(line.words, layout.text) for line in lines) + 36
    return max(entries, *(text_width(w, layout.small) for w in _heading(spec, layout))) + 4


def _legend(
    sheet: Sheet, spec: "Spec[MapOptions]", lines: list[_Entry], layout: Layout,
    left: float, top: float,
) -> float:  # fmt: skip
    baseline = top
    for words in _heading(spec, layout):
        baseline += layout.small * LINE
        sheet.text(left, baseline, words, layout.small, palette.QUIET)
    size = layout.text
    for line in lines:
        baseline += size * ROW
        upper = baseline - size * 0.85
        sheet.box(left + 1, upper, 26, size, line.colour, palette.OTHER_EDGE)
        draw_mark(sheet, line.mark, left + 14, upper + size / 2, line.ink)
        sheet.text(left + 35, baseline, line.words, size)
    return baseline


def _scale_bar(sheet: Sheet, placed: _Map, layout: Layout, left: float, top: float) -> None:
    most = 110 / placed.pixels_per_km
    km = max(k for k in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if k <= max(most, 0.1))
    end = left + 1 + km * placed.pixels_per_km
    sheet.line([left + 1, end], [top] * 2, palette.INK, 2)
    words = f"{km:g} km"
    sheet.text(end + 8, top + layout.small * MIDDLE, words, layout.small, palette.QUIET)
