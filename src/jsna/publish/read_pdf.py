"""Reads a PDF back: the text of its pages, alternative texts, tables, what it does, properties.

Properties are those of both kinds; its bookmarks, and what its notes and links say, are read too.
"""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from xml.etree import ElementTree

import pikepdf

from jsna.publish.passages import Passage

SENTENCE_ENDS: Final = re.compile(r"(?<=[.;])\s+")
UNREADABLE_PDF: Final = pikepdf.PdfError
"""What is raised of a PDF whose parts can't be read, which may be found only as they are used."""
SPOKEN: Final = ("/Alt", "/ActualText", "/E", "/T")
ELSEWHERE: Final = ("/K", "/P", "/Pg")
"""What leads from an element of the structure tree to others, and to its page."""
DEEP: Final = 4
"""So deep lies what is asked of one: a catalogue's names, a link's action, a cell's scope."""


def pdf_passages(file: str, content: bytes) -> Iterator[Passage]:
    """Yield what a PDF says, sentence by sentence.

    Raises:
        ValueError: it is no PDF, or it is locked.
    """
    try:
        with _opened(content) as pdf:
            texts = _texts(content, len(pdf.pages))
            said = [*map(str, pdf.docinfo.values()), *_spoken(pdf), *_beside_pages(pdf)]
    except (UNREADABLE_PDF, OSError, ElementTree.ParseError) as error:
        raise ValueError("it is no PDF that can be read") from error
    for text in texts:
        words = SENTENCE_ENDS.split(" ".join(text.split()))
        yield from (Passage(file, sentence) for sentence in words if sentence)
    yield from (Passage(file, one) for one in said)


def pdf_catalogue(content: bytes) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a PDF's catalogue, and the notes and links of all its pages."""
    with _opened(content) as pdf:
        notes = [_plain(note) for page in pdf.pages for note in page.obj.get("/Annots", ())]
        return _plain(pdf.Root), notes


def pdf_tables(content: bytes) -> list[tuple[list[list[Any]], list[list[Any]]]]:
    """Return the rows of headers and the other rows of each table of a PDF, as its tags say.

    A row is its cells, as the dictionaries of the structure tree without what leads to others. A
    PDF without tags has none.
    """
    with _opened(content) as pdf:
        tree = pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())
        return [
            (_rows(table, ("/THead",)), _rows(table, ("/TBody", "/TFoot", "/Table")))
            for table in _tagged(tree, "/Table")
        ]


@contextmanager
def _opened(content: bytes) -> Iterator[Any]:
    """Open a PDF that is whole: what could only be guessed of a damaged one is not read.

    Raises:
        PdfError: a part of it can't be read.
    """
    with pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
        yield pdf
        if found := pdf.get_warnings():
            raise UNREADABLE_PDF(str(found[0]))


def _plain(value: Any, deep: int = DEEP) -> Any:
    """Return a PDF's value as plain words, lists and dictionaries; None of what lies deeper."""
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        names = [name for name in value.keys() if name not in ELSEWHERE]  # noqa: SIM118
        return {n: _plain(value[n], deep - 1) for n in names} if deep else None
    if isinstance(value, pikepdf.Array):
        return [_plain(one, deep - 1) for one in value] if deep else None
    return str(value) if isinstance(value, pikepdf.Object) else value


def _rows(table: Any, parts: tuple[str, ...]) -> list[list[Any]]:
    """Return the rows of these parts of a table; the table itself is the part of loose rows."""
    found = [table, *_children(table)]
    rows = [row for part in found if part["/S"] in parts for row in _children(part)]
    return [[_plain(cell) for cell in _children(row)] for row in rows if row["/S"] == "/TR"]


def _tagged(root: Any, kind: str) -> list[Any]:
    """Return the elements of a kind below an element, in reading order."""
    found, waiting, seen = [], [root], set[tuple[int, int]]()
    while waiting:
        one = waiting.pop()
        if one.is_indirect and one.objgen in seen:
            continue
        seen.add(one.objgen)
        found += [one] if one.get("/S") == kind else []
        waiting += reversed(_children(one))
    return found


def _children(node: Any) -> list[Any]:
    kids = node.get("/K", ())
    several = isinstance(kids, pikepdf.Array) or not kids
    return [
        kid
        for kid in (kids if several else [kids])
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid
    ]


def _texts(content: bytes, pages: int) -> list[str]:
    """Return the text of each page: by Poppler where it is installed, which is much quicker."""
    tool = shutil.which("pdftotext")
    if tool:
        done = subprocess.run(
            [tool, "-q", "-", "-"], input=content, capture_output=True, check=False
        )
        read = done.stdout.decode("utf-8", "replace").split("\f")
        if done.returncode == 0 and len(read) >= pages:
            return read
    return _extracted(content)


def _extracted(content: bytes) -> list[str]:
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        return [page.extract_text() for page in reader.pages]
    except (PyPdfError, RecursionError) as error:
        raise UNREADABLE_PDF(str(error)) from error


def _spoken(pdf: Any) -> Iterator[str]:
    """Yield the alternative and replacement texts of the structure tree."""
    waiting, seen = [pdf.Root.get("/StructTreeRoot")], set[tuple[int, int]]()
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(node)
        elif isinstance(node, pikepdf.Dictionary) and not (
            node.is_indirect and node.objgen in seen
        ):
            seen.add(node.objgen)
            yield from (str(node[name]) for name in SPOKEN if name in node)
            waiting.append(node.get("/K"))


def _beside_pages(pdf: Any) -> Iterator[str]:
    """Yield the titles of bookmarks, the words of notes and links, and the XML properties."""
    waiting, seen = [pdf.Root.get("/Outlines")], set[tuple[int, int]]()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary) or (node.is_indirect and node.objgen in seen):
            continue
        seen.add(node.objgen)
        yield from (str(node["/Title"]),) if "/Title" in node else ()
        waiting += [node.get("/First"), node.get("/Next")]
    for page in pdf.pages:
        for note in page.obj.get("/Annots", ()):
            yield from (str(note[name]) for name in ("/Contents", "/T", "/TU") if name in note)
    about = pdf.Root.get("/Metadata")
    if isinstance(about, pikepdf.Stream):
        for element in ElementTree.fromstring(about.read_bytes()).iter():
            yield from filter(None, ((element.text or "").strip(), *element.attrib.values()))
