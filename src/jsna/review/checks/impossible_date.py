"""Days that no calendar has."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from jsna.review.check import Check, Known
from jsna.review.draft import Draft
from jsna.review.finding import Finding, Severity

MONTHS: Final = [name.lower() for name in calendar.month_name]
DAYS: Final = [name.lower() for name in calendar.day_name]
LEAP: Final = 4
IN_DIGITS: Final = re.compile(
    r"(?<![\d.,/-])(?P<day>\d{1,2})(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)"
    r"(?P<year>(?:19|20)\d\d|\d\d)(?![\d/-]|\.\d)"
)
NAMED = "|".join(f"{name}|{name[:3]}" for name in calendar.month_name[1:])
IN_WORDS: Final = re.compile(
    rf"\b(?:(?P<weekday>{'|'.join(calendar.day_name)}),? (?:the )?)?(?P<day>\d{{1,2}})"
    rf"(?:st|nd|rd|th)?(?: of)? (?P<month>{NAMED})\b,?(?: (?P<year>(?:19|20)\d\d))?"
)


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield each day that its month does not have, or that was another day of the week."""
    for passage in draft.passages:
        for pattern in (IN_DIGITS, IN_WORDS):
            for match in pattern.finditer(passage.text):
                if found := _wrong(match):
                    what, grave = found
                    mend = "Write the day that is meant."
                    yield Finding(CHECK.id, grave, passage, *match.span(), what=what, mend=mend)


def _wrong(match: re.Match[str]) -> tuple[str, Severity] | None:
    day, month, year = int(match["day"]), _month(match["month"]), _year(match["year"])
    # the other order of day and month, a version or a list of numbers is not judged
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    last = calendar.monthrange(year or LEAP, month)[1]
    if day > last:
        named = calendar.month_name[month] + (f" {year}" if year and month == 2 else "")
        return f"{named} has {last} days.", Severity.SERIOUS
    weekday = match.groupdict().get("weekday")
    if weekday and year and date(year, month, day).weekday() != DAYS.index(weekday.lower()):
        right = calendar.day_name[date(year, month, day).weekday()]
        return f"This day is a {right}.", Severity.DOUBTFUL
    return None


def _month(words: str) -> int:
    if words.isdigit():
        return int(words)
    return next(n for n, name in enumerate(MONTHS) if name and name.startswith(words.lower()[:3]))


def _year(digits: str | None) -> int:
    """Return the year, of two digits as every program reads them; 0 where none is given."""
    if not digits or len(digits) == 4:
        return int(digits or 0)
    return datetime.strptime(digits, "%y").year


CHECK = Check(
    "impossible-date",
    "A day that its month does not have (31.06.17, 30 February), serious; a weekday that does not"
    " fall on its date, doubtful.",
    Severity.SERIOUS,
    find,
)
