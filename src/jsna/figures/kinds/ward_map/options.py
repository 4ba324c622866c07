"""What a map of wards needs besides its data and its shapes."""

from dataclasses import dataclass

from jsna.figures.kinds.deprivation_map.options import MapOptions


@dataclass(frozen=True)
class WardMapOptions(MapOptions):
    """As any map's, and how its values are printed.

    Attributes:
        unit: After each value.
        decimals: With how many each value is printed.
        highest_first: Whether class 1, the darkest, holds the highest values.
        period: That all values are of, in words.
    """

    unit: str = ""
    decimals: int = 1
    highest_first: bool = True
    period: str = ""
