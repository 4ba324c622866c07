"""Whether a script is that of a map's page: Leaflet, folium's lines about the data, keyboard.

The first and the last are held to the files that this project carries. Between them the data stand:
there nothing may be said but what folium says to lay shapes on a map.
"""

import json
import re
from typing import Final

from jsna.figures.web_map import opening_of_script, part
from jsna.settings.basemap import Basemap

STRING: Final = r'"(?:[^"\\\n]|\\.)*"'
TILES: Final = re.compile(
    rf"var tile_layer_basemap = L\.tileLayer\(\n({STRING}),\n\{{\n([^{{}}]*)\}}\n\);\n"
    r"tile_layer_basemap\.addTo\(map_choropleth\);\n"
)
"""The statements that lay streets behind the areas, and the address that they are loaded from."""
MEMBER: Final = re.compile(r"[\w\])\"]\s*\[")
"""A member looked up by a text: any function can be reached that way."""
SIGNS: Final = re.compile(r"[\w\s\"()\[\]{}=,.;:-]*")
NAMES: Final = re.compile(
    r"map_choropleth|CircleMarker|geo_json_(areas|casing|lines)(_add|_onEachFeature|_styler|_pointToLayer)?"
    r"|L|CRS|EPSG3857|map|geoJson|control|scale|center|crs|fitBounds|addData|addTo"
    r"|bindTooltip|setStyle|onEachFeature|pointToLayer|style|on|feature|layer|latlng|data|id|words"
    r"|properties|textContent|createElement|document|sticky|icon|iconOptions|iconRootAlias|opts"
    r"|function|return|var|const|new|switch|case|default|true|false|null|\d[\de]*|e\d*"
)


def is_map_script(script: str, basemap: Basemap | None = None) -> bool:
    """Return whether a script is the one of a map's page, and says nothing else.

    Args:
        script: All of it.
        basemap: What the area's settings ask to be laid behind its maps; nothing else may be.
    """
    first, last = opening_of_script(), part("explore.js").strip()
    text = script.strip()
    if not (text.startswith(first) and text.endswith(last)):
        return False
    lines = text[len(first) : len(text) - len(last)]
    if basemap:
        lines = TILES.sub(lambda found: _without_tiles(found, basemap), lines, count=1)
    return _only_lays_shapes(lines)


def _without_tiles(found: "re.Match[str]", basemap: Basemap) -> str:
    """Return nothing in place of the area's own tiles; other tiles stay, and are no map's line."""
    options = re.sub(STRING, '"', found[2])
    own = json.loads(found[1]) == basemap.tiles and bool(SIGNS.fullmatch(options))
    return "" if own else found[0]


def _only_lays_shapes(lines: str) -> bool:
    bare = re.sub(STRING, '"', lines)
    named = all(NAMES.fullmatch(word) for word in re.findall(r"\w+", bare))
    # three dots spread what folium was told into what it tells Leaflet
    return named and bool(SIGNS.fullmatch(bare)) and not MEMBER.search(bare)
