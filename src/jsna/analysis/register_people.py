"""Rows of a register that count so few people that one could be recognised."""

import pandas as pd

from jsna.analysis.register_table import RegisterTable


def small_rows(table: RegisterTable) -> pd.Series:
    """Return whether a row counts so few people that one could be recognised."""
    people = table.kind.people
    small = pd.Series(False, index=table.rows.index)
    for id in people.columns if people else ():
        value = table.numbers(id)
        small |= (value > 0) & (value < people.fewest)  # type: ignore[union-attr]
    return small


def hidden_rows(table: RegisterTable) -> pd.Series:
    """Return whether the numbers of a row are hidden: its own, or one that they give away.

    Rows that add up to one whole are hidden together: the others would tell the one that is not
    shown.
    """
    small, people = small_rows(table), table.kind.people
    if people and people.within:
        return small.groupby(table.text(people.within)).transform("any")
    return pd.Series(bool(small.any()), index=small.index)
