"""The rows of one register, as they were written and as what they mean."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

import pandas as pd

from jsna.analysis.register_dates import read_date
from jsna.settings.register_kind import RegisterColumn, RegisterKind

AT: Final = "at"
"""The column of rows that holds the line of their file."""
SEVERAL: Final = re.compile(r"\s*;\s*")
_NUMBER: Final = re.compile(
    r"[-+\u2212]?[\u00a3$]?\d{1,3}(?:,\d{3})+(?:\.\d+)?%?|[-+\u2212]?[\u00a3$]?\d*\.?\d+%?"
)
_TO_COME: Final = (
    r"(?:the |an? |more |further |specific |final )*"
    r"(?:details?|text|updates?|wording|content|figures?|leads?|owners?|dates?"
    r"|(?<=more )information|(?<=further )information)"
)
_WAITING: Final = re.compile(
    r"^\W*(?:tbc|tba|tbd|n/?k|to follow|pending confirmation|x{2,}(?:/x+)*|\?+|\.{3,}"
    r"|lorem ipsum\b.*|d{1,2}/m{1,2}/y{2,4}"
    r"|(?:(?:details?|updates?|text|dates?|leads?|owners?) )?"
    r"to be (?:confirmed|agreed|decided|determined|added|advised|completed|written|updated)"
    r"|(?:further |more )?(?:details?|updates?|text|information|figures?) (?:is |are )?"
    r"(?:to follow|to come|awaited|required|needed|outstanding|tbc)"
    r"|(?:click|tap|click or tap)(?: here)?(?: to enter)?(?: text| a date)?|choose an item"
    r"|(?:insert|add|enter) .{0,60}\bhere)\W*$|^[\[<{](?:insert|add|enter|text)\b",
    re.IGNORECASE,
)
"""What stands in a cell until somebody writes what belongs there."""
_SOMEBODY_TO: Final = re.compile(
    r"^\W*\S+(?: \S+){0,7}? to (?:(?:add|include|insert|provide|supply|identify|write|confirm"
    rf"|nominate|send|draft|give) {_TO_COME}|update|advise|confirm)"
    r"(?:\W*$|\b.{0,80}\?\W*$|[ ,]on\b|[ ,]and\b|\W*[/(,;])",
    re.IGNORECASE,
)
"""Who is to write it: "an officer to add detail"."""
_SOMEBODY_TO_WRITE: Final = re.compile(
    r"^\W*\S+(?: \S+){0,4}? to (?:add|include|insert|provide|supply|write|send|draft)"
    r" (?:the |more |further )*(?:details?|text|updates?|wording|content)\W*$",
    re.IGNORECASE,
)
"""The same of what names a row: "partners to identify leads" may be what an action is."""


_FIGURE: Final = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?"
    r"|thousands?|dozens?)\b",
    re.IGNORECASE,
)
"""A count, in digits or in words."""


@dataclass(frozen=True, eq=False)
class RegisterTable:
    """One register.

    Attributes:
        kind: What it is.
        file: The name of the file that its rows stand in.
        rows: One row each, text: the columns of its kind ("" where blank) and `at`, the line of
            the file (whole number).
        seen_on: The day on which it is looked at; None where none is known, and nothing is shown
            then that is shown until a day.
    """

    kind: RegisterKind
    file: str
    rows: pd.DataFrame
    seen_on: date | None = None

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
        names = column == self.kind.names_row
        waits = self.text(column).map(lambda cell: is_placeholder(cell, names_row=names))
        return waits.astype("bool")

    def holds(self, column: str, values: Collection[str]) -> pd.Series:
        """Return whether each cell of a column holds one of some values; any, where none is given.

        Of a choice the value that a cell means counts, of others its words.
        """
        described = self.kind.column(column)
        if not values:
            return self.text(column) != ""
        cells = self.choices(described) if described.type == "choice" else self.text(column)
        return cells.isin(list(values))

    @cached_property
    def is_total(self) -> pd.Series:
        """Whether each row is the sum of others, and no thing of its own."""
        names = self.text(self.kind.names_row).str.casefold()
        return names.isin([total.row.casefold() for total in self.kind.totals])

    @property
    def without_totals(self) -> "RegisterTable":
        """The rows that are things: those that only add others up are left out."""
        if not self.is_total.any():
            return self
        return replace(self, rows=self.rows[~self.is_total])


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

    def ids(self, column: RegisterColumn) -> dict[str, str]:
        """Return what may be written, in small letters -> the id that it means."""
        known = self.known.get("body", {}) if column.type == "owner" else self.of(column)
        return {title.casefold(): id for id, title in known.items()} | {
            id.casefold(): id for id in known
        }

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


@lru_cache(maxsize=65_536)
def is_placeholder(cell: str, *, names_row: bool = False) -> bool:
    """Return whether a cell only waits for what belongs there: "TBC", "someone to add detail".

    Args:
        cell: What stands there.
        names_row: Whether it says what the row is: "partners to identify leads" may be an action.
    """
    by = _SOMEBODY_TO_WRITE if names_row else _SOMEBODY_TO
    return bool(_WAITING.search(cell) or by.search(cell))


def has_figure(text: pd.Series) -> pd.Series:
    """Return whether a figure stands in each text, in digits or in words; "one" may be no number.

    >>> has_figure(pd.Series(["two deaths", "no one called", "\u00bd of them"])).tolist()
    [True, False, True]
    """
    signs = text.map(lambda cell: any(map(str.isnumeric, cell))).astype("bool")
    return signs | text.str.contains(_FIGURE).astype("bool")
