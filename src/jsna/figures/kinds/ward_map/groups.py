"""Wards in at most five groups by value, about equally many in each; like values stay together."""

from typing import Final

import pandas as pd

from jsna.narrative.numbers import format_number, format_value

MOST: Final = 5


def groups_of_wards(
    values: pd.Series, unit: str, decimals: int, *, highest_first: bool
) -> tuple[pd.Series, tuple[str, ...]]:
    """Return the group of each value, from 1, and the words of each group: "20.1 to 24.9%".

    Args:
        values: One a ward; NaN has no group.
        unit: Of the values.
        decimals: Values that print alike are alike.
        highest_first: Whether group 1 holds the highest values.
    """
    printed = values.round(decimals)
    rank = printed.rank(method="min", ascending=not highest_first)
    groups = ((rank - 1) * MOST // printed.notna().sum()).rank(method="dense")
    ends = printed.groupby(groups).agg(["min", "max"])
    words = [_run(low, high, unit, decimals) for low, high in ends.itertuples(index=False)]
    return groups, tuple(words)


def _run(low: float, high: float, unit: str, decimals: int) -> str:
    end = format_value(high, unit, decimals)
    return end if low == high else f"{format_number(low, decimals)} to {end}"
