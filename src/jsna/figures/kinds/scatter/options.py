"""What a scatter of two indicators needs besides its data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ScatterOptions:
    """The two measures, and what is said of their order.

    Attributes:
        across: The measure along the foot; unit and decimals of its values beside it.
        up: The measure at the left; `unit` and `decimals` are of its values.
        rows: What the areas are, in the plural: "wards".
        rho: Spearman's correlation, None where there is none.
        lower: Its lower limit.
        upper: Its upper limit.
        pairs: How many pairs of measures it was picked from: the limits hold 95% over them all.
        own: Code of the area that the pack is about, where it is one of the dots; "" where all are.
    """

    across: str
    across_unit: str
    across_decimals: int
    up: str
    unit: str
    decimals: int
    rows: str
    rho: float | None
    lower: float | None
    upper: float | None
    pairs: int
    own: str = ""
