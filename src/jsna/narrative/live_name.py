"""The name of a live number in the council's own words: `20101.value`, `90366(Female).interval`.

First the indicator's id, then in brackets what is not as its page shows it first (a sex, an age, a
ward, divided by commas), then what of it is to be printed.
"""

import re
from dataclasses import dataclass
from typing import Final

FIELDS: Final = {
    "value": "the newest value with its unit",
    "england": "England's value of the same period",
    "interval": "its 95% interval",
    "period": "the period that the value is of",
    "verdict": "what may be said of it against England",
    "trend": "its recent trend",
    "rank": "its place among the authorities of the country",
    "sentence": "the whole finding as a sentence",
}
"""What can be printed of a number, and what each is."""
OF_WARDS: Final = tuple(field for field in FIELDS if field not in ("trend", "rank"))
"""Wards are not ranked, and have too few periods for a trend."""

NAME: Final = re.compile(
    r"(?P<indicator>[^\s.()]+)\s*(?:\((?P<which>[^()]*)\))?\s*\.\s*(?P<field>[^\s.()]+)"
)
FORM: Final = "A number is written {{ 20101.value }} or, of others, {{ 20101(Female, 65+).value }}."


@dataclass(frozen=True)
class LiveName:
    """A name, taken apart.

    Attributes:
        indicator: As written before the dot.
        which: What stands in brackets, one for each comma.
        field: As written behind the dot.
    """

    indicator: str
    which: tuple[str, ...]
    field: str


def live_name(text: str) -> LiveName | None:
    """Return the name that stands between {{ and }}; None where it has not the form of one."""
    match = NAME.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    parts = [part.strip() for part in (match["which"] or "").split(",")]
    return LiveName(match["indicator"], tuple(p for p in parts if p), match["field"])
