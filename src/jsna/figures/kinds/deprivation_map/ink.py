"""How a map is drawn; what it shows is `choropleth`'s."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from jsna.figures import palette
from jsna.figures.ink import Sheet
from jsna.figures.kinds.deprivation_map.classes import MISSING, class_of, look_of
from jsna.figures.kinds.deprivation_map.labels import Label, Labels, place_labels
from jsna.figures.kinds.deprivation_map.legend import (
    ROW,
    draw_key,
    draw_legend,
    draw_scale_bar,
    key_of,
    legend_entries,
    legend_heading,
    legend_width,
)
from jsna.figures.kinds.deprivation_map.marks import Look, Mark, draw_mark
from jsna.figures.layout import LINE, Layout, baselines
from jsna.figures.lettering import text_width
from jsna.figures.spec import Spec
from jsna.narrative.one_line import one_line

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries
    from numpy.typing import NDArray

    from jsna.figures.kinds.deprivation_map.options import MapOptions

PROJECTION: Final = "+proj=eqc +lat_ts={latitude!r} +R=6378137 +units=m"
"""Degrees of longitude as long as they are at the map's middle: north is up everywhere."""
MARGIN: Final = 3.0
DETAIL: Final = 1.2
"""Corners go whose triangle is smaller than the square of so many pixels: half the weight of a map
of 170 neighbourhoods, and no difference that an eye finds."""
LETTERS: Final = 12.0
"""Size of the names on the map, in design pixels."""
CASING: Final = 2.8
"""Width of the white line on which a darker one is read on any fill."""


@dataclass(frozen=True)
class _Map:
    """The shapes in pixels and the room they take."""

    fill: "GeoSeries"
    outline: "GeoSeries"
    names: tuple[str, ...]
    classes: "NDArray[Any]"
    width: float
    height: float
    pixels_per_km: float
    look: Look


def draw(spec: "Spec[MapOptions]", layout: Layout) -> Sheet:
    """Return the drawn figure: map, legend beside or below it, names or their numbers, key."""
    entries = legend_entries(spec)
    beside = not layout.is_narrow
    wide = legend_width(spec, entries, layout)
    room = layout.width - (wide + 24 if beside else 0)
    placed = _placed(spec, room, layout.width * (0.78 if beside else 1.15))
    heading = layout.small * LINE * len(legend_heading(spec, layout))
    legend_height = heading + layout.text * ROW * len(entries) + 36
    height = max(placed.height, legend_height) if beside else placed.height + legend_height + 14
    labels = _labels(placed)
    key = key_of(labels.key, layout.width - 4, layout.small)
    sheet = Sheet(layout.width, height + key.height + 4, synthetic=spec.synthetic)
    _shapes(sheet, placed)
    _write(sheet, labels)
    left = layout.width - wide if beside else 2
    foot = draw_legend(sheet, spec, layout, left, 4 if beside else placed.height + 14)
    draw_scale_bar(sheet, placed.pixels_per_km, layout, left, foot + 26)
    draw_key(sheet, key, height)
    return sheet


def _placed(spec: "Spec[MapOptions]", room: float, tallest: float) -> _Map:
    if spec.geometry is None:
        raise ValueError(f"{spec.id}: a map needs geometry")
    shapes = projected(spec.geometry)
    west, south, east, north = shapes.total_bounds
    scale = min(
        (room - 2 * MARGIN) / (east - west), (tallest - 2 * MARGIN) / (north - south)
    )  # pixels to the metre
    to_pixels = [scale, 0, 0, -scale, MARGIN - west * scale, MARGIN + north * scale]
    fill, outline = (
        simplified(shapes.geometry[shapes["layer"] == layer].affine_transform(to_pixels))
        for layer in ("fill", "outline")
    )
    codes = shapes.loc[shapes["layer"] == "fill", "code"]
    classes = class_of(spec.data.set_index("area_code")).reindex(codes).to_numpy()
    width, height = (east - west) * scale, (north - south) * scale
    return _Map(
        fill,
        outline,
        _names(shapes),
        classes,
        width + 2 * MARGIN,
        height + 2 * MARGIN,
        1000 * scale,
        look_of(spec.options),
    )


def _names(shapes: "GeoDataFrame") -> tuple[str, ...]:
    """Return the names of the larger areas, or of the areas filled where there are no larger."""
    layer = "outline" if shapes["layer"].eq("outline").any() else "fill"
    return tuple(one_line(str(name)) for name in shapes.loc[shapes["layer"] == layer, "name"])


def _labels(placed: _Map) -> Labels:
    shapes = placed.outline if len(placed.outline) else placed.fill
    return place_labels(placed.names, shapes, LETTERS, (placed.width, placed.height))


def projected(geometry: "GeoDataFrame") -> "GeoDataFrame":
    """Return the shapes in metres, so that a distance is as long up as across."""
    return geometry.to_crs(projection(geometry))


def projection(geometry: "GeoDataFrame") -> str:
    """Return the coordinate system that `projected` gives, for what is drawn on the shapes."""
    _, south, _, north = geometry.total_bounds
    return PROJECTION.format(latitude=float((south + north) / 2))


def simplified(shapes: "GeoSeries") -> "GeoSeries":
    """Return shapes in pixels with no more corners than can be seen."""
    # neighbours keep a shared edge where the layer is a clean coverage
    polygons = len(shapes) and shapes.geom_type.isin(("Polygon", "MultiPolygon")).all()
    if polygons and shapes.is_valid_coverage():
        return shapes.simplify_coverage(DETAIL)
    return shapes.simplify(DETAIL)


def rings(shapes: "GeoSeries") -> "list[NDArray[Any]]":
    """Return the rings of all shapes, holes among them."""
    import shapely

    parts = shapes.explode(ignore_index=True)
    return [shapely.get_coordinates(ring) for ring in shapely.get_rings(parts.to_numpy())]


def _shapes(sheet: Sheet, placed: _Map) -> None:
    for i, colour in enumerate(placed.look.colours):
        if (placed.classes == i + 1).any():
            inside = rings(placed.fill[placed.classes == i + 1])
            sheet.shape(inside, colour, palette.MAP_EDGE, 0.5)
    _without_value(sheet, placed)
    if len(placed.outline):
        lines = rings(placed.outline)
        # a white casing keeps the outlines in sight on the dark classes
        sheet.shape(lines, None, palette.PAPER, CASING)
        sheet.shape(lines, None, palette.INK, 1.2)
    for i, mark in enumerate(placed.look.marks):
        _marked(sheet, placed.fill[placed.classes == i + 1], mark, placed.look.inks[i])


def _without_value(sheet: Sheet, placed: _Map) -> None:
    """Areas without data, and suppressed ones: a fill, an edge and a mark of their own."""
    for place, (_, fill, edge, mark) in MISSING.items():
        missing = placed.fill[placed.classes == place]
        if len(missing):
            sheet.shape(rings(missing), fill, edge, 1.2)
            _marked(sheet, missing, mark, edge)


def _marked(sheet: Sheet, shapes: "GeoSeries", mark: Mark, ink: str) -> None:
    if mark and len(shapes):
        places = shapes.representative_point()
        for x, y in zip(places.x, places.y, strict=True):
            draw_mark(sheet, mark, x, y, ink)


def _write(sheet: Sheet, labels: Labels) -> None:
    for label in labels.written:
        _write_label(sheet, label)


def _write_label(sheet: Sheet, label: Label) -> None:
    """Write a label on white, so that it is read on the darkest class."""
    if label.place:
        x, y = label.place
        sheet.cased_line([x, label.x], [y, label.y], palette.INK, 0.8, CASING)
    for words, baseline in zip(
        label.lines, baselines(label.y, len(label.lines), LETTERS), strict=True
    ):
        width = text_width(words, LETTERS) + 4
        sheet.box(
            label.x - width / 2, baseline - LETTERS * 0.95, width, LETTERS * 1.25, palette.PAPER
        )
        sheet.text(label.x, baseline, words, LETTERS, palette.INK, "center")
