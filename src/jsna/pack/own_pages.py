"""Pages that a chapter gives beside its own: one run, many pages (see docs/adr)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Final

from jsna.chapter.words import OWN_PAGE

FORMATS: Final = ("html", "pdf")
"""In which they are laid out, of those that are asked for."""
HEAD: Final = re.compile(rf'^{OWN_PAGE} \{{\.own-page #([a-z0-9-]+) title="([^"]*)"\}}$')


@dataclass(frozen=True)
class OwnPage:
    """One page.

    Attributes:
        id: Its file without the ending.
        title: Its heading.
        parent: The page that its chapter stands on, which lists it.
        markdown: In the page grammar.
    """

    id: str
    title: str
    parent: str
    markdown: str


def without_own_pages(markdown: str, parent: str) -> tuple[str, tuple[OwnPage, ...]]:
    """Return a chapter's Markdown without the pages in it, and these in their order.

    Args:
        markdown: The chapter.
        parent: The page that it stands on.

    Raises:
        ValueError: a page in it has no end, or two have one id.
    """
    kept: list[str] = []
    pages: list[OwnPage] = []
    inside: tuple[str, str, list[str]] | None = None
    for line in markdown.splitlines():
        if inside is None and (head := HEAD.match(line)):
            inside = head[1], unescape(head[2]), []
        elif inside is not None and line == OWN_PAGE:
            pages.append(OwnPage(inside[0], inside[1], parent, "\n".join(inside[2]).strip("\n")))
            inside = None
        else:
            (kept if inside is None else inside[2]).append(line)
    if inside is not None:
        raise ValueError(f"the page {inside[0]} in the chapter of {parent} has no end")
    _check(pages)
    return "\n".join(kept) + "\n", tuple(pages)


def _check(pages: Iterable[OwnPage]) -> None:
    seen: set[str] = set()
    for page in pages:
        if page.id in seen:
            raise ValueError(f"two pages in the chapter of {page.parent} have the id {page.id}")
        seen.add(page.id)
