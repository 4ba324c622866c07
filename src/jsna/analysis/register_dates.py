"""Dates as people write them in a register: days, months, quarters and years, and what is none.

Each is read as the last day of what it names, by which a thing is to be done. A day comes before
its month, as in Britain. A text of several dates has the latest; words around them that are more
than "by" or "to" make it no date: "January onwards" and "from January" end never, "before May" and
"autumn" name no day.
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
OF_THE_CENTURY_BEFORE: Final = 70
"""A year in two digits from here on is of the century before, as most programs read it."""
FURTHEST: Final = 150
"""Years from the turn of the century that a register may name."""
LONGEST: Final = 200
"""Characters of a cell that may be a date: what is longer is a text."""
PLAIN: Final = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | {"\u2019": "'", "\u00a0": " "}
)
"""Dashes and spaces as word processors set them, as they are typed."""
_MONTH: Final = "|".join(sorted({*MONTHS, *(m[:3] for m in MONTHS), "sept"}, key=len, reverse=True))
_MIDNIGHT: Final = r"(?:[T\s]+00:00(?::00(?:\.0+)?)?Z?)?"
"""What spreadsheets and programs write behind a day."""
_YEARS: Final = r"(?:\d{4}|\d{2})\s*[/-]\s*\d{2,4}"
_Q: Final = r"q(?:uarter|tr)?\s*[1-4]"
_TOKEN: Final = re.compile(
    rf"""(?<!\d)(?:
      (?P<iso>\d{{4}}-\d{{1,2}}-\d{{1,2}}{_MIDNIGHT})
    | (?P<day>\d{{1,2}}\s?[./-]+\s?\d{{1,2}}\s?[./-]+\s?(?:\d{{4}}|\d{{2}})\b{_MIDNIGHT})
    | (?P<quarter>{_Q}[\s,]*(?:of\s+)?{_YEARS}|{_YEARS}\s*{_Q})
    | (?P<named>\d{{1,2}}(?:st|nd|rd|th)?[\s./-]*(?:of\s+)?(?:{_MONTH})
                [\s.,/-]*(?:\d{{4}}|'?\d{{2}}))
    | (?P<american>\b(?:{_MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})
    | (?P<months>\b(?:{_MONTH})\s*(?:-|/|&|\bto\b|\band\b)\s*(?:{_MONTH})[\s.,'-]*
                (?:\d{{4}}|\d{{2}}))
    | (?P<month>\b(?:{_MONTH})(?:[\s.,'-]*\d{{4}}|[\s.'/-]*\d{{2}}(?!st|nd|rd|th)))
    | (?P<isomonth>\d{{4}}-\d{{2}})
    | (?P<numbered>\d{{1,2}}[./]\d{{4}})
    | (?P<financial>\d{{4}}/(?:\d{{4}}|\d{{2}}))
    | (?P<year>\d{{4}})
    )(?!\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_AROUND: Final = re.compile(
    r"(?:\b(?:by|end|of|to|and|until|in|the|on|or|during|due|complete|completed|done)\b"
    r"|[\s,;:&/()-])*",
    re.IGNORECASE,
)
"""What may stand between dates and around them."""
_FROM: Final = re.compile(r"\bfrom\b", re.IGNORECASE)
"""Of a span; before one date alone it says when a thing begins, and not by when it is done."""


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
    text = text.translate(PLAIN)
    if len(text) > LONGEST:
        return ReadDate()
    found = list(_TOKEN.finditer(text))
    spans: list[tuple[date, date]] = []
    for token in found:
        try:
            spans.append(_span(str(token.lastgroup), token[0]))
        except _NoDay as error:
            return ReadDate(wrong=str(error))
    around = _TOKEN.sub(" ", text)
    if len(found) > 1:
        around = _FROM.sub(" ", around)
    if not spans or not _AROUND.fullmatch(around):
        return ReadDate()
    alone = len(found) == 1 and not around.strip()
    return ReadDate(min(f for f, _ in spans), max(last for _, last in spans), alone=alone)


def without_dates(text: str) -> str:
    """Return what stands in a cell beside its dates."""
    return _TOKEN.sub(" ", text.translate(PLAIN))


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
    day = date(*numbers[:3])  # what follows is the midnight at which it begins
    return day, day


def _day(text: str, numbers: list[int]) -> tuple[date, date]:
    if re.search(r"[./-]\s?[./-]", text):
        raise ValueError
    day = date(_year(numbers[2]), numbers[1], numbers[0])
    return day, day


def _named(text: str, numbers: list[int]) -> tuple[date, date]:
    day = date(_year(numbers[1]), _month_of(text), numbers[0])
    return day, day


def _month(text: str, numbers: list[int]) -> tuple[date, date]:
    return _months(_year(numbers[0]), _month_of(text), 1)


def _span_of_months(text: str, numbers: list[int]) -> tuple[date, date]:
    """Two months with the year of the second: November to February is of two years."""
    first, second = list(_numbers_of_months(text))[:2]
    year = _year(numbers[0])
    return _months(year - (first > second), first, 1)[0], _months(year, second, 1)[1]


def _iso_month(text: str, numbers: list[int]) -> tuple[date, date]:
    year, second = numbers
    if second > len(MONTHS):  # years: 2016-19
        between = second - year % 100
        if between < 2:
            return _financial(text, numbers)
        return date(year, 1, 1), date(year + between, 12, 31)
    return _months(year, second, 1)


def _numbered(_: str, numbers: list[int]) -> tuple[date, date]:
    return _months(numbers[1], numbers[0], 1)


def _quarter(text: str, _: list[int]) -> tuple[date, date]:
    quarter = int(_QUARTER.search(text)[0][-1])  # type: ignore[index]
    years = [int(year) for year in re.findall(r"\d+", _QUARTER.sub(" ", text))]
    first, last = _financial(text, [_year(years[0]), years[1]])
    begins = (1, 4, 7, 10)[quarter % 4]
    return _months(last.year if quarter == 4 else first.year, begins, 3)


def _financial(_: str, numbers: list[int]) -> tuple[date, date]:
    year, second = numbers
    if second not in ((year + 1) % 100, year + 1):
        raise ValueError
    return date(year, 4, 1), date(year + 1, 3, 31)


def _calendar(_: str, numbers: list[int]) -> tuple[date, date]:
    return date(numbers[0], 1, 1), date(numbers[0], 12, 31)


def _months(year: int, month: int, length: int) -> tuple[date, date]:
    end = month + length
    after = date(year + (end > 12), end - 12 * (end > 12), 1)
    return date(year, month, 1), after - timedelta(days=1)


def _month_of(text: str) -> int:
    return next(_numbers_of_months(text))


def _numbers_of_months(text: str) -> Iterator[int]:
    for word in re.findall(r"[a-z]+", text.lower()):
        if word[:3] in _STARTS:
            yield _STARTS.index(word[:3]) + 1


def _year(number: int) -> int:
    if number >= 100:
        return number
    return number + CENTURY - (100 if number >= OF_THE_CENTURY_BEFORE else 0)


_QUARTER: Final = re.compile(_Q, re.IGNORECASE)
_STARTS: Final = tuple(month[:3] for month in MONTHS)
_CALLED: Final = {
    "month": "month", "months": "month", "isomonth": "month", "numbered": "month",
    "quarter": "quarter", "financial": "year",
}  # fmt: skip
_READ: Final = {
    "iso": _iso, "day": _day, "named": _named, "american": _named, "quarter": _quarter,
    "month": _month, "months": _span_of_months, "isomonth": _iso_month, "numbered": _numbered,
    "financial": _financial, "year": _calendar,
}  # fmt: skip
