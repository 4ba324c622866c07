"""Last touches to a rendered site: the sizes of its downloads; links to what was not asked for."""

import re
from html import unescape
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from jsna.narrative.file_size import printed_size

SIZE: Final = re.compile(r'<span\s+class="size"\s+data-file="([^"]+)">[^<]*</span>')
ITEM: Final = re.compile(r"<li>(?:(?!</?li>).)*?</li>", re.DOTALL)
LINK: Final = re.compile(r"\s*<a\b(?:(?!</a>).)*</a>", re.DOTALL)
EMPTY_LIST: Final = re.compile(r'<div class="downloads[^"]*">\s*<ul>\s*</ul>\s*</div>\s*')

PICTURE: Final = re.compile(r'<(?:img|source)\b[^>]*?\s(?:src|srcset)="([^":]+)"')
"""A picture of the pack's own: no address with a scheme."""
EMPTY_HEADER: Final = re.compile(r'<header id="title-block-header"[^>]*>\s*</header>\s*')
DOCTYPE: Final = "<!DOCTYPE html>"


def missing_pictures(site: Path) -> list[str]:
    """Return one sentence for each picture that a page shows and the site does not hold."""
    return [
        f"{page.name}: there is no picture {src}."
        for page in sorted(site.glob("*.html"))
        for src in dict.fromkeys(PICTURE.findall(page.read_text("utf-8")))
        if not (site / unquote(unescape(src))).is_file()
    ]


def finish_pages(site: Path) -> None:
    """Complete every page of a site in place.

    A download's link gets its size ("DOCX, 420 KB"); the link to a file that was not made goes.
    Quarto loses the document type, without which browsers fall back to old rules, and adds an
    empty header.
    """
    for page in sorted(site.glob("*.html")):
        text = page.read_text("utf-8")
        page.write_text(_finished(text, site), "utf-8", newline="\n")


def _finished(text: str, site: Path) -> str:
    def link(found: re.Match[str]) -> str:
        marked = SIZE.search(found[0])
        made = marked is None or (site / marked[1]).is_file()
        return found[0] if made else ""

    def item(found: re.Match[str]) -> str:
        left = LINK.sub(link, found[0])
        return left if LINK.search(left) or not SIZE.search(found[0]) else ""

    def size(found: re.Match[str]) -> str:
        return f", {printed_size((site / found[1]).stat().st_size)}"

    text = EMPTY_HEADER.sub("", text)
    if not text.lstrip().lower().startswith(DOCTYPE.lower()):
        text = f"{DOCTYPE}\n{text}"
    text = EMPTY_LIST.sub("", ITEM.sub(item, text)) if SIZE.search(text) else text
    return SIZE.sub(size, text)
