"""Sources cited for what they do not hold, as far as their address tells."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import jsna.review
from jsna.review.check import Check, Known
from jsna.review.draft import Draft, Passage
from jsna.review.finding import Finding, Severity
from jsna.review.numbers import has_value
from jsna.review.sentences import Sentence, sentence_at


@dataclass(frozen=True)
class Source:
    """What an address tells of a source.

    Attributes:
        address: How it is written.
        name: What the source is.
        never: Words of what it does not hold; None where any may be.
        only: Words of which one is in every sentence that it can support; None where any may be.
        why: What is wrong otherwise.
    """

    address: re.Pattern[str]
    name: str
    never: re.Pattern[str] | None
    only: re.Pattern[str] | None
    why: str


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield each citation of a source for what it does not hold, at the citing sentence."""
    for passage in draft.passages:
        for link in passage.links:
            source = next((s for s in sources() if s.address.search(link.address)), None)
            for sentence in _citing(draft, passage, link.start) if source else ():
                if source and (why := _wrong(source, sentence)):
                    noted = f" ({passage.note})" if passage.note else ""
                    what = f"The source{noted} is {source.name}: {why}."
                    mend = "Cite the page that holds this very figure."
                    yield sentence.finding(CHECK.id, Severity.DOUBTFUL, what, mend)


@cache
def sources() -> tuple[Source, ...]:
    """Return what addresses tell, as `sources_by_link.csv` has it."""
    with files(jsna.review).joinpath("sources_by_link.csv").open(encoding="utf-8") as file:
        return tuple(_source(row) for row in csv.DictReader(file))


def _source(row: dict[str, str]) -> Source:
    address, never, only = (
        re.compile(row[name], re.IGNORECASE) if row[name] else None
        for name in ("address", "never", "only")
    )
    return Source(address or re.compile("$^"), row["is"], never, only, row["why"])


def _citing(draft: Draft, passage: Passage, offset: int) -> Iterator[Sentence]:
    """Yield the sentences that a link is the source of: those with its note's mark."""
    for text, mark in draft.marks_of(passage.note) if passage.note else ():
        yield sentence_at(text, max(0, mark.start - 1))


def _wrong(source: Source, sentence: Sentence) -> str:
    if source.never and source.never.search(sentence.text):
        return source.why
    said = has_value(sentence.text)
    if source.only and said and not source.only.search(sentence.text):
        return source.why
    return ""


CHECK = Check(
    "wrong-source",
    "A sentence whose footnote or reference leads to a source that can't hold what it says, as"
    " far as"
    " the address tells: projections for a past year's figure, a profile without wards for wards, a"
    " profile of another subject or a home page for a number. The addresses stand in"
    " sources_by_link.csv.",
    Severity.DOUBTFUL,
    find,
)
