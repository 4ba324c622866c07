"""What a reader sees of a council's own table, row by row: cells with numbers or without."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, log10

from attack_tools.labels import Label, read_label
from attack_tools.truth import SEXES, Cell, Truth

LIMITS = ("lower_95", "upper_95")


@dataclass(frozen=True)
class Seen:
    """One published row.

    Attributes:
        cell: Whom it is about.
        release: The number of the release that showed it first.
        count: As shown; None if it is not.
        denominator: As shown; None if it is not.
        value: As written; blank if it is not shown.
        row: The whole row.
    """

    cell: Cell
    release: int
    count: float | None
    denominator: float | None
    value: str
    row: Mapping[str, str]

    @property
    def is_hidden(self) -> bool:
        """Return whether neither count nor value is shown."""
        return self.count is None and not self.value


def read_seen(row: Mapping[str, str], truth: Truth, release: int) -> Seen:
    """Return what one row shows; ValueError if its labels mean nothing."""
    count, value = number(row.get("count")), (row.get("value") or "").strip()
    if "number" in row["indicator_id"] and number(value) is not None:
        count = number(value)
    return Seen(
        cell_of(read_label(row), truth), release, count, number(row.get("denominator")),
        value if number(value) is not None else "", row,
    )  # fmt: skip


def number(text: str | None) -> float | None:
    """Return a number as it is written, None for a blank or a mark."""
    try:
        return float((text or "").replace(",", ""))
    except ValueError:
        return None


def cell_of(label: Label, known: Truth) -> Cell:
    """Return the cell of a label, in the smallest groups that everyone knows of."""
    ages = frozenset(span for span in known.ages if _inside(span, label.ages))
    days = frozenset(span for span in known.days if _inside(span, label.days))
    if not ages or not days:
        raise ValueError(f"nobody is meant by {label}")
    name, value = label.group
    groups = tuple(
        (each, frozenset([value]) if each == name else frozenset(values))
        for each, values in known.groups.items()
    )
    return Cell(known.area_of[label.code], label.sexes & frozenset(SEXES), ages, days, groups)


def _inside(span: tuple[int, int], whole: tuple[int, int]) -> bool:
    return whole[0] <= span[0] and span[1] <= whole[1]


def written_range(text: str, decimals: int = 1) -> tuple[float, float]:
    """Return the values that are written so: rounded before by the council, then to two digits."""
    value = float(text)
    own = 0.5 * 10**-decimals
    if value <= 0:
        return (0.0, own)
    digits = len(text.partition(".")[2])
    power = floor(log10(value))
    unit = min(10.0 ** (power - 1), 10.0**-digits) if digits else 10.0 ** (power - 1)
    below = unit / 10 if value == 10**power else unit
    return (max(value - below / 2 - own, 0.0), value + unit / 2 + own)
