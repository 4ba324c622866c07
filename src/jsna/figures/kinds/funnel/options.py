"""What a funnel needs besides its data."""

from dataclasses import dataclass

Curves = dict[str, tuple[list[float], list[float]]]
"""Side of the funnel, as "upper_2s" -> places along the size axis, and the limit there."""


@dataclass(frozen=True)
class FunnelOptions:
    """The limits that are drawn, and how values are printed."""

    curves: Curves
    unit: str
    decimals: int
