"""Each source that was used is named in the words that its licence asks for."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from jsna.publish.html_page import HtmlPage
from jsna.publish.read_word import word_text

SOURCES_PAGE = "sources.html"
TYPOGRAPHY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\xa0": " ", "–": "-"})  # noqa: RUF001


def attribution_faults(pages: Sequence[HtmlPage], site: Path, lines: Iterable[str]) -> list[str]:
    """Return one sentence for each attribution line that the pack does not print.

    Args:
        pages: The site's pages.
        site: Its folder.
        lines: The attribution line of every snapshot that the pack was made from.
    """
    wanted = list(dict.fromkeys(lines))
    texts = {page.name: page.root.text for page in pages if page.name == SOURCES_PAGE}
    texts |= {file.name: word_text(file) for file in sorted(site.glob("*.docx"))}
    if SOURCES_PAGE not in texts:
        return [f"there is no {SOURCES_PAGE} to name the sources on"]
    return [*_missing(texts, wanted), *_figures_without(pages)]


def _missing(texts: dict[str, str], wanted: list[str]) -> Iterator[str]:
    for name, text in texts.items():
        shown = _loose(text)
        for line in wanted:
            if _loose(line) not in shown:
                yield f'{name}: does not print "{line}"'


def _figures_without(pages: Sequence[HtmlPage]) -> Iterator[str]:
    for page in pages:
        sources = [e for e in page.root.walk() if "source" in e.get("class").split()]
        shown = [e for e in sources if e.text]
        figures = page.root.all("figure")
        if len(figures) > len(shown):
            yield f"{page.name}: {len(figures)} figures, but {len(shown)} lines that name a source"


def _loose(text: str) -> str:
    return " ".join(text.translate(TYPOGRAPHY).split()).casefold()
