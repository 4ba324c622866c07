"""Read the workbooks of the Indices of Deprivation: the first sheet that has their headers.

Sheets are found by what they hold, since their titles differ between editions.
"""

from collections.abc import Iterator, Sequence
from itertools import compress
from typing import Any

import pandas as pd

from jsna.errors import FormatChanged, Problem
from jsna.sources.deprivation.columns import columns_of
from jsna.sources.workbook_cells import Cells, check_one_table, sheets_of

AGAIN = "Download File 1 or File 3 of the Indices of Deprivation again."


def is_header(row: Sequence[Any]) -> bool:
    """Return whether a row has the names of LSOAs' codes and names, and of more columns."""
    return {"code", "name"} < set(columns_of(row).values())


def sheet_frame(content: bytes, file: str) -> tuple[tuple[Any, ...], pd.DataFrame]:
    """Return the header of the sheet and its rows: the columns that are known, under our names.

    Raises:
        SourceError: not a whole workbook, or no sheet with the headers (it says which there are).
    """
    rows = _sheet_rows(content, file)
    head = next(rows)
    columns = columns_of(head)
    wanted = [place in columns for place in range(len(head))]
    data = [tuple(compress(row, wanted)) for row in rows]
    return head, pd.DataFrame(data, columns=list(columns.values()))


def _sheet_rows(content: bytes, file: str) -> Iterator[tuple[Any, ...]]:
    """Yield the header and then the rows of the first sheet that has the headers."""
    sheets = sheets_of(content, file)
    found = {name: cells for name, cells in sheets.items() if cells and is_header(cells[0])}
    if not found:
        what = "no sheet has the columns of File 1 or File 3 of the Indices of Deprivation."
        raise FormatChanged(Problem(what, file, 0, f"Its sheets: {', '.join(sheets)}.", AGAIN))
    first = next(iter(found.values()))
    same = {n: cells for n, cells in found.items() if _measures(cells) & _measures(first)}
    check_one_table(same or found, file)
    yield from map(tuple, first)


def _measures(cells: Cells) -> set[str]:
    return set(columns_of(cells[0]).values()) - {"code", "name"}
