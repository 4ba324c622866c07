"""Read the workbooks of the Indices of Deprivation: the first sheet that has their headers.

Sheets are found by what they hold, since their titles differ between editions.
"""

import io
from collections.abc import Iterator
from itertools import compress
from typing import Any

import pandas as pd

from jsna.errors import FormatChanged, Problem, Truncated
from jsna.sources.deprivation.columns import columns_of

AGAIN = "Download File 1 or File 3 of the Indices of Deprivation again."


def sheet_header(content: bytes, file: str) -> tuple[Any, ...]:
    """Return the header of the sheet.

    Raises:
        SourceError: not a whole workbook, or no sheet with the headers (it says which there are).
    """
    return next(_sheet_rows(content, file))


def sheet_frame(content: bytes, file: str) -> tuple[tuple[Any, ...], pd.DataFrame]:
    """Return the header of the sheet and its rows: the columns that are known, under our names.

    Raises:
        SourceError: as `sheet_header`.
    """
    rows = _sheet_rows(content, file)
    head = next(rows)
    columns = columns_of(head)
    wanted = [place in columns for place in range(len(head))]
    data = [tuple(compress(row, wanted)) for row in rows]
    return head, pd.DataFrame(data, columns=list(columns.values()))


def _sheet_rows(content: bytes, file: str) -> Iterator[tuple[Any, ...]]:
    """Yield the header and then the rows of the first sheet that has the headers."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for title in book.sheet_names:
            rows = iter(book.get_sheet_by_name(title).to_python(skip_empty_area=False))
            header = tuple(next(rows, ()))
            if {"code", "name"} < set(columns_of(header).values()):
                yield header
                yield from map(tuple, rows)
                return
    except CalamineError as error:
        what = "this is not a whole Excel workbook."
        raise Truncated(Problem(what, file, next_step=AGAIN)) from error
    what = "no sheet has the columns of File 1 or File 3 of the Indices of Deprivation."
    raise FormatChanged(
        Problem(what, file, 0, f"Its sheets: {', '.join(book.sheet_names)}.", AGAIN)
    )
