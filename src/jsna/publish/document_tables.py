"""The tables of Word files and PDFs: a screen reader is told which cells name rows and columns."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from jsna.publish.read_pdf import pdf_tables
from jsna.publish.read_word import BODY, CELL, ROW, TABLE, WORD

COLUMN: Final = "/Column"
ALONG: Final = "/Row"


def document_table_faults(site: Path) -> list[str]:
    """Return one sentence for each table of a Word file or PDF without headers (WCAG 1.3.1).

    A table has a row of headers; where it has more than one column, also a header in each row.
    """
    readers = {".docx": _word_faults, ".pdf": _pdf_faults}
    return [
        f"{file.name}: table {number} {fault} (1.3.1)"
        for file in sorted(site.iterdir())
        if file.suffix.lower() in readers
        for number, fault in readers[file.suffix.lower()](file)
    ]


def _word_faults(file: Path) -> Iterator[tuple[int, str]]:
    with zipfile.ZipFile(file) as archive:
        body = ElementTree.fromstring(archive.read(BODY))
    for number, table in enumerate(body.iter(TABLE), start=1):
        rows = list(table.iter(ROW))
        if not rows or rows[0].find(f"{WORD}trPr/{WORD}tblHeader") is None:
            yield number, "has no header row that is repeated on each sheet"
        look = table.find(f"{WORD}tblPr/{WORD}tblLook")
        said = {} if look is None else look.attrib
        if said.get(f"{WORD}firstRow") != "1":
            yield number, "does not say that its first row holds headers"
        wide = any(len(list(row.iter(CELL))) > 1 for row in rows)
        if wide and said.get(f"{WORD}firstColumn") != "1":
            yield number, "does not say that its first column holds the headers of the rows"


def _pdf_faults(file: Path) -> Iterator[tuple[int, str]]:
    for number, (head, body) in enumerate(pdf_tables(file.read_bytes()), start=1):
        if not head or any(_scope(cell) != COLUMN for row in head for cell in row):
            yield number, "has no row of header cells with the scope of a column"
        without = [row for row in body if len(row) > 1 and _scope(row[0]) != ALONG]
        if without:
            yield number, f"has {len(without)} rows whose first cell is no header of the row"


def _scope(cell: Any) -> str:
    """Return the scope of a cell of a PDF's table; "" of one that is no header."""
    if cell.get("/S") != "/TH":
        return ""
    about = cell.get("/A", [])
    said = about if isinstance(about, list) else [about]
    return next((str(one["/Scope"]) for one in said if "/Scope" in one), "")
