"""The council's own words as blocks: headings, paragraphs, lists and quotations.

What a block may be is this short list, so that nothing else, a fenced block of code among it, can
become more than text. A note for the writer (`<!-- ... -->`, a block of its own) is not printed.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from jsna.narrative.commentary_inline import Piece, every_piece, inline_markdown, pieces_of
from jsna.narrative.markdown import escape_markdown

Kind = Literal["heading", "paragraph", "bullets", "numbers", "quote"]

HEADING: Final = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
BULLET: Final = re.compile(r"[-*+]\s+(?=\S)")
NUMBER: Final = re.compile(r"\d{1,3}[.)]\s+(?=\S)")
NOTE_BEGINS: Final = "<!--"
NOTE_ENDS: Final = "-->"
DIGITS: Final = 16


@dataclass(frozen=True)
class Block:
    """One block.

    Attributes:
        kind: What it is.
        items: Its pieces; of a list those of each item.
        line: The line of the body that it begins on, from 0.
        text: As it was written.
    """

    kind: Kind
    items: tuple[tuple[Piece, ...], ...]
    line: int
    text: str

    @property
    def digest(self) -> str:
        """By which the words are known again; how their lines are broken does not matter."""
        return hashlib.sha256(" ".join(self.text.split()).encode()).hexdigest()[:DIGITS]

    def pieces(self) -> Iterator[Piece]:
        """Yield every piece of every item."""
        for item in self.items:
            yield from every_piece(item)


@dataclass(frozen=True)
class Part:
    """A heading, "" for what stands above the first, with the blocks below it."""

    heading: str
    line: int
    blocks: tuple[Block, ...]


def blocks_of(body: str) -> list[Block]:
    """Return the blocks of a body, notes for the writer left out."""
    return [_block(lines, first) for lines, first in _chunks(body)]


def parts_of(body: str) -> list[Part]:
    """Return what stands under each heading; a heading without words is a part without blocks."""
    parts: list[Part] = [Part("", 0, ())]
    for block in blocks_of(body):
        if block.kind == "heading":
            parts.append(Part(block.text, block.line, ()))
        else:
            last = parts.pop()
            parts.append(Part(last.heading, last.line, (*last.blocks, block)))
    return [part for part in parts if part.heading or part.blocks]


def block_markdown(block: Block, live: Callable[[Piece], str]) -> str:
    """Return a block as Markdown of a chapter: no heading, which its page writes itself.

    Args:
        block: Of `blocks_of`.
        live: Returns what is printed for a number.
    """
    lines = [inline_markdown(item, live) for item in block.items]
    if block.kind == "bullets":
        return "\n".join(f"- {line}" for line in lines)
    if block.kind == "numbers":
        return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
    return f"> {lines[0]}" if block.kind == "quote" else lines[0]


def heading_markdown(words: str, level: int) -> str:
    """Return a heading of a level; its words are text."""
    return f"{'#' * level} {escape_markdown(words)}"


def _chunks(body: str) -> Iterator[tuple[list[str], int]]:
    """Yield the lines of each block and the number of its first; a heading is a block alone."""
    lines: list[str] = []
    for number, line in enumerate([*_without_notes(body), ""]):
        if lines and (not line or _begins_anew(line, lines[0])):
            yield lines, number - len(lines)
            lines = []
        if line:
            lines.append(line)


def _begins_anew(line: str, first: str) -> bool:
    """Return whether a line begins a block of its own right below another, as a list may."""
    if HEADING.fullmatch(line) or HEADING.fullmatch(first):
        return True
    bullet, number = BULLET.match(line), NUMBER.match(line)
    return bool((bullet and not BULLET.match(first)) or (number and BULLET.match(first)))


def _without_notes(body: str) -> list[str]:
    """Return the lines, those of notes blank: a note fills its lines, and ends once."""
    lines = [line.strip() for line in body.splitlines()]
    begun: int | None = None
    for number, line in enumerate(lines):
        if begun is None and line.startswith(NOTE_BEGINS):
            begun = number
        if begun is not None and NOTE_ENDS in line:
            if line.index(NOTE_ENDS) == len(line) - len(NOTE_ENDS):
                lines[begun : number + 1] = [""] * (number + 1 - begun)
            begun = None
    return lines


def _block(lines: list[str], first: int) -> Block:
    text = "\n".join(lines)
    if heading := HEADING.fullmatch(text):
        return Block("heading", (pieces_of(heading[2], first),), first, heading[2])
    for kind, begins in (("bullets", BULLET), ("numbers", NUMBER)):
        if begins.match(lines[0]):
            return Block(kind, _items(lines, first, begins), first, text)  # type: ignore[arg-type]
    if all(line.startswith(">") for line in lines):
        inner = "\n".join(line.removeprefix(">").strip() for line in lines)
        return Block("quote", (pieces_of(inner, first),), first, text)
    return Block("paragraph", (pieces_of(text, first),), first, text)


def _items(lines: list[str], first: int, begins: re.Pattern[str]) -> tuple[tuple[Piece, ...], ...]:
    """Divide the lines of a list into its items; lines that begin none belong to the last."""
    items: list[tuple[list[str], int]] = []
    for number, line in enumerate(lines, first):
        if begins.match(line):
            items.append(([begins.sub("", line, count=1)], number))
        else:
            items[-1][0].append(line)
    return tuple(pieces_of("\n".join(text), line) for text, line in items)
