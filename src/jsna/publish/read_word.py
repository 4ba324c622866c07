"""Reads a Word file back from its XML: the words of its body; or all that it says anywhere."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from jsna.publish.passages import Cell, Passage, table_passages
from jsna.publish.read_data import picture_passages
from jsna.publish.read_markup import markup_passages

WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH, TABLE, ROW, CELL = (f"{WORD}{name}" for name in ("p", "tbl", "tr", "tc"))
STYLE: Final = f"{WORD}pStyle"
DESCRIBED: Final = ("descr", "title")
BODY: Final = "word/document.xml"
NOT_READ: Final = ("word/styles.xml", "word/theme/", "word/fontTable.xml", "[Content_Types]")

SILENT: Final = (".xml", ".rels", ".jpg", ".jpeg", ".gif", ".odttf", "/")
"""Endings of parts that are read as XML, or say nothing beside what they draw."""


def word_passages(file: str, content: bytes) -> Iterator[Passage]:
    """Yield what a Word file says: body, notes, headers, alternative texts, properties, pictures.

    Raises:
        ValueError: it is no Word file, or has a part that nothing here reads (another document).
    """
    for part in _parts(content):
        yield from _of_block(file, part)
    yield from _of_other_parts(file, content)


def word_text(file: Path, *, tables: bool = True) -> str:
    """Return what a Word file's body says, one paragraph after another.

    Args:
        file: The .docx file.
        tables: Whether the text of its tables is part of it.

    Raises:
        ValueError: it is no Word file.
    """
    (body,) = _parts(file.read_bytes(), [BODY])
    left_out = set() if tables else {p for table in body.iter(TABLE) for p in table.iter(PARAGRAPH)}
    return " ".join(_text(p) for p in body.iter(PARAGRAPH) if p not in left_out)


def _parts(content: bytes, names: Sequence[str] = ()) -> list[ElementTree.Element]:
    """Return the XML of these parts of a Word file, or of all that may say something."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = [n for n in archive.namelist() if n.endswith(".xml")]
            wanted = names or [n for n in found if not n.startswith(NOT_READ)]
            return [ElementTree.fromstring(archive.read(name)) for name in wanted]
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError) as error:
        raise ValueError("it is no Word file") from error


def _of_other_parts(file: str, content: bytes) -> Iterator[Passage]:
    """Yield the texts inside a Word file's pictures.

    Raises:
        ValueError: a part is neither XML nor a picture.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            kind = name.lower()
            if kind.endswith(".png"):
                yield from picture_passages(file, archive.read(name))
            elif kind.endswith(".svg"):
                yield from markup_passages(file, archive.read(name).decode("utf-8"))
            elif not kind.endswith(SILENT):
                raise ValueError(f"it has a part that no check reads ({name})")


def _of_block(file: str, block: ElementTree.Element) -> Iterator[Passage]:
    last = ""
    for element in block:
        if element.tag == TABLE:
            yield from _of_table(file, last, element)
            continue
        yield from _described(file, element)
        if element.tag == PARAGRAPH:
            last = _text(element)
            if last:
                yield Passage(file, last, level=_level(element))
        elif len(element):
            yield from _of_block(file, element)
        elif element.text and element.text.strip():
            yield Passage(file, " ".join(element.text.split()))


def _of_table(file: str, caption: str, table: ElementTree.Element) -> Iterator[Passage]:
    yield from (p for element in table.iter() for p in _described(file, element))
    rows = [[Cell(_text(cell)) for cell in row.iter(CELL)] for row in table.iter(ROW)]
    yield from table_passages(file, caption, rows)


def _described(file: str, element: ElementTree.Element) -> Iterator[Passage]:
    if element.tag in (PARAGRAPH, TABLE):
        inside = element.iter() if element.tag == PARAGRAPH else [element]
        for one in inside:
            yield from (Passage(file, one.attrib[n]) for n in DESCRIBED if one.attrib.get(n))


def _level(paragraph: ElementTree.Element) -> int:
    styles = [style.attrib.get(f"{WORD}val", "") for style in paragraph.iter(STYLE)]
    digits = [s[-1] for s in styles if s.lower().startswith("heading") and s[-1].isdigit()]
    return int(digits[0]) if digits else 0


def _text(element: ElementTree.Element) -> str:
    """Return the words below an element: runs of one paragraph belong together."""
    paragraphs = list(element.iter(PARAGRAPH)) or [element]
    return " ".join(" ".join("".join(p.itertext()).split()) for p in paragraphs).strip()
