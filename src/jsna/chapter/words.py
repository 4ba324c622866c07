"""Pieces of Markdown that sections share."""

from collections.abc import Collection, Iterable, Mapping
from html import escape

import pandas as pd

from jsna.analysis.outcome import Outcome
from jsna.chapter.evidence import Evidence
from jsna.narrative.markdown import escape_markdown
from jsna.tables.html_table import html_table


def block(name: str, *lines: str) -> str:
    """Return a block of the page grammar."""
    return "\n".join([f"::: {{.{name}}}", *lines, ":::"])


def bullets(items: Iterable[str]) -> str:
    """Return a list."""
    return "\n".join(f"- {item}" for item in items)


def sections(*parts: str) -> str:
    """Return the parts that hold something, a blank line between them."""
    return "\n\n".join(part for part in parts if part)


def mark(outcome: Outcome) -> str:
    """Return the letter in its box; the words beside it say the same."""
    return f'[{outcome.letter}]{{.mark .{outcome.css_class} aria-hidden="true"}}'


def mark_cell(outcome: Outcome, words: str) -> str:
    """Return the letter in its box and the words, as the HTML of a table's cell."""
    classes = f"mark {outcome.css_class}"
    box = f'<span class="{classes}" aria-hidden="true">{outcome.letter}</span>'
    return f"{box} {escape(words)}"


def method_cell(anchor: str) -> str:
    """Return the link to an entry of the methods page, as the HTML of a table's cell."""
    words = anchor.replace("-", " ")
    return f'<a href="methods.html#{anchor}">{words[:1].upper()}{words[1:]}</a>'


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return "1 indicator", "3 indicators"; "no indicators" for none."""
    word = singular if number == 1 else plural or f"{singular}s"
    return f"{number or 'no'} {word}"


def table_block(
    evidence: Evidence,
    name: str,
    frame: pd.DataFrame,
    caption: str,
    units: Mapping[str, str],
    row_header: str,
    decimals: Mapping[str, int] | None = None,
    markup: Collection[str] = (),
) -> str:
    """Return a numbered table of the page; its id is `tbl-<topic>-<name>`.

    Arguments as `tables.html_table`; an invented area's caption says SYNTHETIC.
    """
    invented = ". SYNTHETIC: invented data" if evidence.area.synthetic else ""
    table = html_table(frame, f"{caption}{invented}.", units, row_header, decimals, markup)
    return "\n".join([f"::: {{#tbl-{evidence.topic}-{name}}}", "```{=html}", table, "```", ":::"])


def method_link(anchor: str) -> str:
    """Return the link to an entry of the methods page."""
    return f"[Method: {anchor.replace('-', ' ')}](methods.qmd#{anchor})"


def source_note(evidence: Evidence, source: str, ids: Iterable[str], *notes: str) -> str:
    """Return the block that says where the numbers above it come from."""
    text = " ".join([evidence.source_line(source, ids), *notes])
    return block("source", f"Source: {escape_markdown(text)}")
