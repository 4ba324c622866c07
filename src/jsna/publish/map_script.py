"""Whether a script is that of a map's page: Leaflet, folium's lines about the data, keyboard.

The first and the last are held to the files that this project carries. Between them the data stand:
there nothing may be said but what folium says to lay shapes on a map.
"""

import json
import re
from typing import Final

from jsna.figures.web_map import opening_of_script, part

STRING: Final = r'"(?:[^"\\\n]|\\.)*"'
LABEL: Final = re.compile(rf'"html": ({STRING})')
MARK: Final = re.compile(r'<span style="color:#[0-9A-Fa-f]{6}">[^<>&]*</span>')
COMMENT: Final = "// a name is never read as markup"
MEMBER: Final = re.compile(r"[\w\])\"]\s*\[")
"""A member looked up by a text: any function can be reached that way."""
SIGNS: Final = re.compile(r"[\w\s\"()\[\]{}=,.;:-]*")
NAMES: Final = re.compile(
    r"map_choropleth|geo_json_(areas|casing|lines|mark_\d)(_add|_onEachFeature|_styler|_pointToLayer)?"
    r"|L|CRS|EPSG3857|DivIcon|Marker|map|geoJson|control|scale|center|crs|fitBounds|addData|addTo"
    r"|bindTooltip|setStyle|onEachFeature|pointToLayer|style|on|feature|layer|latlng|data|id|words"
    r"|properties|textContent|createElement|document|sticky|icon|iconOptions|iconRootAlias|opts"
    r"|function|return|var|const|new|switch|case|default|true|false|null|\d[\de]*|e\d*"
)


def is_map_script(script: str) -> bool:
    """Return whether a script is the one of a map's page, and says nothing else."""
    first, last = opening_of_script(), part("keyboard.js").strip()
    text = script.strip()
    if not (text.startswith(first) and text.endswith(last)):
        return False
    return _only_lays_shapes(text[len(first) : len(text) - len(last)].replace(COMMENT, ""))


def _only_lays_shapes(lines: str) -> bool:
    if not all(MARK.fullmatch(json.loads(label)) for label in LABEL.findall(lines)):
        return False
    bare = re.sub(STRING, '"', lines)
    named = all(NAMES.fullmatch(word) for word in re.findall(r"\w+", bare))
    # three dots spread what folium was told into what it tells Leaflet
    return named and bool(SIGNS.fullmatch(bare)) and not MEMBER.search(bare)
