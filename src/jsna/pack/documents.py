"""Documents that have no web page: the whole pack as one, and the briefs for the board."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from jsna.narrative.markdown import escape_markdown
from jsna.pack.assemble import Chapter
from jsna.pack.board_brief import Brief, pack_brief, priority_brief, sheets
from jsna.pack.cited_references import with_references
from jsna.pack.pages import PlannedPage
from jsna.settings.page_table import WHOLE_PACK

BRIEF: Final = "brief"
DEPRIVATION: Final = "deprivation-map"


@dataclass(frozen=True)
class Document:
    """One document of a pack that no page shows.

    Attributes:
        id: Its file without the ending.
        title: Its heading.
        template: Its file of the template.
        words: What its template prints beside what every page's does; {} until chapters are read.
    """

    id: str
    title: str
    template: str
    words: Mapping[str, str] = field(default_factory=dict)


def brief_of(id: str) -> str:
    """Return the id of the brief of a page or a pack; a dot stands in no page's id."""
    return f"{id}.{BRIEF}"


def documents_of(pages: Sequence[PlannedPage]) -> list[Document]:
    """Return the documents of a pack without their words, the whole pack first."""
    return [document for document, _ in _planned(pages)]


def titles_of(pages: Sequence[PlannedPage]) -> dict[str, str]:
    """Return id -> title of every page and document."""
    documents = {one.id: one.title for one in documents_of(pages)}
    return {page.id: page.title for page in pages} | documents


def links_to(documents: Sequence[Document | PlannedPage]) -> str:
    """Return a list of links to documents, for print and for Word; sizes are filled in later.

    What follows a colon in a link of a list of files is hidden from the eye, so that none has one.
    """
    kinds = {"pdf": "for print (PDF", "docx": "for Word (DOCX"}
    named = [(one.id, escape_markdown(one.title.replace(": ", ", "))) for one in documents]
    return "\n".join(
        f'- [{title}, {words}[]{{.size file="{id}.{kind}"}})]({id}.{kind})'
        for id, title in named
        for kind, words in kinds.items()
    )


def written_documents(
    pages: Sequence[PlannedPage], chapters: Sequence[Chapter], area: str
) -> list[Document]:
    """Return the documents of a pack with their words.

    Args:
        pages: Of the pack.
        chapters: As they were read; of a page the first is its own.
        area: Whose pack it is.
    """
    own: dict[str, str] = {}
    for chapter in chapters:
        own.setdefault(chapter.page, chapter.markdown.strip("\n"))
    return [
        replace(one, words=_words(one, page, pages, own, area)) for one, page in _planned(pages)
    ]


def _planned(pages: Sequence[PlannedPage]) -> list[tuple[Document, PlannedPage | None]]:
    whole = Document(WHOLE_PACK, "The whole evidence pack", "whole-pack.qmd")
    brief = Document(brief_of(WHOLE_PACK), "Board brief: the whole pack", "board-brief.qmd")
    briefs = [
        (Document(brief_of(page.id), f"Board brief: {page.title}", "board-brief.qmd"), page)
        for page in pages
        if page.priority
    ]
    return [(whole, None), (brief, None), *briefs]


def _words(
    document: Document,
    page: PlannedPage | None,
    pages: Sequence[PlannedPage],
    own: Mapping[str, str],
    area: str,
) -> dict[str, str]:
    if document.id == WHOLE_PACK:
        return {"body": with_references(_whole(pages, own))}
    return sheets(_brief(page, pages, own, area))


def _brief(
    page: PlannedPage | None, pages: Sequence[PlannedPage], own: Mapping[str, str], area: str
) -> Brief:
    if page:
        return priority_brief(own.get(page.id, ""))
    priorities = [(p.short_title, own.get(p.id, "")) for p in pages if p.priority]
    return pack_brief(area, own.get(DEPRIVATION, ""), priorities)


def _whole(pages: Sequence[PlannedPage], own: Mapping[str, str]) -> str:
    """Return the printed pages one after the other, each under its title."""
    return "\n\n".join(
        f"# {escape_markdown(page.title)}\n\n{own[page.id]}"
        for page in pages
        if page.printed and page.id in own
    )
