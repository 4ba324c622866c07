"""How a map of places is drawn: wards, numbered marks on them, and the names by number below."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jsna.figures import palette
from jsna.figures.ink import Sheet
from jsna.figures.kinds.deprivation_map.ink import projected, projection, rings, simplified
from jsna.figures.kinds.deprivation_map.labels import Box, place_labels
from jsna.figures.kinds.deprivation_map.legend import ROW, draw_scale_bar, legend_entries
from jsna.figures.kinds.place_map.key import draw_place_key, place_key
from jsna.figures.kinds.place_map.located import located
from jsna.figures.kinds.place_map.marks import PlaceMark, draw_marks, draw_pill, grouped, in_wards
from jsna.figures.kinds.place_map.options import AT_ITS_POINT, IN_ITS_WARD, PlaceMapOptions
from jsna.figures.layout import Layout, baselines
from jsna.figures.lettering import text_width
from jsna.figures.spec import Spec
from jsna.narrative.one_line import one_line

if TYPE_CHECKING:
    from geopandas import GeoSeries

MARGIN: Final = 3.0
LETTERS: Final = 12.0
"""Size of the wards' names, in design pixels."""
MOST_NUMBERED: Final = 99
"""More places than this are dots without a number: the table names them."""
MOST_IN_KEY: Final = 40
DOT: Final = 7.0
SIDE: Final = 0.37
"""Share of the width that legend and names take beside the map."""
GAP: Final = 16.0


@dataclass(frozen=True)
class _Map:
    """Wards and places in pixels, and the room that they take."""

    wards: "GeoSeries"
    names: tuple[str, ...]
    codes: tuple[str, ...]
    places: "GeoSeries"
    width: float
    height: float
    pixels_per_km: float


def draw(spec: Spec[PlaceMapOptions], layout: Layout) -> Sheet:
    """Return the drawn figure: the map, how its marks are read, the names by number.

    Legend and names stand beside the map where there is room for them, else below.
    """
    if not layout.is_narrow:
        words = max(text_width(entry.words, layout.text) for entry in legend_entries(spec))
        side = max(layout.width * SIDE, words + _sample(layout) + 4)
        sheet, fits = _drawn(spec, layout, layout.width - side - GAP, side)
        if fits:
            return sheet
    return _drawn(spec, layout, layout.width)[0]


def _drawn(
    spec: Spec[PlaceMapOptions], layout: Layout, room: float, side: float = 0
) -> tuple[Sheet, bool]:
    """The figure with a map of a width, and whether what stands beside it is no longer than it.

    Without room at its side the legend and the names stand below.
    """
    placed = _placed(spec, room, room * (1.15 if layout.is_narrow or side else 0.8))
    marks = _marks(spec, placed, layout.small)
    named = marks and len(spec.data) <= MOST_IN_KEY
    names = [one_line(name) for name in spec.data["name"]] if named else []
    key = place_key(names, side or layout.width - 4, layout.small)
    legend = layout.text * ROW * len(legend_entries(spec)) + 34
    left, top = (layout.width - side, 4.0) if side else (2.0, placed.height + 10)
    below = top + legend + key.height + 4
    sheet = Sheet(layout.width, max(below, placed.height), synthetic=spec.synthetic)
    sheet.shape(rings(placed.wards), palette.BAND, palette.OTHER_EDGE, 0.8)
    _write_wards(sheet, placed, [mark.edges for mark in marks])
    if marks:
        draw_marks(sheet, marks)
    else:
        _dots(sheet, spec, placed)
    _legend(sheet, spec, layout, placed, (left, top))
    draw_place_key(sheet, key, left, top + legend)
    return sheet, below <= placed.height * 1.1


def _placed(spec: Spec[PlaceMapOptions], room: float, tallest: float) -> _Map:
    if spec.geometry is None:
        raise ValueError(f"{spec.id}: a map needs geometry")
    shapes = projected(spec.geometry)
    west, south, east, north = shapes.total_bounds
    scale = min((room - 2 * MARGIN) / (east - west), (tallest - 2 * MARGIN) / (north - south))
    to_pixels = [scale, 0, 0, -scale, MARGIN - west * scale, MARGIN + north * scale]
    return _Map(
        simplified(shapes.geometry.affine_transform(to_pixels)),
        tuple(one_line(str(name)) for name in shapes["name"]),
        tuple(shapes["code"]),
        located(spec).to_crs(projection(spec.geometry)).affine_transform(to_pixels),
        (east - west) * scale + 2 * MARGIN,
        (north - south) * scale + 2 * MARGIN,
        1000 * scale,
    )


def _marks(spec: Spec[PlaceMapOptions], placed: _Map, size: float) -> list[PlaceMark]:
    """The numbered marks; none where there are too many places for numbers."""
    if len(spec.data) > MOST_NUMBERED:
        return []
    exact = spec.data["value"] == AT_ITS_POINT
    points = placed.places[exact]
    at = zip(spec.data.loc[exact, "number"], points.x, points.y, strict=True)
    marks = grouped([PlaceMark((int(number),), x, y, size) for number, x, y in at])
    marks = grouped([mark.on_sheet(placed.width, placed.height) for mark in marks])
    loose = spec.data[~exact].groupby("ward_code", sort=True)["number"].agg(tuple)
    shapes = placed.wards.set_axis(placed.codes).loc[loose.index]
    beside = [PlaceMark(tuple(map(int, numbers)), 0, 0, size, exact=False) for numbers in loose]
    return [*marks, *in_wards(beside, list(shapes), [mark.edges for mark in marks])]


def _write_wards(sheet: Sheet, placed: _Map, taken: list[Box]) -> None:
    """The wards' names where they fit inside their outlines, on no mark."""
    room = (placed.width, placed.height)
    labels = place_labels(placed.names, placed.wards, LETTERS, room, taken, numbered=False)
    for label in labels.written:
        lines = zip(label.lines, baselines(label.y, len(label.lines), LETTERS), strict=True)
        for words, baseline in lines:
            sheet.text(label.x, baseline, words, LETTERS, palette.QUIET, "center")


def _sample(layout: Layout) -> float:
    """How much of a line of the legend its mark takes."""
    return layout.text * 1.6 + 12


def _dots(sheet: Sheet, spec: Spec[PlaceMapOptions], placed: _Map) -> None:
    loose = spec.data["value"] == IN_ITS_WARD
    exact, others = placed.places[~loose], placed.places[loose]
    sheet.dots(exact.x, exact.y, palette.PAPER, DOT + 2)
    sheet.dots(exact.x, exact.y, palette.AREA, DOT)
    for x, y in zip(others.x, others.y, strict=True):
        sheet.ring(x, y, DOT, palette.AREA, 1.6)


def _legend(
    sheet: Sheet,
    spec: Spec[PlaceMapOptions],
    layout: Layout,
    placed: _Map,
    at: tuple[float, float],
) -> None:
    """What a filled and a white mark mean, with their numbers, and the scale."""
    size, (left, baseline) = layout.text, at
    for number, entry in enumerate(legend_entries(spec), start=1):
        baseline += size * ROW
        upper = baseline - size * 0.85
        edges = (left + 1, upper, left + 1 + size * 1.6, upper + size)
        draw_pill(sheet, edges, exact=number == AT_ITS_POINT)
        sheet.text(left + _sample(layout), baseline, entry.words, size)
    draw_scale_bar(sheet, placed.pixels_per_km, layout, left, baseline + 22)
