"""The cells of a workbook of any kind that a spreadsheet program writes (.xlsx, .xls, .ods)."""

import io
from functools import lru_cache
from typing import Any, Final

from jsna.errors import Problem, Truncated

BEGINNINGS: Final = (b"PK", b"\xd0\xcf\x11\xe0")
TOP_ROWS: Final = 40
"""How far down a sheet its header may stand."""

Cells = list[list[Any]]


def is_workbook(content: bytes) -> bool:
    """Return whether bytes begin as a workbook does; zip archives begin so too."""
    return content.startswith(BEGINNINGS)


def sheets_of(content: bytes, file: str) -> dict[str, Cells]:
    """Return the rows of each sheet by its name, an empty cell as "".

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

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }
