"""Editions that were never published: an index or a census of a year that has none."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import jsna.review
from jsna.review.check import Check, Known
from jsna.review.draft import Draft
from jsna.review.finding import Finding, Severity
from jsna.review.sentences import sentences

OTHER: Final = re.compile(
    r"(?:\b(?:Welsh|Scottish|Scotland|Wales|Northern Ireland|school|pupil|workforce"
    r"|agricultur\w+|sport"
    r"|traffic|street|staff|spring|summer|autumn|january|may|october|library|veterans|carers|ward"
    r"|bed|patient)\W+(?:[a-z]+\W+)?)$",
    re.IGNORECASE,
)
"""What stands before the words where another index or another kind of census is meant."""
YEAR = r"(?P<{}>(?:19|20)\d\d)(?![/\d]|\s?[-\u2013]\s?\d)"


@dataclass(frozen=True)
class Editions:
    """What comes out in editions: name, how it is written, its years and the next one."""

    name: str
    written: re.Pattern[str]
    years: tuple[int, ...]
    next: int


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield each edition of a year that has none."""
    for sentence in sentences(draft):
        for one in editions():
            for match in one.written.finditer(sentence.text):
                year = int(match["after"] or match["before"])
                if year in (*one.years, one.next) or OTHER.search(sentence.text[: match.start()]):
                    continue
                what = f"There is no {one.name} of {year}: {_nearest(one, year)}."
                mend = "Name the edition that is meant; do not promise one that was not announced."
                yield sentence.finding(CHECK.id, Severity.SERIOUS, what, mend, match)


@cache
def editions() -> tuple[Editions, ...]:
    """Return what comes out in editions, as `editions.csv` has it."""
    with files(jsna.review).joinpath("editions.csv").open(encoding="utf-8") as file:
        return tuple(_editions(row) for row in csv.DictReader(file))


def _editions(row: dict[str, str]) -> Editions:
    after = rf"{row['words']}(?:,? of|,|:)?\s\(?{YEAR.format('after')}"
    before = rf"{YEAR.format('before')} {row['words']}"
    written = re.compile(rf"\b(?:{after}|{before})\b", re.IGNORECASE)
    years = tuple(int(year) for year in row["years"].split())
    return Editions(row["name"], written, years, int(row["next"] or 0))


def _nearest(one: Editions, year: int) -> str:
    earlier = [y for y in one.years if y < year][-1:]
    later = [y for y in (*one.years, one.next) if y > year][:1]
    known = [str(y) for y in (*earlier, *later)]
    return f"the nearest {'are' if known[1:] else 'is'} of {' and '.join(known)}"


CHECK = Check(
    "no-such-edition",
    "An Index of Multiple Deprivation or a Census of a year that has none (England's; the"
    " years stand"
    " in editions.csv). School, workforce and other censuses are left alone.",
    Severity.SERIOUS,
    find,
)
