"""Source: ward figures that left Fingertips, as the published Local Health files (.ods).

**The layout is from documentation, not from a file**: the publisher says that ward figures (wards
of one year, periods before they left the service) were put into one spreadsheet for each topic.
Taken for granted here: a sheet's header has Fingertips' own names of columns (Indicator ID,
Indicator Name, Area Code, Area Name, Sex, Age, Time period, Value, and where they are there the
limits, Count, Denominator and Value note), in any order, below a title of any length; the year of
the wards stands in Area Type or in words such as "Electoral wards (...)"; what is hidden is
marked as the government's guidance for spreadsheets says ([c], [x], [z], [u]). Any other
spreadsheet that calls itself Local Health is refused, with what was found in it.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pandas as pd

from jsna.errors import FormatChanged, Problem, SourceError, Truncated
from jsna.settings.indicator import Indicator
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.by_hand import ByHand
from jsna.sources.contract import Parsed, ParsedFacts
from jsna.sources.fingertips.source import Fingertips
from jsna.sources.fingertips.table import COLUMNS
from jsna.sources.workbook_cells import shown_sheets

ODS: Final = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
NEEDED: Final = (
    "Indicator ID", "Indicator Name", "Area Code", "Area Name", "Sex", "Age", "Time period",
    "Value",
)  # fmt: skip
FIGURES: Final = frozenset(("Indicator ID", "Area Code", "Value"))
"""Columns by which a sheet is one of figures, whatever else it lacks."""
TITLE_ROWS: Final = 40
"""How far down a sheet its header may stand."""
OURS: Final = re.compile(r"(?i)\blocal health\b")
WARDS: Final = re.compile(r"(?i)\bwards? \(?(\d{4})\)?")
WARD_CODE: Final = re.compile(r"E05\d{6}$")
MARKS: Final = {
    "[c]": "Value suppressed for disclosure control", "[x]": "Not available",
    "[z]": "Not applicable", "[u]": "Not reliable enough to publish",
}  # fmt: skip
NUMBERS: Final = ("Value", "Count", "Denominator", *(c for c in COLUMNS if " CI " in c))
PARENT_LABEL: Final = "Compared to parent value or percentiles"
AGAIN: Final = "The layout that is read is described in the documentation of this source."


@dataclass(frozen=True)
class LocalHealthWards(ByHand):
    """Figures of wards of one year, by indicator and period.

    Attributes:
        fingertips: Reads the rows once they are in Fingertips' columns.
    """

    fingertips: Fingertips = field(default_factory=Fingertips)
    id: str = "local-health-wards"

    def for_indicators(self, indicators: Iterable[Indicator]) -> "LocalHealthWards":
        """Return the source that reads the catalogue's indicators, and no others."""
        return replace(self, fingertips=self.fingertips.for_indicators(indicators))

    def recognise(self, name: str, content: bytes) -> str | None:
        """Return a title with the year of the wards if a sheet has the columns.

        Raises:
            SourceError: a spreadsheet that calls itself Local Health and is in another layout,
                or is not whole.
        """
        if ODS not in content[:200]:
            return None
        sheets = _sheets(content, name)
        table = _table(sheets)
        _check_sheets(sheets, name)
        if table.empty:
            if any(OURS.search(text) for text in _texts(sheets)) or OURS.search(name):
                raise _unknown_layout(sheets, name)
            return None
        return f"Local Health ward figures, wards of {_ward_year(sheets, table, name)}"

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return the facts of every sheet, with the year of the wards in `geography_year`.

        Raises:
            SourceError: no whole spreadsheet, another layout, or wards of no year or of two.
        """
        file = snapshot.title
        sheets = _sheets(content, file)
        table = _table(sheets)
        _check_sheets(sheets, file)
        if table.empty:
            raise _unknown_layout(sheets, file)
        year = _ward_year(sheets, table, file)
        (parsed,) = self.fingertips.parse(snapshot, _as_csv(table, year))
        if not isinstance(parsed, ParsedFacts):
            raise TypeError("rows of figures are facts")
        return [replace(parsed, refused=_in_sheets(parsed.refused, table))]


def _sheets(content: bytes, file: str) -> dict[str, list[list[Any]]]:
    """Return the cells of every sheet that is not hidden."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return shown_sheets(CalamineWorkbook.from_filelike(io.BytesIO(content)))
    except CalamineError as error:
        what = "this is not a whole spreadsheet (.ods)."
        raise Truncated(Problem(what, file, next_step="Download it again.")) from error


def _table(sheets: Mapping[str, list[list[Any]]]) -> pd.DataFrame:
    """Return the rows of every sheet with the columns: COLUMNS as text, sheet and line."""
    found = [_sheet_table(name, cells) for name, cells in sheets.items()]
    return pd.concat([pd.DataFrame(columns=[*COLUMNS, "sheet", "line"], dtype="str"), *found])


def _sheet_table(name: str, cells: list[list[Any]]) -> pd.DataFrame:
    place = next((n for n, row in enumerate(cells[:TITLE_ROWS]) if _is_header(row)), None)
    if place is None:
        return pd.DataFrame()
    columns = [_column(cell) for cell in cells[place]]
    frame = pd.DataFrame(cells[place + 1 :], columns=columns, dtype="object").map(_text)
    frame = frame.loc[:, [bool(column) for column in columns]]
    filled = (frame != "").any(axis="columns")
    lines = pd.Series(frame.index + place + 2, frame.index)
    table = frame.reindex(columns=list(COLUMNS), fill_value="").assign(sheet=name, line=lines)
    return table[filled]


def _check_sheets(sheets: Mapping[str, list[list[Any]]], file: str) -> None:
    """Raise if a sheet of figures lacks a column: read without it, all its rows would be lost."""
    for name, cells in sheets.items():
        tops = cells[:TITLE_ROWS]
        if any(map(_is_header, tops)):
            continue
        for line, row in enumerate(tops, 1):
            columns = {_column(cell) for cell in row}
            if columns >= FIGURES:
                lost = ", ".join(column for column in NEEDED if column not in columns)
                what = f"the sheet {name} lacks the column {lost}."
                raise FormatChanged(Problem(what, file, line, next_step=AGAIN))


def _is_header(row: Sequence[Any]) -> bool:
    return set(NEEDED) <= {_column(cell) for cell in row}


def _column(cell: Any) -> str:
    """Return Fingertips' name of a column, whatever its capitals and spaces."""
    text = " ".join(str(cell or "").split()).lower()
    return next((name for name in COLUMNS if name.lower() == text), "")


def _text(cell: Any) -> str:
    """Return a cell as Fingertips writes it: whole numbers without a point, and on one line.

    A line's number in the text would else be another one than its row's in the sheet.
    """
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def _ward_year(sheets: Mapping[str, list[list[Any]]], table: pd.DataFrame, file: str) -> str:
    """Return the one year of the wards, from the rows or else from what the sheets say."""
    own = table[_is_ward(table)]
    if own.empty:
        raise FormatChanged(Problem("none of its rows is of a ward.", file, next_step=AGAIN))
    years = set(own["Area Type"].str.extract(WARDS, expand=False).dropna())
    years = years or {m[1] for text in _texts(sheets) for m in WARDS.finditer(text)}
    if len(years) != 1:
        found = " and ".join(sorted(years)) or "no year"
        what = f"it should be of wards of one year, and says {found}."
        why = "Wards are redrawn: without their year they fit no map and no look-up."
        raise FormatChanged(Problem(what, file, 0, why))
    return str(years.pop())


def _is_ward(table: pd.DataFrame) -> pd.Series:
    return table["Area Code"].str.match(WARD_CODE)


def _texts(sheets: Mapping[str, list[list[Any]]]) -> Iterator[str]:
    """Yield the sheets' names and the cells of their first rows that are words."""
    yield from sheets
    for cells in sheets.values():
        yield from (cell for row in cells[:TITLE_ROWS] for cell in row if isinstance(cell, str))


def _as_csv(table: pd.DataFrame, year: str) -> bytes:
    """Return the rows in the columns of a Fingertips file."""
    values = table["Value"].str.lower()
    note = table["Value note"].where(table["Value note"] != "", values.map(MARKS).fillna(""))
    wards = table["Area Type"].where(~_is_ward(table), f"Electoral Wards ({year})")
    told = table.assign(**{"Value note": note, "Area Type": wards})
    for name in NUMBERS:
        told[name] = told[name].where(~told[name].str.lower().isin(list(MARKS)), "")
    header = [PARENT_LABEL if name == "Compared to parent" else name for name in COLUMNS]
    text = told[list(COLUMNS)].to_csv(index=False, header=header, lineterminator="\r\n")
    return str(text).encode()


def _in_sheets(refused: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return refused rows with their line in their sheet, which the reason names."""
    own = table.iloc[refused["line"].to_numpy() - 2]
    reasons = own["sheet"].to_numpy() + ": " + refused["reason"].to_numpy()
    return refused.assign(line=own["line"].astype("int64").to_numpy(), reason=reasons)


def _unknown_layout(sheets: Mapping[str, list[list[Any]]], file: str) -> SourceError:
    widest = {
        name: max(cells[:TITLE_ROWS], key=lambda row: sum(bool(c) for c in row), default=[])
        for name, cells in sheets.items()
    }
    found = "; ".join(
        f"{name}: {', '.join(str(c) for c in row if c)[:150] or 'empty'}"
        for name, row in list(widest.items())[:6]
    )
    what = f"no sheet has the columns {', '.join(NEEDED)}."
    return FormatChanged(Problem(what, file, 0, f"Its sheets: {found}.", AGAIN))


SOURCE = LocalHealthWards()
