"""Lines of text put together into passages, as they were before they were wrapped."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from jsna.review.draft import Passage
from jsna.review.readers.inline import note_of, passage_of

WRAPPED: Final = 60
"""Signs: a shorter line was ended on purpose, unless the next goes on in small letters."""
LONG: Final = 80
BULLET: Final = re.compile(
    r"\s*(?:(?:Table|Figure|Map|Chart|Box|Appendix|Annex) \d+\s*[.:\u2013\u2014-]"
    r"|[-*+\u2022\u25cf\u25aa\uf0b7\u2013]\s|\(?(?:\d{1,2}|[a-z]|[ivx]+)[.)]\s|#{1,6}\s|\|)"
)
ADDRESS: Final = re.compile(r"\s*<?https?://")
ENDED: Final = re.compile(r"[.!?:;][\"'\u2019\u201d)*\]]*[\u00b9\u00b2\u00b3\u2070-\u2079]*\s*$")
HEADING: Final = re.compile(r"(?:\d+(?:\.\d+)*\.?\s+)?[A-Z][^.!?]{2,80}$")
LIST_OF_SOURCES: Final = re.compile(
    r"(?:\d+\.?\s+)?(references|bibliography|sources|endnotes|notes)\W*$", re.IGNORECASE
)
NUMBERED: Final = re.compile(r"\s*(\d{1,3})[.)]\s+\S")


@dataclass
class _Block:
    lines: list[tuple[int, str]] = field(default_factory=list)
    page: int = 0

    @property
    def last(self) -> str:
        return self.lines[-1][1]

    @property
    def is_note(self) -> bool:
        return bool(note_of(self.lines[0][1].strip())[0])


def passages_of(lines: Iterable[tuple[int, str, int]]) -> tuple[Passage, ...]:
    """Return the passages of a text.

    A passage ends at an empty line, a point of a list, a note or a short line; it goes on over
    an empty line or a note (a page's end) where it had not ended and the next line begins small.

    Args:
        lines: Number in the file (0: it has none), words, and page (0: it has none).
    """
    blocks: list[_Block] = []
    apart = True
    for number, words, page in lines:
        if not words.strip():
            apart = True
            continue
        block = _goes_on(blocks, words, apart=apart)
        if block is None:
            block = _Block(page=page)
            blocks.append(block)
        block.lines.append((number, words))
        apart = False
    read = (passage_of(n, block.lines, page=block.page) for n, block in enumerate(blocks, 1))
    return tuple(sources_numbered([_headed(passage) for passage in read]))


def _goes_on(blocks: list[_Block], words: str, *, apart: bool) -> _Block | None:
    """Return the block that a line goes on with; None if it begins one."""
    if not blocks or BULLET.match(words) or note_of(words.strip())[0]:
        return None
    if not apart:
        last = blocks[-1].last
        joined = len(last) >= WRAPPED or words.lstrip()[0].islower() or ADDRESS.match(words)
        return blocks[-1] if joined else None
    open_text = next((block for block in reversed(blocks) if not block.is_note), None)
    if open_text is None or ENDED.search(open_text.last):
        return None
    first = words.lstrip()[0]
    small = first.islower() or (len(open_text.last) >= LONG and first in "(%0123456789")
    return open_text if small and len(open_text.last) >= WRAPPED else None


def _headed(passage: Passage) -> Passage:
    one_line = len(passage.starts) <= 1 and not passage.note
    return replace(passage, heading=bool(one_line and HEADING.match(passage.text)))


def sources_numbered(passages: list[Passage]) -> list[Passage]:
    """Make notes of "1. ..." below a heading such as References."""
    below, found = False, []
    for passage in passages:
        below = below or bool(LIST_OF_SOURCES.match(passage.text))
        number = NUMBERED.match(passage.text) if below and not passage.note else None
        found.append(replace(passage, note=f"[{number[1]}]", marks=()) if number else passage)
    return found
