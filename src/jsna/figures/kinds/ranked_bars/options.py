"""What ranked bars need besides their data."""

from dataclasses import dataclass
from typing import Literal

Marks = Literal["bars", "dots"]


@dataclass(frozen=True)
class RankedBarsOptions:
    """Which areas stand out, how values are drawn and how they are printed.

    Attributes:
        area: Code of the area in colour; empty where none stands out.
        comparator: Code of the row drawn as a line; empty for none.
        marks: Bars from zero, or dots.
    """

    area: str
    comparator: str
    marks: Marks
    unit: str
    decimals: int
