"""What every page must have: headings, landmarks, titles, alt texts, table headers."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from posixpath import dirname, join, normpath

from jsna.publish.html_page import Element, HtmlPage

LANGUAGE = "en-GB"
FILE_NAME = re.compile(r"\.(svg|png|jpe?g|gif|webp)$", re.IGNORECASE)
SHOWN = ("img", "svg", "input", "select", "button")
EMPTY_WORDS = {"", "here", "click here", "link", "more", "read more", "this"}


def structure_faults(pages: Sequence[HtmlPage]) -> list[str]:
    """Return one sentence for each thing that a page's structure lacks (WCAG in brackets)."""
    headings = {page.name: {h1.text for h1 in page.root.all("h1")} for page in pages}
    found = [f"{page.name}: {fault}" for page in pages for fault in _page_faults(page, headings)]
    return found + list(_shared_titles(pages))


def _page_faults(page: HtmlPage, headings: Mapping[str, set[str]]) -> Iterator[str]:
    rules = (_document, _landmarks, _headings, _ids, _images, _tables, _figures, _folds)
    for rule in rules:
        yield from rule(page)
    yield from _links(page, headings)


def _document(page: HtmlPage) -> Iterator[str]:
    if not page.source.lstrip().lower().startswith("<!doctype html"):
        yield "has no <!doctype html>"
    for html in page.root.all("html"):
        if html.get("lang") != LANGUAGE:
            yield f'its language is "{html.get("lang")}", not {LANGUAGE} (3.1.1)'
    if page.root.all("template"):
        yield "holds a <template>, whose content no check reads"
    if not page.title:
        yield "has no title (2.4.2)"


def _landmarks(page: HtmlPage) -> Iterator[str]:
    mains = page.root.all("main")
    if len(mains) != 1:
        yield f"has {len(mains)} <main> elements, not one (1.3.1)"
    links = page.root.all("a")
    first = links[0].get("href") if links else ""
    targets = {main.get("id") for main in mains}
    if not first.startswith("#") or first[1:] not in targets:
        yield "its first link does not skip to <main> (2.4.1)"


def _headings(page: HtmlPage) -> Iterator[str]:
    headings = page.root.all("h1", "h2", "h3", "h4", "h5", "h6")
    levels = [int(heading.tag[1]) for heading in headings]
    if levels.count(1) != 1:
        yield f"has {levels.count(1)} h1 headings, not one (1.3.1)"
    for before, heading, level in zip([0, *levels], headings, levels, strict=False):
        if level > before + 1:
            where = f"h{before}" if before else "the beginning"
            yield f'"{heading.text}" is an h{level} after {where} (1.3.1)'
        if not heading.text:
            yield f"an h{level} is empty (2.4.6)"


def _ids(page: HtmlPage) -> Iterator[str]:
    for name, times in Counter(page.ids).items():
        if times > 1:
            yield f'the id "{name}" stands {times} times'


def _links(page: HtmlPage, headings: Mapping[str, set[str]]) -> Iterator[str]:
    for link in page.root.all("a"):
        name = link.get("aria-label") or link.text or _alt_within(link)
        if link.get("href") and name.strip().lower() in EMPTY_WORDS:
            # a ward may be called Link: where a page has the name for its heading it says where to
            target = normpath(join(dirname(page.name), link.get("href").partition("#")[0]))
            if name.strip() and name.strip() in headings.get(target, ()):
                continue
            yield f'the link to {link.get("href")} says only "{name}" (2.4.4)'


def _images(page: HtmlPage) -> Iterator[str]:
    for image in page.root.all("img"):
        name, alt = image.get("src"), image.get("alt").strip()
        if "alt" not in image.attributes:
            yield f"{name} has no alt text (1.1.1)"
        elif FILE_NAME.search(alt):
            yield f'the alt text of {name} is a file\'s name, "{alt}" (1.1.1)'
        elif not alt and image.is_within("figure"):
            yield f"{name} is a figure with an empty alt text (1.1.1)"


def _tables(page: HtmlPage) -> Iterator[str]:
    for number, table in enumerate(page.root.all("table"), start=1):
        caption = " ".join(c.text for c in table.all("caption"))
        where = f'the table "{caption}"' if caption else f"table {number}"
        if not caption:
            yield f"{where} has no caption (1.3.1)"
        heads = table.all("th")
        if not heads:
            yield f"{where} has no header cells (1.3.1)"
        if any(head.get("scope") not in ("col", "row", "colgroup", "rowgroup") for head in heads):
            yield f"{where} has a header cell without scope (1.3.1)"
        if any(not head.text for head in heads):
            yield f"{where} has an empty header cell (1.3.1)"


def _figures(page: HtmlPage) -> Iterator[str]:
    for figure in page.root.all("figure"):
        if not any(caption.text for caption in figure.all("figcaption")):
            yield f'the figure "{figure.get("id")}" has no caption (1.3.1)'


def _folds(page: HtmlPage) -> Iterator[str]:
    """Tell what folds nothing: an element that ends within it ends it, and its words stand open."""
    for fold in page.root.all("details"):
        name = " ".join(summary.text for summary in fold.all("summary"))
        if not name:
            yield "something that folds has no words to open it by (4.1.2)"
        elif not fold.text_without("summary") and not fold.all(*SHOWN):
            yield f'"{name}" opens nothing (4.1.2)'


def _shared_titles(pages: Iterable[HtmlPage]) -> Iterator[str]:
    titles = Counter(page.title for page in pages)
    for title, times in titles.items():
        if times > 1:
            yield f'{times} pages have the same title, "{title}" (2.4.2)'


def _alt_within(link: Element) -> str:
    return " ".join(image.get("alt") for image in link.all("img"))
