"""What a map needs besides its data and its shapes."""

from dataclasses import dataclass
from typing import Literal

LookName = Literal["fifths", "clusters"]


@dataclass(frozen=True)
class MapOptions:
    """The classes of a map and the words of its legend and alt text.

    Attributes:
        classes: Words of each class, from 1.
        legend: Heading of the legend.
        areas: What the small areas are called.
        places: Names of the larger areas that hold most of class 1.
        look: How the classes are told apart: `map_marks.LOOKS`.
    """

    classes: tuple[str, ...]
    legend: str
    areas: str
    places: tuple[str, ...]
    look: LookName = "fifths"
