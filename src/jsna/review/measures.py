"""Which indicator of the catalogue a sentence is about, as far as its words tell for certain."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from jsna.review.words import stems
from jsna.settings.indicator import Indicator

FEWEST: Final = 2
"""Stems that a name has at least, to be told in a sentence."""
POPULATION: Final = "estimated-population"
OF_PEOPLE: Final = re.compile(
    r"\b(?:resident )?population\b(?! (?:projection|estimate|aged|growth|density))", re.IGNORECASE
)
QUALIFIED: Final = re.compile(
    r"\b(?:wards?|decile|quintile|deprived|ethnic\w*|routine|manual|pregnan\w*|practices?|register\w*"
    r"|project\w*|prison\w*|aged|over|under|working|mothers?|parents?|disab\w+|disorders?|disadvantaged"
    r"|free school meals|in care|mental|carers?|neighbourhoods?|gap|inequality|target|goal|healthy"
    r"|boys|girls|women|men|males?|females?|old method|GP|increase of|among|households?"
    r"|excluding)\b",
    re.IGNORECASE,
)
"""Words that make another measure of one, unless its own name has them."""


def indicator_of(text: str, indicators: Mapping[str, Indicator]) -> Indicator | None:
    """Return the one indicator whose short title's words a sentence has; None if it is not sure.

    Of several the one with most words is meant, of two with as many none is.
    """
    said = _stems(text)
    named = [
        (len(words), i) for i in indicators.values() if (words := name_of(i)) and words <= said
    ]
    most = max((count for count, _ in named), default=0)
    best = [one for count, one in named if count == most]
    if not best and POPULATION in indicators and OF_PEOPLE.search(text):
        best = [indicators[POPULATION]]
    if len(best) != 1:
        return None
    name = f"{best[0].short_title} {best[0].title}".lower()
    strange = [w for w in QUALIFIED.findall(text) if w.lower() not in name]
    return None if strange else best[0]


def name_of(indicator: Indicator) -> frozenset[str]:
    """Return the stems that a sentence needs to be about an indicator; none if they are too few."""
    found = _stems(indicator.short_title)
    return found if len(found) >= FEWEST else frozenset()


@lru_cache(maxsize=8192)
def _stems(text: str) -> frozenset[str]:
    digits = (f"#{n}" for n in re.findall(r"(?<=[Yy]ear )\d+|(?<=Attainment )\d+", text))
    return stems(text) | frozenset(digits)
