"""What share bars need besides their data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShareBarsOptions:
    """How shares are printed."""

    unit: str
    decimals: int
