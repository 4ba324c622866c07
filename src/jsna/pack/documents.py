"""Documents that have no web page: the whole pack as one, the briefs for the board, data tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from jsna.narrative.markdown import escape_markdown
from jsna.pack.assemble import Chapter
from jsna.pack.board_brief import pack_brief, priority_brief, sheets
from jsna.pack.cited_references import with_references
from jsna.pack.page_blocks import Block, read_blocks
from jsna.pack.pages import PlannedPage
from jsna.settings.page_table import WHOLE_PACK

BRIEF: Final = "brief"
TABLES: Final = "tables"
KINDS: Final = {"pdf": "for print", "docx": "for Word"}
"""Format of a file -> what it is for."""
DEPRIVATION: Final = "deprivation-map"


@dataclass(frozen=True)
class Document:
    """One document of a pack that no page shows.

    Attributes:
        id: Its file without the ending.
        title: Its heading.
        template: Its file of the template.
        formats: Of docx and pdf.
        words: What its template prints beside what every page's does; {} until chapters are read.
    """

    id: str
    title: str
    template: str
    formats: tuple[str, ...] = ("docx", "pdf")
    words: Mapping[str, str] = field(default_factory=dict)


def brief_of(id: str) -> str:
    """Return the id of the brief of a page or a pack; a dot stands in no page's id."""
    return f"{id}.{BRIEF}"


def tables_of(id: str) -> str:
    """Return the id of the data tables of a page: the appendix of its PDF, a file of its own."""
    return f"{id}.{TABLES}"


def documents_of(pages: Sequence[PlannedPage]) -> list[Document]:
    """Return the documents of a pack without their words, the whole pack first."""
    return [document for document, _ in _planned(pages)]


def titles_of(pages: Sequence[PlannedPage]) -> dict[str, str]:
    """Return id -> title of every page and document."""
    documents = {one.id: one.title for one in documents_of(pages)}
    return {page.id: page.title for page in pages} | documents


def links_to(documents: Sequence[Document | PlannedPage]) -> str:
    """Return a list of documents, one a line with its links; sizes are filled in later.

    The title stands before the links, and unseen in each for those who hear links by themselves.
    """
    return "\n".join(_links(document) for document in documents)


def _links(document: Document | PlannedPage) -> str:
    title = escape_markdown(document.title.replace(": ", ", "))
    formats = document.formats if isinstance(document, Document) else tuple(KINDS)
    links = [
        f'[{words}[: {title}]{{.unseen}} ({kind.upper()}[]{{.size file="{document.id}.{kind}"}})]'
        f"({document.id}.{kind})"
        for kind, words in KINDS.items()
        if kind in formats
    ]
    return f"- {title} {' '.join(links)}"


def written_documents(
    pages: Sequence[PlannedPage], chapters: Sequence[Chapter], area: str
) -> list[Document]:
    """Return the documents of a pack with their words.

    Args:
        pages: Of the pack.
        chapters: As they were read; of a page the first is its own.
        area: Whose pack it is.
    """
    own = first_chapters(chapters)
    read = {page: read_blocks(own[page]) for page in _briefed(pages) if page in own}
    return [
        replace(one, words=_words(one, page, pages, own) or _brief(page, pages, read, area))
        for one, page in _planned(pages)
    ]


def first_chapters(chapters: Sequence[Chapter]) -> dict[str, str]:
    """Return page -> the Markdown of its own chapter, which is the first that it has."""
    own: dict[str, str] = {}
    for chapter in chapters:
        own.setdefault(chapter.page, chapter.markdown.strip("\n"))
    return own


def _briefed(pages: Sequence[PlannedPage]) -> list[str]:
    """The pages that briefs are made of."""
    return [DEPRIVATION, *(page.id for page in pages if page.priority)]


def _planned(pages: Sequence[PlannedPage]) -> list[tuple[Document, PlannedPage | None]]:
    whole = Document(WHOLE_PACK, "The whole evidence pack", "whole-pack.qmd")
    brief = Document(brief_of(WHOLE_PACK), "Board brief: the whole pack", "board-brief.qmd")
    briefs = [
        (Document(brief_of(page.id), f"Board brief: {page.title}", "board-brief.qmd"), page)
        for page in pages
        if page.priority
    ]
    # a PDF of a priority has at most 8 pages: what its page folds stands in a file of its own
    tables = [(_tables(page), page) for page in pages if page.priority]
    return [(whole, None), (brief, None), *briefs, *tables]


def _tables(page: PlannedPage) -> Document:
    id, title = tables_of(page.id), f"Data tables: {page.title}"
    return Document(id, title, "data-tables.qmd", ("pdf",))


def _words(
    document: Document,
    page: PlannedPage | None,
    pages: Sequence[PlannedPage],
    own: Mapping[str, str],
) -> dict[str, str]:
    """Return what a document prints that is no brief; {} for a brief."""
    if document.id == WHOLE_PACK:
        return {"body": with_references(_whole(pages, own))}
    if page and document.id == tables_of(page.id):
        return {"body": own.get(page.id, "")}
    return {}


def _brief(
    page: PlannedPage | None,
    pages: Sequence[PlannedPage],
    read: Mapping[str, tuple[Block, ...]],
    area: str,
) -> dict[str, str]:
    if page:
        return sheets(priority_brief(read.get(page.id, ())))
    priorities = [(p.short_title, read.get(p.id, ())) for p in pages if p.priority]
    return sheets(pack_brief(area, read.get(DEPRIVATION, ()), priorities))


def _whole(pages: Sequence[PlannedPage], own: Mapping[str, str]) -> str:
    """Return the printed pages one after the other, each under its title."""
    return "\n\n".join(
        f"# {escape_markdown(page.title)}\n\n{own[page.id]}"
        for page in pages
        if page.printed and page.id in own
    )
