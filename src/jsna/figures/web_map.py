"""The script of a map to point at and zoom, by folium; the page around it is `web_map_page`'s.

folium's own page is not used: it asks for ten files on five hosts and has neither title nor
language. Leaflet, which draws the map, stands in `web_map_parts/` as its makers publish it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jsna.figures import palette
from jsna.figures.kinds.deprivation_map.classes import MISSING, look_of
from jsna.figures.kinds.deprivation_map.marks import Mark
from jsna.figures.web_map_layers import MapLayer, WebMap
from jsna.figures.web_map_shapes import coarser, told_areas, told_places
from jsna.settings.basemap import Basemap

if TYPE_CHECKING:
    from folium import Element, Map
    from geopandas import GeoDataFrame

PARTS: Final = Path(__file__).with_name("web_map_parts")
GLYPHS: Final[dict[Mark, str]] = {
    "": "", "cross": "\u00d7", "plus": "+", "minus": "\u2212", "up": "\u25b2", "down": "\u25bc",
    "ring": "\u25cb",
}  # fmt: skip
BRACE: Final = "\ue000"
"""Stands for a brace while folium works: it reads its script, data and all, as a template again, in
which a name could run Python."""
POINT: Final = 9
"""Half the width of a place, in pixels: large enough to be touched."""
OVER_A_BASEMAP: Final = 0.65
"""How dense the areas are drawn where streets show through."""


def web_map_script(page: WebMap, steps: int) -> str:
    """Return all that a map's page runs: Leaflet, folium's script, what the page's tools do.

    It draws into the element `map_choropleth`. The same figures give the same script.

    Args:
        page: What is mapped.
        steps: How fine the outlines are, see `web_map_shapes.coarser`.

    Raises:
        ValueError: its first layer has no shapes.
    """
    spec = page.layers[0].spec
    if spec.geometry is None:
        raise ValueError(f"{spec.id}: a map needs geometry")
    drawn = _map(page, coarser(spec.geometry, steps))
    return "\n".join([opening_of_script(), _script(drawn), part("explore.js")])


def opening_of_script() -> str:
    """Return what every map's script begins with: Leaflet and its licence."""
    leaflet, _, _ = part("leaflet.js").partition("//# sourceMappingURL")
    return f"/*\n{part('leaflet-licence.txt').strip()}\n*/\n{leaflet.strip()}"


def part(name: str) -> str:
    """Return the text of a file that map pages are made of."""
    return (PARTS / name).read_text("utf-8")


def _map(page: WebMap, shapes: "GeoDataFrame") -> "Map":
    """Return the map: areas by class, the larger ones' outlines with a white casing."""
    # folium is heavy and only map pages need it
    import folium

    west, south, east, north = (float(end) for end in shapes.total_bounds)
    drawn = folium.Map(
        location=[(south + north) / 2, (west + east) / 2], tiles=None, control_scale=True,
        zoom_control=False, attribution_control=False, zoom_snap=0.25, min_zoom=6, max_zoom=16,
    )  # fmt: skip
    if page.basemap:
        _tiles(page.basemap).add_to(drawn)
    if page.layers[0].of_places:  # the outlines lie below what is chosen
        _outlines(shapes, drawn)
        _points(told_places(page.layers[0], BRACE)).add_to(drawn)
    else:
        looks = class_looks(page.layers[0], OVER_A_BASEMAP if page.basemap else 1)
        _layer("areas", told_areas(page, shapes, BRACE), looks).add_to(drawn)
        _outlines(shapes, drawn)
    drawn.fit_bounds([[south, west], [north, east]])
    return drawn


def _outlines(shapes: "GeoDataFrame", drawn: "Map") -> None:
    lines = shapes.loc[shapes["layer"] == "outline", ["geometry"]]
    for name, colour, width in (("casing", palette.PAPER, 2.8), ("lines", palette.INK, 1.2)):
        look = {"fill": False, "color": colour, "weight": width}
        _layer(name, lines, {0: look}, interactive=False).add_to(drawn)


def _points(places: "GeoDataFrame") -> "Element":
    """Return the layer of places; the page's own script gives each the look of its class."""
    import folium

    marker = folium.CircleMarker(radius=POINT)
    # what a marker is told beside its radius it has from Leaflet anyway
    marker.options = {"radius": POINT, "fillOpacity": 1}
    layer = folium.GeoJson(places.to_geo_dict(show_bbox=False), marker=marker)
    layer._id = "areas"
    return layer


def _tiles(basemap: Basemap) -> "Element":
    import folium

    # folium asks for words and would read them as a template; who made it stands below the map
    layer = folium.TileLayer(tiles=basemap.tiles, attr="named below the map", max_zoom=16)
    layer._id = "basemap"
    return layer


def class_looks(layer: MapLayer, density: float = 1) -> dict[int, dict[str, Any]]:
    """Return how an area of each class of a layer is drawn, those without a value too."""
    edge, width = (palette.AREA, 2.0) if layer.of_places else (palette.MAP_EDGE, 0.5)
    known = {"color": edge, "weight": width, "fillOpacity": density}
    missing = {
        place: {"fillColor": fill, "color": edge, "weight": 1.2, "fillOpacity": density}
        for place, (_, fill, edge, _) in MISSING.items()
    }
    colours = look_of(layer.spec.options).colours
    return missing | {place: {"fillColor": fill} | known for place, fill in enumerate(colours, 1)}


def _layer(
    name: str, shapes: "GeoDataFrame", looks: dict[int, dict[str, Any]], **more: Any
) -> "Element":
    """Return a layer; a shape has the look of its first class, or that of 0 if it has none."""
    import folium

    layer = folium.GeoJson(
        shapes.to_geo_dict(show_bbox=False),
        style_function=lambda feature: looks[feature["properties"].get("classes", [0])[0]], **more,
    )  # fmt: skip
    layer._id = name
    return layer


def _script(drawn: "Map") -> str:
    """Return folium's script of a map, a statement's lines without their indents."""
    drawn._id = "choropleth"
    # folium names what it makes at random: its place is as good a name, and always the same
    unnamed = [element for element in _tree(drawn) if len(element._id) == 32]
    for number, element in enumerate(unnamed):
        element._id = str(number)
    page: Any = drawn.get_root()
    page.render()
    lines = (line.strip() for line in page.script.render().splitlines())
    script = "\n".join(line for line in lines if line)
    return script.replace(json.dumps(BRACE)[1:-1], "\\u007b")


def _tree(element: Any) -> "Iterator[Any]":
    yield element
    for child in element._children.values():
        yield from _tree(child)
