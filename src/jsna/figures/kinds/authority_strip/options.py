"""What a strip of authorities needs besides its data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AuthorityStripOptions:
    """Which authorities stand out, and how values are printed.

    Attributes:
        area: Code of the area in colour.
        comparator: Name of the value that is drawn as a line; "" for none.
        level: That value.
        group: Name of the authorities that are drawn darker, a region's or the neighbours; "".
        tier: Of which areas, in words: "upper-tier authorities".
    """

    area: str
    comparator: str
    level: float | None
    group: str
    tier: str
    unit: str
    decimals: int
