"""What a register holds in numbers: rows by value, by group, and across two columns.

Values are counted as they may be shown: a count names no owner who is a person either. A row that
only adds others up is none.
"""

from collections.abc import Callable, Sequence

import pandas as pd

from jsna.analysis.register_published import shown_parts
from jsna.analysis.register_table import Linked, RegisterTable
from jsna.settings.register_kind import RegisterColumn

BLANK = "blank"
TOTAL = "All"
NAMED = "named"


def value_counts(table: RegisterTable, id: str, linked: Linked) -> dict[str, int]:
    """Return how many rows have each value of a column, "blank" last; those with none are left out.

    In the order of the kind's choices, or of what a link may name; what is not allowed comes after
    and as it is written. A row that names several things counts for each.
    """
    values = _values(table.without_totals, table.kind.column(id), linked).explode()
    counts = values.value_counts()
    order = [name for name in _order(table.kind.column(id), linked) if name in counts]
    others = [name for name in counts.index if name not in (*order, BLANK)]
    last = [BLANK] if BLANK in counts else []
    return {str(name): int(counts[name]) for name in (*order, *sorted(others), *last)}


def counts_by_group(table: RegisterTable, id: str, linked: Linked) -> pd.DataFrame:
    """Return how many rows of each group have each value: groups down, values across, "All" first.

    The last row is all groups together. Every row is counted once: one that names several things
    has them together. Empty where the kind names no group.
    """
    kind, things = table.kind, table.without_totals
    if not kind.group_by or kind.group_by == id or things.rows.empty:
        return pd.DataFrame()
    group, column = kind.column(kind.group_by), kind.column(id)
    return _crossed(
        _values(things, group, linked).str.join("; "),
        _values(things, column, linked).str.join("; "),
        _order(group, linked),
        _order(column, linked),
    )


def grid_of(table: RegisterTable, linked: Linked) -> pd.DataFrame:
    """Return the register's two columns set across each other; empty without a grid.

    A square holds the values of the third column, "; " between several ("named" for a blank one),
    or the number of rows; "" where there is no row. Numbers and dates stand in their order.
    """
    grid, things = table.kind.grid, table.without_totals
    if grid is None or things.rows.empty:
        return pd.DataFrame()
    down, across = table.kind.column(grid.down), table.kind.column(grid.across)
    rows = pd.DataFrame({
        "down": _values(things, down, linked), "across": _values(things, across, linked),
        "square": _values(things, table.kind.column(grid.square), linked).str.join("; ")
        .replace(BLANK, NAMED) if grid.square else "",
    }).explode("down").explode("across")  # fmt: skip
    join: Callable[[pd.Series], str] = "; ".join if grid.square else lambda some: str(len(some))
    crossed = rows.pivot_table("square", "down", "across", aggfunc=join, sort=False).fillna("")
    return crossed.reindex(
        index=_ordered(crossed.index, _order(down, linked) or _by_size(things, down)),
        columns=_ordered(crossed.columns, _order(across, linked) or _by_size(things, across)),
    )


def _values(table: RegisterTable, column: RegisterColumn, linked: Linked) -> pd.Series:
    """The values of each cell as a list, each as it may be shown; ["blank"] where it is blank."""
    known = set(_order(column, linked))
    return shown_parts(table, column, linked).map(
        lambda some: [_written(one, known) for one in dict.fromkeys(some) if one] or [BLANK]
    )


def _written(value: str, known: set[str]) -> str:
    """A value that is called as a blank or a sum is called here stands in quotation marks."""
    return f"'{value}'" if value in (BLANK, TOTAL) and value not in known else value


def _order(column: RegisterColumn, linked: Linked) -> list[str]:
    return list(column.allowed) or list(dict.fromkeys(linked.of(column).values()))


def _by_size(table: RegisterTable, column: RegisterColumn) -> list[str]:
    if column.type not in ("number", "date"):
        return []
    size = table.numbers(column.id) if column.type == "number" else table.days(column.id)
    return list(dict.fromkeys(table.text(column.id)[size.sort_values(kind="stable").index]))


def _ordered(found: Sequence[str], order: Sequence[str]) -> list[str]:
    known = [name for name in order if name in found and name != BLANK]
    others = [name for name in found if name not in known and name != BLANK]
    return [*known, *others, *([BLANK] if BLANK in found else [])]


def _crossed(
    groups: pd.Series, values: pd.Series, group_order: Sequence[str], value_order: Sequence[str]
) -> pd.DataFrame:
    counts = pd.crosstab(groups, values)
    names = _ordered(list(counts), value_order)
    counts = counts.reindex(index=_ordered(list(counts.index), group_order), columns=names)
    counts.insert(0, TOTAL, counts.sum(axis="columns"))
    counts.loc[TOTAL] = counts.sum()
    return counts.rename_axis(None).rename_axis(None, axis="columns")
