"""What a gap over time needs besides its data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GapOverTimeOptions:
    """Both names, and how values are printed.

    Attributes:
        area: Name of the area.
        comparator: Name of what lies at nought.
        breaks: Periods before which the way of measuring changed: the line breaks there.
    """

    area: str
    comparator: str
    breaks: tuple[str, ...]
    unit: str
    decimals: int
