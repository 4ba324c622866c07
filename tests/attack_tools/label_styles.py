"""The ways in which councils write labels and marks: all of the table in `docs/disclosure.md`."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from attack_tools.truth import ALL_AGES, OLDEST, SCHOOL, Span

SEX_STYLES = {
    "MF": ("Persons", "persons", "people", "all", "both", "total", "Total"),
    "M": ("Male", "male", "M", "Males", "men", "boys"),
    "F": ("Female", "female", "F", "Females", "women", "girls"),
}
BAND_STYLES = (
    "{0}-{1}", "{0}\u2013{1}", "{0} to {1}", "{0}-{1} years", "aged {0} to {1}", "{0}\u2013{1} yrs",
)  # fmt: skip
OPEN_STYLES = ("{0}+", "{0} and over", "{0}+ years", "aged {0} and over")
UNDER_STYLES = ("under {0}", "Under {0}", "<{0}", "under {0} years", "aged under {0}")
EVERY_AGE = ("All ages", "All Ages", "all", "total", "")
EVERYBODY = ("Total", "All", "total", "")
HIDDEN_MARKS = ("*", "<8", "c", "s", "[c]", "suppressed", "1 to 7")
EMPTY_MARKS = ("x", "z", "..", ":", "n/a", "")
MISTAKES = {
    "sex": ("Femal", "Womne", "MF"),
    "age": ("0-l7", "17-0", "Yeer 6", "middle aged"),
    "area_code": ("E0600090", "E06OOO901", "Ward 1"),
    "period": ("2024/25", "last year", "2024-13-01/P1Y"),
    "count": ("a few", "12..5"),
}


def sex_label(sexes: str, rng: np.random.Generator) -> str:
    """Return a way to write M, F or MF."""
    return str(rng.choice(SEX_STYLES[sexes]))


def age_label(span: Span, rng: np.random.Generator) -> str:
    """Return a way to write a span of ages, a school year or all ages."""
    low, high = span
    if span == ALL_AGES:
        return str(rng.choice(EVERY_AGE))
    if low >= SCHOOL:
        return "Reception" if low == SCHOOL else f"Year {low - SCHOOL}"
    if high == OLDEST:
        return str(rng.choice(OPEN_STYLES)).format(low)
    if high - low == 1:
        return str(low)
    styles: Sequence[str] = BAND_STYLES if low else (*BAND_STYLES, *UNDER_STYLES)
    style = str(rng.choice(styles))
    return style.format(high) if style in UNDER_STYLES else style.format(low, high - 1)


def period_label(span: Span, rng: np.random.Generator, *, days: bool = False) -> str:
    """Return a way to write a span of days: in years, months or days, or a calendar year."""
    first, after = date.fromordinal(span[0]), date.fromordinal(span[1])
    months = (after.year - first.year) * 12 + after.month - first.month
    if days or after.day != first.day:
        return f"{first}/P{span[1] - span[0]}D"
    if months == 12 and first.month == 1 and rng.random() < 0.3:
        return str(first.year)
    return f"{first}/P{months // 12}Y" if months % 12 == 0 else f"{first}/P{months}M"


def months_from(year: int, month: int, length: int, many: int) -> tuple[Span, ...]:
    """Return `many` spans of `length` months, one after the other."""
    edges = [_month(year, month - 1 + n * length) for n in range(many + 1)]
    return tuple(pairwise(edges))


def _month(year: int, months: int) -> int:
    return date(year + months // 12, months % 12 + 1, 1).toordinal()
