"""Dates as people write them in a register: days, months, quarters and years, and what is none.

Each is read as the last day of what it names, by which a thing is to be done. A day comes before
its month, as in Britain. A text of several dates has the latest; words around them that are more
than "by" or "to" make it no date: "January onwards" ends never.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
CENTURY: Final = 20 * 100
"""Of a year in two digits."""
FURTHEST: Final = 150
"""Years from the turn of the century that a register may name."""
_MONTH: Final = "|".join(sorted({*MONTHS, *(m[:3] for m in MONTHS), "sept"}, key=len, reverse=True))
_TOKEN: Final = re.compile(
    rf"""(?<!\d)(?:
      (?P<iso>\d{{4}}-\d{{1,2}}-\d{{1,2}})
    | (?P<day>\d{{1,2}}\s?[./-]+\s?\d{{1,2}}\s?[./-]+\s?(?:\d{{4}}|\d{{2}}))
    | (?P<named>\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})[\s.,]*\d{{4}})
    | (?P<quarter>q[1-4]\s*(?:of\s+)?\d{{4}}\s*[/-]\s*\d{{2,4}}|\d{{4}}[/-]\d{{2,4}}\s*q[1-4])
    | (?P<month>\b(?:{_MONTH})[\s.,'\u2019-]*(?:\d{{4}}|\d{{2}}))
    | (?P<isomonth>\d{{4}}-\d{{2}})
    | (?P<financial>\d{{4}}/(?:\d{{4}}|\d{{2}}))
    | (?P<year>\d{{4}})
    )(?!\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_AROUND: Final = re.compile(
    r"(?:\b(?:by|end|of|to|and|until|before|in|the|from|on|or|complete|completed|done)\b|[\s,;:&/()-])*",
    re.IGNORECASE,
)
"""What may stand between dates and around them."""


class _NoDay(ValueError):
    """What looks like a date is none."""


@dataclass(frozen=True)
class ReadDate:
    """What a cell says of a date.

    Attributes:
        first: The first day that it names; None where it is no date.
        last: And the last one.
        wrong: Why what looks like a date is none, as the end of a sentence; "" where it is one.
        alone: Whether nothing else stands in the cell.
    """

    first: date | None = None
    last: date | None = None
    wrong: str = ""
    alone: bool = False


@lru_cache(maxsize=65_536)
def read_date(text: str) -> ReadDate:
    """Return what a cell says of a date.

    >>> read_date("31.06.17").wrong
    '31.06.17 is no day of the calendar'
    >>> str(read_date("Mar-18").last), str(read_date("01.07.17 to 01.12.17").last)
    ('2018-03-31', '2017-12-01')
    """
    found = list(_TOKEN.finditer(text[:200]))
    spans: list[tuple[date, date]] = []
    for token in found:
        try:
            spans.append(_span(str(token.lastgroup), token[0]))
        except _NoDay as error:
            return ReadDate(wrong=str(error))
    around = _TOKEN.sub(" ", text)
    if not spans or not _AROUND.fullmatch(around):
        return ReadDate()
    alone = len(found) == 1 and not around.strip()
    return ReadDate(min(f for f, _ in spans), max(last for _, last in spans), alone=alone)


def _span(kind: str, text: str) -> tuple[date, date]:
    """The first and the last day of one date; _NoDay with the reason where it is none."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    try:
        first, last = _READ[kind](text, numbers)
        if abs(first.year - CENTURY) > FURTHEST or abs(last.year - CENTURY) > FURTHEST:
            raise ValueError
        return first, last
    except ValueError:
        raise _NoDay(f"{text.strip()} is no {_CALLED.get(kind, 'day')} of the calendar") from None


def _iso(_: str, numbers: list[int]) -> tuple[date, date]:
    day = date(*numbers)
    return day, day


def _day(text: str, numbers: list[int]) -> tuple[date, date]:
    if re.search(r"[./-]\s?[./-]", text):
        raise ValueError
    day = date(_year(numbers[2]), numbers[1], numbers[0])
    return day, day


def _named(text: str, numbers: list[int]) -> tuple[date, date]:
    day = date(numbers[1], _month_of(text), numbers[0])
    return day, day


def _month(text: str, numbers: list[int]) -> tuple[date, date]:
    return _months(_year(numbers[0]), _month_of(text), 1)


def _iso_month(text: str, numbers: list[int]) -> tuple[date, date]:
    year, second = numbers
    if second > len(MONTHS):  # years: 2016-19
        between = second - year % 100
        if between < 2:
            return _financial(text, numbers)
        return date(year, 1, 1), date(year + between, 12, 31)
    return _months(year, second, 1)


def _quarter(text: str, numbers: list[int]) -> tuple[date, date]:
    quarter = int(re.search(r"q([1-4])", text, re.IGNORECASE)[1])  # type: ignore[index]
    years = [n for n in numbers if n > 4 or n != quarter]
    first, last = _financial(text, years[:2])
    begins = (1, 4, 7, 10)[quarter % 4]
    return _months(last.year if quarter == 4 else first.year, begins, 3)


def _financial(_: str, numbers: list[int]) -> tuple[date, date]:
    year, second = numbers
    if second % 100 != (year + 1) % 100:
        raise ValueError
    return date(year, 4, 1), date(year + 1, 3, 31)


def _calendar(_: str, numbers: list[int]) -> tuple[date, date]:
    return date(numbers[0], 1, 1), date(numbers[0], 12, 31)


def _months(year: int, month: int, length: int) -> tuple[date, date]:
    end = month + length
    after = date(year + (end > 12), end - 12 * (end > 12), 1)
    return date(year, month, 1), after - timedelta(days=1)


def _month_of(text: str) -> int:
    word = next(_words(text))
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(word[:3]))


def _words(text: str) -> Iterator[str]:
    return (w for w in re.findall(r"[a-z]+", text.lower()) if w[:3] in _STARTS)


def _year(number: int) -> int:
    return number + CENTURY if number < 100 else number


_STARTS: Final = frozenset(month[:3] for month in MONTHS)
_CALLED: Final = {"month": "month", "isomonth": "month", "quarter": "quarter", "financial": "year"}
_READ: Final = {
    "iso": _iso, "day": _day, "named": _named, "quarter": _quarter, "month": _month,
    "isomonth": _iso_month, "financial": _financial, "year": _calendar,
}  # fmt: skip
