"""What a deprivation gradient needs besides its data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GradientOptions:
    """The lines through the groups, and how values are printed.

    Attributes:
        reference: Name of all people together, whose value is a level line.
        line: The fitted line's value at the most and at the least deprived end, if known.
    """

    reference: str
    line: tuple[float, float] | None
    unit: str
    decimals: int
