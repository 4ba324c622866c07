"""What stands in a number's place in a council's own file: a number, a mark, or a mistake."""

import re
from typing import Final

import numpy as np
import pandas as pd

_HIDDEN = (
    r"\*+", r"c", r"s", r"\[c\]", r"\[s\]", r"\(c\)", r"supp?ress(?:ed)?", r"hidden", r"redacted",
    r"withheld", r"(?:<|<=|\u2264|&lt;|less than|fewer than|under|up to)\s*\d+",
    r"\d+\s*(?:to|-|\u2013)\s*\d+",
)  # fmt: skip
_MISSING = (
    r"x", r"z", r"\[x\]", r"\[z\]", r"\.+", r":", r"\[?u\]?", r"n/?a", r"not available", r"nan",
    r"not applicable", r"-", r"\u2013", r"null", r"none", r"missing",
)  # fmt: skip
HIDDEN_MARK: Final = re.compile("|".join(f"(?:{mark})" for mark in _HIDDEN), re.IGNORECASE)
MISSING_MARK: Final = re.compile("|".join(f"(?:{mark})" for mark in _MISSING), re.IGNORECASE)
NUMBER: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d+)?", re.I)
DECIMAL_COMMA: Final = re.compile(r"[+-]?\d*,\d+")


def read_numbers(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the numbers of a column, and what each cell is.

    A comma is a thousand mark only before three digits.

    Args:
        cells: Text, NaN where blank.

    Returns:
        The numbers (NaN where there is none), and one word per cell: "" (blank), "number",
        "hidden" (a mark of suppression), "missing" (a mark of absence), "decimal comma" or
        "no number". Both indexed as `cells`.
    """
    text = cells.astype("str").fillna("").str.strip()
    is_number = text.str.fullmatch(NUMBER) & text.str.contains(r"\d", regex=True)
    kinds = np.select(
        [
            text == "",
            is_number,
            text.str.fullmatch(HIDDEN_MARK),
            text.str.fullmatch(MISSING_MARK),
            text.str.fullmatch(DECIMAL_COMMA),
        ],
        ["", "number", "hidden", "missing", "decimal comma"],
        "no number",
    )
    plain = text.where(is_number, "").str.replace(",", "")
    return pd.to_numeric(plain, errors="coerce"), pd.Series(kinds, cells.index, dtype="str")
