"""Words on registers: what they hold, what is due, what the linter finds, what changed."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import pandas as pd

from jsna.analysis.register_change import CHANGED, GONE, NEW
from jsna.analysis.register_counts import BLANK, value_counts
from jsna.analysis.register_due import done, overdue, undated
from jsna.analysis.register_findings import Rule, finding_counts, is_wrong
from jsna.analysis.register_table import Linked, RegisterTable
from jsna.narrative.english import counted, listed
from jsna.settings.register_kind import RegisterKind

PLAIN: Final = {"to-be-confirmed": "to be confirmed"}
OF_A_COLUMN: Final = (Rule.BLANK, Rule.NEEDED, Rule.PLACEHOLDER)
"""Rules of which a count says in which column: blanks of the lead are not those of the date."""


def day_words(day: date) -> str:
    """Return a day as it is printed: "31 March 2018"."""
    return f"{day.day} {day:%B %Y}"


def rows_words(table: RegisterTable) -> str:
    """Return how many things a register has: "41 actions"; a row that adds up others is none."""
    return counted(len(table.without_totals.rows), table.kind.one, table.kind.plural)


def values_words(table: RegisterTable, column: str, linked: Linked) -> str:
    """Return how many rows have each value of a column: "9 green, 18 amber and 9 blank"."""
    counts = value_counts(table, column, linked)
    told = listed([f"{number} {PLAIN.get(value, value)}" for value, number in counts.items()])
    several = sum(counts.values()) > len(table.without_totals.rows)
    return f"{told} ({table.kind.one} by {table.kind.one}, some under several)" if several else told


def past_words(number: int) -> str:
    """Return "1 past its date", "4 past their date"."""
    return f"{number} past {'its' if number == 1 else 'their'} date"


def due_words(table: RegisterTable, as_at: date) -> str:
    """Return how many rows are done, past their date and without one; "" for a kind without."""
    if not table.kind.due or table.rows.empty:
        return ""
    late, is_done = overdue(table, as_at), done(table)
    parts = [
        f"{int(is_done.sum())} said to be done",
        f"{past_words(int(late.sum()))} as at {day_words(as_at)} and not said to be done",
        f"{int(undated(table).sum())} without a date that can be read",
    ]
    return listed([part for part in parts if not part.startswith("0 ")])


def in_short(table: RegisterTable, linked: Linked, as_at: date) -> str:
    """Return a register in one line: its rows, their values, and what is due."""
    columns = [table.kind.column(id) for id in table.kind.count_by]
    told = [f"{c.title.lower()}: {values_words(table, c.id, linked)}" for c in columns]
    parts = [rows_words(table), *(told if len(table.rows) else []), due_words(table, as_at)]
    return "; ".join(part for part in parts if part) + "."


def findings_words(findings: pd.DataFrame, kind: RegisterKind) -> str:
    """Return what the linter found of one register in one line; that it found nothing if so.

    "7 blanks (Lead), 2 impossible dates": mistakes first.
    """
    own = findings[findings["kind"] == kind.id]
    if own.empty:
        return "The linter finds nothing to mend."
    counts = finding_counts(own.assign(column=own["column"].where(own["rule"].isin(OF_A_COLUMN))
                                       .fillna("")))  # fmt: skip
    counts = counts.assign(open=~is_wrong(counts)).sort_values(
        ["open", "n"], ascending=[True, False]
    )
    told = [_count(row, kind) for row in counts.to_dict("records")]
    return f"The linter finds {listed(told)}."


def _count(row: Mapping[str, object], kind: RegisterKind) -> str:
    rule, number = Rule(str(row["rule"])), int(str(row["n"]))
    words = f"{number} {rule.value if number == 1 else rule.plural}"
    column = str(row["column"])
    return f"{words} ({kind.column(column).title})" if column else words


def told_findings(findings: pd.DataFrame, files: Mapping[str, str]) -> pd.DataFrame:
    """Return findings for readers: Register, File, Line, What, Must be mended ("yes", "no").

    Args:
        findings: As `register_lint.lint` gives them.
        files: Kind -> the name of its file.
    """
    frame = pd.DataFrame({
        "Register": findings["kind"].to_numpy(),
        "File": findings["kind"].map(dict(files)).to_numpy(),
        "Line": findings["at"].map(lambda line: str(line) if line else "").to_numpy(),
        "What": findings["what"].to_numpy(),
        "Rule": findings["rule"].map(str).to_numpy(),
        "Must be mended": is_wrong(findings).map({True: "yes", False: "no"}).to_numpy(),
    })  # fmt: skip
    return frame.astype("object")


def change_words(changed: pd.DataFrame, since: str, kind: RegisterKind) -> str:
    """Return what changed in a register since its last release, in one line.

    Args:
        changed: As `register_change.changes` gives it.
        since: The release.
        kind: What it is.
    """
    rows = changed.drop_duplicates(["change", "place"])["change"].value_counts()
    parts = [f"{rows[word]} {word}" for word in (NEW, CHANGED, GONE) if word in rows]
    if not parts:
        return f"Nothing changed since the release of {since}."
    return f"Since the release of {since}: {listed(parts)} ({kind.plural})."


def told_changes(changed: pd.DataFrame, kind: RegisterKind) -> pd.DataFrame:
    """Return changes for readers: the row, Change, and Before and Now of each cell."""
    titles = {column.id: column.title for column in kind.columns} | {"line": "Line"}
    before, now = (changed[name].replace("", BLANK) for name in ("before", "now"))
    cell = changed["change"] == CHANGED
    frame = pd.DataFrame({
        kind.column(kind.names_row).title: changed["row"].replace("", BLANK),
        "Change": changed["column"].map(titles).fillna("").where(cell, changed["change"]),
        "Before": before.where(cell, "-"),
        "Now": now.where(cell, "-"),
    })  # fmt: skip
    return frame.astype("object").reset_index(drop=True)
