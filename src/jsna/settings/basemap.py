"""The streets behind a web map, which come from another host: only where an area asks for them."""

import re
from typing import Final

from pydantic import field_validator

from jsna.settings.model import SettingsModel, Text

TILES: Final = re.compile(r"https://([a-z0-9.-]+\.[a-z]{2,})(/[A-Za-z0-9._~/{}?=&-]*)")
"""Nothing in it may end a text or an attribute of a page."""
PLACES: Final = ("{z}", "{x}", "{y}")


class Basemap(SettingsModel):
    """`basemap` of an area's settings.

    Attributes:
        tiles: The address of its tiles, with {z}, {x} and {y}; https, one host.
        attribution: Whom its makers ask to name, printed under the map.
    """

    tiles: Text
    attribution: Text

    @field_validator("tiles")
    @classmethod
    def _is_an_address_of_tiles(cls, tiles: str) -> str:
        held = TILES.fullmatch(tiles)
        if not held or not all(tiles.count(place) == 1 for place in PLACES):
            raise ValueError(
                "this is no address of tiles: it begins with https:// and one host, and holds {z},"
                " {x} and {y} once each, such as https://tiles.example.org/{z}/{x}/{y}.png"
            )
        if set(re.findall(r"\{[^}]*\}?", tiles)) != set(PLACES):
            raise ValueError("an address of tiles holds {z}, {x} and {y}, and no other braces")
        return tiles

    @property
    def host(self) -> str:
        """Where its tiles come from: "https://tiles.example.org"."""
        return self.tiles[: self.tiles.index("/", len("https://"))]
