"""Every link within the pack leads somewhere: to a file that is there, an anchor that is there."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from jsna.publish.html_page import HtmlPage

UNRESOLVED = re.compile(r"\?@(fig|tbl|sec)-[\w-]+")


def link_faults(pages: Sequence[HtmlPage], site: Path) -> list[str]:
    """Return one sentence for each link or loaded file of a page that leads nowhere."""
    ids = {page.name: set(page.ids) for page in pages}
    return [f"{page.name}: {fault}" for page in pages for fault in _faults(page, site, ids)]


def _faults(page: HtmlPage, site: Path, ids: dict[str, set[str]]) -> Iterator[str]:
    for address in _addresses(page):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = _target(page, unquote(parts.path))
        if target.startswith("/"):
            yield f"the link to {address} leads out of the pack: it begins with /"
        elif not (site / target).is_file():
            yield f"the link to {address} leads to no file"
        elif parts.fragment and parts.fragment not in ids.get(target, {parts.fragment}):
            yield f"the link to {address} leads to no such place on {target}"
    for found in UNRESOLVED.finditer(page.source):
        yield f"the reference {found[0][1:]} names no figure or table"


def _target(page: HtmlPage, path: str) -> str:
    """Return the file that a page's link leads to, as it is named within the site."""
    within = posixpath.join(posixpath.dirname(page.name), path)
    return posixpath.normpath(within) if path else page.name


def _addresses(page: HtmlPage) -> list[str]:
    found = []
    for element in page.root.walk():
        found += [element.get(name) for name in ("href", "src") if element.get(name)]
        candidates = element.get("srcset").split(",")
        found += [candidate.split()[0] for candidate in candidates if candidate.strip()]
    return list(dict.fromkeys(found))
