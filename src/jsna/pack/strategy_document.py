"""The strategy as one document: chapters of the pack's pages, in the strategy's own order.

Nothing is written anew: each part is taken from the chapter of its page, so that the document says
what the pages say. A part that the pack does not have is left out, and the document says so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from string import ascii_uppercase
from typing import Final

from jsna.chapter.commentary import TITLE as OWN_WORDS
from jsna.narrative.english import listed
from jsna.narrative.markdown import escape_markdown
from jsna.pack.loose_references import without_loose_references
from jsna.pack.page_blocks import Block, read_blocks, under
from jsna.pack.pages import PlannedPage
from jsna.settings.page_table import PAGES, REGISTERS
from jsna.settings.strategy_document import DocumentOrder, DocumentPart
from jsna.settings.strategy_document_checks import OVERVIEW

INDEX: Final = "index"
DEEP: Final = re.compile(r"^#(#{2,} )", re.MULTILINE)
"""A heading below the second level: where the second is left out, each goes up by one."""
NEXT: Final = re.compile(r"^#{2,3} ", re.MULTILINE)
"""The heading of another register, or of another section."""
NO_ROWS: Final = "the strategy has no such register"
NO_CHAPTER: Final = "this pack has no such page"
NO_WORDS: Final = "no words of the council on it have been approved"
NOTHING: Final = "the strategy's file has nothing for it"
SOURCE: Final = (
    "::: {{.source}}\nTaken from the page {} of the evidence pack, which has the sources of these"
    " figures, and their intervals where they have any.\n:::"
)
"""Under sections of a page: a source that the page says once may stand under another of them."""


@dataclass(frozen=True)
class Taken:
    """One part of the document as it is printed.

    Attributes:
        label: "1", or "Appendix A".
        title: Its heading.
        body: In the page grammar, headings from the second level; "" where there is nothing.
        page: The page that it is taken from; "" without one.
        lacks: Why it is not there, or what of it is not; "" where nothing lacks.
        appendix: Whether it stands behind the others.
    """

    label: str
    title: str
    body: str
    page: str = ""
    lacks: str = ""
    appendix: bool = False

    @property
    def heading(self) -> str:
        """Label and title, in Markdown."""
        sign = ":" if self.label.startswith("Appendix") else "."
        return escape_markdown(f"{self.label}{sign} {self.title}")


@dataclass(frozen=True, eq=False)
class StrategyDocument:
    """The parts of one document.

    Attributes:
        order: What it is to hold.
        pages: The pack's.
        own: Page -> the Markdown of its own chapter, of those that have one.
        made: What is made of the strategy's file, by its name: "delivery-plan".
    """

    order: DocumentOrder
    pages: Sequence[PlannedPage]
    own: Mapping[str, str]
    made: Mapping[str, str]

    @cached_property
    def parts(self) -> tuple[Taken, ...]:
        """Every part, there or not; only those that are there are numbered."""
        letters = (f"Appendix {letter}" for letter in ascii_uppercase)
        appendices = (replace(self._taken(part), appendix=True) for part in self.order.appendices)
        chapters = map(self._taken, self.order.parts)
        return (*_labelled(chapters, map(str, count(1))), *_labelled(appendices, letters))

    def _taken(self, part: DocumentPart) -> Taken:
        if part.made:
            title = part.title or part.made.replace("-", " ").capitalize()
            body = self.made.get(part.made, "")
            return Taken("", title, body, lacks="" if body else NOTHING)
        if part.commentary:
            return self._words(part)
        if part.register_kind:
            return self._register(part)
        title = part.title or self._title(part.page)
        if part.page not in self.own:
            return Taken("", title, "", lacks=NO_CHAPTER)
        blocks = self._blocks(part.page)
        if not part.sections:
            return Taken("", title, _joined(self._left(part.page, blocks)), part.page)
        found = {name: _section(blocks, name) for name in part.sections}
        gone = [name for name, held in found.items() if not held]
        body = _joined(block for held in found.values() for block in held)
        if part.sections == (title,):
            body = _without_heading(body)
        if body:
            body += f"\n\n{SOURCE.format(escape_markdown(self._title(part.page)))}"
        lacks = f"its page has no section {listed([repr(name) for name in gone])}" if gone else ""
        return Taken("", title, body, part.page, lacks)

    def _words(self, part: DocumentPart) -> Taken:
        page = INDEX if part.commentary == OVERVIEW else part.commentary
        title = part.title or f"{OWN_WORDS}: {self._title(page)}"
        held = under(self._blocks(page), OWN_WORDS)
        body = _one_up(_joined(held))
        return Taken("", title, body, page, "" if body else NO_WORDS)

    def _register(self, part: DocumentPart) -> Taken:
        """One register of the page of them all, which heads it by its kind."""
        chapter = self.own.get(REGISTERS, "")
        head = re.search(rf"^### (.*) \{{#register-{part.register_kind}\}}$", chapter, re.MULTILINE)
        if head is None:
            title = part.title or part.register_kind.replace("-", " ").capitalize()
            return Taken("", title, "", lacks=NO_ROWS)
        rest = chapter[head.end() :]
        end = NEXT.search(rest)
        own = rest[: end.start()] if end else rest
        body = _one_up(_one_up(own)).strip("\n")
        return Taken("", part.title or head[1].replace("\\", ""), body, REGISTERS)

    def _left(self, page: str, blocks: Sequence[Block]) -> Iterator[Block]:
        """What of a page no other part takes."""
        own = {OVERVIEW if page == INDEX else page}
        named = {one.commentary for one in (*self.order.parts, *self.order.appendices)}
        away = OWN_WORDS if own & named else ""
        head = ""
        for block in blocks:
            head = block.title or head
            if not away or head != away:
                yield block

    def _blocks(self, page: str) -> tuple[Block, ...]:
        return read_blocks(self.own.get(page, ""))

    def _title(self, page: str) -> str:
        own = {row.id: row.title for row in PAGES} | {one.id: one.title for one in self.pages}
        return own.get(page, page)

    @property
    def body(self) -> str:
        """The document in the page grammar, each part under a heading of the first level."""
        held = (f"# {one.heading}\n\n{one.body}" for one in self.parts if one.body)
        return without_loose_references("\n\n".join(held))

    def left_out(self, *, appendices: bool) -> list[str]:
        """Return what is not there, of the appendices or the others: which part and why, a line."""
        gone = [one for one in self.parts if one.lacks and one.appendix is appendices]
        return [f"{escape_markdown(one.title)}: {escape_markdown(one.lacks)}." for one in gone]

    @property
    def contents(self) -> list[str]:
        """The parts that are there, one line each in Markdown; each leads to its page."""
        told = [one for one in self.parts if one.body]
        return [f"[{one.heading}]({one.page}.qmd)" if one.page else one.heading for one in told]


def _labelled(parts: Iterator[Taken], labels: Iterator[str]) -> list[Taken]:
    return [replace(part, label=next(labels)) if part.body else part for part in parts]


def _section(blocks: Sequence[Block], name: str) -> list[Block]:
    """A section with its heading; [] where the page has none, or nothing under it."""
    wanted = {name, escape_markdown(name)}
    head = next((block for block in blocks if block.title in wanted), None)
    held = under(blocks, head.title) if head else ()
    return [head, *held] if head and held else []


def _without_heading(body: str) -> str:
    """The words of a section whose heading its part has already."""
    return _one_up(body.partition("\n")[2].strip("\n"))


def _one_up(body: str) -> str:
    """Words that stood below a heading of the second level, one level up."""
    return DEEP.sub(r"\1", body)


def _joined(blocks: Iterator[Block] | Sequence[Block]) -> str:
    return "\n\n".join(block.source for block in blocks)
