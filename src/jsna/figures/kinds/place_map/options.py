"""What a map of places needs besides its data and its outlines."""

from dataclasses import dataclass
from typing import Final

from jsna.figures.kinds.deprivation_map.options import LookName, MapOptions

AT_ITS_POINT, IN_ITS_WARD = 1, 2
"""The two classes: how well it is known where a place lies."""
PLACED: Final = ("at its point", "somewhere in its ward")
"""Their words."""


@dataclass(frozen=True)
class PlaceMapOptions(MapOptions):
    """As any map's, and what the table calls the column that says what a place is.

    Attributes:
        what: Heading of that column; "" where nothing says it.
    """

    classes: tuple[str, ...] = PLACED
    areas: str = "places"
    look: LookName = "places"
    what: str = ""
