"""What was really counted: people in the smallest groups that any file tells apart.

A cell is a sum over atoms (place x sex x age x period x group). The attacker never sees this; it
says afterwards whether what he worked out is so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

SEXES = ("M", "F")
OLDEST = 200
SCHOOL = 1000
"""School years are ages of their own: Reception is 1000, Year 6 is 1006."""
ALL_AGES = (0, 2000)
REST = ""
"""The group of a breakdown that no file names."""
Span = tuple[int, int]


def day(text: str) -> int:
    """Return the number of a day, from its ISO date."""
    return date.fromisoformat(text).toordinal()


@dataclass(frozen=True)
class Cell:
    """A group of people: each part a set, so that a remainder is a cell too.

    Attributes:
        places: Smallest areas.
        sexes: Of SEXES.
        ages: Spans of years, from the first to before the second.
        days: Spans of days, as `day` numbers them.
        groups: For each breakdown the values meant; one that is not named is everybody.
    """

    places: frozenset[str]
    sexes: frozenset[str]
    ages: frozenset[Span]
    days: frozenset[Span]
    groups: tuple[tuple[str, frozenset[str]], ...] = ()


@dataclass(frozen=True)
class Truth:
    """The true counts and people of one indicator.

    Attributes:
        places: The smallest areas, the first axis of both arrays.
        ages: Spans of years, the third axis.
        days: Spans of days, the fourth.
        groups: For each breakdown its values, one further axis each; REST is who has none.
        counts: Events by place, sex, age, period and groups.
        people: Of how many.
        area_of: Which places each code stands for: what everyone can look up.
    """

    places: tuple[str, ...]
    ages: tuple[Span, ...]
    days: tuple[Span, ...]
    groups: Mapping[str, tuple[str, ...]]
    counts: np.ndarray
    people: np.ndarray
    area_of: Mapping[str, frozenset[str]]
    sides: dict = field(default_factory=dict, compare=False, repr=False)
    """What of each axis a part of a cell holds, once it was asked."""

    def count(self, cell: Cell) -> int:
        """Return how many there were in a cell."""
        return int(self.counts[self._where(cell)].sum())

    def denominator(self, cell: Cell) -> int:
        """Return of how many."""
        return int(self.people[self._where(cell)].sum())

    def revised(self, rng: np.random.Generator, share: float = 0.2) -> "Truth":
        """Return the same people counted again: some counts a little higher."""
        more = (rng.random(self.counts.shape) < share) * rng.integers(1, 4, self.counts.shape)
        return replace(self, counts=np.minimum(self.counts + more, self.people))

    def _where(self, cell: Cell) -> tuple[np.ndarray, ...]:
        wanted = dict(cell.groups)
        asked = [
            (0, cell.places), (1, cell.sexes), (2, cell.ages), (3, cell.days),
            *((4 + n, wanted.get(name)) for n, name in enumerate(self.groups)),
        ]  # fmt: skip
        return tuple(self.sides[one] if one in self.sides else self._side(*one) for one in asked)

    def _side(self, axis: int, wanted: frozenset | None) -> np.ndarray:
        """Return the places of one axis, shaped to be crossed with those of the others."""
        labels = [self.places, SEXES, self.ages, self.days, *self.groups.values()][axis]
        held = [
            _within(label, wanted) if axis in (2, 3) else wanted is None or label in wanted
            for label in labels
        ]
        shape = [-1 if n == axis else 1 for n in range(self.counts.ndim)]
        return self.sides.setdefault((axis, wanted), np.flatnonzero(held).reshape(shape))


def _within(span: Span, wanted: frozenset[Span]) -> bool:
    return any(low <= span[0] and span[1] <= high for low, high in wanted)
