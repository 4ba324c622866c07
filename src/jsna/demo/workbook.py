"""An Excel workbook of the demonstration, whose bytes are the same every time."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter

Row = Sequence[str | int]
FIXED_DATE = datetime(2025, 10, 30, 9, 30, tzinfo=UTC)
AS_WRITTEN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def workbook(sheets: dict[str, Sequence[Row]]) -> bytes:
    """Return an .xlsx file: sheet title -> rows of text and whole numbers."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, AS_WRITTEN) as book:
        # the time of writing stands in the file unless another one is given
        book.set_properties({"created": FIXED_DATE})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return buffer.getvalue()
