"""The rows of one register, as they were written and as what they mean."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import pandas as pd

from jsna.analysis.register_dates import ReadDate, read_date
from jsna.settings.register_kind import RegisterColumn, RegisterKind

AT: Final = "at"
"""The column of rows that holds the line of their file."""
SEVERAL: Final = re.compile(r"\s*;\s*")
_NUMBER: Final = re.compile(
    r"[-+\u2212]?[\u00a3$]?\d{1,3}(?:,\d{3})+(?:\.\d+)?%?|[-+\u2212]?[\u00a3$]?\d*\.?\d+%?"
)
_TO_COME: Final = (
    r"(?:the |an? |more |further |specific |final )*"
    r"(?:details?|text|updates?|wording|information|content|figures?|leads?|owners?|dates?)\b"
)
_PLACEHOLDER: Final = re.compile(
    r"^\W*(?:tbc|tba|tbd|n/?k|to follow|pending confirmation|x{2,}|\?+|\.{3,}|lorem ipsum\b.*"
    r"|to be (?:confirmed|agreed|decided|determined|added|advised|completed|written))\W*$"
    rf"|\bto (?:add|include|insert|provide|supply|identify|write|confirm|nominate) {_TO_COME}"
    r"|^\W*(?:insert|add) .{0,60}\bhere\W*$|^\[(?:insert|add|text)\b",
    re.IGNORECASE,
)
"""What stands in a cell until somebody writes what belongs there."""


@dataclass(frozen=True, eq=False)
class RegisterTable:
    """One register.

    Attributes:
        kind: What it is.
        file: The name of the file that its rows stand in.
        rows: One row each, text: the columns of its kind ("" where blank) and `at`, the line of
            the file (whole number).
    """

    kind: RegisterKind
    file: str
    rows: pd.DataFrame

    def text(self, column: str) -> pd.Series:
        """Return a column as it was written."""
        return self.rows[column]

    def dates(self, column: str) -> pd.Series:
        """Return what a column says of dates, one `ReadDate` a row."""
        return self.text(column).map(read_date)

    def days(self, column: str) -> pd.Series:
        """Return the last day that each cell names (datetime64), missing where it names none."""
        return pd.to_datetime(self.dates(column).map(lambda read: read.last))

    def numbers(self, column: str) -> pd.Series:
        """Return the number in each cell (float64), missing where there is none."""
        return self.text(column).map(read_number).astype("float64")

    def choices(self, column: RegisterColumn) -> pd.Series:
        """Return the allowed value that each cell means, "" where it means none."""
        known = choices_of(column)
        return self.text(column.id).map(lambda cell: known.get(cell.casefold(), ""))

    def placeholders(self, column: str) -> pd.Series:
        """Return whether each cell only waits for what belongs there."""
        return self.text(column).map(is_placeholder).astype("bool")


@dataclass(frozen=True)
class Linked:
    """What the cells of links may name: the ids of each type, with their titles.

    Attributes:
        known: Type of link ("priority", "body"), or "register:<kind>", -> id -> title.
    """

    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, column: RegisterColumn) -> Mapping[str, str]:
        """Return id -> title of what a column may name."""
        type = f"register:{column.of}" if column.type == "register" else column.type
        return self.known.get(type, {})

    @property
    def bodies(self) -> Collection[str]:
        """Ids and titles of bodies in small letters."""
        known = self.known.get("body", {})
        return {word.casefold() for pair in known.items() for word in pair}


def choices_of(column: RegisterColumn) -> dict[str, str]:
    """Return what may be written, in small letters -> the allowed value that it means."""
    return {word.casefold(): word for word in column.allowed} | {
        word.casefold(): meant for word, meant in column.also.items()
    }


def read_number(cell: str) -> float | None:
    """Return the number of a cell, None where it holds none.

    >>> read_number("1,250"), read_number("12.5%"), read_number("about 12")
    (1250.0, 12.5, None)
    """
    if not _NUMBER.fullmatch(cell) or len(cell) > 30:
        return None
    return float(re.sub(r"[,\u00a3$%+]", "", cell).replace("\u2212", "-"))


def parts_of(cell: str, several: bool) -> list[str]:
    """Return the names in a cell: those between semicolons where it may hold several."""
    parts = SEVERAL.split(cell) if several else [cell]
    return [part for part in parts if part]


def is_placeholder(cell: str) -> bool:
    """Return whether a cell only waits for what belongs there: "TBC", "someone to add detail"."""
    return bool(_PLACEHOLDER.search(cell))


def dated(read: ReadDate, before: date) -> bool:
    """Return whether a date is past on a day."""
    return read.last is not None and read.last < before
