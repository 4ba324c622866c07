"""What a trend line needs besides its data."""

from dataclasses import dataclass

from jsna.analysis.series_form import Form


@dataclass(frozen=True)
class TrendOptions:
    """The areas of a trend line, and how its values are printed.

    Attributes:
        area: Code of the area in colour.
        comparators: Codes of the others, in the order of their lines' patterns.
        breaks: Periods (ISO) from which the method differs from before.
        form: Whether figures stand by themselves, overlap, or grow from one start.
    """

    area: str
    comparators: tuple[str, ...]
    breaks: tuple[str, ...]
    unit: str
    decimals: int
    form: Form = "apart"
