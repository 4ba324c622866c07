"""Sentences and clauses of a passage, with their places in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from jsna.review.draft import Draft, Passage
from jsna.review.finding import Finding, Severity

END: Final = re.compile(
    r"(?:[.?;]|(?<!Error)!)[\"'\u2019\u201d)]*[\u00b9\u00b2\u00b3\u2070-\u2079]*(?:\[\d+\])?\s+"
    r"(?=[\"'\u2018\u201c(\[]?[A-Z0-9\u00a3\u2022])|\s+(?=[\u2022\u25cf\uf0b7]\s)"
)
"""Between two sentences, or before the next point of a list."""
SHORT: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|vs|approx|no|nos|fig|st|dr|mr|mrs|ms|prof|p|pp|ed|al|ca|max|min)"
    r"|\b[A-Z])\.\s+$",
    re.IGNORECASE,
)
"""What ends in a point and does not end a sentence."""
CLAUSE: Final = re.compile(r"[;:()\u2013\u2014]|,\s|\s-\s|\b(?:compared|whereas|while|but)\b")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage: its words and where they begin in the passage."""

    passage: Passage
    start: int
    text: str

    @property
    def end(self) -> int:
        """Where its words end in the passage."""
        return self.start + len(self.text)

    @property
    def before(self) -> str:
        """What the passage says before it."""
        return self.passage.text[: self.start]

    def clauses(self) -> list["Sentence"]:
        """Return its parts between commas, brackets and dashes."""
        cuts = [0, *(m.end() for m in CLAUSE.finditer(self.text)), len(self.text)]
        spans = [(a, b) for a, b in pairwise(cuts) if a < b]
        return [Sentence(self.passage, self.start + a, self.text[a:b]) for a, b in spans]

    def finding(
        self, kind: str, severity: Severity, what: str, mend: str, span: re.Match[str] | None = None
    ) -> Finding:
        """Return a finding at some words of the sentence, or at all of it."""
        start, end = span.span() if span else (0, len(self.text))
        return Finding(
            kind, severity, self.passage, self.start + start, self.start + end, what, mend
        )


def sentences(draft: Draft) -> Iterator[Sentence]:
    """Yield every sentence of a draft that is no note, in reading order."""
    for passage in draft.text:
        yield from sentences_of(passage)


def sentences_of(passage: Passage) -> Iterator[Sentence]:
    """Yield the sentences of a passage."""
    for start, end in _spans(passage.text):
        yield Sentence(passage, start, passage.text[start:end])


def sentence_at(passage: Passage, offset: int) -> Sentence:
    """Return the sentence that a sign of a passage belongs to; a mark after its end is its own."""
    found = [one for one in sentences_of(passage) if one.start <= offset]
    return found[-1] if found else Sentence(passage, 0, passage.text)


@lru_cache(maxsize=4096)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    ends = [
        m.end()
        for m in END.finditer(text)
        if not SHORT.search(text[max(0, m.start() - 8) : m.end()])
    ]
    cuts = [0, *ends, len(text)]
    return tuple((a, b) for a, b in pairwise(cuts) if text[a:b].strip())
