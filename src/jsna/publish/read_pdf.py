"""Reads a PDF back: the text of its pages, alternative texts, properties."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any, Final

import pypdf
from pypdf.errors import PyPdfError

from jsna.publish.passages import Passage

SENTENCE_ENDS: Final = re.compile(r"(?<=[.;])\s+")
UNREADABLE_PDF: Final = PyPdfError
"""What is raised of a PDF whose parts can't be read, which may be found only as they are used."""
SPOKEN: Final = ("/Alt", "/ActualText", "/E", "/T")


def pdf_passages(file: str, content: bytes) -> Iterator[Passage]:
    """Yield what a PDF says, sentence by sentence.

    Raises:
        ValueError: it is no PDF, or it is locked.
    """
    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        for text in _texts(reader, content):
            words = SENTENCE_ENDS.split(" ".join(text.split()))
            yield from (Passage(file, sentence) for sentence in words if sentence)
        said = [*map(str, (reader.metadata or {}).values()), *_spoken(reader)]
        yield from (Passage(file, one) for one in said)
    except (PyPdfError, OSError, RecursionError) as error:
        raise ValueError("it is no PDF that can be read") from error


def pdf_catalogue(content: bytes) -> tuple[Any, list[Any]]:
    """Return a PDF's catalogue, and the notes and links of all its pages, as dictionaries."""
    reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots") or ()]
    return reader.trailer["/Root"], notes


def pdf_tables(content: bytes) -> list[tuple[list[list[Any]], list[list[Any]]]]:
    """Return the rows of headers and the other rows of each table of a PDF, as its tags say.

    A row is its cells, as the dictionaries of the structure tree. A PDF without tags has none.
    """
    root = pdf_catalogue(content)[0].get("/StructTreeRoot")
    tree = root.get_object() if root else {}
    return [
        (_rows(table, ("/THead",)), _rows(table, ("/TBody", "/TFoot", "/Table")))
        for table in _tagged(tree, ("/Table",))
    ]


def _rows(table: Any, parts: tuple[str, ...]) -> list[list[Any]]:
    """Return the rows of these parts of a table; the table itself is the part of loose rows."""
    found = [table, *_children(table)]
    rows = [row for part in found if part["/S"] in parts for row in _children(part)]
    return [_children(row) for row in rows if row["/S"] == "/TR"]


def _tagged(root: Any, kinds: tuple[str, ...]) -> list[Any]:
    """Return the elements of these kinds below an element, in reading order."""
    found, waiting, seen = [], [root], set[int]()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        found += [one] if one.get("/S") in kinds else []
        waiting += reversed(_children(one))
    return found


def _children(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    inside = kids.get_object() if hasattr(kids, "get_object") else kids
    found = [kid.get_object() for kid in (inside if isinstance(inside, list) else [inside])]
    return [one for one in found if isinstance(one, dict) and "/S" in one]


def _texts(reader: Any, content: bytes) -> list[str]:
    """Return the text of each page: by Poppler where it is installed, which is much quicker."""
    tool = shutil.which("pdftotext")
    if tool:
        done = subprocess.run(
            [tool, "-q", "-", "-"], input=content, capture_output=True, check=False
        )
        pages = done.stdout.decode("utf-8", "replace").split("\f")
        if done.returncode == 0 and len(pages) >= len(reader.pages):
            return pages
    return [page.extract_text() for page in reader.pages]


def _spoken(reader: Any) -> Iterator[str]:
    """Yield the alternative and replacement texts of the structure tree."""
    waiting, seen = [reader.trailer["/Root"].get("/StructTreeRoot")], set[int]()
    while waiting:
        node = waiting.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            yield from (str(node[name]) for name in SPOKEN if name in node)
            waiting.append(node.get("/K"))
