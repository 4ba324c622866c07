"""What a page of a site says, by its sections: headings, prose and the names of rows.

Numbers in cells, sources and links to files are left out: they are not what a reader searches by.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

WITHOUT_END: Final = frozenset(("img", "br", "hr", "meta", "link", "input", "source", "col", "wbr"))
HEADINGS: Final = ("h1", "h2", "h3", "h4")
NOT_SAID: Final = frozenset(("script", "style", "td", "svg", "math", "header", "footer", "nav"))
NOT_READ: Final = frozenset(("source", "downloads", "small", "mark", "unseen"))
"""Classes of what is not prose."""
NAMED_ROWS: Final = ("Ward", "Measure")
"""Heads of a first column whose rows a reader looks for by their name."""


@dataclass
class Section:
    """One section of a page: its id, its heading and its words; id "" for the page's beginning."""

    id: str
    level: int = 1
    heading: str = ""
    text: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class NamedRow:
    """A row that stands for a thing: kind is the head of its column, id that of its table."""

    kind: str
    name: str
    id: str


@dataclass(frozen=True)
class PageText:
    """One page: its file, its title, its sections in order, and its named rows."""

    file: str
    title: str
    sections: tuple[Section, ...]
    rows: tuple[NamedRow, ...]


def page_text(file: str, html: str) -> PageText:
    """Return what a page of a pack says within its main part."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    first, *others = reader.sections
    named = tuple(s for s in others if s.heading)
    return PageText(file, first.heading, (first, *named), tuple(reader.rows))


class _Reader(HTMLParser):
    """Keeps the elements that are open, each with what it means for the text within."""

    def __init__(self) -> None:
        super().__init__()
        self.sections = [Section("")]
        self.rows: list[NamedRow] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self._said: bool | None = None
        self._within: list[Section] = [self.sections[0]]
        self._head = ""
        self._row = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in WITHOUT_END:
            return
        given = {name: value or "" for name, value in attrs}
        self._open.append((tag, given))
        self._said = None
        if tag == "section":
            level = 2 if "level2" in given.get("class", "") else 3
            self._within.append(Section(given.get("id", ""), level))
            self.sections.append(self._within[-1])
        if tag == "table":
            self._head = ""
        self._row = "" if tag == "th" else self._row

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _ in self._open):
            return
        while self._open:
            name, given = self._open.pop()
            self._said = None
            if name == "section":
                self._within.pop()
            if name == "th":
                self._name(given)
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if not words:
            return
        if self._said is None:
            self._said = self._is_said()
        if not self._said:
            return
        here, tags = self._within[-1], [tag for tag, _ in self._open]
        # a section's own heading comes first, whatever stands in it
        if any(tag in HEADINGS for tag in tags) and not here.text:
            here.heading = f"{here.heading} {words}".strip()
        else:
            here.text.append(words)
        if "th" in tags:
            self._row = f"{self._row} {words}".strip()

    def _is_said(self) -> bool:
        if not any(tag == "main" for tag, _ in self._open):
            return False
        classes = {c for _, given in self._open for c in given.get("class", "").split()}
        return not (classes & NOT_READ or any(tag in NOT_SAID for tag, _ in self._open))

    def _name(self, given: dict[str, str]) -> None:
        """Take the name of a row, or of the first column."""
        if given.get("scope") == "col":
            self._head = self._head or self._row
        elif self._head in NAMED_ROWS and self._row:
            self.rows.append(NamedRow(self._head, self._row, next(self._ids(), "")))

    def _ids(self) -> Iterator[str]:
        """The ids of what is open, the innermost first."""
        return (given["id"] for _, given in reversed(self._open) if given.get("id"))
