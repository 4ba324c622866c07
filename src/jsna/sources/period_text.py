"""Read the period that a publisher writes, such as `2016/17 - 20/21`, as an ISO 8601 interval.

The forms are those of Fingertips' own formatter. Whether `2017/18` is a financial or an academic
year stands in the catalogue and is never guessed.
"""

import re
from collections.abc import Callable
from typing import Final

START_MONTH: Final = {"calendar": 1, "financial": 4, "academic": 9}
SPLIT_YEARS: Final = ("financial", "academic")
LONGEST_MONTHS: Final = 30 * 12
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T00:00(?::00)?Z?)?/P(\d{1,2})Y")
_YEAR = r"(\d{4})"
_SPLIT = r"(\d{4})/(\d{2}|\d{4})"
_TO = r"(?:\s*[-\u2013\u2014]\s*|\s+to\s+)"
_MONTH = r"([A-Za-z]{3})[a-z]*\s+(\d{4})"


def read_period(text: str, year_type: str = "") -> str:
    """Return the interval of a period, e.g. "2019-01-01/P3Y" for "2019 - 21".

    Args:
        text: The period as published.
        year_type: calendar, financial or academic from the catalogue; "" if not known.

    Raises:
        ValueError: the text has no known form, or needs a year type that is not known.
    """
    text = " ".join(text.split())
    for pattern, read in _FORMS:
        found = pattern.fullmatch(text)
        if found:
            return read(found.groups(), year_type, text)
    raise ValueError(f'the period "{text}" has no known form')


def read_interval(text: str, year_type: str = "") -> str:
    """Return the interval by which Fingertips would call a period that is written as one.

    Publishers write the days of a survey, e.g. "2021-11-16T00:00:00/P1Y"; Fingertips calls that
    2021/22, and where such a year begins is a matter of the catalogue's year type.

    Args:
        text: An ISO interval of whole years, or a period as `read_period` reads it.
        year_type: As for `read_period`.

    Raises:
        ValueError: as `read_period`, or it is an interval that is none of the catalogue's years.
    """
    found = _ISO.fullmatch(text.strip())
    if not found:
        return read_period(text, year_type)
    year, month, years = int(found[1]), int(found[2]), int(found[4])
    whole = month == 1 and found[3] == "01"
    if whole == (year_type in SPLIT_YEARS):
        kind = year_type or "calendar"
        raise ValueError(f'the catalogue says {kind} years, the file says "{text}"')
    start = 1 if whole else START_MONTH.get(year_type, 0)
    if not start or not 1 <= month <= 12:
        raise ValueError(f'the period "{text}" is no calendar year, and the catalogue knows none')
    return _interval(year * 12 + start - 1, years * 12, text)


def period_label(interval: str) -> str:
    """Return how Fingertips writes an interval of whole years: "2019 - 21", "2017/18".

    Raises:
        ValueError: it is of no whole years.
    """
    found = _ISO.fullmatch(interval)
    if not found:
        raise ValueError(f"{interval} is not of whole years")
    first, last = int(found[1]), int(found[1]) + int(found[4]) - 1
    if found[2] != "01":
        split = f"{first}/{(first + 1) % 100:02d}"
        end = f"{last % 100:02d}/{(last + 1) % 100:02d}"
        return split if first == last else f"{split} - {end}"
    return str(first) if first == last else f"{first} - {last % 100:02d}"


def _interval(start: int, months: int, text: str) -> str:
    """`start` counts months from year 0; whole years are written as years."""
    if not 1 <= months <= LONGEST_MONTHS:
        raise ValueError(f'the period "{text}" ends before it starts, or is too long')
    length = f"{months // 12}Y" if months % 12 == 0 else f"{months}M"
    return f"{start // 12:04d}-{start % 12 + 1:02d}-01/P{length}"


def _calendar(parts: tuple[str, ...], year_type: str, text: str) -> str:
    first, last = int(parts[0]), _last_year(parts[0], parts[-1])
    if len(parts) > 1 and last == first + 1 and year_type in SPLIT_YEARS:
        # two years in a row of an indicator of financial years are one of them: 2017-18
        return _interval(first * 12 + _split_start(year_type, text), 12, text)
    return _interval(first * 12, (last - first + 1) * 12, text)


def _split_years(parts: tuple[str, ...], year_type: str, text: str) -> str:
    first, last = int(parts[0]), _last_year(parts[0], parts[-2])
    for year, next_year in ((first, parts[1]), (last, parts[-1])):
        if (year + 1) % 100 != int(next_year) % 100:
            raise ValueError(f'the period "{text}" does not run from one year to the next')
    start = first * 12 + _split_start(year_type, text)
    return _interval(start, (last - first + 1) * 12, text)


def _calendar_quarters(parts: tuple[str, ...], _year_type: str, text: str) -> str:
    first = int(parts[0]) * 4 + int(parts[1]) - 1
    last = int(parts[-2]) * 4 + int(parts[-1]) - 1
    return _interval(first * 3, (last - first + 1) * 3, text)


def _split_quarters(parts: tuple[str, ...], year_type: str, text: str) -> str:
    first = int(parts[0]) * 4 + int(parts[2]) - 1
    last = int(parts[-3]) * 4 + int(parts[-1]) - 1
    start = first * 3 + _split_start(year_type, text)
    return _interval(start, (last - first + 1) * 3, text)


def _months(parts: tuple[str, ...], _year_type: str, text: str) -> str:
    names = [parts[0].lower(), parts[-2].lower()]
    if not set(names) <= set(MONTHS):
        raise ValueError(f'the period "{text}" has no known form')
    first = int(parts[1]) * 12 + MONTHS.index(names[0])
    last = int(parts[-1]) * 12 + MONTHS.index(names[1])
    return _interval(first, last - first + 1, text)


def _split_start(year_type: str, text: str) -> int:
    if year_type == "calendar":
        raise ValueError(f'the catalogue says calendar years, the file says "{text}"')
    if year_type not in START_MONTH:
        raise ValueError(f'the catalogue does not say whether "{text}" is financial or academic')
    return START_MONTH[year_type] - 1


def _last_year(first: str, last: str) -> int:
    """Return the year that `last` means, which may be written in two digits: 1999 - 01."""
    if len(last) == 4:
        return int(last)
    year = int(first) // 100 * 100 + int(last)
    return year if year >= int(first) else year + 100


_Reader = Callable[[tuple[str, ...], str, str], str]
_FORMS: Final[tuple[tuple[re.Pattern[str], _Reader], ...]] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (_YEAR, _calendar),
        (_YEAR + _TO + r"(\d{4}|\d{2})", _calendar),
        (_SPLIT, _split_years),
        (_SPLIT + _TO + r"(\d{4}|\d{2})/(\d{2}|\d{4})", _split_years),
        (_YEAR + r" Q([1-4])", _calendar_quarters),
        (_YEAR + r" Q([1-4])" + _TO + _YEAR + r" Q([1-4])", _calendar_quarters),
        (_SPLIT + r" Q([1-4])", _split_quarters),
        (_SPLIT + r" Q([1-4])" + _TO + _SPLIT + r" Q([1-4])", _split_quarters),
        (_MONTH, _months),
        (_MONTH + _TO + _MONTH, _months),
    )
)
