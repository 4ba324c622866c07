"""Rows of a register that count so few people that one could be recognised.

A count tells of two groups: those who are counted, and the others of its base. Few of either are
hidden, and so is every number of the same whole, from which they could be worked out.
"""

from collections.abc import Iterator

import pandas as pd

from jsna.analysis.register_meaning import meaning
from jsna.analysis.register_table import Linked, RegisterTable
from jsna.settings.register_kind import RegisterKind, Share


def counts_of_people(kind: RegisterKind) -> tuple[str, ...]:
    """Return the columns that count people: those that the kind names, and what they are of."""
    known = list(kind.people.columns) if kind.people else []
    for share in _chained(kind, known):
        known += [id for id in (share.base,) if id not in known]
    return tuple(known)


def of_people(kind: RegisterKind) -> frozenset[str]:
    """Return every column of which a number may not be repeated: counts, and what tells them."""
    if not kind.people:
        return frozenset()
    shares = [share.column for share in _shares(kind)]
    return frozenset([*counts_of_people(kind), *kind.people.tell, *shares])


def small_rows(table: RegisterTable) -> pd.Series:
    """Return whether a row counts so few people, or leaves so few out, that one could be known."""
    kind, people = table.kind, table.kind.people
    small = pd.Series(False, index=table.rows.index)
    if not people:
        return small
    numbers = {id: table.numbers(id) for id in counts_of_people(kind)}
    others = [numbers[share.base] - numbers[share.count] for share in _shares(kind)]
    for value in (*numbers.values(), *others):
        small |= (value > 0) & (value < people.fewest)
    return small


def hidden_rows(table: RegisterTable, linked: Linked) -> pd.Series:
    """Return whether the numbers of a row are hidden: its own, or one that they give away.

    Rows that add up to one whole are hidden together: the others would tell the one that is not
    shown. A count that can't be read ("under 5") is taken for a small one.
    """
    return _together(
        table, linked, small_rows(table) | _unread(table, counts_of_people(table.kind))
    )


def hidden_bases(table: RegisterTable, linked: Linked, id: str) -> pd.Series:
    """Return whether the number of people that others are a share of is hidden itself."""
    people, value = table.kind.people, table.numbers(id)
    small = (value > 0) & (value < people.fewest) if people else value.isna() & False
    return _together(table, linked, small | _unread(table, [id]))


def _together(table: RegisterTable, linked: Linked, where: pd.Series) -> pd.Series:
    people = table.kind.people
    if people and people.within and len(where):
        return where.groupby(meaning(table, people.within, linked)).transform("any")
    return pd.Series(bool(where.any()), index=where.index)


def _unread(table: RegisterTable, ids: "tuple[str, ...] | list[str]") -> pd.Series:
    unread = pd.Series(False, index=table.rows.index)
    for id in ids:
        unread |= (table.text(id) != "") & table.numbers(id).isna() & ~table.placeholders(id)
    return unread


def _shares(kind: RegisterKind) -> list[Share]:
    """The shares whose count is of people."""
    known = counts_of_people(kind)
    return [share for share in kind.shares if share.count in known]


def _chained(kind: RegisterKind, known: list[str]) -> Iterator[Share]:
    """Yield each share whose count is known by then: of those asked some answered."""
    left = list(kind.shares)
    while some := [share for share in left if share.count in known]:
        left = [share for share in left if share not in some]
        yield from some
