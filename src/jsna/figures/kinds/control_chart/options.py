"""What a control chart needs besides its data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ControlOptions:
    """How a control chart is drawn and printed.

    Attributes:
        unit: As printed after a number.
        decimals: Of its values.
        target: What is to be reached; None without.
        steps: Periods (ISO) from which limits were worked out anew.
        has_limits: Whether there are enough values for limits.
    """

    unit: str
    decimals: int
    target: float | None
    steps: tuple[str, ...]
    has_limits: bool
