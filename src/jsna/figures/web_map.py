"""The script of a map to point at and zoom, by folium; the page around it is `web_map_page`'s.

folium's own page is not used: it asks for ten files on five hosts and has neither title nor
language. Leaflet, which draws the map, stands in `web_map_parts/` as its makers publish it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jsna.figures import palette
from jsna.figures.kinds.deprivation_map.marks import LOOKS, Look, Mark
from jsna.figures.kinds.deprivation_map.options import MapOptions
from jsna.figures.spec import Spec
from jsna.figures.web_map_shapes import NO_DATA, coarser, middles, told_areas
from jsna.narrative.one_line import one_line

if TYPE_CHECKING:
    from folium import Element, Map
    from geopandas import GeoDataFrame

PARTS: Final = Path(__file__).with_name("web_map_parts")
GLYPHS: Final[dict[Mark, str]] = {
    "": "", "cross": "\u00d7", "plus": "+", "minus": "\u2212", "up": "\u25b2", "down": "\u25bc",
}  # fmt: skip
BRACE: Final = "\ue000"
"""Stands for a brace while folium works: it reads its script, data and all, as a template again, in
which a name could run Python."""
_TOOLTIP: Final = """
function (feature, layer) {
  layer.bindTooltip(function () {
    const words = document.createElement("span");
    words.textContent = feature.properties.words;  // a name is never read as markup
    return words;
  }, {sticky: true});
}
"""


def web_map_script(spec: "Spec[MapOptions]", steps: int) -> str:
    """Return all that a map's page runs: Leaflet, folium's script, the keyboard's.

    It draws into the element `map_choropleth`. The same figure gives the same script.

    Args:
        spec: The figure, of kind choropleth.
        steps: How fine its outlines are, see `web_map_shapes.coarser`.

    Raises:
        ValueError: the figure has no shapes.
    """
    if spec.geometry is None:
        raise ValueError(f"{spec.id}: a map needs geometry")
    drawn = _map(spec, coarser(spec.geometry, steps))
    return "\n".join([opening_of_script(), _script(drawn), part("keyboard.js")])


def opening_of_script() -> str:
    """Return what every map's script begins with: Leaflet and its licence."""
    leaflet, _, _ = part("leaflet.js").partition("//# sourceMappingURL")
    return f"/*\n{part('leaflet-licence.txt').strip()}\n*/\n{leaflet.strip()}"


def part(name: str) -> str:
    """Return the text of a file that map pages are made of."""
    return (PARTS / name).read_text("utf-8")


def look_of(spec: "Spec[MapOptions]") -> Look:
    """Return the colours and marks of a map's classes."""
    return LOOKS[spec.options.look]


def _map(spec: "Spec[MapOptions]", shapes: "GeoDataFrame") -> "Map":
    """Return the map: areas by class, the larger ones' outlines with a white casing, marks."""
    # folium is heavy and only map pages need it
    import folium
    from folium.utilities import JsCode

    west, south, east, north = (float(end) for end in shapes.total_bounds)
    drawn = folium.Map(
        location=[(south + north) / 2, (west + east) / 2], tiles=None, control_scale=True,
        attribution_control=False, zoom_snap=0.25, min_zoom=6, max_zoom=16,
    )  # fmt: skip
    areas = told_areas(spec, shapes)
    areas["words"] = areas["words"].map(one_line).str.replace("{", BRACE)
    lines = shapes.loc[shapes["layer"] == "outline", ["geometry"]]
    looks = _looks(look_of(spec))
    _layer("areas", areas, looks, on_each_feature=JsCode(_TOOLTIP)).add_to(drawn)
    for name, colour, width in (("casing", palette.PAPER, 2.8), ("lines", palette.INK, 1.2)):
        look = {"fill": False, "color": colour, "weight": width}
        _layer(name, lines, [look], interactive=False).add_to(drawn)
    for layer in _marks(look_of(spec), areas):
        layer.add_to(drawn)
    drawn.fit_bounds([[south, west], [north, east]])
    return drawn


def _looks(look: Look) -> list[dict[str, Any]]:
    """Return how an area without data is drawn, and one of each class."""
    known = {"color": palette.MAP_EDGE, "weight": 0.5, "fillOpacity": 1}
    missing = {"color": palette.NO_DATA_EDGE, "weight": 1.2, "fillOpacity": 1}
    classes = [{"fillColor": colour} | known for colour in look.colours]
    return [{"fillColor": palette.NO_DATA} | missing, *classes]


def _layer(
    name: str, shapes: "GeoDataFrame", looks: list[dict[str, Any]], **more: Any
) -> "Element":
    """Return a layer; a shape has the look at the place that its class says, else the first."""
    import folium

    layer = folium.GeoJson(
        shapes.to_geo_dict(show_bbox=False),
        style_function=lambda feature: looks[feature["properties"].get("class", 0)], **more,
    )  # fmt: skip
    layer._id = name
    return layer


def _marks(look: Look, areas: "GeoDataFrame") -> "Iterator[Element]":
    """Yield a layer of marks for each class that has one, so that colour never tells alone."""
    import folium

    marks: list[tuple[Mark, str]] = [("cross", palette.NO_DATA_EDGE)]
    marks += zip(look.marks, look.inks, strict=True)
    for place, (mark, ink) in enumerate(marks, start=NO_DATA):
        inside = areas[areas["class"] == place]
        if mark and len(inside):
            words = f'<span style="color:{ink}">{GLYPHS[mark]}</span>'
            icon = folium.DivIcon(html=words, icon_size=(16, 16), class_name="mark")
            marker = folium.Marker(icon=icon, interactive=False, keyboard=False)
            layer = folium.GeoJson(middles(inside).to_geo_dict(show_bbox=False), marker=marker)
            layer._id = f"mark_{place}"
            yield layer


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
