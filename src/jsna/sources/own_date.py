"""The day that a file states of itself: when it was taken from a service, or published.

Only what stands in the file in words counts. When an archive was packed or a disk wrote a file
says nothing of when anybody had it from its publisher.
"""

import re
import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Final

from jsna.http.broken_archive import BROKEN_ARCHIVE
from jsna.sources.csv_text import HEADER_BYTES, decode
from jsna.sources.workbook_cells import top_of_first_sheet

DAY: Final = r"(\d{1,2}) ([A-Z][a-z]+) ((?:19|20)\d\d)"
NOMIS: Final = re.compile(rf"\[from Nomis on {DAY}\]")
COVER: Final = re.compile(
    rf"(?i:publication date|release date|date of (?:publication|release)|published(?: on)?)"
    rf"(?: of this (?:file|table|dataset))?:? {DAY}\.?"
)
"""A cell of a workbook's cover that says nothing else."""
LARGEST_BYTES: Final = 50 << 20
"""Of an unpacked workbook that is looked into; larger ones are tables without end."""


def own_date(content: bytes) -> str:
    """Return what a file says of its own day: "taken from Nomis on 3 July 2024"; else "".

    Args:
        content: Of a file of any kind.
    """
    if content.startswith(b"PK"):
        return _on_the_cover(content)
    found = NOMIS.search(decode(content[:HEADER_BYTES]))
    return _told("taken from Nomis on", found)


def _on_the_cover(content: bytes) -> str:
    """The one day on which a cell at the top of a workbook's first sheet says it was published."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            size = sum(part.file_size for part in book.infolist())
    except BROKEN_ARCHIVE:
        return ""  # no workbook, or none that can be read: its reader says why
    rows = top_of_first_sheet(content) if size <= LARGEST_BYTES else []
    cells = (COVER.fullmatch(" ".join(str(cell).split())) for row in rows for cell in row)
    told = {_told("published on", cell) for cell in cells if cell}
    return told.pop() if len(told) == 1 else ""


def _told(what: str, found: "re.Match[str] | None") -> str:
    day = _day(*found.groups()) if found else None
    return f"{what} {day.day} {day:%B %Y}" if day else ""


def _day(number: str, month: str, year: str) -> date | None:
    try:
        return datetime.strptime(f"{number} {month} {year}", "%d %B %Y").date()
    except ValueError:
        return None
