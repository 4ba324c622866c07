"""The cells of a workbook of any kind that a spreadsheet program writes (.xlsx, .xls, .ods).

A hidden sheet is not read: whoever sent the workbook did not see it, and it is often an old one.
"""

import io
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from jsna.errors import FormatChanged, Problem, Truncated

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

BEGINNINGS: Final = (b"PK", b"\xd0\xcf\x11\xe0")
TOP_ROWS: Final = 40
"""How far down a sheet its header may stand."""

SMALL_CODE: Final = re.compile(r"\s*[ewsnkj]\d{8}\s*")

Cells = list[list[Any]]


def is_workbook(content: bytes) -> bool:
    """Return whether bytes begin as a workbook does; zip archives begin so too."""
    return content.startswith(BEGINNINGS)


def sheets_of(content: bytes, file: str) -> dict[str, Cells]:
    """Return the rows of each sheet that is not hidden, by its name.

    An empty cell is "", areas' codes are in capitals.

    Raises:
        Truncated: it is no whole workbook.
    """
    from python_calamine import CalamineError

    try:
        return _sheets(content)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        what = "this is not a whole workbook."
        raise Truncated(Problem(what, file, next_step="Download it again.")) from error


def top_of_first_sheet(content: bytes) -> Cells:
    """Return the first rows of a workbook's first sheet; none of what is no whole workbook."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return sheet.to_python(skip_empty_area=False, nrows=TOP_ROWS)
    except (CalamineError, OSError, ValueError, IndexError):
        return []


@lru_cache(maxsize=1)
def _sheets(content: bytes) -> dict[str, Cells]:
    """Several sources look at one workbook in turn; nobody changes what is kept here."""
    from python_calamine import CalamineWorkbook

    return shown_sheets(CalamineWorkbook.from_filelike(io.BytesIO(content)))


def shown_sheets(book: "CalamineWorkbook") -> dict[str, Cells]:
    """Return the rows of each sheet of a workbook that is not hidden (see `sheets_of`)."""
    from python_calamine import SheetVisibleEnum

    shown = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    return {
        name: codes_in_capitals(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        for name in shown
    }


def check_one_table(tables: Mapping[str, Cells], file: str) -> None:
    """Raise FormatChanged if two sheets hold tables of one kind with other cells.

    Args:
        tables: By sheet, those that a reader would take.
        file: What to call the file in an error.
    """
    first, *others = tables.items()
    if apart := [name for name, cells in others if cells != first[1]]:
        what = f"two sheets hold such a table, with other cells: {first[0]} and {apart[0]}."
        step = "Leave the one that is wanted, or hide the other."
        raise FormatChanged(Problem(what, file, next_step=step))


def codes_in_capitals(rows: Cells) -> Cells:
    """Return the rows with areas' codes in capitals in each column whose first ones are not."""
    small = {place for row in rows[:TOP_ROWS] for place, cell in enumerate(row) if _is_small(cell)}
    if not small:
        return rows
    return [
        [cell.upper() if at in small and _is_small(cell) else cell for at, cell in enumerate(row)]
        for row in rows
    ]


def _is_small(cell: Any) -> bool:
    return isinstance(cell, str) and bool(SMALL_CODE.fullmatch(cell))
