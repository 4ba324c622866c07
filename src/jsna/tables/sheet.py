"""One table of a workbook: its title, where it comes from, and cells without a blank among them.

What is missing is a symbol of the Government Statistical Service, never a blank and never 0.
Source: Government Analysis Function, "Releasing statistics in spreadsheets" and "Symbols in
tables: definitions and help".
"""

import io
import re
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.narrative.one_line import one_line

SYMBOLS: Final = {
    "[c]": "confidential: hidden, because a small number of people could be recognised",
    "[x]": "not available: not in the file used, or not published",
    "[z]": "not applicable",
}
"""Symbol -> what it means, as the workbook prints it."""
BY_STATUS: Final = {"suppressed": "[c]", "not-available": "[x]"}
NO_NUMBER: Final = "[x]"
NO_WORD: Final = "[z]"
SIGNS: Final = {"%": "per cent", "£": "pounds"}
SPOKEN: Final = re.compile(r"[a-zA-Z0-9]")
STATUS: Final = "status"
UNIT: Final = re.compile(r"\s*\(([^()]*)\)$")
WORDS: Final = {
    "area_code": "Area code", "area_name": "Area", "area_type": "Kind of area",
    "period": "Period (start and length)", "period_label": "Period",
    "lower_95": "Lower 95% limit", "upper_95": "Upper 95% limit",
    "lower_998": "Lower 99.8% limit", "upper_998": "Upper 99.8% limit",
    "breakdown": "Split by", "breakdown_value": "Group", "indicator_id": "Indicator number",
    "snapshot_ids": "Files used (SHA-256)", "p_england": "p against England",
    "adjusted_england": "Adjusted p against England", "p_rest": "p against the rest of the area",
    "adjusted_rest": "Adjusted p against the rest of the area",
    "outcome_england": "Against England", "outcome_rest": "Against the rest of the area",
    "reason_england": "Why not tested against England",
    "reason_rest": "Why not tested against the rest of the area",
    "rest": "Rest of the area", "interval_from": "Interval from",
    "p_from": "p against England from", "p_rest_from": "p against the rest from",
}  # fmt: skip
"""Column of a CSV -> its heading; of others the words that they are."""
TEXT: Final = frozenset(
    ("area_code", "indicator", "indicator_id", "period", "period_label", "group", "group_value",
     "breakdown_value", "edition", "age", "geography_year", "snapshot_ids", "what_it_rests_on")
)  # fmt: skip
"""Columns that are words, even where every cell of them looks like a number."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table and what is said of it.

    Attributes:
        title: What the table holds: measure, place, period.
        about: Further lines above it: the finding, notes.
        source: Where its numbers come from.
        frame: Every cell a number or text that is not blank; headings are words with units.
    """

    title: str
    about: tuple[str, ...]
    source: str
    frame: pd.DataFrame

    @property
    def symbols(self) -> list[str]:
        """The symbols that stand in the table."""
        return [symbol for symbol in SYMBOLS if (self.frame == symbol).any(axis=None)]


def sheet_frame(csv: bytes) -> pd.DataFrame:
    """Return a CSV of the pack as a workbook shows it.

    A column of words that are all blank goes; one of values or limits stays, and says that it has
    none. Text that a spreadsheet could run keeps the apostrophe that the CSV has before it.
    """
    read = pd.read_csv(io.BytesIO(csv), dtype="str", encoding="utf-8-sig", keep_default_na=False)
    status = read[STATUS] if STATUS in read else pd.Series("", index=read.index)
    symbols = status.map(BY_STATUS).fillna(NO_NUMBER)
    columns = {}
    for name in read.columns:
        cells = read[name]
        if _is_number(name, cells):
            columns[_heading(name)] = _numbers(cells, symbols)
        elif (cells != "").any():
            columns[_heading(name)] = cells.map({cell: _word(cell) for cell in cells.unique()})
    return pd.DataFrame(columns)


def _word(cell: str) -> str:
    """Return a cell of words: a symbol for a blank, and in words what is a sign alone."""
    text = one_line(cell)
    if not text:
        return NO_WORD
    return text if SPOKEN.search(text) else SIGNS.get(text, f"[z] (only the sign {text})")


def _is_number(name: str, cells: pd.Series) -> bool:
    known = cells[cells != ""]
    if UNIT.sub("", name) in TEXT:
        return False
    if known.empty:
        return UNIT.sub("", name).startswith(("value", "lower", "upper"))
    if pd.isna(pd.to_numeric(known.iloc[0], errors="coerce")):
        return False  # most columns are of words from their first cell on
    return bool(pd.to_numeric(known, errors="coerce").notna().all())


def _numbers(cells: pd.Series, symbols: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(cells, errors="coerce").astype("object")
    return numbers.where(cells != "", symbols)


def _heading(name: str) -> str:
    """Return a column's heading.

    >>> _heading("lower_95 (%)"), _heading("fitted (per 1,000)")
    ('Lower 95% limit (%)', 'Fitted (per 1,000)')
    """
    unit, plain = UNIT.search(name), UNIT.sub("", name)
    words = WORDS.get(plain, plain.replace("_", " "))
    return words[:1].upper() + words[1:] + (f" ({unit[1]})" if unit else "")
