"""The attacker's own reading of labels, from the table in `docs/disclosure.md`."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from attack_tools.truth import ALL_AGES, OLDEST, SCHOOL, Span

MALE = {"male", "m", "males", "men", "boys"}
FEMALE = {"female", "f", "females", "women", "girls"}
EVERYBODY = {"", "total", "all", "everybody"}


@dataclass(frozen=True)
class Label:
    """What one row is about.

    Attributes:
        indicator: Its id.
        code: Its area.
        sexes: M, F or both.
        ages: A span of years.
        days: A span of days.
        group: A breakdown and its value; blanks are everybody.
    """

    indicator: str
    code: str
    sexes: frozenset[str]
    ages: Span
    days: Span
    group: tuple[str, str]


def read_label(row: Mapping[str, str]) -> Label:
    """Return what a row of a kept file is about; raises ValueError if it can't be told."""
    value = row.get("breakdown_value", "").strip()
    everybody = value.casefold() in EVERYBODY
    return Label(
        row["indicator_id"],
        row["area_code"],
        read_sex(row.get("sex", "")),
        read_age(row.get("age", "")),
        read_days(row["period"]),
        ("", "") if everybody else (row.get("breakdown", "").strip(), value),
    )


def read_sex(text: str) -> frozenset[str]:
    """Return the sexes that a label stands for."""
    word = text.strip().casefold()
    if word in MALE:
        return frozenset("M")
    return frozenset("F") if word in FEMALE else frozenset("MF")


def read_age(text: str) -> Span:
    """Return the first year of an age label and the one after its last."""
    word = re.sub(r"\b(years?|yrs|aged)\b", " ", text.casefold())
    school = re.search(r"\byear (\d+)", text.casefold())
    if "reception" in word or school:
        year = SCHOOL + (int(school[1]) if school else 0)
        return (year, year + 1)
    numbers = [int(n) for n in re.findall(r"\d+", word)]
    if not numbers:
        return ALL_AGES
    if "under" in word or "<" in word:
        return (0, numbers[0])
    if "+" in word or "over" in word:
        return (numbers[0], OLDEST)
    return (numbers[0], numbers[-1] + 1)


def read_days(text: str) -> Span:
    """Return the first day of a period and the one after its last."""
    if re.fullmatch(r"\d{4}", text):
        text = f"{text}-01-01/P1Y"
    start, _, length = text.partition("/P")
    first, many = date.fromisoformat(start), int(length[:-1])
    if length.endswith("D"):
        return (first.toordinal(), first.toordinal() + many)
    months = first.month - 1 + many * (12 if length.endswith("Y") else 1)
    year, month = first.year + months // 12, months % 12 + 1
    last = min(first.day, monthrange(year, month)[1])
    return (first.toordinal(), date(year, month, last).toordinal())
