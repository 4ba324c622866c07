"""In what rhythm a source brings figures out: "yearly", or "yearly, May" where a month is known."""

import re
from calendar import monthrange
from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_RULE: Final = re.compile(r"(yearly|quarterly|monthly)(?:, ([A-Za-z ,]+))?")
_ALLOWED: Final = (
    'allowed are "yearly", "quarterly", "monthly", and months after the first two: "yearly, May",'
    ' "quarterly, February, May, August and November"'
)
_MONTHS_OF: Final = {"yearly": 1, "quarterly": 4}


def months_of(rule: str) -> tuple[int, ...]:
    """Return the months that a rule names, 1 to 12; none if it names none.

    Raises:
        ValueError: it is no rule.
    """
    found = _RULE.fullmatch(rule)
    names = re.split(r", | and ", found[2]) if found and found[2] else []
    if not found or not set(names) <= set(MONTHS):
        raise ValueError(_ALLOWED)
    if names and len(set(names)) != _MONTHS_OF.get(found[1]):
        raise ValueError(_ALLOWED)
    return tuple(sorted(MONTHS.index(name) + 1 for name in names))


def next_by_rule(rule: str, today: date) -> date | None:
    """Return by which day figures are next due, the last of a month that the rule names.

    None where it names no month: only the source's last release would say.
    """
    ends = [
        date(year, month, monthrange(year, month)[1])
        for year in (today.year, today.year + 1)
        for month in months_of(rule)
    ]
    return next((day for day in ends if day >= today), None)


def _is_rule(rule: str) -> str:
    months_of(rule)
    return rule


ReleaseRule = Annotated[str, AfterValidator(_is_rule)]
