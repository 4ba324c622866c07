"""What the labels of a council's own file mean: sexes, ages, periods and values of a breakdown.

One spelling for each meaning, so that "0-17 yrs", "0 to 17 years" and "Under 18" are one cell: a
label that is read as something else than its neighbours protects nothing. What is not known here
is None, and refuses the file that holds it (see docs/disclosure.md).
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import Final, NamedTuple

PERSONS: Final = "Persons"
ALL_AGES: Final = "All ages"
OLDEST: Final = 130
"""The age after every age that is counted."""
SEXES: Final = ("Persons", "Male", "Female", "Not applicable")
SEX_WORDS: Final = {
    "": PERSONS, "persons": PERSONS, "person": PERSONS, "people": PERSONS, "all": PERSONS,
    "both": PERSONS, "both sexes": PERSONS, "total": PERSONS, "all persons": PERSONS,
    "all people": PERSONS, "p": PERSONS,
    "male": "Male", "males": "Male", "m": "Male", "men": "Male", "man": "Male", "boys": "Male",
    "female": "Female", "females": "Female", "f": "Female", "women": "Female",
    "woman": "Female", "girls": "Female",
    "not applicable": "Not applicable",
}  # fmt: skip
SEXES_ALLOWED: Final = "Persons (all, both, total), Male (M, men, boys), Female (F, women, girls)"
AGES_ALLOWED: Final = (
    "0-17, 0 to 17, 17, 18+, 18 and over, under 18, <18 (with or without years), All ages,"
    " Reception, Year 1 to Year 13"
)
PERIODS_ALLOWED: Final = (
    "First day and length, like 2024-04-01/P1Y, 2024-04-01/P3M or 2024-04-01/P91D, or a calendar"
    " year"
)
EVERYBODY: Final = ("", "total", "all", "all groups", "everybody", "everyone", "overall", "any")
WHOLE_AGES: Final = (
    "", "all", "all ages", "all age", "total", "any age", "all persons", "all people",
)  # fmt: skip
SCHOOL_YEARS: Final = 14
"""Reception and years 1 to 13."""

_DASHES = re.compile("\\s*[\u2010-\u2015\u2212-]\\s*")
_UNIT = r"(?:\s*(?:yrs?|years?)(?:\s*olds?|\s*of age)?)?"
_RANGE = re.compile(rf"(\d+)(?:-|\s+to\s+)(\d+){_UNIT}")
_ONE = re.compile(rf"(\d+){_UNIT}")
_OPEN = re.compile(
    rf"(\d+){_UNIT}\s*(?:\+|plus|(?:and|&)\s*(?:over|above|older|up)|or\s*(?:over|older|above|more)){_UNIT}"
)
_UNDER = re.compile(rf"(?:<|under|below|less than|younger than)\s*(\d+){_UNIT}")
_SCHOOL = re.compile(r"(?:school )?(?:year|yr|y)\s*(\d{1,2})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})/P(\d+)([YMD])")
_YEAR = re.compile(r"\d{4}")


class AgeSpan(NamedTuple):
    """The first age and the one after the last, in years or in school years (Reception is 0)."""

    scale: str
    first: int
    after: int


class Days(NamedTuple):
    """The first day of a period and the one after the last, as ordinals."""

    first: int
    after: int


def read_sex(text: str) -> str | None:
    """Return the sex as facts name it; None if the word is not known. A blank is Persons."""
    return SEX_WORDS.get(_plain(text))


@cache
def read_age(text: str) -> AgeSpan | None:
    """Return the ages that a label holds; None if it is none. A blank is all ages."""
    words = re.sub(r"^aged?:?\s+", "", _DASHES.sub("-", _plain(text)))
    if words in WHOLE_AGES:
        return AgeSpan("years", 0, OLDEST)
    if words in ("reception", "year r"):
        return AgeSpan("school years", 0, 1)
    if found := _SCHOOL.fullmatch(words):
        year = int(found[1])
        return AgeSpan("school years", year, year + 1) if 0 < year < SCHOOL_YEARS else None
    first, after = _years(words)
    return AgeSpan("years", first, after) if 0 <= first < after <= OLDEST else None


def _years(words: str) -> tuple[int, int]:
    """Return the first age and the one after the last; two alike if the words are no ages."""
    if found := _RANGE.fullmatch(words):
        return int(found[1]), int(found[2]) + 1
    if found := _ONE.fullmatch(words):
        return int(found[1]), int(found[1]) + 1
    if found := _OPEN.fullmatch(words):
        return int(found[1]), OLDEST
    if found := _UNDER.fullmatch(words):
        return 0, int(found[1])
    return 0, 0


def age_name(span: AgeSpan) -> str:
    """Return the one spelling of ages by which cells are told apart."""
    if span.scale != "years":
        return f"Year {span.first}" if span.first else "Reception"
    if span.after == OLDEST:
        return f"{span.first}+" if span.first else ALL_AGES
    return f"{span.first}-{span.after - 1}"


def read_interval(text: str) -> str | None:
    """Return a period as an ISO 8601 interval; None if it is none that stands in the calendar."""
    words = text.strip()
    if _YEAR.fullmatch(words):
        words = f"{words}-01-01/P1Y"
    return words if read_days(words) else None


@cache
def read_days(period: str) -> Days | None:
    """Return the days of an ISO 8601 interval; None if it is none."""
    found = _ISO.fullmatch(period)
    if not found:
        return None
    year, month, day, length = (int(found[i]) for i in range(1, 5))
    try:
        first = date(year, month, day)
        after = _later(first, length, found[5])
    except (ValueError, OverflowError):
        return None
    return Days(first.toordinal(), after.toordinal()) if after > first else None


def _later(first: date, length: int, unit: str) -> date:
    if unit == "D":
        return first + timedelta(days=length)
    months = first.month - 1 + length * (12 if unit == "Y" else 1)
    year, month = first.year + months // 12, months % 12 + 1
    return date(year, month, min(first.day, monthrange(year, month)[1]))


def days_name(days: Days) -> str:
    """Return the one spelling of a period by which cells are told apart."""
    return f"{date.fromordinal(days.first).isoformat()}/P{days.after - days.first}D"


def breakdown_name(text: str) -> str:
    """Return the one spelling of a breakdown or of a value; "" for everybody together."""
    words = _DASHES.sub("-", _plain(text))
    return "" if words in EVERYBODY or words.startswith("all ") else words


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
