"""A register as it may be shown: links by their titles, and nothing that could tell of a person."""

import re
from collections.abc import Iterator
from typing import Final

import pandas as pd

from jsna.analysis.register_people import (
    counts_of_people,
    hidden_bases,
    hidden_rows,
    of_people,
)
from jsna.analysis.register_table import Linked, RegisterTable, has_figure, parts_of
from jsna.settings.owner import owner_of
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
    text = table.text(column.id).astype("object")
    if column.type == "choice":
        known = table.choices(column)
        text = known.where(known != "", text).astype("object")
    elif column.type in LINKS or column.type == "owner":
        text = _titled(text, column, linked).map("; ".join).astype("object")
    for where, words in _hidden(table, column, linked):
        # what is hidden costs time, and of most columns nothing is
        if where.any():
            text = text.mask(where & (text != ""), words)
    return text


def shown_parts(table: RegisterTable, column: RegisterColumn, linked: Linked) -> pd.Series:
    """Return what each cell names, as it may be shown, in a list; one of "" where it is blank."""
    shown = shown_column(table, column, linked)
    if not column.several:
        return shown.map(lambda cell: [cell]).astype("object")
    parts = _titled(table.text(column.id), column, linked)
    hidden = shown != parts.map("; ".join)
    return parts.mask(hidden, shown.map(lambda cell: [cell])) if hidden.any() else parts


def repeated(table: RegisterTable, id: str) -> pd.Series:
    """Return the cells of a column as a finding may repeat them, which may be published.

    One that is not published, that counts people, or that could identify somebody is not.
    """
    column, text = table.kind.column(id), table.text(id).astype("object")
    if not column.published or id in of_people(table.kind):
        return pd.Series(NOT_REPEATED, index=text.index, dtype="object")
    hidden = could_identify(table, column) | ~_is_shown(table, column)
    return text.mask(hidden, NOT_REPEATED) if hidden.any() else text


def _hidden(
    table: RegisterTable, column: RegisterColumn, linked: Linked
) -> Iterator[tuple[pd.Series, str]]:
    """Yield which cells may not be shown, and what stands in their place; the last word holds."""
    text = table.text(column.id)
    if column.type == "owner":
        bodies = linked.bodies
        kinds = {cell: owner_of(cell, bodies) for cell in text.unique() if cell}
        for kind, words in OWNERS.items():
            if kind in kinds.values():
                yield text.map(lambda cell, kind=kind: kinds.get(cell) == kind), words
    if not column.figures:
        yield has_figure(text), A_FIGURE
    if _has_digit(table, column):
        yield could_identify(table, column), COULD_IDENTIFY
    # a value that the kind lists is none that waits, whatever it is called
    waits = table.placeholders(column.id)
    if column.type == "choice" and waits.any():
        waits &= table.choices(column) == ""
    yield waits, STILL_TO_COME
    if column.id in of_people(table.kind):
        yield _few(table, column, linked), HIDDEN
    if any(rule.column == column.id for rule in table.kind.shown_where):
        yield ~_is_shown(table, column), WITHHELD


def could_identify(table: RegisterTable, column: RegisterColumn) -> pd.Series:
    """Return whether each cell of a column holds what could identify a person."""
    cells = table.rows[[column.id]]
    if column.address or not _has_digit(table, column):
        return pd.Series(False, index=cells.index)
    found = pd.Series(cells.index.isin(identifying_cells(cells)), index=cells.index)
    # ten digits are money more often than an NHS number
    return found & table.numbers(column.id).isna() if column.type == "number" else found


def _has_digit(table: RegisterTable, column: RegisterColumn) -> bool:
    """Whether a digit stands in a column: without one it holds no number, postcode or day."""
    return re.search(r"\d", "\0".join(table.text(column.id))) is not None


def _few(table: RegisterTable, column: RegisterColumn, linked: Linked) -> pd.Series:
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
            if rule.until:
                shown &= _lasts(table, rule.until)
    return shown


def _lasts(table: RegisterTable, id: str) -> pd.Series:
    """Whether what may be shown until a day still may: a blank has no end, words are no day."""
    lasts = table.text(id) == ""
    return lasts | (table.days(id) >= pd.Timestamp(table.seen_on)) if table.seen_on else lasts


def _titled(text: pd.Series, column: RegisterColumn, linked: Linked) -> pd.Series:
    titles = linked.known.get("body", {}) if column.type == "owner" else linked.of(column)
    known = {id.casefold(): title for id, title in titles.items()}

    def named(cell: str) -> list[str]:
        parts = parts_of(cell, column.several)
        return [known.get(part.casefold(), part) for part in parts] or [""]

    return text.map(named).astype("object")
