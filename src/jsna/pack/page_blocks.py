"""The blocks of a chapter's Markdown, read once: headings, text, and fenced blocks that nest.

The page grammar opens a block by colons with attributes in braces and ends it by colons alone; what
stands between lines of backticks is raw, and neither: it ends at a line of as many as began it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

FENCE: Final = re.compile(r"^:{3,}(?: +\{(.*)\})?$")
HEADING: Final = re.compile(r"^## +(.+?)(?: *\{[^}]*\})?$")
RAW: Final = re.compile(r"^`{3,}")


@dataclass(frozen=True)
class Block:
    """A heading of the second level, text, or a fenced block.

    Attributes:
        source: As it is written, its fences included.
        attributes: What stands in the braces of a fenced block; None for others.
        inside: The blocks within a fenced one, in their order.
        title: Of a heading; "" for others.
    """

    source: str
    attributes: str | None = None
    inside: tuple["Block", ...] = ()
    title: str = ""

    @property
    def id(self) -> str:
        """The id of a fenced block; "" without one."""
        found = re.match(r"#([\w-]+)", self.attributes or "")
        return found[1] if found else ""

    def has(self, *classes: str) -> bool:
        """Return whether a fenced block has all these classes."""
        return {f".{name}" for name in classes} <= set((self.attributes or "").split())


def read_blocks(markdown: str) -> tuple[Block, ...]:
    """Return the blocks of a chapter; one that has no end ends with the chapter."""
    opened = [_Open()]
    raw = ""
    for line in markdown.splitlines():
        if not raw:
            raw = found[0] if (found := RAW.match(line)) else ""
        elif line == raw:
            raw = ""
        fence = None if raw else FENCE.match(line)
        if fence and fence[1] is not None:
            opened.append(_Open([line], fence[1]))
        elif fence and len(opened) > 1:
            _end(opened, line)
        elif not raw and len(opened) == 1 and (head := HEADING.match(line)):
            opened[0].add(Block(line, title=head[1].strip()))
        else:
            opened[-1].text.append(line)
    while len(opened) > 1:
        _end(opened)
    return opened[0].blocks()


def under(blocks: Sequence[Block], title: str) -> tuple[Block, ...]:
    """Return what stands under a heading, up to the next one; nothing without it."""
    heads = [place for place, block in enumerate(blocks) if block.title]
    start = next((place for place in heads if blocks[place].title == title), len(blocks))
    end = next((place for place in heads if place > start), len(blocks))
    return tuple(blocks[start + 1 : end])


def every(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block | None]]:
    """Yield each block at any depth, in the order of the page, with what follows it beside it."""
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):  # none of no blocks
        yield block, following
        yield from every(block.inside)


@dataclass
class _Open:
    """A block whose end has not come: its lines so far, and what it holds."""

    lines: list[str] = field(default_factory=list)
    attributes: str | None = None
    text: list[str] = field(default_factory=list)
    held: list[Block] = field(default_factory=list)

    def add(self, block: Block) -> None:
        self.flush()
        self.held.append(block)
        self.lines.append(block.source)

    def flush(self) -> None:
        """Take the text so far as a block, where it says anything."""
        self.lines += self.text
        if any(line.strip() for line in self.text):
            self.held.append(Block("\n".join(self.text).strip("\n")))
        self.text.clear()

    def blocks(self) -> tuple[Block, ...]:
        self.flush()
        return tuple(self.held)


def _end(opened: list[_Open], *fence: str) -> None:
    """End the innermost block that is open, and give it to the one around it."""
    done = opened.pop()
    inside = done.blocks()
    opened[-1].add(Block("\n".join([*done.lines, *fence]), done.attributes, inside))
