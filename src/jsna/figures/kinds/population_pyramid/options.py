"""What a population pyramid needs besides its data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PyramidOptions:
    """Which series is drawn how, and in which unit.

    Attributes:
        bars: The series drawn as bars.
        outline: The series drawn as an outline; empty for none.
    """

    bars: str
    outline: str
    unit: str
