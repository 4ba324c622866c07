"""What a map needs besides its data and its shapes."""

from dataclasses import dataclass
from typing import Final, Literal

LookName = Literal["fifths", "clusters", "places"]
FIFTHS_OF_DEPRIVATION: Final = (
    "1 most deprived fifth", "2", "3", "4", "5 least deprived fifth",
)  # fmt: skip


@dataclass(frozen=True)
class MapOptions:
    """The classes of a map and the words of its legend and alt text.

    Attributes:
        legend: Heading of the legend, e.g. "National fifth, 2025".
        classes: Words of each class, from 1; at most five.
        areas: What the small areas are called.
        places: Names of the larger areas that hold most of the first class that has any.
        least: The same of the last class.
        look: How the classes are told apart: `marks.LOOKS`.
    """

    legend: str
    classes: tuple[str, ...] = FIFTHS_OF_DEPRIVATION
    areas: str = "neighbourhoods"
    places: tuple[str, ...] = ()
    least: tuple[str, ...] = ()
    look: LookName = "fifths"
