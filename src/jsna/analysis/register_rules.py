"""What the linter of a register finds between cells: orders, ratings, sums and doubles."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Final

import pandas as pd

from jsna.analysis.register_due import done, due_days
from jsna.analysis.register_findings import Rule, found
from jsna.analysis.register_people import small_rows
from jsna.analysis.register_table import AT, Linked, RegisterTable
from jsna.settings.register_kind import LINKS, RegisterColumn

APART: Final = re.compile(r"[\W_]+")
"""What does not make two titles two: signs and spaces."""
SMALLEST: Final = 1e-6
"""Relative difference of two numbers that are not the same."""


def row_findings(table: RegisterTable, linked: Linked, as_at: date) -> Iterator[pd.DataFrame]:
    """Yield what is wrong or open between the cells of a register.

    Args:
        table: The register.
        linked: What links may name.
        as_at: The day on which it is looked at.
    """
    yield from _not_covered(table, linked)
    if table.rows.empty:
        return
    yield from _needed(table)
    yield from _twice(table)
    yield from _orders(table)
    yield from _still_to_come(table, as_at)
    yield from _rating(table, as_at)
    yield from _products(table)
    yield from _shares(table)
    yield from _totals(table)
    yield from _sequence(table)
    yield from _small(table)


def _needed(table: RegisterTable) -> Iterator[pd.DataFrame]:
    for needed in table.kind.needed:
        column, where = table.kind.column(needed.column), table.kind.column(needed.where)
        holds = _holds(table, where, needed.holds)
        told = f", as {where.title} is {' or '.join(needed.holds)}" if needed.holds else ""
        yield found(table, column.id, Rule.NEEDED, holds & (table.text(column.id) == ""),
                    f"{column.title} has to be filled{told}.")  # fmt: skip


def _holds(table: RegisterTable, column: RegisterColumn, values: Iterable[str]) -> pd.Series:
    cells = table.choices(column) if column.type == "choice" else table.text(column.id)
    return cells.isin(list(values)) if values else table.text(column.id) != ""


def _twice(table: RegisterTable) -> Iterator[pd.DataFrame]:
    kind = table.kind
    keys = [(kind.key,)] if kind.key else []
    for ids in dict.fromkeys([*keys, kind.same_columns]):
        plain = [table.text(id).map(lambda cell: APART.sub(" ", cell.casefold()).strip())
                 for id in ids]  # fmt: skip
        names = pd.concat(plain, axis="columns")
        # a row without a name is no double of another, and one that waits for it neither
        named = names.ne("").all(axis="columns") & ~table.placeholders(ids[0])
        again = names.duplicated() & named
        first = table.rows.groupby([names[id] for id in ids], sort=False)[AT].transform("first")
        titles = " and ".join(kind.column(id).title for id in ids)
        words = f"the same {titles.lower()} stands on line " + first.astype("str") + " already."
        yield found(table, ids[0], Rule.TWICE, again, words)


def _orders(table: RegisterTable) -> Iterator[pd.DataFrame]:
    for ids in table.kind.in_order:
        for before, after in pairwise(ids):
            # a month is before a day only where it ends before it
            begun = pd.to_datetime(table.dates(before).map(lambda read: read.first))
            ends = table.days(after)
            first, second = table.kind.column(before), table.kind.column(after)
            words = f"{second.title} (" + table.text(after) + f") is before {first.title.lower()} ("
            words = words + table.text(before) + ")."
            yield found(table, after, Rule.ORDER, ends < begun, words)


def _still_to_come(table: RegisterTable, as_at: date) -> Iterator[pd.DataFrame]:
    due = table.kind.due
    if due and due.done:
        begins = pd.to_datetime(table.dates(due.done).map(lambda read: read.first))
        words = table.kind.column(due.done).title + " (" + table.text(due.done)
        words = words + ") is still to come."
        yield found(table, due.done, Rule.STILL_TO_COME, begins > pd.Timestamp(as_at), words)


def _rating(table: RegisterTable, as_at: date) -> Iterator[pd.DataFrame]:
    rating = table.kind.rating
    if not rating:
        return
    column, progress = table.kind.column(rating.column), table.kind.column(rating.progress)
    value, told = table.choices(column), table.text(rating.progress)
    written = (told != "") & ~table.placeholders(rating.progress)
    silent = (value != "") & ~value.isin(rating.unknown) & (told == "")
    sentence = column.title + " is " + value + f", and {progress.title.lower()} is blank."
    yield found(table, column.id, Rule.NO_PROGRESS, silent, sentence)
    for values, words in ((rating.good, rating.slow_words), (rating.bad, rating.done_words)):
        said = told.str.extract(_any_of(words), expand=False).fillna("").astype("object")
        where = value.isin(values) & written & (said != "")
        sentence = column.title + " is " + value + f", and {progress.title.lower()} says '" + said
        yield found(table, column.id, Rule.UNSUPPORTED, where, sentence + "'.")
    if table.kind.due:
        late = value.isin(rating.good) & (due_days(table) < pd.Timestamp(as_at)) & ~done(table)
        sentence = column.title + " is " + value + ", its date ("
        sentence = sentence + table.text(table.kind.due.column) + ") is past, and nothing says that"
        yield found(table, column.id, Rule.LATE_AND_WELL, late, sentence + " it is done.")


def _any_of(words: Iterable[str]) -> str:
    """A pattern of any of some words that no "not" stands before; none matches without words."""
    # "not complete" does not say that it is; "in progress" is no "progress"
    some = "|".join(re.escape(word) for word in words) or "(?!)"
    return rf"(?i)(?<!\bnot )(?<!\bnot yet )(?<!\bno longer )\b({some})\b"


def _products(table: RegisterTable) -> Iterator[pd.DataFrame]:
    for product in table.kind.products:
        stated = table.numbers(product.column)
        parts = pd.concat([table.numbers(id) for id in product.of], axis="columns")
        right = parts.prod(axis="columns", skipna=False)
        titles = " x ".join(table.kind.column(id).title.lower() for id in product.of)
        words = table.kind.column(product.column).title + " is " + stated.map("{:g}".format)
        words = words + f", and {titles} is " + right.map("{:g}".format) + "."
        where = (stated - right).abs() > SMALLEST * right.abs().clip(lower=1)
        yield found(table, product.column, Rule.PRODUCT, where, words)


def _shares(table: RegisterTable) -> Iterator[pd.DataFrame]:
    for share in table.kind.shares:
        stated, text = table.numbers(share.column), table.text(share.column)
        base = table.numbers(share.base)
        right = 100 * table.numbers(share.count) / base.where(base > 0)
        decimals = text.str.extract(r"\.(\d+)", expand=False).str.len().fillna(0)
        # as exact as it is written: 84 may be 83.5 to 84.5
        off = (stated - right).abs() > 0.5 * 10.0**-decimals + 1e-9
        words = table.kind.column(share.column).title + " is " + text + ", and "
        words = words + table.text(share.count) + " of " + table.text(share.base) + " is "
        yield found(table, share.column, Rule.SHARE, off, words + right.map("{:.1f}%.".format))


def _totals(table: RegisterTable) -> Iterator[pd.DataFrame]:
    kind = table.kind
    for total in kind.totals:
        is_total = table.text(kind.names_row).str.casefold() == total.row.casefold()
        groups = table.text(kind.group_by) if kind.group_by else pd.Series("", index=is_total.index)
        for id in total.columns:
            value = table.numbers(id)
            right = value.where(~is_total).groupby(groups).transform("sum")
            words = kind.column(id).title + " of the total is " + table.text(id)
            words = words + ", and the rows above give " + right.map("{:,.10g}".format) + "."
            off = (
                is_total
                & value.notna()
                & ((value - right).abs() > SMALLEST * right.abs().clip(lower=1))
            )
            yield found(table, id, Rule.TOTAL, off, words)


def _sequence(table: RegisterTable) -> Iterator[pd.DataFrame]:
    for column in table.kind.columns:
        if not column.in_sequence:
            continue
        value = table.numbers(column.id)
        before = value.ffill().shift(1)
        words = f"{column.title} is " + table.text(column.id) + " after "
        words = words + before.map("{:g}".format) + "."
        yield found(table, column.id, Rule.SEQUENCE, value.notna() & (value != before + 1)
                    & before.notna(), words)  # fmt: skip


def _small(table: RegisterTable) -> Iterator[pd.DataFrame]:
    people = table.kind.people
    if people:
        words = f"fewer than {people.fewest} people are counted: the numbers of all rows that add"
        words += " up with them are hidden wherever the register is shown. Put groups together."
        yield found(table, people.columns[0], Rule.SMALL, small_rows(table), words)


def _not_covered(table: RegisterTable, linked: Linked) -> Iterator[pd.DataFrame]:
    """One finding for each value that has no row; they stand on no line."""
    for id in table.kind.covers:
        column = table.kind.column(id)
        if column.type in LINKS:
            known = linked.of(column)
            there = set(table.text(id).str.casefold().str.split(r"\s*;\s*").explode())
            gone = {t for i, t in known.items() if not there & {i.casefold(), t.casefold()}}
        else:
            gone = set(column.allowed) - set(table.choices(column))
            known = {word: word for word in column.allowed}
        names = [title for title in known.values() if title in gone]
        told = [f"{column.title}: there is no row for {name!r}." for name in names]
        words = pd.Series(told, dtype="object")
        nowhere = pd.DataFrame({AT: [0] * len(names)})
        blank = RegisterTable(table.kind, table.file, nowhere)
        yield found(blank, id, Rule.NOT_COVERED, pd.Series(True, index=nowhere.index), words)
