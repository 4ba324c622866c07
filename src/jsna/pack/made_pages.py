"""Pages that no notebook makes: the strategy as one document, and the paper for its board.

They are made of the chapters of other pages and of the strategy's file when a pack is laid out.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from jsna.pack.board_paper import PaperFacts, board_paper
from jsna.pack.cited_references import with_references
from jsna.pack.delivery_plan import delivery_plan
from jsna.pack.pack_facts import PackFacts
from jsna.pack.page_blocks import read_blocks
from jsna.pack.pages import PlannedPage
from jsna.pack.strategy_document import StrategyDocument
from jsna.settings.page_table import BOARD_PAPER, STRATEGY_DOCUMENT
from jsna.settings.project import Project
from jsna.strategy_registers.registers import Registers, read_registers

Own = Mapping[str, str]
INVENTED: Final = ". SYNTHETIC: invented data"
EXCEPTIONS: Final = "exceptions"
"""The page of the exception report."""
FENCE: Final = ":" * 12
"""Around the whole document: longer than any fence within it."""
ON_SITE: Final = (
    "The strategy and its evidence in the strategy's own order, as one document for Word and print."
    " Each part leads to the page that it is taken from:"
)
LEFT_OUT: Final = "Left out, since this pack does not have it:"
NO_APPENDIX: Final = "Appendices that are named and not there:"
LACKING: Final = "lacking-appendix"
"""The class of the block that lists them: a pack with one fails its checks."""


def made_pages(
    pages: Sequence[PlannedPage], own: Own, pack: PackFacts, project: Project
) -> dict[str, Callable[[], str]]:
    """Return what writes the body of each page of a pack that no notebook makes, by its id.

    Args:
        pages: The pack's.
        own: Page -> the Markdown of its own chapter.
        pack: Whose pack it is.
        project: Whose registers are read; each writer raises UserFileError where one can't be.
    """

    def registers() -> Registers:
        return read_registers(project, pack.as_at)

    return {
        BOARD_PAPER: lambda: _paper(pages, own, pack, registers()),
        STRATEGY_DOCUMENT: lambda: _document(pages, own, pack, registers()),
    }


def title_of(page: PlannedPage, pack: PackFacts) -> str:
    """Return the heading of a page: the strategy's own title of its document, else the page's."""
    order = pack.strategy.document_order
    return order.title if order and page.id == STRATEGY_DOCUMENT else page.title


def _paper(pages: Sequence[PlannedPage], own: Own, pack: PackFacts, registers: Registers) -> str:
    paper = pack.strategy.board_paper
    if paper is None:
        return ""
    read = [(p.short_title, read_blocks(own.get(p.id, ""))) for p in pages if p.priority]
    report = read_blocks(own.get(EXCEPTIONS, ""))
    facts = PaperFacts(
        pack.area.name, pack.strategy, registers, pack.as_at, read, report, _note(pack)
    )
    return board_paper(paper, facts)


def _document(pages: Sequence[PlannedPage], own: Own, pack: PackFacts, registers: Registers) -> str:
    order = pack.strategy.document_order
    if order is None:
        return ""
    made = {"delivery-plan": delivery_plan(pack.strategy, registers, _note(pack))}
    document = StrategyDocument(order, pages, own, made)
    listed = "\n".join(f"- {one}" for one in document.contents)
    head = "::: {.contents}\n:::\n\n::: {.figures-and-tables}\n:::"
    return "\n\n".join(
        filter(None, [
            f"::: {{.site-only}}\n{ON_SITE}\n\n{listed}\n:::",
            f"::: {{.documents-only}}\n{head}\n:::",
            _left_out(document.left_out(appendices=False), LEFT_OUT, "read"),
            _left_out(document.left_out(appendices=True), NO_APPENDIX, f"read .{LACKING}"),
            f"{FENCE} {{.documents-only}}\n{with_references(document.body)}\n{FENCE}",
        ])
    )  # fmt: skip


def _left_out(gone: Sequence[str], words: str, classes: str) -> str:
    listed = "\n".join(f"- {one}" for one in gone)
    return f"::: {{.{classes}}}\n{words}\n\n{listed}\n:::" if gone else ""


def _note(pack: PackFacts) -> str:
    return INVENTED if pack.area.synthetic else ""
