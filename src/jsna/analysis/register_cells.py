"""What the linter of a register finds in single cells: each column by what it should hold."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from jsna.analysis.register_findings import Rule, found
from jsna.analysis.register_published import NOT_REPEATED, could_identify, repeated
from jsna.analysis.register_table import (
    Linked,
    RegisterTable,
    choices_of,
    has_figure,
    parts_of,
)
from jsna.settings.model import WEB_ADDRESS
from jsna.settings.owner import owner_of
from jsna.settings.register_kind import LINKS, RegisterColumn
from jsna.settings.unknown_name import nearest

LONGEST_TOLD: Final = 60
DATES: Final = "write a day as YYYY-MM-DD, a month as YYYY-MM, a quarter as YYYY/YY Q1"
OWNERS: Final = "an owner is a role or a body, never a person's name"
NO_DATE_IN: Final = re.compile(r"[^\W\d_]")
"""A cell without a letter is meant for a date and not for words."""
MOST_NEAR: Final = 100
"""Cells of a column for which the nearest known name is looked for: each costs as much as a row."""
Check = Callable[[RegisterTable, RegisterColumn, Linked], Iterator[pd.DataFrame]]


def cell_findings(
    table: RegisterTable, column: RegisterColumn, linked: Linked
) -> Iterator[pd.DataFrame]:
    """Yield what is wrong or open in the cells of one column.

    Args:
        table: The register.
        column: Which.
        linked: What links may name.
    """
    yield from _blank(table, column)
    if not table.text(column.id).any():
        return
    waits = _waits(table, column)
    # which words wait is not repeated: a name may stand in them
    words = f"{column.title} still waits for its text."
    yield found(table, column.id, Rule.PLACEHOLDER, waits, words)
    kept = replace(table, rows=table.rows[~waits]) if waits.any() else table
    yield from _CHECKS[column.type](kept, column, linked)
    if not column.figures:
        words = f"{column.title} holds a figure, in digits or words, and none may stand there."
        yield found(kept, column.id, Rule.FIGURES, has_figure(kept.text(column.id)), words)


def _blank(table: RegisterTable, column: RegisterColumn) -> Iterator[pd.DataFrame]:
    if column.blank != "allowed":
        rule = Rule.NEEDED if column.blank == "refused" else Rule.BLANK
        yield found(
            table, column.id, rule, table.text(column.id) == "", f"{column.title} is blank."
        )


def _waits(table: RegisterTable, column: RegisterColumn) -> pd.Series:
    """Whether each cell is a placeholder: one that the kind lists as a value is none."""
    waits = table.placeholders(column.id)
    if column.type == "choice":
        waits &= table.choices(column) == ""
    return waits


def _text(table: RegisterTable, column: RegisterColumn, _: Linked) -> Iterator[pd.DataFrame]:
    words = f"{column.title} holds what could identify a person: an NHS number, a full postcode"
    where = could_identify(table, column)
    yield found(table, column.id, Rule.IDENTIFIES, where, f"{words} or a date of birth.")


def _date(table: RegisterTable, column: RegisterColumn, _: Linked) -> Iterator[pd.DataFrame]:
    read, text = table.dates(column.id), table.text(column.id)
    wrong = read.map(lambda one: one.wrong).astype("object")
    if not column.published:
        wrong = wrong.where(wrong == "", f"{NOT_REPEATED} is no day of the calendar")
    yield found(table, column.id, Rule.IMPOSSIBLE, wrong != "",
                lambda: f"{column.title}: " + wrong + f"; {DATES}.")  # fmt: skip
    alone = read.map(lambda one: one.alone).astype("bool")
    where = (text != "") & (wrong == "") & ~alone
    if column.or_words and where.any():
        where &= read.map(lambda one: one.last is None).astype("bool")
        where &= ~text.str.contains(NO_DATE_IN).astype("bool")
    yield found(table, column.id, Rule.NO_DATE, where,
                lambda: column.title + " is " + _told(table, column)
                + f", which is no date: {DATES}.")  # fmt: skip


def _choice(table: RegisterTable, column: RegisterColumn, _: Linked) -> Iterator[pd.DataFrame]:
    text = table.text(column.id)
    where = (text != "") & (table.choices(column) == "")

    def words() -> pd.Series:
        told = column.title + " is " + _told(table, column) + ", which is not known. "
        meant = _did_you_mean(text[where], choices_of(column)).reindex(told.index).fillna("")
        return told + f"Allowed are: {', '.join(column.allowed)}." + meant

    yield found(table, column.id, Rule.NOT_ALLOWED, where, words)


def _number(table: RegisterTable, column: RegisterColumn, _: Linked) -> Iterator[pd.DataFrame]:
    text, value = table.text(column.id), table.numbers(column.id)
    yield found(table, column.id, Rule.NO_NUMBER, (text != "") & value.isna(),
                lambda: column.title + " is " + _told(table, column) + ", which is no number."
                )  # fmt: skip
    limits: dict[str, pd.Series] = {}
    if column.at_least is not None:
        limits[f"at least {column.at_least:g}"] = value < column.at_least
    if column.at_most is not None:
        limits[f"at most {column.at_most:g}"] = value > column.at_most
    if column.whole:
        limits["a whole number"] = value.notna() & (value % 1 != 0)
    for limit, where in limits.items():
        if where.any():
            words = column.title + " is " + _told(table, column) + f", and has to be {limit}."
            yield found(table, column.id, Rule.OUT_OF_RANGE, where, words)


def _owner(table: RegisterTable, column: RegisterColumn, linked: Linked) -> Iterator[pd.DataFrame]:
    bodies = linked.bodies
    text = table.text(column.id)
    named = text.map(lambda cell: owner_of(cell, bodies) if cell else "body")
    # what a finding says may be published, so that a name is not repeated in it
    yield found(table, column.id, Rule.PERSON, named == "person",
                f"{column.title} reads like a person's name: {OWNERS}.")  # fmt: skip
    words = (
        f"{column.title} is neither a body of the strategy nor words of a role, and is not shown:"
    )
    words += f" {OWNERS}. List a body with such a name among the strategy's bodies."
    yield found(table, column.id, Rule.NOBODY, named == "unknown", words)


def _web(table: RegisterTable, column: RegisterColumn, _: Linked) -> Iterator[pd.DataFrame]:
    text = table.text(column.id)
    where = (text != "") & ~text.str.fullmatch(WEB_ADDRESS)
    yield found(table, column.id, Rule.NO_ADDRESS, where,
                lambda: column.title + " is " + _told(table, column)
                + ", which is no web address: https://, no spaces.")  # fmt: skip


def _link(table: RegisterTable, column: RegisterColumn, linked: Linked) -> Iterator[pd.DataFrame]:
    known = linked.of(column)
    names = {word.casefold(): id for id, title in known.items() for word in (id, title)}

    def unknown(cell: str) -> str:
        parts = parts_of(cell, column.several)
        return "; ".join(part for part in parts if part.casefold() not in names)

    wrong = table.text(column.id).map(unknown).astype("object")
    what = f"row in the register {column.of}" if column.type == "register" else column.type

    def words() -> pd.Series:
        others = _names_of_others(column, linked)
        told = _quoted(wrong) if column.published else wrong.map(lambda _: NOT_REPEATED)
        elsewhere = wrong.map(lambda cells: _is_a(cells, others)).astype("object")
        meant = _did_you_mean(wrong[wrong != ""], {id.casefold(): id for id in known} | names)
        meant = meant.reindex(wrong.index).fillna("").where(elsewhere == "", "")
        return (
            column.title + " names " + told + f", and there is no such {what}." + elsewhere + meant
        )

    yield found(table, column.id, Rule.NOTHING, wrong != "", words)


def _names_of_others(column: RegisterColumn, linked: Linked) -> dict[str, str]:
    """What links of other kinds name, in small letters -> the kind."""
    if not column.published:
        return {}
    return {
        word.casefold(): type.replace("register:", "row in the register ")
        for type, known in linked.known.items()
        for pair in known.items()
        for word in pair
    }


def _is_a(cells: str, others: Mapping[str, str]) -> str:
    """Of what other kind something is that a cell names, as a sentence; "" where it is of none."""
    found = [others[c.casefold()] for c in parts_of(cells, True) if c.casefold() in others]
    return f" There is a {found[0]} of that name." if found else ""


def _did_you_mean(cells: pd.Series, known: Mapping[str, str]) -> pd.Series:
    """Return the nearest known name for each cell that is none, as a sentence or ""."""

    def meant(cell: str) -> str:
        near = nearest(cell.casefold()[:LONGEST_TOLD], known) if known else ""
        return f" Did you mean {known[near]!r}?" if near else ""

    some = cells.unique()[:MOST_NEAR]
    near = {cell: meant(cell) for cell in some}
    return cells.map(lambda cell: near.get(cell, "")).astype("object")


def _told(table: RegisterTable, column: RegisterColumn) -> pd.Series:
    """Return the cells of a column as a finding may repeat them: in quotation marks, cut."""
    cells = repeated(table, column.id)
    return _quoted(cells).where(cells != NOT_REPEATED, NOT_REPEATED)


def _quoted(cells: pd.Series) -> pd.Series:
    """Return cells in quotation marks, cut where they are long."""
    return cells.map(
        lambda cell: repr(cell if len(cell) <= LONGEST_TOLD else f"{cell[:LONGEST_TOLD]} ...")
    ).astype("object")


_CHECKS: Final[Mapping[str, Check]] = {
    "text": _text, "date": _date, "choice": _choice, "number": _number, "owner": _owner,
    "web": _web, **dict.fromkeys(LINKS, _link),
}  # fmt: skip
