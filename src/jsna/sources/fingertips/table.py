"""Read the bytes of a Fingertips CSV into a table of text, in one of its known spellings.

The API writes 27 columns, the website spells one of them `AreaName` and quotes every field, and
older files lack the last one. Column 23 takes the name of the parent's kind of area, or none.
"""

import csv
import io
from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from jsna.errors import FormatChanged, NotData, Problem, SourceError, Truncated
from jsna.http.web_page import is_web_page
from jsna.sources.cell_numbers import read_numbers
from jsna.sources.column_names import as_known, column_key
from jsna.sources.csv_file import AGAIN, header, header_width
from jsna.sources.csv_text import decode, plain_csv, without_lines_below

COLUMNS: Final = (
    "Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name",
    "Area Type", "Sex", "Age", "Category Type", "Category", "Time period", "Value",
    "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Lower CI 99.8 limit", "Upper CI 99.8 limit",
    "Count", "Denominator", "Value note", "Recent Trend",
    "Compared to England value or percentiles", "Compared to parent", "Time period Sortable",
    "New data", "Compared to goal", "Time period range",
)  # fmt: skip
PARENT: Final = COLUMNS.index("Compared to parent")
FEWEST: Final = 26
SPELLINGS: Final = {"AreaName": "Area Name"}
ROW_NUMBER: Final = "row number"
NOT_THERE: Final = "NA"
"""What R writes where there is nothing."""


def is_fingertips(names: Sequence[str]) -> bool:
    """Return whether a header is plainly meant as Fingertips': most of its own names are there."""
    spelled = spell(names)
    return spelled[:1] == ["Indicator ID"] and len(set(COLUMNS) & set(spelled)) >= 15


def spell(names: Sequence[str]) -> list[str]:
    """Return the header in the names of COLUMNS, without a first column that numbers the rows.

    R and databases rename columns; whoever joins columns of their own keeps their names.
    """
    spelled = [_as_in_columns(name) for name in as_known(names, COLUMNS)]
    return spelled[1:] if _numbered(spelled) else spelled


def _numbered(spelled: Sequence[str]) -> bool:
    return spelled[1:2] == ["Indicator ID"] and spelled[0] not in COLUMNS


def has_parent_label(names: list[str]) -> bool:
    """Return whether column 23 compares with a parent (its name says so, or that it does not)."""
    own = names[1:] if _numbered(spell_all(names)) else names
    place = spell(names).index(COLUMNS[PARENT])
    return column_key("value or percentiles") in column_key(own[place])


def spell_all(names: Sequence[str]) -> list[str]:
    """Return the header in the names of COLUMNS, every column of it."""
    return [_as_in_columns(name) for name in as_known(names, COLUMNS)]


def check_header(names: list[str], file: str) -> None:
    """Raise SourceError unless the header has the known columns, in their order.

    Columns that somebody joined stand anywhere between them, and are not read.
    """
    spelled = spell(names)
    missing = [name for name in COLUMNS[:FEWEST] if name not in spelled]
    if missing:
        what = f"missing column: {', '.join(missing)}."
        allowed = f"A Fingertips file has {FEWEST} or {len(COLUMNS)} columns in a fixed order."
        raise FormatChanged(Problem(what, file, 1, allowed, AGAIN))
    known = [name for name in spelled if name in COLUMNS]
    if known not in (list(COLUMNS[:FEWEST]), list(COLUMNS)):
        pairs = zip_longest(known, COLUMNS, fillvalue="")
        wrong, right = next((a, b) for a, b in pairs if a != b)
        what = f'column "{wrong}" stands where "{right}" should.'
        raise FormatChanged(Problem(what, file, 1, "The order of the columns is fixed.", AGAIN))


def read_fingertips(content: bytes, file: str) -> pa.Table:
    """Return the rows as text, trimmed, one column per name of COLUMNS; a blank is "".

    R's NA is a blank. Rows without a cell, and lines of words below the table, are no rows.

    Args:
        content: The bytes as received.
        file: What to call the file in an error.

    Raises:
        SourceError: a web page, a missing column, a row with too few or too many fields, or a
            file that ends inside quotation marks.
    """
    if is_web_page(content):
        what = "this is a web page, not a CSV: the download failed or asked for a sign-in."
        raise NotData(Problem(what, file, 1, next_step=AGAIN))
    content = without_lines_below(plain_csv(content))[0]
    names = header(content)
    check_header(names, file)
    if content.count(b'"') % 2:
        what = "the file breaks off inside quotation marks."
        raise Truncated(Problem(what, file, _last_line(content), next_step=AGAIN))
    return _trimmed(_read(_as_utf8(content), names, file))


def line_numbers(content: bytes, rows: np.ndarray, total: int) -> np.ndarray:
    """Return the 1-based line on which each of these rows (counted from 0) ends.

    A quoted field may hold line breaks, so that a row's line is not always its number.

    Args:
        content: The file.
        rows: The rows whose lines are wanted.
        total: How many rows the file holds.
    """
    content = without_lines_below(plain_csv(content))[0]
    # as many lines as rows: no field holds a break, and the file need not be read again
    if len(rows) == 0 or _last_line(content) == total + 1:
        return rows + 2
    lines = content.count(b"\n") + (not content.endswith(b"\n"))
    reader = csv.reader(io.StringIO(decode(content), newline=""))
    ends = np.fromiter((reader.line_num for row in reader if row), dtype="int64", count=-1)
    return ends[rows + 1] if len(ends) <= lines else rows + 2


def holds_anything(table: pa.Table) -> np.ndarray:
    """Return whether each row has a cell: a spreadsheet leaves rows of nothing but commas."""
    held = pc.not_equal(table["Indicator ID"], "")
    if not pc.all(held).as_py():
        for column in table.columns:
            held = pc.or_(held, pc.not_equal(column, ""))
    return np.asarray(held.to_numpy(), dtype=bool)


def numbers(column: pa.ChunkedArray) -> tuple[pd.Series, pd.Series]:
    """Return text as numbers, and what each cell is that is neither number nor blank.

    The website marks thousands, as in "1,480", and wraps its dash in a tag.

    Returns:
        The numbers, NaN where there is none; and, indexed by the rows that it is about only, the
        words of `cell_numbers.read_numbers`: hidden, missing, decimal comma or no number.
    """
    if pc.any(pc.match_substring(column, "<")).as_py():
        column = pc.replace_substring_regex(column, r"<[^>]*>", "")
    missing = pc.is_in(column, pa.array(["", "-"]))
    text = pc.if_else(missing, pa.scalar(None, pa.string()), column)
    try:
        values = pc.cast(text, pa.float64()).to_pandas().astype("float64")
    except pa.ArrowInvalid:
        values = pd.Series(np.nan, range(len(column)), dtype="float64")
    left = text.to_pandas()[lambda cells: cells.notna() & ~np.isfinite(values)]
    read, kinds = read_numbers(left)
    values = values.where(np.isfinite(values)).fillna(read)
    return values, kinds[~kinds.isin(["", "number"])]


def _read(content: bytes, names: list[str], file: str) -> pa.Table:
    every = spell_all(names)
    if _numbered(every):
        every[0] = ROW_NUMBER
    every += [""] * (header_width(content) - len(every))
    # an older file's rows may be a field shorter than their header
    every = _unique(every)[: _width(content, len(every))]
    columns: list[str] = [name for name in COLUMNS if name in every]
    if b"\n" not in content.strip():  # a header and no rows
        return pa.table({name: pa.array([], pa.string()) for name in columns})
    try:
        return _as_text(content, every, columns)
    except pa.ArrowInvalid as error:
        cut = _without_blank_ends(content, len(every))
        if cut == content:
            raise _broken(content, len(every), file) from error
        return _read(cut, names, file)


def _as_text(content: bytes, every: Sequence[str], columns: Sequence[str]) -> pa.Table:
    return arrow_csv.read_csv(
        io.BytesIO(content),
        read_options=arrow_csv.ReadOptions(column_names=every, skip_rows=1),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(every, pa.string()),
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
            include_columns=columns,
        ),
    )


def _without_blank_ends(content: bytes, width: int) -> bytes:
    """Return a CSV without blank cells behind its last column, which a spreadsheet leaves."""
    if b",\n" not in content and b",\r\n" not in content:
        return content
    written = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(decode(content), newline=""))
    cut = (row if any(row[width:]) else row[:width] for row in rows)
    csv.writer(written, lineterminator="\n").writerows(cut)
    return written.getvalue().encode()


def _unique(names: list[str]) -> list[str]:
    """Return names of which none stands twice: two joined columns may have one name."""
    return [
        f"{name} ({place})" if name in names[:place] else name for place, name in enumerate(names)
    ]


def _width(content: bytes, named: int) -> int:
    """Return the number of fields in a row: some old files have one fewer than their header."""
    rows = csv.reader(io.StringIO(decode(content[:65536]), newline=""))
    first = next((row for i, row in enumerate(rows) if i and row), [])
    return named - 1 if named == FEWEST and len(first) == named - 1 else named


def _broken(content: bytes, width: int, file: str) -> SourceError:
    """Find the first row whose number of fields is wrong; slow, and only when there is one."""
    reader = csv.reader(io.StringIO(decode(content), newline=""))
    for row in reader:
        if row and len(row) != width:
            last = reader.line_num >= _last_line(content)
            what = "the file breaks off: its last" if last else "this"
            what += f" row has {len(row)} fields, the header {width}."
            kind = Truncated if last else FormatChanged
            return kind(Problem(what, file, reader.line_num, next_step=AGAIN))
    return FormatChanged(Problem("this file is not a whole CSV.", file, next_step=AGAIN))


def _trimmed(table: pa.Table) -> pa.Table:
    columns = [_plain(column) for column in table.columns]
    trimmed = pa.table(columns, names=table.column_names)
    for name in COLUMNS[len(columns) :]:
        trimmed = trimmed.append_column(name, pa.repeat("", len(table)))
    return trimmed


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    trimmed = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(trimmed, NOT_THERE), pa.scalar(""), trimmed)


def _as_utf8(content: bytes) -> bytes:
    try:
        content.decode()
    except UnicodeDecodeError:
        return decode(content).encode()
    return content


def _last_line(content: bytes) -> int:
    body = content.rstrip(b"\r\n")
    return body.count(b"\n") + 1


def _as_in_columns(name: str) -> str:
    """Return the name that COLUMNS has for a spelling of it."""
    if name in COLUMNS:
        return name
    key = column_key(name)
    compares = key == "columnnotused" or key.startswith("comparedto")
    return COLUMNS[PARENT] if compares else SPELLINGS.get(name, name)
