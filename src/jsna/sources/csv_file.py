"""Read a publisher's CSV: encoding, header, and the ways in which a download goes wrong."""

import csv
import io
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from jsna.errors import FormatChanged, NotData, Problem, Truncated
from jsna.http.web_page import is_web_page

HEADER_BYTES = 8192
AGAIN = "Download the file again and look at it before you fetch it."


def decode(content: bytes) -> str:
    """Return the text of a CSV: UTF-8 with or without a byte order mark, else Windows-1252."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def header(content: bytes) -> list[str]:
    """Return the names in the first line, stripped; empty if it is not the start of a CSV."""
    start = content[:HEADER_BYTES]
    if not start or is_web_page(content) or b"\0" in start:
        return []
    return [name.strip() for name in _first_row(decode(start))]


def _first_row(text: str) -> list[str]:
    """Return the fields of the first row; none if it can't be told apart."""
    try:
        return next(csv.reader(io.StringIO(text, newline="")), [])
    except csv.Error:
        return []


def read_csv(
    content: bytes, file: str, required: Sequence[str], dtype: Mapping[Hashable, Any] | str = "str"
) -> pd.DataFrame:
    """Return the rows of a CSV with stripped column names; blanks are NaN.

    Args:
        content: The bytes as received.
        file: What to call the file in an error.
        required: Columns that must be there.
        dtype: As for pandas: text throughout unless said otherwise.

    Raises:
        SourceError: a web page, no rows, a missing column, or a file that breaks off.
    """
    check_whole(content, file, required)
    try:
        text = io.StringIO(decode(content))
        frame: pd.DataFrame = pd.read_csv(text, dtype=dtype, na_values=[""], keep_default_na=False)
    except (pd.errors.ParserError, ValueError) as error:
        message = f"this file is not a whole CSV: {str(error).strip()}."
        raise FormatChanged(Problem(message, file, next_step=AGAIN)) from error
    frame.columns = frame.columns.str.strip()
    if frame.empty:
        raise FormatChanged(Problem("this file has a header and no rows.", file, next_step=AGAIN))
    return frame


def check_whole(content: bytes, file: str, required: Sequence[str]) -> None:
    """Raise SourceError if the bytes are no CSV with these columns, or break off in a row."""
    if is_web_page(content):
        what = "this is a web page, not a CSV: the download failed or asked for a sign-in."
        raise NotData(Problem(what, file, next_step=AGAIN))
    names = header(content)
    missing = [name for name in required if name not in names]
    if missing:
        what = f"missing column: {', '.join(missing)}."
        found = f"It has {', '.join(names[:12]) or 'no header'}."
        raise FormatChanged(Problem(what, file, 1, found, AGAIN))
    _check_last_row(content, file, len(names))


def _check_last_row(content: bytes, file: str, width: int) -> None:
    """Raise if the last row is short: pandas would fill it up with blanks."""
    body = content.rstrip(b"\r\n")
    fields = _first_row(decode(body[body.rfind(b"\n") + 1 :]))
    if len(fields) < width:
        what = f"the file breaks off: its last line has {len(fields)} of {width} columns."
        raise Truncated(Problem(what, file, body.count(b"\n") + 1, next_step=AGAIN))


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
