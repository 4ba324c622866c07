"""What the linter of a register finds between cells: orders, ratings, sums and doubles."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

import pandas as pd

from jsna.analysis.register_due import done, due_days
from jsna.analysis.register_findings import Rule, found
from jsna.analysis.register_meaning import meaning
from jsna.analysis.register_people import of_people, small_rows
from jsna.analysis.register_published import NOT_REPEATED, repeated
from jsna.analysis.register_said import done_word, slow_word
from jsna.analysis.register_table import AT, Linked, RegisterTable
from jsna.settings.register_kind import LINKS

SMALLEST: Final = 1e-6
"""Relative difference of two numbers that are not the same."""


def row_findings(
    table: RegisterTable, linked: Linked, as_at: date, today: date
) -> Iterator[pd.DataFrame]:
    """Yield what is wrong or open between the cells of a register.

    Args:
        table: The register.
        linked: What links may name.
        as_at: The day as at which it is looked at.
        today: The day after which nothing can have been done.
    """
    yield from _not_covered(table, linked)
    if table.rows.empty:
        return
    yield from _needed(table)
    yield from _twice(table, linked)
    yield from _orders(table)
    yield from _still_to_come(table, today)
    yield from _rating(table, as_at)
    yield from _products(table)
    yield from _shares(table)
    yield from _totals(table, linked)
    yield from _sequence(table)
    yield from _small(table)


def _needed(table: RegisterTable) -> Iterator[pd.DataFrame]:
    for needed in table.kind.needed:
        column, where = table.kind.column(needed.column), table.kind.column(needed.where)
        told = f", as {where.title} is {' or '.join(needed.holds)}" if needed.holds else ""
        blank = table.holds(where.id, needed.holds) & (table.text(column.id) == "")
        yield found(table, column.id, Rule.NEEDED, blank, f"{column.title} has to be filled{told}.")


def _twice(table: RegisterTable, linked: Linked) -> Iterator[pd.DataFrame]:
    kind = table.kind
    keys = [(kind.key,)] if kind.key else []
    for ids in dict.fromkeys([*keys, kind.same_columns]):
        names = pd.concat([meaning(table, id, linked).rename(id) for id in ids], axis="columns")
        # a row without a name is no double of another, and one that waits for it neither
        named = names.ne("").any(axis="columns") & (names[ids[0]] != "")
        named &= ~table.placeholders(ids[0])
        again = names.duplicated() & named
        if not again.any():
            continue
        first = table.rows.groupby([names[id] for id in ids], sort=False)[AT].transform("first")
        titles = " and ".join(kind.column(id).title for id in ids)
        words = f"the same {titles.lower()} stands on line " + first.astype("str") + " already."
        yield found(table, ids[0], Rule.TWICE, again, words)


def _orders(table: RegisterTable) -> Iterator[pd.DataFrame]:
    for ids in table.kind.in_order:
        # a month is before a day only where it ends before it
        begins = [pd.to_datetime(table.dates(id).map(lambda read: read.first)) for id in ids]
        for place, after in enumerate(ids[1:], 1):
            nearest = pd.Series(True, index=table.rows.index)
            for at in reversed(range(place)):
                # of dates in a row each is held to the last before it that is there
                where = nearest & (table.days(after) < begins[at])
                yield found(table, after, Rule.ORDER, where, _before(table, ids[at], after))
                nearest &= begins[at].isna()


def _before(table: RegisterTable, first: str, second: str) -> Callable[[], pd.Series]:
    """What says that one date is before another that comes first."""
    titles = [table.kind.column(id).title for id in (second, first)]

    def words() -> pd.Series:
        told = f"{titles[0]} (" + repeated(table, second) + f") is before {titles[1].lower()} ("
        return told + repeated(table, first) + ")."

    return words


def _still_to_come(table: RegisterTable, today: date) -> Iterator[pd.DataFrame]:
    due = table.kind.due
    if due and due.done:
        begins = pd.to_datetime(table.dates(due.done).map(lambda read: read.first))
        told = f") is after the day as at which it is looked at, {_day(today)}."
        title = table.kind.column(due.done).title
        yield found(table, due.done, Rule.STILL_TO_COME, begins > pd.Timestamp(today),
                    lambda: f"{title} (" + repeated(table, due.done) + told)  # fmt: skip


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _rating(table: RegisterTable, as_at: date) -> Iterator[pd.DataFrame]:
    rating = table.kind.rating
    if not rating:
        return
    column, progress = table.kind.column(rating.column), table.kind.column(rating.progress)
    value, told = table.choices(column), table.text(rating.progress)
    shown = value.where(repeated(table, column.id) != NOT_REPEATED, NOT_REPEATED)
    written = (told != "") & ~table.placeholders(rating.progress)
    silent = (value != "") & ~value.isin(rating.unknown) & (told == "")
    sentence = column.title + " is " + shown + f", and {progress.title.lower()} is blank."
    yield found(table, column.id, Rule.NO_PROGRESS, silent, sentence)
    slow, finished = slow_word(told, rating.slow_words), done_word(told, rating.done_words)
    for values, said in ((rating.good, slow), (rating.bad, finished)):
        where = value.isin(values) & written & (said != "")
        sentence = column.title + " is " + shown + f", and {progress.title.lower()} says '" + said
        yield found(table, column.id, Rule.UNSUPPORTED, where, sentence + "'.")
    yield from _late_and_well(table, as_at, shown)


def _late_and_well(table: RegisterTable, as_at: date, shown: pd.Series) -> Iterator[pd.DataFrame]:
    """A good rating past its date; where the kind says what done is, or none could ever be."""
    rating, due = table.kind.rating, table.kind.due
    if rating and due and due.tells_done:
        column = table.kind.column(rating.column)
        good = table.choices(column).isin(rating.good)
        late = good & (due_days(table) < pd.Timestamp(as_at)) & ~done(table)
        yield found(table, column.id, Rule.LATE_AND_WELL, late,
                    lambda: column.title + " is " + shown + ", its date ("
                    + repeated(table, due.column)
                    + ") is past, and nothing says that it is done.")  # fmt: skip


def _may_be_told(table: RegisterTable, *ids: str) -> bool:
    """Whether numbers of some columns, and what follows from them, may stand in a finding."""
    hidden = of_people(table.kind)
    return all(table.kind.column(id).published and id not in hidden for id in ids)


def _products(table: RegisterTable) -> Iterator[pd.DataFrame]:
    for product in table.kind.products:
        stated = table.numbers(product.column)
        parts = pd.concat([table.numbers(id) for id in product.of], axis="columns")
        right = parts.prod(axis="columns", skipna=False)
        titles = " x ".join(table.kind.column(id).title.lower() for id in product.of)
        title = table.kind.column(product.column).title
        words = pd.Series(f"{title} is not {titles}.", index=stated.index, dtype="object")
        if _may_be_told(table, product.column, *product.of):
            words = f"{title} is " + stated.map("{:g}".format)
            words = words + f", and {titles} is " + right.map("{:g}".format) + "."
        where = (stated - right).abs() > SMALLEST * right.abs().clip(lower=1)
        yield found(table, product.column, Rule.PRODUCT, where, words)


def _shares(table: RegisterTable) -> Iterator[pd.DataFrame]:
    for share in table.kind.shares:
        stated, text = table.numbers(share.column), table.text(share.column)
        count, base = table.numbers(share.count), table.numbers(share.base)
        right = 100 * count / base.where(base > 0)
        decimals = text.str.extract(r"\.(\d+)", expand=False).str.len().fillna(0)
        # as exact as it is written: 84 may be 83.5 to 84.5
        off = (stated - right).abs() > 0.5 * 10.0**-decimals + 1e-9
        ids = (share.column, share.count, share.base)
        titles = [table.kind.column(id).title for id in ids]
        words = pd.Series(f"{titles[0]} is not what {titles[1].lower()} and {titles[2].lower()} "
                          "give.", index=stated.index, dtype="object")  # fmt: skip
        if _may_be_told(table, *ids):
            words = f"{titles[0]} is " + text + ", and " + table.text(share.count) + " of "
            words = words + table.text(share.base) + " is " + right.map("{:.1f}%.".format)
        yield found(table, share.column, Rule.SHARE, off, words)
        more = f"{titles[1]} is more than {titles[2].lower()}, of which it is a part."
        yield found(table, share.count, Rule.OUT_OF_RANGE, count > base, more)


def _totals(table: RegisterTable, linked: Linked) -> Iterator[pd.DataFrame]:
    kind = table.kind
    # a total is of its own group and of its own year, or whatever else tells its rows apart
    apart = [id for id in (kind.group_by, *kind.same_columns) if id and id != kind.names_row]
    groups = [meaning(table, id, linked) for id in dict.fromkeys(apart)]
    groups = groups or [pd.Series("", index=table.rows.index)]
    for total in kind.totals:
        names = table.text(kind.names_row).str.casefold()
        is_total = names == total.row.casefold()
        for id in total.columns:
            value = table.numbers(id)
            rows = value.where(~table.is_total)
            right = rows.groupby(groups).transform("sum")
            # what is not there is no nought: a sum is known where every row has its number
            lacks = value.isna() & ~table.is_total
            whole = ~lacks.groupby(groups).transform("any")
            whole &= rows.notna().groupby(groups).transform("any")
            title = kind.column(id).title
            words = pd.Series(f"{title} of the total is not what its rows give.",
                              index=value.index, dtype="object")  # fmt: skip
            if _may_be_told(table, id):
                words = f"{title} of the total is " + table.text(id)
                words = words + ", and its rows give " + right.map("{:,.10g}".format) + "."
            off = (value - right).abs() > SMALLEST * right.abs().clip(lower=1)
            yield found(table, id, Rule.TOTAL, is_total & whole & off, words)


def _sequence(table: RegisterTable) -> Iterator[pd.DataFrame]:
    for column in table.kind.columns:
        if not column.in_sequence:
            continue
        value = table.numbers(column.id)
        before = value.ffill().shift(1)
        words = f"{column.title} is " + repeated(table, column.id) + " after "
        words = words + before.map("{:g}".format) + "."
        yield found(table, column.id, Rule.SEQUENCE, value.notna() & (value != before + 1)
                    & before.notna(), words)  # fmt: skip


def _small(table: RegisterTable) -> Iterator[pd.DataFrame]:
    people = table.kind.people
    if people:
        words = f"fewer than {people.fewest} people are counted, or are left of those whom they are"
        words += (
            " counted of: the numbers of all rows that add up with them are hidden wherever the"
        )
        words += " register is shown. Put groups together."
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
