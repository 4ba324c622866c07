"""Invented data says so on every page and in every file, and real data never does."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from jsna.publish.html_page import HtmlPage
from jsna.publish.read_word import word_text
from jsna.publish.read_workbook import parquet_passages, workbook_passages

WORD = "SYNTHETIC"
DATA_FILES = (".csv", ".json")
WORKBOOKS = (".xlsx", ".ods", ".parquet")
"""The words in a picture are drawn, so its own files are held to their data and its JSON."""


def synthetic_notice_faults(pages: Sequence[HtmlPage], site: Path, *, synthetic: bool) -> list[str]:
    """Return one sentence for each page or file that hides that its data is invented.

    Where the data is real, one for each page that calls it invented.
    """
    if not synthetic:
        return [f"{p.name}: calls real data {WORD}" for p in pages if WORD in p.root.text]
    return [*_pages_without(pages), *_files_without(site)]


def _pages_without(pages: Sequence[HtmlPage]) -> Iterator[str]:
    for page in pages:
        notices = [e for e in page.root.all("aside") if WORD in e.text]
        if not notices:
            yield f"{page.name}: has no {WORD} notice"
        if WORD not in page.title:
            yield f"{page.name}: its title does not say {WORD}"


def _workbook_says(file: Path) -> bool:
    read = parquet_passages if file.suffix == ".parquet" else workbook_passages
    return any(WORD in passage.text for passage in read(file.name, file.read_bytes()))


def _files_without(site: Path) -> Iterator[str]:
    for file in sorted(site.rglob("*")):
        name = file.relative_to(site).as_posix()
        if file.suffix in DATA_FILES and WORD not in file.read_text("utf-8"):
            yield f"{name}: does not say {WORD}"
        if file.suffix in WORKBOOKS and not _workbook_says(file):
            yield f"{name}: does not say {WORD}"
        if file.suffix == ".docx" and WORD not in word_text(file):
            yield f"{name}: does not say {WORD}"
        # a PDF's title stands uncompressed in its metadata
        if file.suffix == ".pdf" and WORD.encode() not in file.read_bytes():
            yield f"{name}: its title does not say {WORD}"
