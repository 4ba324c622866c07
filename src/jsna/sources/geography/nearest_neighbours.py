"""Source: the ONS's nearest neighbours of upper-tier authorities, as its workbook or a CSV of it.

One row per upper-tier authority of England: code, name, and every other one in the order of
likeness. The nearest twenty are taken, as many as the ONS's other sets have.
"""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from jsna.errors import FormatChanged, Problem, Truncated
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.by_hand import ByHand
from jsna.sources.contract import Parsed, ParsedNeighbours
from jsna.sources.csv_file import check_whole, header, read_csv
from jsna.sources.geography.neighbour_table import neighbour_rows
from jsna.sources.workbook_cells import (
    TOP_ROWS,
    Cells,
    check_one_table,
    is_workbook,
    sheets_of,
)

SET_ID: Final = "ons-upper-tier"
TITLE: Final = "ONS nearest neighbours (upper-tier authorities)"
CODE: Final = "Upper tier local authority code"
NEAREST: Final = 20
PLACES: Final = tuple(f"Neighbour {place}" for place in range(1, NEAREST + 1))
COLUMNS: Final = (CODE, *PLACES)


class NearestNeighbours(ByHand):
    """Which upper-tier authorities are most like each one, by the ONS."""

    id = "ons-nearest-neighbours"

    def recognise(self, name: str, content: bytes) -> str | None:
        """Return a title if a table has an authority's code and its neighbours, numbered.

        Raises:
            SourceError: it is a CSV that breaks off, or two sheets have other rows.
        """
        if is_workbook(content):
            try:
                return TITLE if _in_workbook(content, name) is not None else None
            except Truncated:
                return None
        if not _has_columns(header(content)):
            return None
        check_whole(content, name, COLUMNS)
        return TITLE

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return the set: twenty rows per authority.

        Raises:
            SourceError: no such table, or a cell that is no authority's code.
        """
        file = snapshot.title
        if is_workbook(content):
            frame = _in_workbook(content, file)
        else:
            frame = read_csv(content, file, COLUMNS)
            frame = frame.set_axis(frame.index + 2)
        if frame is None:
            what = f"no sheet has the columns {CODE}, {PLACES[0]} ..."
            raise FormatChanged(Problem(what, file, next_step="Download the ONS's file again."))
        rows = neighbour_rows(frame[list(COLUMNS)], PLACES, file)
        return [ParsedNeighbours(SET_ID, TITLE, rows)]


def _has_columns(names: Sequence[str]) -> bool:
    return set(COLUMNS) <= set(names)


def _in_workbook(content: bytes, file: str) -> pd.DataFrame | None:
    """Return the rows of the sheet with the columns, indexed by line; None if there is none.

    Raises:
        SourceError: no whole workbook, or two sheets with other rows.
    """
    found = {
        name: cells
        for name, cells in sheets_of(content, file).items()
        if _header_at(cells) is not None
    }
    if not found:
        return None
    check_one_table(found, file)
    cells = next(iter(found.values()))
    place = _header_at(cells) or 0
    names = [_text(cell) for cell in cells[place]]
    rows = [[_text(cell) for cell in row] for row in cells[place + 1 :]]
    lines = range(place + 2, place + 2 + len(rows))
    frame = pd.DataFrame(rows, columns=names, index=lines, dtype="str")
    return frame[frame[CODE] != ""]


def _header_at(cells: Cells) -> int | None:
    """Return the place of the row with the columns; None if there is none."""
    heads = ([_text(cell) for cell in row] for row in cells[:TOP_ROWS])
    return next((place for place, names in enumerate(heads) if _has_columns(names)), None)


def _text(cell: Any) -> str:
    return " ".join(str(cell).split())


SOURCE = NearestNeighbours()
