"""The evidence workbook in the government's accessible form: cover, contents, notes, tables.

Source: Government Analysis Function, "Releasing statistics in spreadsheets": one table a sheet,
marked up as one, text above it, nothing merged, hidden or blank, symbols explained.
"""

import io
import math
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pandas as pd

from jsna.tables.sheet import SYMBOLS, Sheet

COVER_WIDTH: Final = 72
"""Characters of 12 point Arial that a line of the cover surely holds."""
LINE_HEIGHT: Final = 16
"""Points."""
COVER: Final = "Cover"
CONTENTS: Final = "Contents"
NOTES: Final = "Notes"
ONE_TABLE: Final = "This worksheet contains one table. Symbols are explained on the Notes sheet."


@dataclass(frozen=True, eq=False)
class Workbook:
    """What a workbook holds.

    Attributes:
        title: Stands on the cover and in the file's properties.
        intro: What it is about, a line each.
        about: Release, licences and how to cite it, a line each.
        contact: Who prepared it, a line each; the first is the author.
        notes: Note -> its words.
        sheets: The tables, in the order of the contents.
        as_at: The date that the file carries, UTC.
    """

    title: str
    intro: tuple[str, ...]
    about: tuple[str, ...]
    contact: tuple[str, ...]
    notes: dict[str, str]
    sheets: Sequence[Sheet]
    as_at: datetime

    @property
    def all_notes(self) -> pd.DataFrame:
        """One row per note: what it is about, and its words; the symbols first."""
        told = {f"Symbol {symbol}": meaning for symbol, meaning in SYMBOLS.items()} | self.notes
        return pd.DataFrame({"Note": list(told), "What it means": list(told.values())})

    def labels(self) -> list[str]:
        """Return the name of each table's sheet."""
        return [f"Table {number}" for number in range(1, len(self.sheets) + 1)]

    def titles(self) -> list[str]:
        """Return the first line of each table's sheet."""
        pairs = zip(self.labels(), self.sheets, strict=True)
        return [f"{label}: {sheet.title}" for label, sheet in pairs]


def excel_bytes(book: Workbook) -> bytes:
    """Return a workbook as an .xlsx file, the same bytes for the same content."""
    from gptables import Cover

    from jsna.tables.column_sheet import ColumnBook

    buffer = io.BytesIO()
    sheets = {"Notes": _notes(book)}
    sheets |= {
        label: _table(sheet, label) for label, sheet in zip(book.labels(), book.sheets, strict=True)
    }
    cover = Cover(
        title=_plain(book.title),
        intro=[_plain(line) for line in book.intro],
        about=[_plain(line) for line in book.about],
        contact=[_plain(line) for line in book.contact],
    )
    written = ColumnBook(buffer)
    with warnings.catch_warnings():
        # it warns of what pandas will change one day
        warnings.simplefilter("ignore")
        written.fill(cover, sheets)
    written.set_properties(
        {"title": book.title, "author": book.contact[0], "created": book.as_at.replace(tzinfo=None)}
    )
    first, *others = written.worksheets()
    _make_room(first, book)
    for sheet in others:
        _freeze_head(sheet)
    written.close()
    return buffer.getvalue()


def _make_room(cover: Any, book: Workbook) -> None:
    """Give each line of the cover the height that it takes: not every program finds it itself."""
    parts = ([book.title], book.intro, book.about, book.contact)
    lines = [line for n, part in enumerate(parts) for line in (["", *part] if n else part)]
    for row, line in enumerate(lines):
        taken = math.ceil(len(line) / COVER_WIDTH)
        if taken > 1:
            cover.set_row(row, taken * LINE_HEIGHT)


def _freeze_head(sheet: Any) -> None:
    """Keep the row of heads, and what stands above it, in sight below which a table is read."""
    for table in sheet.tables:
        head = re.match(r"[A-Z]+(\d+)", table["range"])
        if head:
            sheet.freeze_panes(int(head[1]), 0)


def _notes(book: Workbook) -> Any:
    from gptables import GPTable

    notes = book.all_notes
    return GPTable(
        notes.map(_plain),
        table_name="notes",
        title="Notes",
        instructions="This worksheet contains one table.",
        index_columns={2: 0},
    )


def _table(sheet: Sheet, label: str) -> Any:
    from gptables import GPTable

    frame = sheet.frame.map(lambda cell: _plain(cell) if isinstance(cell, str) else cell)
    frame.columns = [_plain(name) for name in frame.columns]
    return GPTable(
        frame,
        table_name=label.lower().replace(" ", "_"),
        title=_plain(f"{label}: {sheet.title}"),
        subtitles=[_plain(line) for line in sheet.about],
        instructions=ONE_TABLE,
        source=_plain(sheet.source),
        index_columns={2: 0},
    )


def _plain(text: str) -> str:
    """Return a text in which the library that writes the workbook finds no markup of its own."""
    return text.replace("$$", "$ $").replace("](", "] (")
