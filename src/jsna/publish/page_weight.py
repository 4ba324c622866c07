"""A page loads quickly on a slow line: one that is heavy with all it loads is told, with its cause.

A warning and no fault: a priority with many indicators is heavy by what its strategy asks for.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from jsna.narrative.english import counted
from jsna.narrative.file_size import printed_size
from jsna.publish.html_page import HtmlPage

LIMIT: Final = 400_000
MAP_LIMIT: Final = 1_000_000
"""Of a map to point at and zoom: it holds all shapes, and the script that draws them."""
MAPS: Final = "figures/"
WORDS: Final = "words and tables"
STYLES: Final = "styles and scripts"
STEP: Final = "fewer indicators or chapters on this page, or a page of their own, make it lighter"


def heavy_pages(pages: Iterable[HtmlPage], site: Path) -> list[str]:
    """Return one sentence for each page that is heavier than the limit with what it loads."""
    parts = {page.name: page_parts(page, site) for page in pages}
    return [
        f"{name}: {printed_size(found.total())} with everything it loads, over"
        f" {printed_size(_limit(name))}: {_cause(found)}; {STEP}."
        for name, found in parts.items()
        if found.total() > _limit(name)
    ]


def _limit(name: str) -> int:
    return MAP_LIMIT if name.startswith(MAPS) else LIMIT


def page_parts(page: HtmlPage, site: Path) -> Counter[str]:
    """Return the bytes of a page's words and tables, of its styles and scripts and of each picture.

    Of a picture the larger drawing counts; pictures stand under their own addresses. The index of
    the search is not among them, nor is a picture that folds and is loaded when it is opened.
    """
    home = (site / page.name).parent
    styles = [link.get("href") for link in page.root.all("link")]
    scripts = [script.get("src") for script in page.root.all("script") if script.get("src")]
    parts = Counter({WORDS: len(page.source.encode())})
    parts[STYLES] += sum(_size(home / file) for file in (*styles, *scripts))
    for image in page.root.all("img"):
        if image.get("loading") == "lazy" and image.is_within("details"):
            continue
        drawings = [image.get("src")]
        if image.parent is not None and image.parent.tag == "picture":
            drawings += [source.get("srcset") for source in image.parent.all("source")]
        parts[image.get("src")] += max(_size(home / drawing) for drawing in drawings)
    return parts


def _cause(parts: Counter[str]) -> str:
    """Return what weighs how much, and the heaviest picture."""
    pictures = Counter({k: size for k, size in parts.items() if k not in (WORDS, STYLES)})
    told = [f"{printed_size(parts[WORDS])} are {WORDS}"]
    if pictures:
        heaviest, size = pictures.most_common(1)[0]
        told.append(
            f"{printed_size(pictures.total())} {counted(len(pictures), 'picture')}, the heaviest"
            f" {heaviest} ({printed_size(size)})"
        )
    return ", ".join(told)


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0
