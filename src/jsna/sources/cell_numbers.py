"""What stands in a number's place in any file: a number, a mark, or a mistake.

Every reader's numbers come through here. They are read, never stripped into shape: a comma is a
thousand mark only before three digits, and beside a decimal comma ("4,5") it is none at all.
"""

import re
from typing import Final

import numpy as np
import pandas as pd

_HIDDEN = (
    r"\*+", r"c", r"s", r"\[c\]", r"\[s\]", r"\(c\)", r"(?:data |value )?supp?ress(?:ed)?",
    r"supp\.?", r"hidden", r"redacted", r"withheld", r"confidential",
    r"(?:n\s*)?(?:<|<=|\u2264|&lt;|less than|fewer than|under|up to)\s*\d+",
    r"\d+\s*or\s*(?:fewer|less|under|below)", r"\d+\s*(?:to|-|\u2013)\s*\d+",
)  # fmt: skip
_MISSING = (
    r"x", r"z", r"\[x\]", r"\[z\]", r"\.+", r":", r"\[?u\]?", r"n/?a", r"#n/?a", r"not available",
    r"nan", r"not applicable", r"[-\u2010-\u2015\u2212]+", r"\u2026", r"null", r"none", r"missing",
    r"no data", r"not (?:published|collected|known|recorded)", r"\[w\]", r"\[low\]",
)  # fmt: skip
HIDDEN_MARK: Final = re.compile("|".join(f"(?:{mark})" for mark in _HIDDEN), re.IGNORECASE)
MISSING_MARK: Final = re.compile("|".join(f"(?:{mark})" for mark in _MISSING), re.IGNORECASE)
NUMBER: Final = re.compile(
    r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?", re.I
)
DECIMAL_COMMA: Final = re.compile(r"[+-]?[0-9.]*,[0-9]+")
HIDDEN: Final = "hidden"
MISSING: Final = "missing"
COMMA: Final = "decimal comma"
NO_NUMBER: Final = "no number"
MISTAKES: Final = {
    COMMA: "has a comma before its decimal part: write 4.5, not 4,5",
    NO_NUMBER: "is not a number, and no mark of a hidden or missing one",
}
"""What is told of the two kinds of cell that are mistakes."""


def read_numbers(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the numbers of a column, and what each cell is.

    Args:
        cells: Text or numbers, NaN where blank.

    Returns:
        The numbers (NaN where there is none), and one word per cell: "" (blank), "number",
        "hidden" (a mark of suppression), "missing" (a mark of absence), "decimal comma" or
        "no number". Both indexed as `cells`.
    """
    numbers, kinds = read_number_columns(cells.to_frame("cells"))
    return numbers["cells"], kinds["cells"]


def read_number_columns(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return `read_numbers` of each column; a decimal comma in one is told in all.

    Whoever writes 4,5 in one cell writes 1,480 for 1.48 in another.
    """
    numbers = frame.apply(pd.to_numeric, errors="coerce").astype("float64")
    kinds = pd.DataFrame("number", index=frame.index, columns=frame.columns, dtype="str")
    odd = {name: _odd_cells(frame[name], numbers[name]) for name in frame}
    words = pd.concat([cells for cells in odd.values() if len(cells)] or [_NOTHING])
    meaning = _meanings(words.drop_duplicates())
    for name, cells in odd.items():
        if len(cells):
            kinds.loc[cells.index, name] = cells.map(meaning["kind"])
            numbers.loc[cells.index, name] = cells.map(meaning["number"]).astype("float64")
    return numbers, kinds


_NOTHING: Final = pd.Series(dtype="str")


def _odd_cells(cells: pd.Series, numbers: pd.Series) -> pd.Series:
    """Return the cells that are no plain number, as stripped text."""
    odd = cells[~np.isfinite(numbers)]
    return odd.astype("str").fillna("").str.strip()


def _meanings(words: pd.Series) -> pd.DataFrame:
    """Return what each word is: kind and number."""
    is_number = words.str.fullmatch(NUMBER) & words.str.contains(r"[0-9]", regex=True)
    kinds = np.select(
        [
            words == "",
            is_number,
            words.str.fullmatch(HIDDEN_MARK),
            words.str.fullmatch(MISSING_MARK),
            words.str.fullmatch(DECIMAL_COMMA),
        ],
        ["", "number", HIDDEN, MISSING, COMMA],
        NO_NUMBER,
    )
    if (kinds == COMMA).any():
        kinds = np.where(is_number & words.str.contains(","), COMMA, kinds)
    plain = words.where(kinds == "number", "").str.replace(",", "")
    number = pd.to_numeric(plain, errors="coerce")
    kinds = np.where((kinds == "number") & ~np.isfinite(number), NO_NUMBER, kinds)
    told = {"kind": kinds, "number": number.where(np.isfinite(number)).to_numpy()}
    return pd.DataFrame(told, index=pd.Index(words.to_numpy(), dtype="str"))
