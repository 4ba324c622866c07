"""Read a register's CSV, `reports/strategies/<strategy>/registers/<kind>.csv`, and its template."""

from pathlib import Path
from typing import Final

import pandas as pd

from jsna.analysis.register_table import AT, RegisterTable
from jsna.settings.csv_rows import csv_rows
from jsna.settings.register_kind import RegisterColumn, RegisterKind
from jsna.settings.yaml_file import Problems
from jsna.tables.csv_file import csv_file, is_formula

DATES: Final = "a day, YYYY-MM-DD; or a month, YYYY-MM"
FORMULA_SAFE: Final = "'"
"""What a spreadsheet puts before text that it must not run; it is no part of the text."""


def read_register(path: Path, kind: RegisterKind, problems: Problems) -> RegisterTable:
    """Return the register of a CSV; a file or a row that can't be read is told to `problems`.

    Args:
        path: The file.
        kind: What it holds.
        problems: Where what is wrong is gathered.
    """
    needed = [column.id for column in kind.columns if column.blank == "refused"]
    needed = list(dict.fromkeys([kind.names_row, *needed]))
    read = list(csv_rows(path, kind.column_ids, needed, problems))
    told = _template_row(kind)
    for line, _ in [row for row in read if _is_template(row[1], told)]:
        what = "this line is the template's, and says what belongs under each heading."
        problems.add(what, path, line, next_step="Take it out.")
    return register_table(kind, problems.name_of(path), read)


def register_table(
    kind: RegisterKind, file: str, rows: "list[tuple[int, dict[str, str]]]"
) -> RegisterTable:
    """Return a register from its rows.

    Args:
        kind: What it holds.
        file: The name of the file that they stand in.
        rows: Each with its line; what it leaves out is blank.
    """
    frame = pd.DataFrame(
        [cells for _, cells in rows], columns=list(kind.column_ids), dtype="object"
    )
    frame = frame.astype("object").fillna("").map(without_apostrophe)
    frame[AT] = pd.Series([line for line, _ in rows], dtype="int64")
    return RegisterTable(kind, file, frame)


def _is_template(row: dict[str, str], told: dict[str, str]) -> bool:
    """Whether a row is the one that the template has below its headings, and nobody's own."""
    some = {id: cell for id, cell in row.items() if cell}
    return len(some) > 1 and all(without_apostrophe(some[id]) == told[id] for id in some)


def without_apostrophe(cell: str) -> str:
    """Return a cell without the sign by which a spreadsheet, or we, keep text from being run."""
    return cell[1:] if cell[:1] == FORMULA_SAFE and is_formula(cell[1:]) else cell


def template(kind: RegisterKind) -> str:
    """Return the CSV to write over: the headings, and a row that says what belongs under each."""
    row = _template_row(kind)
    return csv_file(pd.DataFrame([row], columns=list(kind.column_ids))).decode("utf-8-sig")


def _template_row(kind: RegisterKind) -> dict[str, str]:
    row = {column.id: _what_belongs(column) for column in kind.columns}
    return row | {"line": "the line of the document that it was read from, or blank"}


def _what_belongs(column: RegisterColumn) -> str:
    parts = [column.help or column.title, _form(column)]
    if column.blank == "refused":
        parts.append("needed")
    return "; ".join(part for part in parts if part)


def _form(column: RegisterColumn) -> str:
    """What the cells of a column look like, in a few words."""
    several = ", several with ; between" if column.several else ""
    limits = (("from", column.at_least), ("to", column.at_most))
    ends = [f"{word} {limit:g}" for word, limit in limits if limit is not None]
    return {
        "text": "" if column.figures else "words, no figures",
        "choice": f"one of: {' | '.join(column.allowed)}",
        "date": DATES + ("; or words" if column.or_words else ""),
        "number": " ".join(["a whole number" if column.whole else "a number", *ends]),
        "owner": f"a body or a role, never a person's name{several}",
        "web": "a web address",
        "register": f"what the register {column.of} has under its key{several}",
    }.get(column.type, f"the id or title of a {column.type}{several}")
