"""The search index of a site, as a script beside its pages, and the plain page that lists it.

A page opened from a folder may fetch nothing, but it may load a script of the pack. The script
holds one JSON object and nothing else; `pack.js` searches it.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from jsna.pack.page_text import NamedRow, PageText, page_text

INDEX: Final = "search-index.js"
SCRIPTS: Final = Path(__file__).parent / "scripts"
PACK_SCRIPT: Final = "pack.js"
BEGINNING, END = "window.packIndex = ", ";\n"
CONTENTS: Final = "contents.html"
LIST: Final = re.compile(r'<div class="site-index">.*?</div>', re.DOTALL)
WORD: Final = re.compile(r"(?<![^\W_])[^\W\d_]{3,}(?![^\W_])")
"""Three letters or more, of any alphabet, beside no digit."""
_COMMON: Final = """
the and for are was were that this with from has have had not its which than what who their they
can may all any one two each per other others more most been into out but same where how will would
about figures figure table values value shown see page pack
"""
COMMON: Final = frozenset(_COMMON.split())
"""Words that stand on every page and tell none from another."""


def write_search_index(site: Path, files: Sequence[str]) -> None:
    """Write the index of some pages into their site, and their list into its page of contents.

    The same pages give the same bytes.

    Args:
        site: The rendered site.
        files: Its pages, in the order of the navigation.
    """
    pages = [page_text(name, (site / name).read_text("utf-8")) for name in files]
    searched = [page for page in pages if page.file != CONTENTS]
    (site / INDEX).write_text(index_script(searched), "utf-8", newline="\n")
    contents = site / CONTENTS
    if contents.is_file():
        text = LIST.sub(lambda _: contents_list(searched), contents.read_text("utf-8"), count=1)
        contents.write_text(text, "utf-8", newline="\n")


def index_script(pages: Sequence[PageText]) -> str:
    """Return the index of some pages as the script that `pack.js` loads."""
    return f"{BEGINNING}{_json(search_index(pages))}{END}"


def search_index(pages: Sequence[PageText]) -> dict[str, Any]:
    """Return the index: pages, entries, words, at and common.

    pages: file and title. entries: number of the page, id on it, heading ("" for the page
    itself), kind. words: every word, in order of the alphabet. at: for each word the numbers of
    its entries, each as the step from the one before. common: the words that are left out.
    """
    entries: list[list[Any]] = []
    places: dict[str, set[int]] = defaultdict(set)
    for number, page in enumerate(pages):
        for section in page.sections:
            heading = section.heading if section.id else ""
            kind = "Section" if section.id else "Page"
            _add(entries, places, [number, section.id, heading, kind],
                 [section.heading, *section.text])  # fmt: skip
    for number, row in named_rows(pages):
        _add(entries, places, [number, row.id, row.name, row.kind], [row.name])
    words = sorted(places)
    return {
        "pages": [[page.file, page.title] for page in pages],
        "entries": entries,
        "words": words,
        "at": [_steps(places[word]) for word in words],
        "common": sorted(COMMON),
    }


def named_rows(pages: Sequence[PageText]) -> list[tuple[int, NamedRow]]:
    """Return each row that stands for a thing once, with the number of its first page.

    A thing that has a page of its own is found by that.
    """
    titles = {page.title for page in pages}
    found: dict[tuple[str, str], tuple[int, NamedRow]] = {}
    for number, page in enumerate(pages):
        for row in page.rows:
            if row.name not in titles:
                found.setdefault((row.kind, row.name), (number, row))
    return [found[key] for key in sorted(found)]


def contents_list(pages: Sequence[PageText]) -> str:
    """Return the pages with their sections, and the things by name, as HTML lists of links."""
    parts = [_list(f"{_link(p.file, '', p.title)}{_sections(p)}" for p in pages)]
    rows = named_rows(pages)
    for kind in dict.fromkeys(row.kind for _, row in rows):
        links = (_link(pages[n].file, row.id, row.name) for n, row in rows if row.kind == kind)
        parts += [f"<h2>{escape(kind)}s</h2>", _list(links)]
    return f'<div class="site-index">\n{"".join(parts)}</div>'


def words_of(text: str) -> set[str]:
    """Return the words that a text is found by: small letters without accents, three or more."""
    bare = text.lower()
    if not bare.isascii():
        letters = unicodedata.normalize("NFD", bare)
        bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return set(WORD.findall(bare)) - COMMON


def _add(
    entries: list[list[Any]], places: dict[str, set[int]], entry: list[Any], texts: Iterable[str]
) -> None:
    for word in words_of(" ".join(texts)):
        places[word].add(len(entries))
    entries.append(entry)


def _steps(numbers: Iterable[int]) -> list[int]:
    return [other - one for one, other in pairwise([0, *sorted(numbers)])]


def _json(index: dict[str, Any]) -> str:
    return json.dumps(index, ensure_ascii=True, separators=(",", ":"))


def _sections(page: PageText) -> str:
    second = [section for section in page.sections if section.id and section.level == 2]
    if not second:
        return ""
    return _list(_link(page.file, section.id, section.heading) for section in second)


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _link(file: str, id: str, words: str) -> str:
    return f'<a href="{escape(f"{file}#{id}" if id else file)}">{escape(words)}</a>'
