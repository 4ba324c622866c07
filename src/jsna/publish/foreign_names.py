"""No pack carries another configured area's name: a copied sentence would be a wrong one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from jsna.publish.html_page import HtmlPage
from jsna.publish.synthetic_notice import word_text


def foreign_name_faults(
    pages: Sequence[HtmlPage], site: Path, own: str, others: Iterable[str]
) -> list[str]:
    """Return one sentence for each place where another area's name stands in a pack.

    Args:
        pages: The site's pages: their titles, text, links and descriptions are read.
        site: Its folder: the names of its files and the text of its Word files are read.
        own: The name of the pack's own area; a name that is part of it is not foreign.
        others: The names of the other areas.
    """
    names = [name for name in others if not _pattern(name).search(own)]
    return [fault for name in names for fault in _faults(pages, site, name)]


def _faults(pages: Sequence[HtmlPage], site: Path, name: str) -> Iterator[str]:
    pattern = _pattern(name)
    for page in pages:
        if found := pattern.search(_spoken(page)):
            yield f'{page.name}: names {name} ("{_around(found)}")'
    for file in sorted(site.rglob("*")):
        where = file.relative_to(site).as_posix()
        if pattern.search(re.sub(r"[-_./]", " ", where)):
            yield f"{where}: the file's name holds {name}"
        if file.suffix == ".docx" and pattern.search(re.sub(r"<[^>]+>", " ", word_text(file))):
            yield f"{where}: names {name}"


def _spoken(page: HtmlPage) -> str:
    """Return all that a page says or that is read aloud or followed from it."""
    said = [page.root.text]
    for element in page.root.walk():
        said += [element.get(a) for a in ("alt", "aria-label", "title", "content", "href", "src")]
    return " ".join(said)


def _pattern(name: str) -> re.Pattern[str]:
    words = r"[\s_-]+".join(re.escape(word) for word in name.split())
    return re.compile(rf"(?<![^\W_]){words}(?![^\W_])", re.IGNORECASE)


def _around(found: re.Match[str]) -> str:
    text = found.string
    return " ".join(text[max(0, found.start() - 30) : found.end() + 30].split())
