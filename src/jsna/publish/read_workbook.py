"""Reads workbooks and parquet tables back: every cell, and what their properties say."""

import html
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, Final
from xml.etree import ElementTree

from jsna.publish.passages import Cell, Passage, table_passages

READ: Final = {
    ".xlsx": re.compile(
        r"xl/(workbook|sharedStrings|styles|theme/theme\d+|metadata)\.xml|\[Content_Types\]\.xml"
        r"|xl/(worksheets/sheet|tables/table)\d+\.xml|docProps/(core|app)\.xml|.*\.rels"
    ),
    ".ods": re.compile(r"mimetype|(content|styles|settings|meta)\.xml|META-INF/manifest\.xml"),
}
"""The parts of a workbook that hold its cells and properties, or only how they look."""
PROPERTIES: Final = ("docProps/core.xml", "docProps/app.xml", "meta.xml")
AROUND_CELLS: Final = re.compile(r"xl/(workbook|styles|worksheets/sheet\d+)\.xml")
SAID_AROUND: Final = re.compile(
    r"<(?:odd|even|first)(?:Header|Footer)>([^<]+)<|<definedName[^>]*>([^<]+)<"
    r'|\b(?:formatCode|prompt|promptTitle|error|errorTitle|comment)="([^"]+)"'
)
"""What a sheet prints, or tells as a cell is chosen, that stands in no cell."""
NAMES: Final = frozenset(
    ("area", "area code", "group", "ward", "indicator", "indicator number", "part", "name")
)
"""Headings of columns whose cells name their row."""
UNREADABLE: Final = (zipfile.BadZipFile, ElementTree.ParseError, KeyError, UnicodeDecodeError)


def workbook_passages(file: str, content: bytes) -> Iterator[Passage]:
    """Yield what an .xlsx or .ods file says: each line above a table, each cell, its properties.

    Raises:
        ValueError: it is no workbook, or has a part that nothing here reads (a comment, a picture).
    """
    kind = file[file.rindex(".") :].lower()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _only_known_parts(archive, READ[kind])
            for name in PROPERTIES:
                if name in archive.namelist():
                    yield from _texts(file, archive.read(name))
            for name in archive.namelist():
                if AROUND_CELLS.fullmatch(name):
                    yield from _around_cells(file, archive.read(name).decode("utf-8"))
    except UNREADABLE as error:
        raise ValueError("it is no workbook that can be read") from error
    for name, rows in sheets_of_workbook(content):
        yield Passage(file, name)
        yield from _of_sheet(file, rows)


def parquet_passages(file: str, content: bytes) -> Iterator[Passage]:
    """Yield each cell of a parquet table.

    Raises:
        ValueError: it is no parquet file.
    """
    import pyarrow
    from pyarrow import parquet

    try:
        table = parquet.read_table(io.BytesIO(content))
    except (pyarrow.ArrowException, OSError) as error:
        raise ValueError("it is no parquet table") from error
    columns = [["" if v is None else v for v in column.to_pylist()] for column in table.columns]
    yield from _of_table(file, "", [table.column_names, *zip(*columns, strict=True)])
    metadata = table.schema.metadata or {}
    yield from (Passage(file, text.decode("utf-8", "replace")) for text in metadata.values())


def _only_known_parts(archive: zipfile.ZipFile, known: "re.Pattern[str]") -> None:
    unknown = [name for name in archive.namelist() if not known.fullmatch(name)]
    if unknown:
        raise ValueError(f"it has a part that no check reads ({unknown[0]})")


def _around_cells(file: str, source: str) -> Iterator[Passage]:
    for found in SAID_AROUND.findall(source):
        yield Passage(file, html.unescape("".join(found)))


def _texts(file: str, content: bytes) -> Iterator[Passage]:
    for element in ElementTree.fromstring(content).iter():
        if element.text and element.text.strip():
            yield Passage(file, element.text.strip())


def sheets_of_workbook(content: bytes) -> Iterator[tuple[str, list[list[Any]]]]:
    """Yield the name and the rows of each sheet of an .xlsx or .ods file.

    Raises:
        ValueError: it is no workbook.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        yield from ((n, book.get_sheet_by_name(n).to_python()) for n in book.sheet_names)
    except CalamineError as error:
        raise ValueError("it is no workbook that can be read") from error


def _of_sheet(file: str, rows: Sequence[Sequence[Any]]) -> Iterator[Passage]:
    """Yield the lines above a sheet's table, then its cells; the first line is its caption."""
    filled = [[cell for cell in row if _said(cell)] for row in rows]
    head = next((n for n, row in enumerate(filled) if len(row) > 1), len(rows))
    lines = [" ".join(map(_said, row)) for row in filled[:head] if row]
    yield from (Passage(file, line, level=int(n == 0)) for n, line in enumerate(lines))
    yield from _of_table(file, " ".join(lines[:1]), rows[head:])


def _of_table(file: str, caption: str, rows: Sequence[Sequence[Any]]) -> Iterator[Passage]:
    if not rows:
        return
    names = [_said(name).lower().replace("_", " ") for name in rows[0]]
    naming = [name in NAMES or name == "area name" for name in names]
    head = [Cell(_said(name), names=True) for name in rows[0]]
    body = [
        [Cell(_said(cell), n) for cell, n in zip(row, naming, strict=False)] for row in rows[1:]
    ]
    yield from table_passages(file, caption, [head, *body])


def _said(cell: Any) -> str:
    """Return a cell as it is read: a whole number without a point."""
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if whole else cell).strip()
