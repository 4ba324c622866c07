"""ONS's workbooks of mid-year estimates (MYE2): a sheet for each sex, a column for each age.

Code, Name, Geography, All ages, 0 ... 90+. The year and the sex stand in the title above the table,
or in the sheet's name; a CSV that was saved without its title says neither.
"""

import csv
import io
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import pandas as pd

from jsna.errors import FormatChanged, Problem, SourceError
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.cell_numbers import COMMA, MISTAKES, read_number_columns
from jsna.sources.contract import NotMine, ParsedFacts
from jsna.sources.csv_text import HEADER_BYTES, decode, plain_csv, without_lines_below
from jsna.sources.population.nomis_layout import facts_of_tables, marks_of
from jsna.sources.population.ons_wide_layout import AGE, GSS, KEYS, age_labels
from jsna.sources.workbook_cells import TOP_ROWS, Cells, is_workbook, sheets_of

NEEDED: Final = {"code", "name", "geography", "all ages"}
MID: Final = re.compile(r"(?i)\bmid[- ](\d{4})\b")
SEX: Final = re.compile(r"(?i)\b(persons|males|females)\b")
SEXES: Final = {"persons": "Persons", "males": "Male", "females": "Female"}
UNSAID: Final = (
    "it is a table of ONS's mid-year estimates (MYE2) that says neither its year nor its sex: take"
    ' the workbook itself, or write a first line such as "Persons, mid-YEAR" above the header'
)


def recognise_sheets(name: str, content: bytes) -> str | NotMine | None:
    """Return the end of a title if a sheet has the table; NotMine if nothing says of what."""
    if not is_workbook(content) and b"eography" not in content[:HEADER_BYTES]:
        return None
    try:
        tables = _tables(_sheets(content, name))
    except SourceError:
        return None
    if not tables:
        return None
    said = {(year, sex) for year, sex, _ in tables}
    if any("" in pair for pair in said):
        return NotMine(UNSAID)
    years = sorted({year for year, _ in said})
    return f", mid-{' and mid-'.join(years)} (MYE2)"


def is_sheets(content: bytes) -> bool:
    """Return whether bytes that were recognised are in this layout."""
    return bool(recognise_sheets("", content))


def parse_sheets(snapshot: Snapshot, content: bytes, indicator_id: str) -> ParsedFacts:
    """Return one fact per area, sex, age and year.

    Raises:
        SourceError: no whole workbook, no such table, or one that does not say its year and sex.
    """
    file = snapshot.title
    sheets = _sheets(content, file)
    _check_widths(sheets, file)
    tables = _tables(sheets)
    if not tables or any("" in table[:2] for table in tables):
        what = "no sheet has ONS's table of estimates with its year and sex."
        raise FormatChanged(Problem(what, file))
    return facts_of_tables([_long(*table, file) for table in tables], snapshot, indicator_id)


@lru_cache(maxsize=2)
def _sheets(content: bytes, file: str) -> Mapping[str, Cells]:
    """Return the cells of each sheet; of a CSV, those of the one that it was."""
    if is_workbook(content):
        return sheets_of(content, file)
    text = decode(without_lines_below(plain_csv(content))[0])
    try:
        return {"": list(csv.reader(io.StringIO(text, newline="")))}
    except csv.Error:
        return {}


def _tables(sheets: Mapping[str, Cells]) -> list[tuple[str, str, pd.DataFrame]]:
    """Return year, sex and table of each sheet that has one: text, indexed by line."""
    found = []
    for name, cells in sheets.items():
        place = next((n for n, row in enumerate(cells[:TOP_ROWS]) if _is_header(row)), None)
        if place is None:
            continue
        words = [name, *(str(cell) for row in cells[:place] for cell in row)]
        year = next((m[1] for word in words if (m := MID.search(word))), "")
        sex = next((m[1].lower() for word in words if (m := SEX.search(word))), "")
        found.append((year, SEXES.get(sex, ""), _rows_below(cells, place)))
    years = {year for year, _, _ in found if year}
    only = years.pop() if len(years) == 1 else ""
    return [(year or only, sex, frame) for year, sex, frame in found]


def _rows_below(cells: Cells, place: int) -> pd.DataFrame:
    """Return the rows below a header, indexed by line; lines that are shorter are words."""
    width = len(cells[place])
    rows = {n + 1: row[:width] for n, row in enumerate(cells) if n > place and len(row) >= width}
    columns = [_text(cell) for cell in cells[place]]
    return pd.DataFrame(list(rows.values()), columns=columns, index=list(rows), dtype="object")


def _check_widths(sheets: Mapping[str, Cells], file: str) -> None:
    """Raise FormatChanged if an area's row is shorter than the header above: it is no words."""
    for cells in sheets.values():
        width = 0
        for line, row in enumerate(cells, 1):
            width = len(row) if _is_header(row) else width
            if len(row) < width and any(re.fullmatch(GSS, _text(cell)) for cell in row[:3]):
                what = f"this row has {len(row)} cells, the header {width} columns."
                raise FormatChanged(Problem(what, file, line))


def _is_header(row: list[object]) -> bool:
    return {_text(cell).lower() for cell in row[:4]} >= NEEDED


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def _long(year: str, sex: str, frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return one row per area and age: KEYS, year, value, line."""
    first = [str(name).lower() for name in frame.columns[:4]]
    ages = age_labels(pd.Series([str(name) for name in frame.columns[3:] if name]))
    if not ages.str.fullmatch(AGE).all() or first[3] != "all ages":
        what = f"its columns are not all ages: {ages[~ages.str.fullmatch(AGE)].tolist()[:3]}."
        raise FormatChanged(Problem(what, file))
    if ages.duplicated().any():
        raise FormatChanged(Problem("an age has two columns.", file))
    values = frame.iloc[:, 3 : 3 + len(ages)].map(_text)
    numbers, kinds = read_number_columns(values.set_axis(ages.to_list(), axis="columns"))
    if (kinds == COMMA).any(axis=None):
        raise FormatChanged(Problem(f"a number {MISTAKES[COMMA]}.", file))
    long = numbers.melt(ignore_index=False, var_name="AGE_GROUP")
    marks = pd.Series(kinds.to_numpy().ravel(order="F"), long.index, dtype="str")
    code, name = (frame.iloc[:, first.index(word)].map(_text) for word in ("code", "name"))
    return long.assign(
        AREA_CODE=code,
        AREA_NAME=name,
        COMPONENT="Population",
        SEX=sex,
        year=year,
        line=long.index,
        mark=marks_of(marks),
    )[[*KEYS, "year", "value", "mark", "line"]]
