"""A page loads quickly on a slow line: everything it loads stays under a limit."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from jsna.narrative.file_size import printed_size
from jsna.publish.html_page import HtmlPage

LIMIT: Final = 400_000


def page_weight_faults(pages: Iterable[HtmlPage], site: Path) -> list[str]:
    """Return one sentence for each page that is heavier than the limit with what it loads."""
    weights = {page.name: page_weight(page, site) for page in pages}
    return [
        f"{name}: {printed_size(weight)} with everything it loads, over {printed_size(LIMIT)}"
        for name, weight in weights.items()
        if weight > LIMIT
    ]


def page_weight(page: HtmlPage, site: Path) -> int:
    """Return the bytes of a page, its styles and script and, of each picture, the larger drawing.

    The index of the search is not among them: it is loaded when a reader searches.
    """
    total = len(page.source.encode())
    home = (site / page.name).parent
    styles = [link.get("href") for link in page.root.all("link")]
    scripts = [script.get("src") for script in page.root.all("script") if script.get("src")]
    total += sum(_size(home / file) for file in (*styles, *scripts))
    for image in page.root.all("img"):
        drawings = [image.get("src")]
        if image.parent is not None and image.parent.tag == "picture":
            drawings += [source.get("srcset") for source in image.parent.all("source")]
        total += max(_size(home / drawing) for drawing in drawings)
    return total


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0
