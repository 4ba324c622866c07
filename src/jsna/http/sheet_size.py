"""How many cells a workbook's sheet spans: readers make room for all of them, empty ones too.

One stray cell in the last column and row of a sheet is a few bytes in a file, and seventeen
thousand million cells in memory: it ends the whole program, and no error can be caught.
"""

import io
import re
import zipfile
from functools import reduce
from typing import IO, Final

from jsna.http.broken_archive import BROKEN_ARCHIVE

MOST_CELLS: Final = 30_000_000
"""No workbook that is read has a tenth of them in a sheet."""
SHEETS: Final = "xl/worksheets/"
CELL: Final = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
LONGEST: Final = 32
"""Bytes that a cell's place may take, so that none is cut between two pieces."""
PIECE: Final = 1 << 22


def why_too_wide(content: bytes) -> str:
    """Return which sheet of a workbook (.xlsx) spans too many cells; "" if none does.

    Args:
        content: The bytes of an archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = [name for name in archive.namelist() if name.startswith(SHEETS)]
            spans = {name: _span(archive.open(name)) for name in sheets}
    except BROKEN_ARCHIVE:
        return ""  # why it can't be read is told by whoever reads it
    name, cells = max(spans.items(), key=lambda pair: pair[1], default=("", 0))
    if cells <= MOST_CELLS:
        return ""
    return (
        f"its sheet {name.removeprefix(SHEETS)} reaches over {cells:,} cells, most of them empty:"
        " something stands far below or beside the table. Delete the rows and columns behind it"
    )


def _span(sheet: IO[bytes]) -> int:
    """Return how many cells lie between a sheet's first one and the last row and column."""
    row = column = 0
    carried = b""
    while piece := sheet.read(PIECE):
        text = carried + piece
        places = set(CELL.findall(text))
        row = max([row, *(int(number) for _, number in places)])
        column = max([column, *map(_column, {letters for letters, _ in places})])
        carried = text[-LONGEST:]
    return row * column


def _column(letters: bytes) -> int:
    """Return the number of a column: 1 for A, 27 for AA."""
    return reduce(lambda number, letter: 26 * number + letter - 64, letters, 0)
