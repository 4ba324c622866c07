"""The paragraphs of a Word file with their runs, tracked changes taken as accepted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from jsna.review.draft import Link, Mark

WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
P, R, T, LINK, STYLE = (f"{WORD}{name}" for name in ("p", "r", "t", "hyperlink", "pStyle"))
GONE: Final = frozenset(f"{WORD}{name}" for name in ("del", "moveFrom"))
ADDED: Final = frozenset(f"{WORD}{name}" for name in ("ins", "moveTo"))
SPACES: Final = frozenset(f"{WORD}{name}" for name in ("tab", "br", "cr"))
HYPHEN: Final = f"{WORD}noBreakHyphen"
NOTES: Final = {f"{WORD}{kind}Reference": kind for kind in ("footnote", "endnote")}


@dataclass(frozen=True, eq=False)
class WordRun:
    """A run of one look: its element, and where its words begin and end in the paragraph."""

    element: Any
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class WordParagraph:
    """A paragraph with words: element, text, runs, links, and notes as (kind, id, offset)."""

    element: Any
    text: str
    runs: tuple[WordRun, ...]
    links: tuple[Link, ...]
    notes: tuple[tuple[str, str, int], ...]

    @property
    def style(self) -> str:
        """The id of its style; "" for the usual one."""
        found = self.element.find(f"{WORD}pPr/{STYLE}")
        return found.get(f"{WORD}val", "") if found is not None else ""


def word_paragraphs(root: Any, targets: dict[str, str]) -> list[WordParagraph]:
    """Return the paragraphs below an element that have words, in reading order.

    Args:
        root: The body, or a note.
        targets: Address of each relation of the part, by its id.
    """
    every = (word_paragraph(p, targets) for p in root.iter(P) if not _inside(p, FALLBACK))
    return [one for one in every if one.text.strip()]


def note_marks(notes: tuple[tuple[str, str, int], ...], order: dict[str, int]) -> tuple[Mark, ...]:
    """Return the marks of a paragraph's notes, numbered as Word numbers them, from 1."""
    found = []
    for kind, id, offset in notes:
        number = order.setdefault(f"{kind} {id}", 1 + sum(k.startswith(kind) for k in order))
        found.append(Mark(f"{kind} {number}", offset, offset))
    return tuple(found)


def word_paragraph(element: Any, targets: dict[str, str]) -> WordParagraph:
    """Return one paragraph as it reads now."""
    text, runs, links, notes = "", [], [], []
    for run, address in _runs(element, targets):
        start = len(text)
        for part in run:
            text += _words(part)
            if part.tag in NOTES:
                notes.append((NOTES[part.tag], part.get(f"{WORD}id", ""), len(text)))
        runs.append(WordRun(run, start, len(text)))
        if address:
            links.append(Link(address, start, len(text)))
    return WordParagraph(element, text, tuple(runs), tuple(links), tuple(notes))


def _runs(element: Any, targets: dict[str, str], address: str = "") -> Iterator[tuple[Any, str]]:
    for child in element:
        if child.tag == R:
            yield child, address
        elif child.tag not in GONE and child.tag != P:
            own = targets.get(child.get(RELATION, ""), "") if child.tag == LINK else address
            yield from _runs(child, targets, own)


def _words(part: Any) -> str:
    if part.tag == T:
        return part.text or ""
    return " " if part.tag in SPACES else "-" if part.tag == HYPHEN else ""


def _inside(element: Any, tag: str) -> bool:
    return any(True for _ in element.iterancestors(tag))
