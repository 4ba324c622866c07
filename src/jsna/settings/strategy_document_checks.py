"""What a strategy's order of its document can get wrong: pages that no pack has, parts twice."""

from collections.abc import Collection, Iterator
from typing import Final

from jsna.settings.framework_checks import Link
from jsna.settings.page_table import PAGES, REGISTERS
from jsna.settings.strategy import Strategy
from jsna.settings.strategy_checks import Fault
from jsna.settings.strategy_document import DocumentPart
from jsna.settings.yaml_file import Location

ORDER: Final = "document_order"
OVERVIEW: Final = "overview"
TWICE: Final = "Each part stands once; of a page that is parted, each section once."


def document_links(strategy: Strategy, register_kinds: Collection[str]) -> Iterator[Link]:
    """Yield each name in the order of the document, or the paper, that has to be another's."""
    priorities = {one.id for one in strategy.priorities}
    pages = {page.id for page in PAGES if page.notebook and page.id} | priorities
    for at, part in _parts(strategy):
        if part.page:
            yield Link((*at, "page"), part.page, "page with a chapter", pages)
        if part.commentary:
            known = priorities | {OVERVIEW}
            yield Link((*at, "commentary"), part.commentary, "priority with words", known)
        if part.register_kind:
            at_kind = (*at, "register_kind")
            yield Link(at_kind, part.register_kind, "kind of register", register_kinds)
    paper = strategy.board_paper
    if paper and paper.presented_by:
        bodies = {body.id for body in strategy.bodies}
        yield Link(("board_paper", "presented_by"), paper.presented_by, "body", bodies)


def document_faults(strategy: Strategy) -> Iterator[Fault]:
    """Yield each part of the document that stands in it twice."""
    seen: set[tuple[str, str, str]] = set()
    parted: dict[str, bool] = {}
    for at, part in _parts(strategy):
        names = part.sections or ("",)
        other = part.commentary or part.register_kind or part.made
        for name in names:
            key = (part.page, other, name)
            if key in seen:
                told = f"{part.page or other}{f', {name}' if name else ''}"
                yield at, f"{told} stands twice in the document.", TWICE
            seen.add(key)
        page, in_part = part.page, bool(part.sections)
        if part.register_kind:  # a part of the page of them all
            page, in_part = REGISTERS, True
        if page and parted.setdefault(page, in_part) != in_part:
            yield at, f"{page} stands whole in the document and in part too.", TWICE


def _parts(strategy: Strategy) -> Iterator[tuple[Location, DocumentPart]]:
    order = strategy.document_order
    for key in ("parts", "appendices") if order else ():
        for number, part in enumerate(getattr(order, key)):
            yield (ORDER, key, number), part
