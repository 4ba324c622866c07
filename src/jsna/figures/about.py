"""What every figure is told about itself, whatever its kind: `About`."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class About:
    """The words of one figure, and where its numbers come from.

    Attributes:
        id: `<priority>.<indicator>.<kind>`, lower case, [a-z0-9.-] only.
        headline: The finding, without a full stop (see `narrative.headlines`).
        subtitle: Measure, place and period, as printed over the figure.
        measure: The measure in words that fit in a sentence, with sex and age where they
            matter: "Healthy life expectancy at birth, female".
        place: The area's name.
        unit: As printed after a number: "%", "years", "per 100,000".
        decimals: How many decimals a value is printed with.
        source: Who published the data, indicator id, licence line.
        method: The entry (anchor) of docs/methods.md behind the figure.
        sentence: The finding as a full sentence, to be quoted.
        rule: Name of the comparison rule behind the sentence; "" if nothing is compared.
        notes: Notes of the indicator; the figure adds how to read what it draws.
    """

    id: str
    headline: str
    subtitle: str
    measure: str
    place: str
    unit: str
    decimals: int
    source: str
    snapshot_ids: tuple[str, ...]
    method: str
    notes: tuple[str, ...] = ()
    synthetic: bool = False
    sentence: str = ""
    rule: str = ""

    def common(self) -> dict[str, Any]:
        """Return the fields that a FigureSpec takes over as they are."""
        names = (
            "id", "headline", "subtitle", "measure", "source", "snapshot_ids", "method",
            "synthetic", "sentence", "rule",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}
