"""What a figure of life stages needs besides its data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LifeStagesOptions:
    """The two years, and whose projection it is.

    Attributes:
        first: The year of `start`, as printed: "mid-2022".
        last: The year of `value`.
        edition: Of the projection: "2022-based".
    """

    first: str
    last: str
    edition: str
    unit: str
    decimals: int
