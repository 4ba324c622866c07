"""What of a register is due when, and what is done."""

from datetime import date
from typing import Final

import pandas as pd

from jsna.analysis.register_dates import without_dates
from jsna.analysis.register_published import published_owner, published_title, shown_column
from jsna.analysis.register_said import says_done_beside_a_date
from jsna.analysis.register_table import AT, Linked, RegisterTable

COLUMNS: Final = [
    "what", "kind", "title", "owner", "due", "source_file", "line", "done", "written",
]  # fmt: skip


def due_days(table: RegisterTable) -> pd.Series:
    """Return by which day each row is to be done (datetime64), missing where none is said."""
    due = table.kind.due
    if due is None:
        return pd.to_datetime(pd.Series(None, index=table.rows.index, dtype="object"))
    return table.days(due.column)


def done(table: RegisterTable) -> pd.Series:
    """Return whether anything says that a row is done: a date, a value or a word."""
    due = table.kind.due
    found = pd.Series(False, index=table.rows.index)
    if due is None:
        return found
    if due.done:
        found |= table.days(due.done).notna()
    for id, values in due.done_when.items():
        found |= table.holds(id, values)
    if due.done_words:
        beside = table.text(due.column).map(without_dates).astype("object")
        found |= says_done_beside_a_date(beside, due.done_words)
    return found


def undated(table: RegisterTable) -> pd.Series:
    """Return whether each row should say by when, or tries to, and no day can be read of it."""
    due = table.kind.due
    if due is None:
        return pd.Series(False, index=table.rows.index)
    return due_days(table).isna() & ~done(table) & says_when(table)


def says_when(table: RegisterTable) -> pd.Series:
    """Return whether each row has a time, or should: where the kind tells or refuses a blank."""
    due = table.kind.due
    if due is None:
        return pd.Series(False, index=table.rows.index)
    belongs = table.kind.column(due.column).blank != "allowed"
    return (table.text(due.column) != "") | (belongs & ~table.is_total)


def overdue(table: RegisterTable, as_at: date) -> pd.Series:
    """Return whether each row was to be done before a day, and nothing says that it is."""
    return (due_days(table) < pd.Timestamp(as_at)) & ~done(table)


def done_count(table: RegisterTable) -> int | None:
    """Return how many rows are done; None where the kind has nothing that could say so."""
    due = table.kind.due
    return int(done(table).sum()) if due and due.tells_done else None


def overdue_count(table: RegisterTable, as_at: date) -> int | None:
    """Return how many rows are past their date and not done; None for a kind without dates."""
    return int(overdue(table, as_at).sum()) if table.kind.due else None


def dated_rows(table: RegisterTable, linked: Linked) -> pd.DataFrame:
    """Return the rows of a register that say by when, or should, as one kind of dated things.

    A row without a time is one of them where the kind tells or refuses a blank there: what nobody
    has set a day for is still to be done.

    Returns:
        what (the row's key), kind (what a row is called), title, owner ("" where nobody is named),
        due (datetime64, missing where no day can be read), source_file, line, done (bool) and
        written (the date as it stands there): one row each, in the order of the file. A person who
        is named as an owner is not.
    """
    kind, due = table.kind, table.kind.due
    written = pd.Series("", index=table.rows.index, dtype="object")
    if due:
        written = shown_column(table, kind.column(due.column), linked)
    frame = pd.DataFrame(
        {
            "what": shown_column(table, kind.column(kind.key_column), linked),
            "kind": kind.one,
            "title": published_title(table, linked),
            "owner": published_owner(table, linked),
            "due": due_days(table),
            "source_file": table.file,
            "line": table.rows[AT],
            "done": done(table),
            "written": written,
        }
    )
    return frame[says_when(table)].reset_index(drop=True)[COLUMNS]
