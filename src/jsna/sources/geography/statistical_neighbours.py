"""Source: the Department for Education's statistical neighbours, for children's services.

A workbook with one row per upper-tier authority: its number and name, and ten neighbours by
number, each with how close it is. The department's numbers are not ONS codes, so that the rows
carry names, and codes are given by name where facts are at hand.
"""

import io
import zipfile
from typing import Any

import pandas as pd

from jsna.errors import FormatChanged, Problem, SourceError
from jsna.http.broken_archive import BROKEN_ARCHIVE
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.by_hand import ByHand
from jsna.sources.contract import Parsed, ParsedNeighbours
from jsna.sources.workbook_cells import Cells, check_one_table

NUMBER, NAME, FIRST = "LA num", "LA Name", "SN1"
NEIGHBOURS = 10
PLACES = tuple(f"SN{n}" for n in range(1, NEIGHBOURS + 1))
AGAIN = "Download the department's file again."
WORDS, SHEETS = "xl/sharedStrings.xml", "xl/worksheets/"
BEGINNING = 1 << 16
# broken XML is a SyntaxError with either parser; the others are of parts that are cut or lacking
BROKEN = (*BROKEN_ARCHIVE, SyntaxError, LookupError, TypeError, AttributeError)
TITLE = "DfE statistical neighbours (children's services)"


class StatisticalNeighbours(ByHand):
    """Which authorities are most like each one, for children, by the department."""

    id = "dfe-statistical-neighbours"

    def recognise(self, name: str, content: bytes) -> str | None:
        """Return a title if a sheet has the department's columns."""
        if not _has_the_words(content):
            return None
        try:
            return TITLE if _tables(content, name) else None
        except SourceError:
            return None

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return the set; former authorities, which stand under a heading of their own, too.

        Raises:
            SourceError: no such workbook, or a neighbour's number that is no authority's.
        """
        header, rows = _rows(content, snapshot.title)
        if missing := [name for name in PLACES if name not in header]:
            what = f"missing column: {', '.join(missing)}."
            raise FormatChanged(Problem(what, snapshot.title, next_step=AGAIN))
        names = {str(row[0]): str(row[1]).strip() for row in rows}
        places = [header.index(name) for name in PLACES]
        pairs = [
            (str(row[0]), str(row[column]), place)
            for row in rows
            for place, column in enumerate(places, start=1)
        ]
        if unknown := sorted({number for _, number, _ in pairs} - set(names)):
            what = f"neighbours that are no authority of the file: {', '.join(unknown[:5])}."
            raise FormatChanged(Problem(what, snapshot.title))
        frame = pd.DataFrame(pairs, columns=["area", "neighbour", "place"])
        frame["area_name"], frame["neighbour_name"] = (
            frame[side].map(names).astype("str") for side in ("area", "neighbour")
        )
        frame = frame.assign(area_code="", neighbour_code="").drop(columns=["area", "neighbour"])
        return [ParsedNeighbours("dfe-children", TITLE, frame)]


def _has_the_words(content: bytes) -> bool:
    """Return whether it is a workbook whose words hold the first heading.

    The words of a workbook stand together in one part, or else in the cells: opening each sheet
    of every workbook of a folder takes seconds.
    """
    if content[:2] != b"PK":
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = parts.namelist()
            if WORDS in names:
                return NUMBER.encode() in parts.read(WORDS)
            sheets = [name for name in names if name.startswith(SHEETS)]
            return any(NUMBER.encode() in _beginning(parts, name) for name in sheets)
    except BROKEN_ARCHIVE:
        return False  # cut, damaged or locked: whoever knows it by its name says so


def _beginning(parts: zipfile.ZipFile, name: str) -> bytes:
    with parts.open(name) as part:
        return part.read(BEGINNING)


def _rows(content: bytes, file: str) -> tuple[list[str], list[list[Any]]]:
    """The header, and the rows below it that name an authority.

    Raises:
        SourceError: no such workbook, or two sheets with other rows.
    """
    found = _tables(content, file)
    if not found:
        what = f"no sheet has the columns {NUMBER}, {NAME}, {FIRST} ..."
        raise FormatChanged(Problem(what, file, next_step=AGAIN))
    check_one_table(found, file)
    header, *below = next(iter(found.values()))
    return [str(cell) for cell in header], below


def _tables(content: bytes, file: str) -> dict[str, Cells]:
    """The header and the rows that name an authority, of each sheet with the columns."""
    # openpyxl is heavy and only these files need it
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        shown = [sheet for sheet in book if sheet.sheet_state == "visible"]
        sheets = {s.title: [list(row) for row in s.iter_rows(values_only=True)] for s in shown}
    except (*BROKEN, InvalidFileException) as error:
        raise FormatChanged(Problem("the workbook cannot be opened.", file)) from error
    found = {}
    for name, rows in sheets.items():
        for line, row in enumerate(rows[:10]):
            if row[:2] == [NUMBER, NAME] and FIRST in row:
                found[name] = [
                    row,
                    *(r for r in rows[line + 1 :] if isinstance(r[0], int) and r[1]),
                ]
                break
    return found


SOURCE = StatisticalNeighbours()
