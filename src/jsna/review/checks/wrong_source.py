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

SENTENCE = "the sentence"


@dataclass(frozen=True)
class Source:
    """What an address tells of a source.

    Attributes:
        address: How it is written.
        name: What the source is.
        never: Words of what it does not hold; None where any may be.
        widely: Whether they are looked for in all words since the mark before.
        only: Words of which one is in every sentence that it can support; None where any may be.
        why: What is wrong otherwise.
    """

    address: re.Pattern[str]
    name: str
    never: re.Pattern[str] | None
    widely: bool
    only: re.Pattern[str] | None
    why: str


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield each citation of a source for what it does not hold, at the citing sentence."""
    for passage in draft.passages:
        for link in passage.links:
            source = next((s for s in sources() if s.address.search(link.address)), None)
            for sentence in _citing(draft, passage) if source else ():
                if source and _is_wrong(source, sentence):
                    noted = f" ({passage.note})" if passage.note else ""
                    what = f"The source{noted} is {source.name}: {source.why}."
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
    return Source(
        address or re.compile("$^"), row["is"], never, row["in"] != SENTENCE, only, row["why"]
    )


def _citing(draft: Draft, passage: Passage) -> Iterator[Sentence]:
    """Yield the words that a note's links are the source of: from one mark to the next."""
    for text, mark in draft.marks_of(passage.note) if passage.note else ():
        before = [m.end for m in text.marks if m.end <= mark.start and m.key != mark.key]
        start = max(before, default=0)
        yield Sentence(text, start, text.text[start : mark.start])


def _is_wrong(source: Source, cited: Sentence) -> bool:
    """Return whether a source can't hold what it is cited for."""
    last = sentence_at(cited.passage, max(cited.start, cited.end - 1))
    if source.never and source.never.search(cited.text if source.widely else last.text):
        return True
    return bool(source.only and has_value(last.text) and not source.only.search(last.text))


CHECK = Check(
    "wrong-source",
    "A sentence whose footnote or reference leads to a source that can't hold what it says, as"
    " far as the address tells: projections for a past year's figure, a profile without wards for"
    " wards, a home page for a number. The addresses stand in sources_by_link.csv.",
    Severity.DOUBTFUL,
    find,
)
