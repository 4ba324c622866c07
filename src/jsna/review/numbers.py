"""Numbers as drafts write them, with their unit and how finely they are given."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SAID: Final = re.compile(
    rf"(?<![\w.,/\u00a3-])(?P<number>{NUMBER})(?![\d/]|[.,]\d)"
    r"(?P<unit>\s?%|\s?per\s?cent\b(?!age)|\s(?:per|for every|in every)\s\d[\d,]*(?:,\d{3})*"
    r"|\syears\b"
    r"(?!\s(?:and|or|old|of age|ago))|)",
    re.IGNORECASE,
)
AGES: Final = re.compile(
    r"\b(?:aged?|ages|over|under)\s\d+(?![\d.,]*\s?%)(?:\s?(?:[-\u2013]|to|and)\s?\d+)?"
    r"|\b\d+(?:(?:\s?[-\u2013]\s?| and | or | to )\d+)?\+?[\s-](?:years?|months?|weeks?)?[\s-]?"
    r"(?:and (?:over|above|under)|olds?\b|of age)|\b\d+\s?\+",
    re.IGNORECASE,
)
"""Ages of people, which are no values."""
IN_WORDS: Final = re.compile(
    r"\b(?:one|two|three|four|five|half|third|quarter"
    r"|(?!(?:19|20)\d\d\b)\d+)s? (?:in|out of|of) (?:\w+)\b"
    r"|\b(?:half|double|twice|three times|a (?:third|quarter))\b|\branked\b|\d+(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
YEAR: Final = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Number:
    """A number: its value, unit ("%", "per 100000", "years" or ""), decimals and place."""

    value: float
    unit: str
    decimals: int
    start: int
    end: int

    @property
    def step(self) -> float:
        """One unit of its last digit."""
        return float(10.0**-self.decimals)


def numbers_in(text: str) -> Iterator[Number]:
    """Yield the numbers of a text that are no years, ages or parts of a date or a name."""
    without = AGES.sub(lambda match: " " * len(match[0]), text)
    for match in SAID.finditer(without):
        digits = match["number"]
        if YEAR.fullmatch(digits) and not match["unit"]:
            continue
        yield Number(
            as_float(digits), _unit(match["unit"]), decimals_of(digits), match.start(), match.end()
        )


def has_value(text: str) -> bool:
    """Return whether a text has a number, in digits or as "one in three"."""
    return any(True for _ in numbers_in(text)) or bool(IN_WORDS.search(text))


def as_float(digits: str) -> float:
    """Return the number of its digits."""
    return float(digits.replace(",", ""))


def decimals_of(digits: str) -> int:
    """Return how many digits stand behind its point."""
    return len(digits.partition(".")[2])


def _unit(words: str) -> str:
    plain = " ".join(words.lower().replace(",", "").split())
    if plain in ("%", "per cent", "percent"):
        return "%"
    if plain.startswith(("per", "for every", "in every")):
        return f"per {plain.split()[-1]}"
    return plain
