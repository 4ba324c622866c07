"""A register as it may be shown: links by their titles, and nothing that could tell of a person."""

from typing import Final

import pandas as pd

from jsna.analysis.register_owner import owner_of
from jsna.analysis.register_people import (
    counts_of_people,
    hidden_bases,
    hidden_rows,
    of_people,
)
from jsna.analysis.register_table import Linked, RegisterTable, has_figure, parts_of
from jsna.settings.register_kind import LINKS, RegisterColumn
from jsna.sources.council.personal_data import identifying_cells

A_PERSON: Final = "(a person is named)"
NOBODY: Final = "(neither a body nor a role)"
STILL_TO_COME: Final = "(still to be written)"
HIDDEN: Final = "(hidden: few people)"
COULD_IDENTIFY: Final = "(hidden: could identify a person)"
A_FIGURE: Final = "(hidden: a figure)"
WITHHELD: Final = "(not shown)"
NOT_REPEATED: Final = "(not repeated here)"
OWNERS: Final = {"person": A_PERSON, "unknown": NOBODY}


def published(table: RegisterTable, linked: Linked) -> pd.DataFrame:
    """Return the columns of a register that may be shown, as text, with `line`: one row each.

    Choices as the kind writes them, links by the titles of what they name. In place of an owner
    who is a person or cannot be told from one, a placeholder, an identifying text, a small count,
    a figure where none may stand, or what is shown only where something else holds (a story with
    consent), stands what it was.
    """
    shown = {column.id: shown_column(table, column, linked) for column in table.kind.published}
    return pd.DataFrame(shown, index=table.rows.index).assign(line=table.text("line"))


def published_title(table: RegisterTable, linked: Linked) -> pd.Series:
    """Return what names each row, as it may be shown."""
    return shown_column(table, table.kind.column(table.kind.names_row), linked)


def published_owner(table: RegisterTable, linked: Linked) -> pd.Series:
    """Return whose each row is, as it may be shown; "" where nobody is named."""
    if not table.kind.owner:
        return pd.Series("", index=table.rows.index, dtype="object")
    return shown_column(table, table.kind.column(table.kind.owner), linked)


def shown_column(table: RegisterTable, column: RegisterColumn, linked: Linked) -> pd.Series:
    """Return the cells of a column as they may be shown, one a row."""
    return shown_parts(table, column, linked).str.join("; ").astype("object")


def shown_parts(table: RegisterTable, column: RegisterColumn, linked: Linked) -> pd.Series:
    """Return what each cell names, as it may be shown, in a list; one of "" where it is blank."""
    text, instead = table.text(column.id), _instead(table, column, linked)
    if column.type == "choice":
        known = table.choices(column)
        parts = known.where(known != "", text).map(lambda cell: [cell])
    elif column.type in LINKS or column.type == "owner":
        parts = _titled(text, column, linked)
    else:
        parts = text.map(lambda cell: [cell])
    masked = instead.map(lambda words: [words])
    return parts.where(instead == "", masked).astype("object")


def repeated(table: RegisterTable, id: str) -> pd.Series:
    """Return the cells of a column as a finding may repeat them, which may be published.

    One that is not published, that counts people, or that could identify somebody is not.
    """
    column, text = table.kind.column(id), table.text(id).astype("object")
    if not column.published or id in of_people(table.kind):
        return pd.Series(NOT_REPEATED, index=text.index, dtype="object")
    return text.mask(_identifies(table, column) | ~_is_shown(table, column), NOT_REPEATED)


def _instead(table: RegisterTable, column: RegisterColumn, linked: Linked) -> pd.Series:
    """What stands in the place of each cell that may not be shown, "" of one that may."""
    text = table.text(column.id)
    instead = pd.Series("", index=text.index, dtype="object")
    if column.type == "owner":
        bodies = linked.bodies
        told = {cell: OWNERS.get(owner_of(cell, bodies), "") for cell in text.unique() if cell}
        instead = text.map(lambda cell: told.get(cell, "")).astype("object")
    if not column.figures:
        instead = instead.mask(has_figure(text), A_FIGURE)
    instead = instead.mask(_identifies(table, column), COULD_IDENTIFY)
    # a value that the kind lists is none that waits, whatever it is called
    waits = table.placeholders(column.id)
    if column.type == "choice":
        waits &= table.choices(column) == ""
    instead = instead.mask(waits, STILL_TO_COME)
    instead = instead.mask(_few(table, column, linked), HIDDEN)
    return instead.mask(~_is_shown(table, column), WITHHELD).where(text != "", "")


def _identifies(table: RegisterTable, column: RegisterColumn) -> pd.Series:
    cells = table.rows[[column.id]]
    if column.address:
        return pd.Series(False, index=cells.index)
    found = pd.Series(cells.index.isin(identifying_cells(cells)), index=cells.index)
    # ten digits are money more often than an NHS number
    return found & table.numbers(column.id).isna() if column.type == "number" else found


def _few(table: RegisterTable, column: RegisterColumn, linked: Linked) -> pd.Series:
    if column.id not in of_people(table.kind):
        return pd.Series(False, index=table.rows.index)
    people = table.kind.people
    named = people is not None and column.id in (*people.columns, *people.tell)
    if named or column.id not in counts_of_people(table.kind):
        return hidden_rows(table, linked)
    return hidden_bases(table, linked, column.id)


def _is_shown(table: RegisterTable, column: RegisterColumn) -> pd.Series:
    """Whether what a cell is shown with holds: a value that is not known is none of them."""
    shown = pd.Series(True, index=table.rows.index)
    for rule in table.kind.shown_where:
        if rule.column == column.id:
            shown &= table.holds(rule.where, rule.holds)
    return shown


def _titled(text: pd.Series, column: RegisterColumn, linked: Linked) -> pd.Series:
    titles = linked.known.get("body", {}) if column.type == "owner" else linked.of(column)
    known = {id.casefold(): title for id, title in titles.items()}

    def named(cell: str) -> list[str]:
        parts = parts_of(cell, column.several)
        return [known.get(part.casefold(), part) for part in parts] or [""]

    return text.map(named).astype("object")
