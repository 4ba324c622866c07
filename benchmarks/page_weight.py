"""What a page weighs with everything that it loads."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

LOADED = {("img", "src"), ("script", "src"), ("link", "href")}
STYLE_URL = re.compile(r"url\(['\"]?([^'\")]+)['\"]?\)")


class _Loads(HTMLParser):
    """Collects what a wide screen loads; a `source` is loaded in place of its `img`."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.folds = 0

    def handle_endtag(self, tag: str) -> None:
        self.folds -= tag == "details"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.folds += tag == "details"
        if tag == "img" and self.folds and values.get("loading") == "lazy":
            return  # once it is opened
        if tag == "link" and values.get("rel") not in ("stylesheet", "icon"):
            return
        self.found |= {values[a] or "" for t, a in LOADED if t == tag and values.get(a)}


def page_weight(page: Path) -> int:
    """Return the bytes of a page, its style sheets, scripts and pictures, each once.

    Raises:
        FileNotFoundError: it loads something that is not there.
    """
    loads = _Loads()
    loads.feed(page.read_text("utf-8"))
    files = {page}
    for link in loads.found:
        if link.startswith("data:") or "://" in link:
            continue
        file = (page.parent / unquote(link.split("?")[0].split("#")[0])).resolve()
        files.add(file)
        if file.suffix == ".css":
            inside = STYLE_URL.findall(file.read_text("utf-8"))
            files |= {(file.parent / u).resolve() for u in inside if not u.startswith("data:")}
    return sum(file.stat().st_size for file in files)


def heaviest(pages: list[Path]) -> tuple[Path, int]:
    """Return the page that weighs most, and its weight in bytes."""
    return max(((page, page_weight(page)) for page in pages), key=lambda found: found[1])
