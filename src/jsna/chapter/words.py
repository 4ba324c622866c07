"""Pieces of Markdown that sections share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jsna.chapter.page import without_licences
from jsna.narrative.english import sentence
from jsna.narrative.html_text import escape_html
from jsna.narrative.markdown import attribute, escape_markdown, raw_html
from jsna.narrative.statement import Statement
from jsna.tables.html_table import html_table

if TYPE_CHECKING:
    import pandas as pd

    from jsna.chapter.evidence import Evidence


def block(name: str, *lines: str) -> str:
    """Return a block of the page grammar."""
    return "\n".join([f"::: {{.{name}}}", *lines, ":::"])


def lacking(section: str, reason: str) -> str:
    """Return the block that stands for a section whose data the area lacks.

    Args:
        section: Its name, by which `pack.lacking` and an area's settings know it.
        reason: Why, as a sentence in Markdown.
    """
    words = f"**Not available.** {reason}"
    return f'::: {{.not-available data-section="{section}"}}\n{words}\n:::'


def details(summary: str, content: str) -> str:
    """Return a block that a click opens."""
    return f"::: {{.details summary={attribute(summary)}}}\n{content}\n:::"


def folded_on_site(evidence: Evidence, summary: str, write: Callable[[], str]) -> str:
    """Return a block that a click opens on the site, and that Word and PDF leave out.

    Args:
        evidence: Whose page.
        summary: What is clicked on.
        write: Returns what folds. What it says once is not taken as said to readers of documents.
    """
    with evidence.said.folded():
        content = write()
    return f"::: {{.details .site-only summary={attribute(summary)}}}\n{content}\n:::"


def in_documents(source: str) -> str:
    """Return the short line of a source that only documents have, for what folds on the site."""
    return block("source .documents-only", f"Source: {escape_markdown(sentence(source))}")


OWN_PAGE: Final = "::::::"
"""The fence around a page that a chapter gives beside its own: longer than any within it."""


def own_page(id: str, title: str, content: str) -> str:
    """Return a page of its own, which `pack.own_pages` takes out of the chapter.

    Args:
        id: Its file without the ending.
        title: Its heading.
        content: In the page grammar, headings from `##`.
    """
    head = f"{OWN_PAGE} {{.own-page #{id} title={attribute(title)}}}"
    return f"{head}\n{content}\n{OWN_PAGE}"


def bullets(items: Iterable[str]) -> str:
    """Return a list."""
    return "\n".join(f"- {item}" for item in items)


def sections(*parts: str) -> str:
    """Return the parts that hold something, a blank line between them."""
    return "\n\n".join(part for part in parts if part)


def mark(statement: Statement) -> str:
    """Return the letter of its outcome in its box; the words beside it say the same."""
    classes = " ".join(f".{name}" for name in mark_classes(statement))
    return f'[{statement.outcome.letter}]{{{classes} aria-hidden="true"}}'


def mark_cell(statement: Statement, words: str) -> str:
    """Return the letter in its box and the words, as the HTML of a table's cell."""
    classes = " ".join(mark_classes(statement))
    box = f'<span class="{classes}" aria-hidden="true">{statement.outcome.letter}</span>'
    return f"{box} {escape_html(words)}"


def mark_classes(statement: Statement) -> list[str]:
    """Return the classes of a mark: `by-source` draws the source's own verdict open."""
    classes = ["mark", statement.outcome.css_class, statement.basis.css_class]
    return [name for name in classes if name]


def method_cell(anchor: str) -> str:
    """Return the link to an entry of the methods page, as the HTML of a table's cell."""
    words = anchor.replace("-", " ")
    return f'<a href="methods.html#{anchor}">{words[:1].upper()}{words[1:]}</a>'


@dataclass(frozen=True)
class PageTable:
    """A table as it goes on a page; the fields are the arguments of `tables.html_table`."""

    frame: pd.DataFrame
    caption: str
    units: Mapping[str, str]
    row_header: str
    decimals: Mapping[str, int] | None = None
    markup: Collection[str] = ()


def table_block(evidence: Evidence, name: str, table: PageTable) -> str:
    """Return a numbered table of the page; its id is `tbl-<topic>-<name>`.

    An invented area's caption says SYNTHETIC.
    """
    invented = ". SYNTHETIC: invented data" if evidence.area.synthetic else ""
    caption = f"{table.caption}{invented}."
    html = html_table(
        table.frame, caption, table.units, table.row_header, table.decimals, table.markup
    )
    return "\n".join([f"::: {{#tbl-{evidence.topic}-{name}}}", raw_html(html), ":::"])


def method_link(anchor: str) -> str:
    """Return the link to an entry of the methods page."""
    return f"[Method: {anchor.replace('-', ' ')}](methods.qmd#{anchor})"


def source_note(evidence: Evidence, source: str, ids: Iterable[str], *notes: str) -> str:
    """Return the block that says where the numbers above it come from.

    Licence lines and notes stand once on a page; "" where it would repeat another block whole.
    """
    told = [note for note in notes if note and evidence.said_once(note)]
    line = without_licences(
        evidence.source_line(source, ids), evidence.licence_lines, evidence.said
    )
    if not (evidence.said_once(f"source of a table: {line}") or told):
        return ""
    return block("source", f"Source: {escape_markdown(' '.join([line, *told]))}")
