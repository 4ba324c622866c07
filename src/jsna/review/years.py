"""Years and periods as drafts write them."""

import re
from typing import Final

YEAR: Final = r"(?:19|20)\d\d"
PERIOD: Final = re.compile(
    rf"\b({YEAR})(?:\s?(?:/|-|\u2013|to|and)\s?((?:{YEAR}|\d\d)(?![\d.%])))?(?!\d|[.,]\d)"
)
SAID: Final = re.compile(
    rf"{PERIOD.pattern}|\b(?:19|20)?\d\d/\d\d\b|\bsince\b"
    r"|\b(?:last|past|this) (?:year|decade|(?:two|three|five|ten|\d+) years)\b",
    re.IGNORECASE,
)
"""Any word that says of when something is."""


def periods_in(text: str) -> list[str]:
    """Return the periods that a text names, each once: "2023", "2021/22", "2020-22"."""
    found = (period_of(match) for match in PERIOD.finditer(text))
    return list(dict.fromkeys(found))


def period_of(match: re.Match[str]) -> str:
    """Return a period of `PERIOD` in one form: "2020 to 2022" and "2020 - 22" are "2020-22"."""
    first, last = match[1], match[2]
    if not last:
        return first
    sign = "/" if "/" in match[0] else "-"
    return f"{first}{sign}{last[-2:]}"


def plain_label(label: str) -> str:
    """Return a period's label of the facts in the same form: "2020 - 22" is "2020-22"."""
    match = PERIOD.search(label)
    return period_of(match) if match else label
