"""Reads pages, pictures' words and chapters back: HTML, SVG and Markdown with HTML tables in it.

It reads what stands in a file, not the tree that a browser makes of it (`html_page`): a tree drops
what it has no place for, and a number that no browser shows was given away all the same.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from jsna.publish import html_page
from jsna.publish.passages import Cell, Passage, table_passages
from jsna.publish.read_map_data import map_passages

WORDED: Final = frozenset(
    ("alt", "title", "aria-label", "aria-description", "content", "summary", "label", "value",
     "placeholder")
)  # fmt: skip
"""Attributes that a reader sees or hears."""
INLINE: Final = html_page.INLINE | {"tspan"}
NOT_READ: Final = frozenset(("style",))
HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
LAYER: Final = "section"
LAYER_LABEL: Final = "data-label"
"""A part of a map's page that says what one of its layers shows."""
PARAGRAPHS: Final = re.compile(r"\n\s*\n")


def markup_passages(file: str, source: str) -> Iterator[Passage]:
    """Yield what a page, an SVG or a chapter's Markdown says, in its order."""
    reader = _Reader(file)
    reader.feed(source)
    reader.close()
    reader.end_text()
    yield from reader.found
    yield from reader.of_maps()


class _Reader(HTMLParser):
    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.file = file
        self.found: list[Passage] = []
        self.words: list[str] = []
        self.skipped = ""
        self.level = 0
        self.tables: list[_Table] = []
        self.layers: list[tuple[str, list[str]]] = []
        self.in_layer = self.in_script = False
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_script = tag == "script"
        if tag == LAYER and (label := dict(attrs).get(LAYER_LABEL)):
            self.layers.append((_plain(label), []))
            self.in_layer = True
        if tag not in INLINE:
            self.end_text()
        for name, value in attrs:
            if value and (name in WORDED or name.startswith("data-")):
                self.found.append(Passage(self.file, _plain(value)))
        if tag in NOT_READ:
            self.skipped = tag
        if tag in HEADINGS:
            self.level = HEADINGS[tag]
        if tag == "table":
            self.tables.append(_Table())
        elif self.tables:
            self.tables[-1].start(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self.in_script = False
        self.in_layer = self.in_layer and tag != LAYER
        if tag == self.skipped:
            self.skipped = ""
        if tag not in INLINE:
            self.end_text()
        if tag in HEADINGS:
            self.level = 0
        if tag == "table" and self.tables:
            table = self.tables.pop()
            self.found += table_passages(self.file, table.caption, table.cells())

    def handle_data(self, data: str) -> None:
        if self.in_script:
            self.scripts.append(data)
        elif not self.skipped:
            self.words.append(data)
        if self.in_layer:
            self.layers[-1][1].append(data)

    def handle_comment(self, data: str) -> None:
        self.found.append(Passage(self.file, _plain(data)))

    def of_maps(self) -> Iterator[Passage]:
        """Yield what scripts say: of a map's areas by its layers, and all other words."""
        layers = [(label, _plain(" ".join(said))) for label, said in self.layers]
        found, rest = map_passages(self.file, "".join(self.scripts), layers)
        yield from found
        for paragraph in PARAGRAPHS.split(rest):
            yield from _of_paragraph(self.file, paragraph, 0)

    def end_text(self) -> None:
        text = "".join(self.words)
        self.words = []
        if self.tables:
            self.tables[-1].add(_plain(text))
            return
        for paragraph in PARAGRAPHS.split(text):
            self.found += _of_paragraph(self.file, paragraph, self.level)


class _Table:
    """A table while it is read."""

    def __init__(self) -> None:
        self.caption = ""
        self.rows: list[list[tuple[list[str], bool, int, int]]] = []
        self.here = ""

    def start(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "caption":
            self.here = "caption"
        elif tag == "tr":
            self.rows.append([])
            self.here = ""
        elif tag in ("th", "td"):
            if not self.rows:
                self.rows.append([])
            spans = (_whole(attributes.get("colspan")), _whole(attributes.get("rowspan")))
            self.rows[-1].append(([], tag == "th", *spans))
            self.here = "cell"

    def add(self, text: str) -> None:
        if not text:
            return
        if self.here == "caption":
            self.caption = f"{self.caption} {text}".strip()
        elif self.here == "cell":
            self.rows[-1][-1][0].append(text)

    def cells(self) -> list[list[Cell]]:
        return [[Cell(" ".join(t), names, wide, tall) for t, names, wide, tall in row]
                for row in self.rows]  # fmt: skip


def _of_paragraph(file: str, text: str, level: int) -> Iterator[Passage]:
    """Yield a paragraph, or the cells of a pipe table."""
    lines = [line.strip() for line in text.splitlines()]
    piped = [line for line in lines if line.startswith("|")]
    items = _items([line for line in lines if not line.startswith("|")])
    others = " ".join(items)
    for item in items:
        marks = len(item) - len(item.lstrip("#"))
        yield Passage(file, item, level=level or min(marks, 6))
    rows = [[Cell(_plain(c)) for c in line.strip("|").split("|")] for line in piped]
    rows = [row for row in rows if not all(re.fullmatch(r"[-: ]*", cell.text) for cell in row)]
    if rows:
        yield from table_passages(file, others, rows)


def _items(lines: list[str]) -> list[str]:
    """Return a paragraph's words, of a list each item by itself."""
    joined = "\n".join(lines)
    return list(filter(None, map(_plain, ITEM.split(joined))))


ITEM: Final = re.compile(r"^(?:[-*+]|\d+[.)])\s+", re.MULTILINE)
SPAN: Final = re.compile(r"\[([^\[\]]*)\]\{[^{}]*\}")
"""Words that Markdown gives a look of their own: a live number in a sentence."""


def _plain(text: str) -> str:
    text = SPAN.sub(r"\1", text)
    # what Markdown escapes is printed as it is
    return " ".join(re.sub(r"\\(?=[^\w\s])", "", text).split())


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() and 0 < int(text) < 1000 else 1
