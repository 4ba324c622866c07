"""The disclosure rules that a council's rows name, and the strictest of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor


@dataclass(frozen=True)
class Rule:
    """What is small, and what the rest is rounded to."""

    lowest: int
    highest: int
    base: int

    @property
    def width(self) -> int:
        """What the values that agree with all that is shown must span."""
        return self.highest - self.lowest

    @property
    def sentence(self) -> str:
        """Return what the notes of an indicator say of its rule, whatever a row's count."""
        return (
            f"Counts from {self.lowest} to {self.highest} are hidden,"
            f" others are rounded to {self.base}."
        )

    def is_small(self, count: float) -> bool:
        """Return whether so many people are few."""
        return self.lowest <= count <= self.highest

    def rounded(self, count: float) -> float:
        """Return a count as it is shown: to the base, halves up."""
        return floor(count / self.base + 0.5) * self.base if self.base > 1 else count

    def behind(self, shown: float) -> tuple[float, float]:
        """Return the whole numbers that are shown as this one: never one that is hidden."""
        reach = (self.base - 1) // 2
        low, high = max(shown - reach, 0), shown + reach
        if shown == 0:
            # 0 is shown as 0; 1 and 2 would be too, but they are hidden
            return (0, self.lowest - 1 if self.lowest > 1 else 0)
        return (max(low, self.highest + 1), high) if low >= self.lowest else (low, high)


RULES = {
    "": Rule(1, 7, 5),
    "hospital-episodes": Rule(1, 7, 5),
    "mental-health": Rule(0, 4, 5),
}


def strictest(names: Iterable[str]) -> Rule:
    """Return the strictest of the rules that a table's rows name."""
    rules = [RULES[name] for name in names] or [RULES[""]]
    return Rule(
        min(r.lowest for r in rules), max(r.highest for r in rules), max(r.base for r in rules)
    )
