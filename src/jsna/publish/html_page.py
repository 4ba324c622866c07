"""A page of the site as the checks read it: the tree that a browser makes of it.

The only module that knows selectolax.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

INLINE: Final = frozenset(
    ("a", "abbr", "b", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup")
)


class Element:
    """An element of a page."""

    def __init__(self, node: LexborNode) -> None:
        self._node = node

    @cached_property
    def tag(self) -> str:
        """Its name, in small letters."""
        return self._node.tag or ""

    @cached_property
    def attributes(self) -> dict[str, str]:
        """Its attributes; one without a value has ""."""
        return {name: value or "" for name, value in self._node.attributes.items()}

    @property
    def parent(self) -> "Element | None":
        """The element that holds it."""
        parent = self._node.parent
        return Element(parent) if parent is not None and parent.is_element_node else None

    def get(self, name: str) -> str:
        """Return an attribute, or "" without it."""
        return self.attributes.get(name, "")

    def walk(self) -> Iterator["Element"]:
        """Yield the element and all that it holds, in the order of the page."""
        return iter(self._all)

    def all(self, *tags: str) -> list["Element"]:
        """Return the elements with these tags, in the order of the page."""
        return [element for element in self._all if element.tag in tags]

    @cached_property
    def _all(self) -> list["Element"]:
        # a dozen checks walk through each page, whose tree no check changes
        return [Element(node) for node in self._node.traverse() if node.is_element_node]

    @property
    def raw_text(self) -> str:
        """The text that stands in it directly, as written: a style's rules, a script's lines."""
        children = self._node.iter(include_text=True)
        return "".join(node.text_content or "" for node in children if node.is_text_node)

    @property
    def text(self) -> str:
        """The words it shows, with single spaces; styles and scripts are none."""
        return self.text_without()

    def text_without(self, *tags: str) -> str:
        """Return the words it shows outside the elements with these tags."""
        return " ".join(_shown(self._node, {"style", "script", *tags}).split())

    def is_within(self, tag: str) -> bool:
        """Return whether an element with this tag holds it."""
        return self.parent is not None and (self.parent.tag == tag or self.parent.is_within(tag))


def _shown(node: LexborNode, hidden: set[str]) -> str:
    if node.is_text_node:
        return node.text_content or ""
    if node.tag in hidden:
        return ""
    text = "".join(_shown(child, hidden) for child in node.iter(include_text=True))
    # words of two blocks never run together, those of two spans may
    return text if node.tag in INLINE else f" {text} "


@dataclass(frozen=True)
class HtmlPage:
    """One page: its file's name within the site, its text as written and its tree."""

    name: str
    source: str

    @cached_property
    def root(self) -> Element:
        """The html element, which stands even where the source leaves it out."""
        root = LexborHTMLParser(self.source).root
        assert root is not None  # a document without one is not made
        return Element(root)

    @cached_property
    def ids(self) -> list[str]:
        """Every id of the page, in order."""
        return [e.get("id") for e in self.root.walk() if e.get("id")]

    @property
    def title(self) -> str:
        """The text of its title element."""
        return " ".join(element.text for element in self.root.all("title"))


def read_pages(site: Path) -> list[HtmlPage]:
    """Return every page of a site, those of its figures included, by name.

    What is no text in one is read as the sign for that: that a page was damaged is told elsewhere.
    """
    files = sorted(site.rglob("*.html"))
    return [
        HtmlPage(f.relative_to(site).as_posix(), f.read_text("utf-8", errors="replace"))
        for f in files
    ]
