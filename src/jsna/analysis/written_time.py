"""By when something is to be done, as documents write it: "30.09.17", "Mar-18", "31 March 2018"."""

import re
from calendar import monthrange
from datetime import date
from typing import Final

from jsna.settings.release_rule import MONTHS

_NAMES: Final = {name.casefold(): number for number, name in enumerate(MONTHS, 1)}
_MONTHS: Final = _NAMES | {name[:3]: number for name, number in _NAMES.items()} | {"sept": 9}
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_FORMS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?",
        r"(?P<day>\d{1,2})(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})",
        rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<month>{_MONTH})\.?[ -]"
        r"(?P<year>\d{4}|\d{2})",
    )
)
_DONE: Final = re.compile(r"[,;]?\s*\(?(completed?|done)\)?\s*$", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\s*(?:,|;| and | to |\u2013)\s*")
_CENTURY: Final = 20 * 100


def last_day(words: str) -> date | None:
    """Return the day by which something is to be done; a month means its last day.

    Of several days, or from one to another, the last. None where the words hold anything else
    ("ongoing", "TBC", "Jan 18 onwards"), or a day that no calendar has (31.06.17).

    >>> last_day("Mar-18"), last_day("01.07.17 to 01.12.17"), last_day("31.06.17")
    (datetime.date(2018, 3, 31), datetime.date(2017, 12, 1), None)
    """
    parts = _BETWEEN.split(_DONE.sub("", words.strip()))
    days = [_day(part) for part in parts]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def says_done(words: str) -> bool:
    """Return whether a time by when ends in the word that it is done: "01.01.17, completed"."""
    return bool(_DONE.search(words.strip()))


def _day(words: str) -> date | None:
    text = " ".join(words.split())
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if found is None:
        return None
    said = found["month"].casefold()
    month = int(said) if said.isdigit() else _MONTHS[said]
    year = int(found["year"]) + (_CENTURY if len(found["year"]) == 2 else 0)
    try:
        return date(year, month, int(found["day"] or monthrange(year, month)[1]))
    except ValueError:  # no calendar has it; IllegalMonthError is one too
        return None
