"""The months, quarters and years of a council's own measures, as its people and spreadsheets write.

One reading for the description of a measure and for its figures, so that a target of "2025/26 Q1"
meets the figure of that quarter whatever either is written as.
"""

import re
from functools import lru_cache
from typing import Final, Literal

Frequency = Literal["month", "quarter", "year"]
MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
"""Frequency -> how many months a period of it has."""
CENTURY: Final = 20 * 100
"""Of a year that a spreadsheet wrote in two digits."""
FINANCIAL: Final = 4
"""The month in which a year that is written as two begins: "2025/26"."""
NAMES: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
ALLOWED: Final[dict[Frequency, str]] = {
    "month": "A month: YYYY-MM, its name and year (Apr 2025, Apr-25), or 01/04/2025.",
    "quarter": "A quarter: 2025/26 Q1 (from April) or 2025 Q1 (from January).",
    "year": "A year: 2025/26 (from April) or 2025 (from January).",
}
ISO: Final = re.compile(r"(\d{4})-(\d{2})-01/P(\d{1,2})([MY])")
_MONTH: Final = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})(?:-01)?"),
    re.compile(r"(?P<name>[A-Za-z]{3,9})\.?[ -]?(?P<year>\d{4}|\d{2})"),
    re.compile(r"0?1/(?P<month>\d{1,2})/(?P<year>\d{4})"),
)
_YEARS: Final = r"(?P<year>\d{4})(?:[/-](?P<next>\d{4}|\d{2}))?"
_QUARTER: Final = re.compile(rf"{_YEARS},? ?Q(?P<quarter>[1-4])")
_YEAR: Final = re.compile(_YEARS)


@lru_cache(maxsize=4096)
def read_measure_period(text: str, frequency: Frequency) -> str | None:
    """Return a period as an ISO 8601 interval ("2025-04-01/P1M"); None if it is none of these.

    A period of another length than the measure's frequency is none.
    """
    words = " ".join(text.replace("\u2013", "-").split())
    if found := ISO.fullmatch(words):
        length = int(found[3]) * (12 if found[4] == "Y" else 1)
        return _interval(int(found[1]), int(found[2]), length, frequency)
    read = {"month": _month, "quarter": _quarter, "year": _year}[frequency]
    start = read(words)
    return _interval(*start, MONTHS[frequency], frequency) if start else None


def period_words(interval: str) -> str:
    """Return how an interval is printed: "April 2025", "2025/26 Q1", "2025", "2025/26".

    Raises:
        ValueError: it is no month, quarter or year.
    """
    found = ISO.fullmatch(interval)
    if not found:
        raise ValueError(f"{interval} is no month, quarter or year")
    year, month = int(found[1]), int(found[2])
    length = int(found[3]) * (12 if found[4] == "Y" else 1)
    if length == MONTHS["month"]:
        return f"{NAMES[month - 1]} {year}"
    whole = f"{year}/{(year + 1) % 100:02d}"
    if length == MONTHS["year"]:
        return f"{year}" if month == 1 else whole
    first = year if month >= FINANCIAL else year - 1
    quarter = (month - FINANCIAL) % 12 // 3 + 1
    return f"{first}/{(first + 1) % 100:02d} Q{quarter}"


def month_number(interval: str) -> int:
    """Return how many months after the year 0 an interval begins."""
    return int(interval[:4]) * 12 + int(interval[5:7]) - 1


def interval_at(number: int, frequency: Frequency) -> str:
    """Return the period that begins so many months after the year 0."""
    length = {"month": "P1M", "quarter": "P3M", "year": "P1Y"}[frequency]
    return f"{number // 12:04d}-{number % 12 + 1:02d}-01/{length}"


def _interval(year: int, month: int, length: int, frequency: Frequency) -> str | None:
    if not 1 <= month <= 12 or length != MONTHS[frequency]:
        return None
    return interval_at(year * 12 + month - 1, frequency)


def _month(words: str) -> tuple[int, int] | None:
    for form in _MONTH:
        if not (found := form.fullmatch(words)):
            continue
        told = found.groupdict()
        year = int(told["year"])
        year += CENTURY if year < 100 else 0
        if "month" in told:
            return year, int(told["month"])
        name = told["name"].casefold()
        known = [i for i, full in enumerate(NAMES, 1) if full.casefold().startswith(name)]
        return (year, known[0]) if len(known) == 1 else None
    return None


def _quarter(words: str) -> tuple[int, int] | None:
    found = _QUARTER.fullmatch(words)
    if not found or not (start := _start(found)):
        return None
    months = start[0] * 12 + start[1] - 1 + 3 * (int(found["quarter"]) - 1)
    return months // 12, months % 12 + 1


def _year(words: str) -> tuple[int, int] | None:
    found = _YEAR.fullmatch(words)
    return _start(found) if found else None


def _start(found: "re.Match[str]") -> tuple[int, int] | None:
    """Return year and month in which a year begins that is written as one or as two."""
    year = int(found["year"])
    if found["next"] is None:
        return year, 1
    follows = int(found["next"]) % 100 == (year + 1) % 100
    return (year, FINANCIAL) if follows else None
