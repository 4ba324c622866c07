"""Read a publisher's CSV: encoding, header, and the ways in which a download goes wrong."""

import csv
import io
import re
import warnings
from collections import deque
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from jsna.errors import FormatChanged, NotData, Problem, Truncated
from jsna.http.web_page import is_web_page
from jsna.sources.column_names import as_known
from jsna.sources.csv_text import (
    HEADER_BYTES,
    decode,
    lines_above,
    plain_csv,
    without_lines_below,
)

AGAIN = "Download the file again and look at it before you fetch it."
AS_CSV = "this is a workbook or another archive, not a CSV: save the sheet as CSV (UTF-8)."
ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
NAMELESS = "\0"


def header(content: bytes, known: Sequence[str] = ()) -> list[str]:
    """Return the names in the first line, stripped, without blank ones at the end.

    Empty if it is not the start of a CSV.

    Args:
        content: The bytes as received, or their beginning.
        known: Names that are spelled in other ways too (`column_names.as_known`).
    """
    start = plain_csv(content[: 2 * HEADER_BYTES])
    if not start or is_web_page(start) or b"\0" in start:
        return []
    names = [name.strip() for name in _first_row(decode(start))]
    while names and not names[-1]:
        names.pop()
    return as_known(names, known)


def header_width(content: bytes) -> int:
    """Return how many columns the first line has, those without a name at its end among them."""
    return len(_first_row(decode(plain_csv(content[: 2 * HEADER_BYTES]))))


def told_line(line: str) -> str:
    """Return a line that is no row as an error tells it: a total's words, and not its number."""
    return repr(re.sub(r"\d", "#", line[:60]))


def _first_row(text: str) -> list[str]:
    """Return the fields of the first row; none if it can't be told apart."""
    try:
        return next(csv.reader(io.StringIO(text, newline="")), [])
    except csv.Error:
        return []


@dataclass(frozen=True)
class Rows:
    """The rows of a CSV.

    Attributes:
        frame: One row per line that holds anything; its index and 2 make the line. Columns have
            stripped names, blanks are NaN.
        below: The lines of words below the table, which are no rows of it.
        lines: How many lines the table has, its header and blank ones too.
    """

    frame: pd.DataFrame
    below: tuple[str, ...]
    lines: int

    def refused_below(self) -> pd.DataFrame:
        """Return the lines below as refused rows: line and reason."""
        numbers = pd.Series(range(self.lines + 1, self.lines + 1 + len(self.below)), dtype="int64")
        reasons = [f"a line below the table, no row of it: {text[:80]}" for text in self.below]
        return pd.DataFrame({"line": numbers, "reason": pd.Series(reasons, dtype="str")})


def read_csv(
    content: bytes,
    file: str,
    required: Sequence[str],
    dtype: Mapping[Hashable, Any] | str = "str",
    known: Sequence[str] = (),
) -> pd.DataFrame:
    """Return the rows of a CSV (see `read_rows`)."""
    return read_rows(content, file, required, dtype, known).frame


def read_rows(
    content: bytes,
    file: str,
    required: Sequence[str],
    dtype: Mapping[Hashable, Any] | str = "str",
    known: Sequence[str] = (),
    *,
    rows_of_words: bool = False,
) -> Rows:
    """Return the rows of a CSV, and what stands below them.

    Rows and columns without a cell are left out, and a column that only numbers the rows.

    Args:
        content: The bytes as received.
        file: What to call the file in an error.
        required: Columns that must be there.
        dtype: As for pandas: text throughout unless said otherwise.
        known: Other columns that may be there, under names that are spelled in other ways too.
        rows_of_words: Whether a row may hold words and nothing else (see `without_lines_below`).

    Raises:
        SourceError: a web page, no rows, a missing column, cells without a column's name, or a
            file that breaks off.
    """
    check_whole(content, file, required)
    table, below = without_lines_below(plain_csv(content), rows_of_words=rows_of_words)
    text = decode(table)
    frame = _frame(text, file, dtype)
    lines = len(frame) + 1
    frame = _named_columns(frame.dropna(how="all"), file)
    frame.columns = pd.Index(as_known(frame.columns, [*required, *known]))
    if frame.empty:
        raise FormatChanged(Problem("this file has a header and no rows.", file, next_step=AGAIN))
    return Rows(frame, tuple(below), lines)


def _frame(text: str, file: str, dtype: Mapping[Hashable, Any] | str) -> pd.DataFrame:
    """Return every line below the header as a row, blank ones too."""
    names = _unique(_first_row(text))
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always", pd.errors.ParserWarning)
            frame: pd.DataFrame = pd.read_csv(
                io.StringIO(text), dtype=dtype, na_values=[""], keep_default_na=False,
                skip_blank_lines=False, index_col=False, header=0, names=names,
            )  # fmt: skip
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        _check_widths(text, file, len(names))
        message = f"this file is not a whole CSV: {str(error).strip()}."
        raise FormatChanged(Problem(message, file, next_step=AGAIN)) from error
    if warned:
        _check_widths(text, file, len(names))
    return frame


def _check_widths(text: str, file: str, width: int) -> None:
    """Raise if a row has more cells than the header has columns; blank ones do no harm."""
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        line = next(((len(row), reader.line_num) for row in reader if any(row[width:])), None)
    except csv.Error:
        return
    if line:
        what = f"this row has {line[0]} cells, the header {width} columns."
        raise FormatChanged(Problem(what, file, line[1], next_step=AGAIN))


def _unique(names: Sequence[str]) -> list[str]:
    """Return the names as pandas tells columns apart, and NAMELESS and its place for a blank."""
    plain = [name.strip() or f"{NAMELESS}{place}" for place, name in enumerate(names)]
    return [
        f"{name}.{plain[:place].count(name)}" if name in plain[:place] else name
        for place, name in enumerate(plain)
    ]


def _named_columns(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return the columns with a name; one without may be empty or number the rows."""
    nameless = [name for name in frame if str(name).startswith(NAMELESS)]
    for name in nameless:
        cells = frame[name].dropna()
        if len(cells) and not (name == frame.columns[0] and _numbers_rows(frame[name])):
            what = f"a column without a name holds cells, the first is {str(cells.iloc[0])!r}."
            step = "Give it its name, or take it out."
            raise FormatChanged(Problem(what, file, int(cells.index[0]) + 2, next_step=step))
    return frame.drop(columns=nameless)


def _numbers_rows(column: pd.Series) -> bool:
    """Return whether a column counts the rows, as programs write that keep row names."""
    numbers = pd.to_numeric(column, errors="coerce")
    return bool((numbers.diff().iloc[1:] == 1).all() and numbers.iloc[:1].isin([0, 1]).all())


def check_whole(content: bytes, file: str, required: Sequence[str]) -> None:
    """Raise SourceError if the bytes are no CSV with these columns, or break off in a row."""
    if is_web_page(content):
        what = "this is a web page, not a CSV: the download failed or asked for a sign-in."
        raise NotData(Problem(what, file, next_step=AGAIN))
    if content.startswith(ARCHIVES):
        raise NotData(Problem(AS_CSV, file))
    check_no_title(content, file, required)
    names = header(content, required)
    missing = [name for name in required if name not in names]
    if missing:
        what = f"missing column: {', '.join(missing)}."
        found = f"It has {', '.join(names[:12]) or 'no header'}."
        raise FormatChanged(Problem(what, file, 1, found, AGAIN))
    _check_last_row(without_lines_below(plain_csv(content))[0], file, len(names))


def check_no_title(content: bytes, file: str, required: Sequence[str]) -> None:
    """Raise SourceError if the header of a CSV with these columns stands below a title."""
    if set(required) <= set(header(content, required)) or not (above := lines_above(content)):
        return
    start = plain_csv(content[: 2 * HEADER_BYTES])
    if set(required) <= set(header(start.split(b"\n", above)[-1], required)):
        lines = "line 1" if above == 1 else f"lines 1 to {above}"
        what = f"the header stands on line {above + 1}, below a title: take {lines} out."
        raise FormatChanged(Problem(what, file, 1))


def _check_last_row(content: bytes, file: str, width: int) -> None:
    """Raise if the last row is short: pandas would fill it up with blanks."""
    body = content.rstrip(b"\r\n")
    fields = _first_row(decode(body[body.rfind(b"\n") + 1 :]))
    quotes = body.count(b'"')
    if len(fields) < width and quotes and quotes % 2 == 0:
        # a cell of several lines may stand in the last row: then the last line is only its end
        fields = _last_row(decode(body))
    if len(fields) < width:
        what = f"the file breaks off: its last line has {len(fields)} of {width} columns."
        raise Truncated(Problem(what, file, body.count(b"\n") + 1, next_step=AGAIN))


def _last_row(text: str) -> list[str]:
    """Return the fields of the last row; none if rows can't be told apart."""
    try:
        return next(iter(deque(csv.reader(io.StringIO(text, newline="")), maxlen=1)), [])
    except csv.Error:
        return []


def check_last_group(frame: pd.DataFrame, column: str, file: str) -> None:
    """Raise SourceError if the last area has fewer rows than the others: a file cut between rows.

    For layouts that give every area the same rows.
    """
    sizes = frame.groupby(column, sort=False).size()
    if int(sizes.iloc[-1]) < int(sizes.mode().max()):
        what = (
            f"the file breaks off: {sizes.index[-1]} has {sizes.iloc[-1]} rows"
            f" where other areas have {sizes.mode().max()}."
        )
        raise Truncated(Problem(what, file, len(frame) + 1, next_step=AGAIN))
