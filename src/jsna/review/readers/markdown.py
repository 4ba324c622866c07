"""A draft in Markdown."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from jsna.review.draft import Draft, Passage
from jsna.review.readers.decoded import decoded
from jsna.review.readers.inline import passage_of
from jsna.review.readers.lines import sources_numbered

if TYPE_CHECKING:
    from markdown_it.token import Token

ENDINGS = (".md", ".markdown", ".qmd")
FRONT: Final = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)


def read(file: str, content: bytes) -> Draft:
    """Return the draft of a Markdown file; raises UserFileError where it is no UTF-8 text."""
    from markdown_it import MarkdownIt

    # the settings above a text are none of its words; its lines keep their numbers
    text = FRONT.sub(lambda front: "\n" * front[0].count("\n"), decoded(file, content))
    known: dict[str, Any] = {}
    tokens = MarkdownIt("commonmark").enable("table").parse(text, known)
    found = [*_passages(tokens), *_defined(known)]
    numbered = [replace(passage, number=n) for n, passage in enumerate(found, 1)]
    return Draft(file, tuple(sources_numbered(numbered)))


def _passages(tokens: "list[Token]") -> Iterator[Passage]:
    line, item = 0, ""
    for before, token in zip([*tokens[:1], *tokens], tokens, strict=False):
        line = token.map[0] if token.map else line
        if token.type == "list_item_open":
            item = f"{token.info}. " if token.info else ""
        if token.type != "inline" or not token.content.strip():
            continue
        lines = [(line + n, words) for n, words in enumerate(token.content.split("\n"), 1)]
        lines[0] = (lines[0][0], item + lines[0][1])
        item = ""
        yield replace(passage_of(0, lines), heading=before.type == "heading_open")


def _defined(known: dict[str, Any]) -> Iterator[Passage]:
    """Yield the addresses that stand apart, `[5]: https://...`, as notes."""
    for label, one in known.get("references", {}).items():
        line = (one.get("map") or [-1])[0] + 1
        words = f"[{label.lower()}]: {one.get('title') or ''} {one['href']}"
        yield replace(passage_of(0, [(line, words)]), note=f"[{label.lower()}]", marks=())
