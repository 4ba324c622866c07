"""What part bars need besides their data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PartBarsOptions:
    """Whose parts are drawn beside whose (both by name), and how values are printed."""

    place: str
    comparator: str
    unit: str
    decimals: int
