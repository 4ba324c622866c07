"""The CSV that the Nomis website writes: lines about the table, then one column per age.

Above each table stand its title, "[from Nomis on ...]" and pairs such as "date","2023" and
"sex","Total"; a file may hold several tables, one for each date and sex.
"""

import csv
import io
import re
from typing import Final

import pandas as pd

from jsna.errors import FormatChanged, Problem
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.cell_numbers import COMMA, MISTAKES, read_number_columns
from jsna.sources.contract import NotMine, ParsedFacts
from jsna.sources.csv_text import HEADER_BYTES, decode, plain_csv
from jsna.sources.population.nomis_layout import SEXES, facts_of_tables, marks_of
from jsna.sources.population.ons_wide_layout import AGE, KEYS, age_labels

FROM_NOMIS: Final = "[from Nomis on "
ESTIMATES: Final = re.compile(r"(?i)population estimates\b.*\bage\b")
CODES: Final = "mnemonic"
SMALLEST: Final = 3
EVERYTHING: Final = ("total", "all", "value", "number", "persons", "all persons")
"""What a pair may say of a dimension that is not known: that nothing was chosen of it."""
YEAR: Final = re.compile(r"\b(\d{4})\b")
AGAIN: Final = "Choose all areas, dates, sexes and ages that are wanted, and nothing else."


def recognise_website(name: str, content: bytes) -> str | NotMine | None:
    """Return the end of a title if the bytes are such tables of population estimates."""
    head = decode(content[:HEADER_BYTES])
    if FROM_NOMIS not in head:
        return None
    title = next((row[0].strip() for row in _rows(content[:HEADER_BYTES]) if row), "")
    if not ESTIMATES.search(title):
        return NotMine(f"it is a table of Nomis's website about something else: {title[:80]}")
    return " (Nomis's website)"


def is_website(content: bytes) -> bool:
    """Return whether bytes that were recognised are in this layout."""
    return FROM_NOMIS in decode(content[:HEADER_BYTES])


def parse_website(snapshot: Snapshot, content: bytes, indicator_id: str) -> ParsedFacts:
    """Return one fact per area, sex, age and year, Persons and all ages summed where possible.

    Raises:
        SourceError: no table with codes of areas, a date or sex that is not said, an age that is
            none, or a dimension of which one part was chosen.
    """
    file = snapshot.title
    tables = [_long(*table, file) for table in _tables(_rows(content), file)]
    if not tables:
        what = f'no table with a column "{CODES}" for the codes of areas.'
        raise FormatChanged(Problem(what, file, next_step=AGAIN))
    return facts_of_tables(tables, snapshot, indicator_id)


def _rows(content: bytes) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(decode(plain_csv(content)), newline="")))
    except csv.Error:
        return []


def _tables(
    rows: list[list[str]], file: str
) -> list[tuple[dict[str, str], list[str], int, list[list[str]]]]:
    """Return each table: what is said above it, its header, the header's line, its rows."""
    heads = [n for n, row in enumerate(rows) if _is_header(row)]
    said: dict[str, str] = {}
    found = []
    for place, head in enumerate(heads):
        above = rows[heads[place - 1] + 1 if place else 0 : head]
        pairs = [row for row in above if len([cell for cell in row if cell]) == 2]
        said = said | {row[0].strip(" :").lower(): row[1].strip() for row in pairs}
        below = rows[head + 1 :]
        end = next((n for n, row in enumerate(below) if _is_no_row(row)), len(below))
        names = [cell.strip() for cell in rows[head]]
        while not names[-1]:
            names.pop()
        found.append((said, names, head + 1, [_of_width(len(names), r) for r in below[:end]]))
    return found


def _is_no_row(row: list[str]) -> bool:
    """Return whether a table has ended: blank cells may follow each line, to the widest one."""
    return len(row) < SMALLEST or (not row[1] and sum(map(bool, row)) < SMALLEST)


def _of_width(width: int, row: list[str]) -> list[str]:
    """Return a row without the blank cells beyond its header."""
    return row if any(row[width:]) else row[:width]


def _is_header(row: list[str]) -> bool:
    return len(row) >= SMALLEST and row[1].strip().lower() == CODES


def _long(
    said: dict[str, str], head: list[str], line: int, rows: list[list[str]], file: str
) -> pd.DataFrame:
    """Return one row per area and column: KEYS, year, value, line."""
    if short := [n for n, row in enumerate(rows) if len(row) != len(head)]:
        what = f"this row has {len(rows[short[0]])} cells, the header {len(head)} columns."
        raise FormatChanged(
            Problem(what, file, line + 1 + short[0], next_step="Download it again.")
        )
    frame = pd.DataFrame(rows, columns=pd.RangeIndex(len(head)), dtype="str")
    values = frame[list(range(2, len(head)))]
    numbers, kinds = read_number_columns(values)
    if (kinds == COMMA).any(axis=None):
        raise FormatChanged(Problem(f"a number {MISTAKES[COMMA]}.", file, line + 1))
    ages = numbers.set_axis(head[2:], axis="columns").assign(
        AREA_NAME=frame[0].str.strip(), AREA_CODE=frame[1].str.strip(), line=frame.index + line + 1
    )
    long = ages.melt(["AREA_NAME", "AREA_CODE", "line"], var_name="column")
    long["mark"] = marks_of(pd.Series(kinds.to_numpy().ravel(order="F"), long.index, dtype="str"))
    return _with_dimensions(long, said, file, line).assign(COMPONENT="Population")[
        [*KEYS, "year", "value", "mark", "line"]
    ]


def _with_dimensions(
    long: pd.DataFrame, said: dict[str, str], file: str, line: int
) -> pd.DataFrame:
    """Return the rows with SEX, AGE_GROUP and year, from the pairs above or the columns."""
    chosen = {k: v for k, v in said.items() if k not in {"date", "sex", "gender", "age"}}
    if parts := [f"{k}: {v}" for k, v in chosen.items() if v.lower() not in EVERYTHING]:
        what = f"the table is of a part only ({', '.join(parts[:3])})."
        raise FormatChanged(Problem(what, file, line, next_step=AGAIN))
    by_year = long["column"].str.fullmatch(r"\d{4}").all()
    ages = pd.Series(said.get("age", ""), long.index) if by_year else long["column"]
    dates = long["column"] if by_year else pd.Series(said.get("date", ""), long.index)
    sex = SEXES.get(said.get("sex", said.get("gender", "")).lower())
    found = long.assign(
        SEX=sex or "",
        AGE_GROUP=age_labels(ages.astype("str")),
        year=dates.astype("str").str.extract(YEAR, expand=False).fillna(""),
    )
    wrong = ~found["AGE_GROUP"].str.fullmatch(AGE)
    missing = [
        word
        for word, lacks in (
            ("sex", sex is None),
            ("date", (found["year"] == "").any()),
            (f"age ({ages[wrong].iloc[0]})" if wrong.any() else "age", wrong.any()),
        )
        if lacks
    ]
    if missing:
        what = f"the table does not say what it is of: {', '.join(missing)}."
        raise FormatChanged(Problem(what, file, line, next_step=AGAIN))
    return found
