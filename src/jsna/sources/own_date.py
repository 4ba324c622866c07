"""The day that a file states of itself: when it was taken from a service, or published.

Only what stands in the file in words counts. When an archive was packed or a disk wrote a file
says nothing of when anybody had it from its publisher.
"""

import re
import zipfile
import zlib
from datetime import date, datetime
from io import BytesIO
from typing import Final

from jsna.sources.csv_text import HEADER_BYTES, decode

DAY: Final = r"(\d{1,2}) ([A-Z][a-z]+) ((?:19|20)\d\d)"
NOMIS: Final = re.compile(rf"\[from Nomis on {DAY}\]")
COVER: Final = re.compile(
    rf"(?i:publication date|release date|date of (?:publication|release)|published(?: on)?)"
    rf"(?: of this (?:file|table|dataset))?:? {DAY}\.?"
)
"""A cell of a workbook's cover that says nothing else."""
WORDS: Final = ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")
"""Where programs keep a workbook's words: for all its sheets, or in the sheet itself."""
CELL: Final = re.compile(r"<t(?: [^<>]*)?>([^<>]*)</t>")
FIRST_BYTES: Final = 100_000
"""Of a workbook's words: those of its cover stand first."""


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
    """The one day on which the first cells of a workbook say that it was published."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            held = [book.open(name) for name in WORDS if name in book.namelist()]
            text = b" ".join(part.read(FIRST_BYTES) for part in held).decode(errors="replace")
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError):
        return ""  # no workbook, or none that can be read: its reader says why
    cells = (COVER.fullmatch(" ".join(cell.split())) for cell in CELL.findall(text))
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
