"""A register as it may be shown: links by their titles, and nothing that could tell of a person."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from jsna.analysis.register_owner import owner_of
from jsna.analysis.register_people import hidden_rows
from jsna.analysis.register_table import Linked, RegisterTable, parts_of
from jsna.settings.register_kind import LINKS, RegisterColumn
from jsna.sources.council.personal_data import identifying_cells

A_PERSON: Final = "(a person is named)"
STILL_TO_COME: Final = "(still to be written)"
HIDDEN: Final = "(hidden: few people)"
COULD_IDENTIFY: Final = "(hidden: could identify a person)"


def published(table: RegisterTable, linked: Linked) -> pd.DataFrame:
    """Return the columns of a register that may be shown, as text, with `line`: one row each.

    Choices as the kind writes them, links by the titles of what they name. In place of a person
    who owns something, a placeholder, an identifying text or a small count stands what it was.
    """
    shown = {column.id: _shown(table, column, linked) for column in table.kind.published}
    frame = pd.DataFrame(shown, index=table.rows.index)
    for id in _of_people(table):
        if id in frame:
            frame[id] = frame[id].where(~hidden_rows(table) | (frame[id] == ""), HIDDEN)
    return frame.assign(line=table.text("line"))


def published_title(table: RegisterTable, linked: Linked) -> pd.Series:
    """Return what names each row, as it may be shown."""
    return published_column(table, table.kind.names_row, linked)


def published_column(table: RegisterTable, id: str, linked: Linked) -> pd.Series:
    """Return one column that counts no people, as it may be shown."""
    return _shown(table, table.kind.column(id), linked)


def published_owner(table: RegisterTable, linked: Linked) -> pd.Series:
    """Return whose each row is, as it may be shown; "" where nobody is named."""
    if not table.kind.owner:
        return pd.Series("", index=table.rows.index, dtype="object")
    return _shown(table, table.kind.column(table.kind.owner), linked)


def _shown(table: RegisterTable, column: RegisterColumn, linked: Linked) -> pd.Series:
    text = table.text(column.id).astype("object")
    if column.type == "choice":
        known = table.choices(column)
        return known.where(known != "", text).astype("object")
    if column.type in LINKS or column.type == "owner":
        titles = linked.of(column) if column.type in LINKS else linked.known.get("body", {})
        text = _titled(text, titles, column)
    if column.type == "owner":
        persons = [owner_of(cell, linked.bodies) == "person" for cell in text]
        text = text.mask(pd.Series(persons, index=text.index), A_PERSON)
    if column.type == "text" and not column.address:
        cells = table.rows[[column.id]]
        text = text.mask(cells.index.isin(identifying_cells(cells)), COULD_IDENTIFY)
    return text.mask(table.placeholders(column.id), STILL_TO_COME).astype("object")


def _titled(text: pd.Series, titles: Mapping[str, str], column: RegisterColumn) -> pd.Series:
    known = {id.casefold(): title for id, title in titles.items()}

    def named(cell: str) -> str:
        parts = parts_of(cell, column.several)
        return "; ".join(known.get(part.casefold(), part) for part in parts)

    return text.map(named).astype("object")


def _of_people(table: RegisterTable) -> tuple[str, ...]:
    people = table.kind.people
    return (*people.columns, *people.tell) if people else ()
