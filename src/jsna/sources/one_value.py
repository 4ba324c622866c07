"""Rows of one file that state two values for one thing: none of them is read.

The cause is nearly always a dimension that was not expected (a sex, a variant, a measure): whatever
row stood last would pass for the total.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

from jsna.errors import FormatChanged, Problem

TWO_VALUES = "the same figure stands in this file with another value"


def two_values(rows: pd.DataFrame, key: Sequence[str], values: Sequence[str]) -> pd.Series:
    """Return which rows share their key with a row of another value; a blank differs from none.

    Args:
        rows: Any rows.
        key: The columns that say what a value is of.
        values: The columns of which each key has one value.
    """
    again = rows.duplicated(list(key), keep=False)
    if not again.any():
        return again
    shared = rows[again]
    groups = shared.groupby(list(key), dropna=False)[list(values)]
    several = groups.transform("nunique").gt(1).any(axis="columns")
    return several.reindex(rows.index, fill_value=False)


def check_one_value(
    frame: pd.DataFrame, key: Sequence[str], values: Sequence[str], file: str, known: Iterable[str]
) -> None:
    """Raise SourceError if two rows of a file state two values for one key.

    Args:
        frame: The rows of a CSV, indexed by their line less 2.
        key: The columns that say what a value is of.
        values: The columns of which each key has one value.
        file: What to call the file in an error.
        known: Columns that are no dimension: one of the others is named as the cause.
    """
    apart = frame[two_values(frame, key, values)]
    if apart.empty:
        return
    one = apart[apart[list(key)].eq(apart[list(key)].iloc[0]).all(axis="columns")]
    others = [
        f"{name} ({', '.join(map(str, one[name].dropna().unique()[:3]))})"
        for name in frame
        if name not in {*key, *values, *known} and len(one[name].drop_duplicates()) > 1
    ]
    lines = " and ".join(str(int(line) + 2) for line in one.index[:2])
    place = ", ".join(str(cell) for cell in one[list(key)].iloc[0])
    what = f"{len(apart)} rows state two values for one thing: lines {lines} do for {place}."
    why = f"They differ in {', '.join(others[:3])}, which is not read." if others else ""
    step = "Take one of them, or download the table without that column." if others else ""
    raise FormatChanged(Problem(what, file, int(one.index[0]) + 2, why, step))
