"""A table as a CSV that a spreadsheet opens as data: no text in it becomes a formula."""

import io
import re
from typing import Final

import pandas as pd

from jsna.narrative.one_line import one_line

_NUMBER: Final = r"[-+\u2212]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?%?"
_NUMBERS: Final = re.compile(rf"\s*{_NUMBER}(?: to {_NUMBER})?\s*", re.IGNORECASE)
_FORMULA: Final = re.compile(r"[\s\x00-\x1f]*[=+\-@\uff1d\uff0b\uff0d\uff20]\s*\S")
"""How a formula begins, for one spreadsheet or another; full-width signs count in some."""


def csv_file(frame: pd.DataFrame) -> bytes:
    """Return a frame as CSV in UTF-8, one row per row; what is missing is blank.

    Text that a spreadsheet would run as a formula gets an apostrophe before it, as if it had been
    typed as text; a number, or a range of numbers, never does. A byte order mark lets a
    spreadsheet read dashes, signs and units.
    """
    told = frame.rename(columns=lambda name: as_text(str(name)))
    for place, kind in enumerate(frame.dtypes):
        if not pd.api.types.is_numeric_dtype(kind):
            told.isetitem(place, frame.iloc[:, place].astype("object").map(_cell))
    return told.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def without_formulas(content: bytes) -> bytes:
    """Return a CSV in which no cell is a formula; one that has none comes back as it is.

    Args:
        content: A CSV with commas and a header, in UTF-8.
    """
    told = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False)
    safe = told.map(lambda cell: as_text(cell) if is_formula(cell) else cell)
    return content if safe.equals(told) else safe.to_csv(index=False, lineterminator="\n").encode()


def as_text(words: str) -> str:
    r"""Return `words` so that a spreadsheet shows them and runs nothing, on one line.

    >>> as_text("=1+1"), as_text("-0.4 to 1.2"), as_text("two\nlines")
    ("'=1+1", '-0.4 to 1.2', 'two lines')
    """
    return f"'{one_line(words)}" if is_formula(words) else one_line(words)


def is_formula(words: str) -> bool:
    """Return whether a spreadsheet could run `words`: a number, or a range of two, is none."""
    return bool(_FORMULA.match(words)) and not _NUMBERS.fullmatch(words)


def _cell(value: object) -> object:
    return as_text(value) if isinstance(value, str) else value
