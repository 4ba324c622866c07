"""The scripts that a pack may hold beside a map's own: the pages' one script, and its index.

The script is held to the letter to the one that this project carries. The index may be one JSON
object of the shape that it reads, and nothing else: whatever its words are, they do not run.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from jsna.pack.search_index import BEGINNING, END, INDEX, PACK_SCRIPT, SCRIPTS
from jsna.publish.html_page import Element
from jsna.snapshots.json_text import parse_json

OWN_SOURCES: Final = {"'self'", "file:"}
"""What the policy of a page with the pages' script allows: scripts that lie beside it."""
HREF: Final = re.compile(r"[\w-]+\.html")
ID: Final = re.compile(r"[\w.:-]*")


def is_pack_script(element: Element) -> bool:
    """Return whether a script element only loads the pages' script."""
    known = {"src": PACK_SCRIPT, "defer": ""}
    return element.attributes == known and not element.raw_text.strip()


def script_file_faults(file: Path) -> Iterator[str]:
    """Yield what is wrong with a file of a kind that a browser runs."""
    is_known = KNOWN.get(file.name)
    if is_known is None:
        yield "a file of this kind has no place in a pack"
    elif not is_known(file.read_bytes()):
        yield "this script is not the one that every pack has"


def _is_pack_script(content: bytes) -> bool:
    return content == (SCRIPTS / PACK_SCRIPT).read_bytes()


def is_index(content: bytes) -> bool:
    """Return whether a file is a search index, and can be nothing but data."""
    text = content.decode("ascii", errors="replace")
    if not (text.startswith(BEGINNING) and text.endswith(END)):
        return False
    try:
        index = parse_json(text[len(BEGINNING) : -len(END)])
    except ValueError:
        return False
    return isinstance(index, dict) and set(index) == set(SHAPES) and _has_shapes(index)


def _has_shapes(index: Mapping[str, Any]) -> bool:
    return all(
        isinstance(index[name], list) and all(map(fits, index[name]))
        for name, fits in SHAPES.items()
    )


def _is_page(page: Any) -> bool:
    return _of_kinds(page, (str, str)) and HREF.fullmatch(page[0]) is not None


def _is_entry(entry: Any) -> bool:
    return _of_kinds(entry, (int, str, str, str)) and ID.fullmatch(entry[1]) is not None


def _of_kinds(row: Any, kinds: tuple[type, ...]) -> bool:
    return isinstance(row, list) and [type(cell) for cell in row] == list(kinds)


SHAPES: Final[Mapping[str, Callable[[Any], bool]]] = {
    "pages": _is_page,
    "entries": _is_entry,
    "words": lambda word: isinstance(word, str),
    "common": lambda word: isinstance(word, str),
    "at": lambda steps: isinstance(steps, list) and all(type(step) is int for step in steps),
}
KNOWN: Final[Mapping[str, Callable[[bytes], bool]]] = {
    PACK_SCRIPT: _is_pack_script,
    INDEX: is_index,
}
