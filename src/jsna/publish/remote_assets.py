"""Nothing that a page shows comes from another host: a pack is read as it was built, anywhere."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from jsna.publish.html_page import Element, HtmlPage

REMOTE = re.compile(r"^\s*(https?:|ftp:|wss?:)?//", re.IGNORECASE)
CSS_URL = re.compile(
    r"""(?:url\(\s*["']?|@import\s+["'])((?:https?:)?//[^"')\s]+)""", re.IGNORECASE
)
SVG_LOADS = re.compile(r"""(?:xlink:href|href|src)\s*=\s*["']((?:https?:)?//[^"']+)""")
LOADING = ("src", "srcset", "poster", "data", "background", "action", "formaction")


def remote_asset_faults(pages: Sequence[HtmlPage], site: Path) -> list[str]:
    """Return one sentence for each thing that a page, style or picture loads from elsewhere."""
    found = [f"{page.name}: {fault}" for page in pages for fault in _page_faults(page)]
    for file in sorted(site.rglob("*")):
        if file.suffix in (".css", ".svg"):
            patterns = (CSS_URL,) if file.suffix == ".css" else (CSS_URL, SVG_LOADS)
            text = file.read_text("utf-8")
            name = file.relative_to(site).as_posix()
            found += [f"{name}: loads {m[1]}" for p in patterns for m in p.finditer(text)]
    return found


def _page_faults(page: HtmlPage) -> Iterator[str]:
    for element in page.root.walk():
        for address in _loaded(element):
            if REMOTE.match(address):
                yield f"<{element.tag}> loads {address.strip()}"
        styles = element.get("style") + (element.raw_text if element.tag == "style" else "")
        for found in CSS_URL.finditer(styles):
            yield f"a style loads {found[1]}"


def _loaded(element: Element) -> list[str]:
    """Return the addresses that a browser fetches for an element without being asked."""
    found = [element.get(name) for name in LOADING if element.get(name)]
    if element.tag in ("link", "use", "image", "base"):
        found.append(element.get("href"))
    return [part for address in found for part in address.split(", ")]
