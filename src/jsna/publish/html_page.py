"""A page of the site as the checks read it: a small tree, by the standard library alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

VOID: Final = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    )
)
INLINE: Final = frozenset(
    ("a", "abbr", "b", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup")
)


@dataclass
class Element:
    """An element: its tag, attributes, parent, and children (elements and texts)."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: "Element | None" = None
    children: list["Element | str"] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return an attribute, or "" without it."""
        return self.attributes.get(name, "")

    def walk(self) -> Iterator["Element"]:
        """Yield the element and all that it holds, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, *tags: str) -> list["Element"]:
        """Return the elements with these tags, in the order of the page."""
        return [element for element in self.walk() if element.tag in tags]

    @property
    def text(self) -> str:
        """The words it shows, with single spaces; styles and scripts are none."""
        return self.text_without()

    def text_without(self, *tags: str) -> str:
        """Return the words it shows outside the elements with these tags."""
        return " ".join(self._raw_text({"style", "script", *tags}).split())

    def _raw_text(self, hidden: set[str]) -> str:
        if self.tag in hidden:
            return ""
        parts = [c if isinstance(c, str) else c._raw_text(hidden) for c in self.children]
        # words of two blocks never run together, those of two spans may
        return "".join(parts) if self.tag in INLINE else f" {''.join(parts)} "

    def is_within(self, tag: str) -> bool:
        """Return whether an element with this tag holds it."""
        return self.parent is not None and (self.parent.tag == tag or self.parent.is_within(tag))


@dataclass(frozen=True)
class HtmlPage:
    """One page: its file's name within the site, its text as written and its tree."""

    name: str
    source: str

    @cached_property
    def root(self) -> Element:
        """The document."""
        builder = _TreeBuilder()
        builder.feed(self.source)
        builder.close()
        return builder.root

    @cached_property
    def ids(self) -> list[str]:
        """Every id of the page, in order."""
        return [e.get("id") for e in self.root.walk() if e.get("id")]

    @property
    def title(self) -> str:
        """The text of its title element."""
        return " ".join(element.text for element in self.root.all("title"))


def read_pages(site: Path) -> list[HtmlPage]:
    """Return every page of a site, those of its figures included, by name."""
    files = sorted(site.rglob("*.html"))
    return [HtmlPage(f.relative_to(site).as_posix(), f.read_text("utf-8")) for f in files]


class _TreeBuilder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#document")
        self.here = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        element: Element | None = self.here
        while element is not None and element.tag != tag:
            element = element.parent
        if element is not None and element.parent is not None:
            self.here = element.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)
