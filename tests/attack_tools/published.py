"""Everything that a work folder gives out, read back from its own files, piece by piece.

A piece is what a reader takes in at once: a row of a table, a paragraph, a line of a PDF, a record
of JSON, a point of a chart. So a test can ask whether a number stands beside a ward's name.
"""

import csv
import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from lxml import etree, html

from attack_tools.svg_points import drawn_texts

BLOCKS = [
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "figcaption", "summary", "dt", "dd",
    "tr", "title", "pre",
]  # fmt: skip
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPOKEN = ("alt", "title", "aria-label", "content", "descr")


@dataclass(frozen=True)
class Piece:
    """What a reader takes in at once, and where.

    Attributes:
        file: The file, below the folder.
        text: The words and numbers.
    """

    file: str
    text: str


def pieces_of(folder: Path) -> Iterator[Piece]:
    """Yield every piece of every file below a folder."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        read = READERS.get(path.suffix.lower(), _plain)
        for text in read(path):
            yield Piece(path.relative_to(folder).as_posix(), " ".join(text.split()))


def beside(pieces: Iterable[Piece], names: tuple[str, ...], numbers: Iterable[str]) -> list[Piece]:
    """Return the pieces in which one of the numbers stands with one of the names."""
    about = [piece for piece in pieces if any(name in piece.text for name in names)]
    return standing(about, numbers)


def standing(pieces: Iterable[Piece], numbers: Iterable[str]) -> list[Piece]:
    """Return the pieces in which one of the numbers stands as a number of its own."""
    any_of = "|".join(map(re.escape, numbers))
    wanted = re.compile(rf"(?<![\w.,-])(?:{any_of})(?![\w-]|[.,]\d)")
    return [piece for piece in pieces if wanted.search(piece.text)]


def _plain(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    # the council's own snapshots are called `content`, whatever they hold
    yield from (content.decode("utf-8", "replace") if b"\0" not in content else "").splitlines()


def _csv(path: Path) -> Iterator[str]:
    for row in csv.reader(io.StringIO(path.read_text("utf-8-sig", "replace"))):
        yield " | ".join(row)


def _parquet(path: Path) -> Iterator[str]:
    for row in pd.read_parquet(path).itertuples(index=False):
        yield " | ".join(map(str, row))


def _json(path: Path) -> Iterator[str]:
    try:
        told = json.loads(path.read_text("utf-8", "replace"))
    except ValueError:
        yield from _plain(path)
        return
    yield from _records(told)


def _records(told: object) -> Iterator[str]:
    """Yield the plain values of each record together, and each line of every longer text."""
    if isinstance(told, str):
        # a notebook's cells hold Markdown, and tables of HTML in it
        yield from _markdown(told)
    elif isinstance(told, list) and all(isinstance(line, str) for line in told):
        yield from _markdown("\n".join(told))
    elif isinstance(told, dict | list):
        values = list(told.values()) if isinstance(told, dict) else told
        nested = [v for v in values if isinstance(v, dict | list) or "\n" in str(v)]
        yield " | ".join(str(v) for v in values if v not in nested)
        for value in nested:
            yield from _records(value)


def _markdown(text: str) -> Iterator[str]:
    yield from text.splitlines()
    if "<t" in text:
        yield from _blocks(html.fragment_fromstring(text, create_parent="div"))


def _html(path: Path) -> Iterator[str]:
    yield from _blocks(html.fromstring(path.read_bytes()))


def _blocks(root: etree._Element) -> Iterator[str]:
    for element in root.iter(*BLOCKS):
        yield " | ".join(text.strip() for text in element.itertext() if text.strip())
    for element in root.iter(etree.Element):
        yield " | ".join(str(element.get(name)) for name in SPOKEN if element.get(name))


def _svg(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    root = etree.fromstring(content)
    yield from (t.strip() for t in root.itertext() if t.strip() and "{" not in t)
    yield from (text for text, _, _ in drawn_texts(content))


def _docx(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                yield from _word(etree.fromstring(archive.read(name)))


def _word(root: etree._Element) -> Iterator[str]:
    for row in root.iter(f"{WORD}tr", f"{WORD}p"):
        yield " ".join(text.text or "" for text in row.iter(f"{WORD}t"))
    for element in root.iter(etree.Element):
        yield " | ".join(str(element.get(name)) for name in SPOKEN if element.get(name))


def _pdf(path: Path) -> Iterator[str]:
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    yield from done.stdout.decode("utf-8", "replace").splitlines()


READERS: dict[str, Callable[[Path], Iterator[str]]] = {
    ".csv": _csv,
    ".docx": _docx,
    ".html": _html,
    ".ipynb": _json,
    ".json": _json,
    ".parquet": _parquet,
    ".pdf": _pdf,
    ".png": lambda path: iter(()),
    ".svg": _svg,
}
