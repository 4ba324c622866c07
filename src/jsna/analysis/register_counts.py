"""What a register holds in numbers: rows by value, by group, and across two columns."""

from collections.abc import Sequence

import pandas as pd

from jsna.analysis.register_table import Linked, RegisterTable, parts_of, read_number
from jsna.settings.register_kind import RegisterColumn

BLANK = "blank"
TOTAL = "All"
NAMED = "named"


def value_counts(table: RegisterTable, id: str, linked: Linked) -> dict[str, int]:
    """Return how many rows have each value of a column, "blank" last; those with none are left out.

    In the order of the kind's choices, or of what a link may name; what is not allowed comes after
    and as it is written. A row that names several things counts for each.
    """
    values = _values(table, table.kind.column(id), linked).explode()
    counts = values.value_counts()
    order = [name for name in _order(table.kind.column(id), linked) if name in counts]
    others = [name for name in counts.index if name not in (*order, BLANK)]
    last = [BLANK] if BLANK in counts else []
    return {str(name): int(counts[name]) for name in (*order, *sorted(others), *last)}


def counts_by_group(table: RegisterTable, id: str, linked: Linked) -> pd.DataFrame:
    """Return how many rows of each group have each value: groups down, values across, "All" first.

    The last row is all groups together. Empty where the kind names no group.
    """
    kind = table.kind
    if not kind.group_by or kind.group_by == id or table.rows.empty:
        return pd.DataFrame()
    groups = _values(table, kind.column(kind.group_by), linked).str.join("; ")
    values = _values(table, kind.column(id), linked).str[0]
    return _crossed(groups, values, _order(kind.column(kind.group_by), linked),
                    list(value_counts(table, id, linked)))  # fmt: skip


def grid_of(table: RegisterTable, linked: Linked) -> pd.DataFrame:
    """Return the register's two columns set across each other; empty without a grid.

    A square holds the values of the third column, "; " between several ("named" for a blank one),
    or the number of rows; "" where there is no row.
    """
    grid = table.kind.grid
    if grid is None or table.rows.empty:
        return pd.DataFrame()
    down, across = table.kind.column(grid.down), table.kind.column(grid.across)
    rows = pd.DataFrame({
        "down": _values(table, down, linked), "across": _values(table, across, linked),
        "square": _values(table, table.kind.column(grid.square), linked).str.join("; ")
        .replace(BLANK, NAMED) if grid.square else "",
    }).explode("down").explode("across")  # fmt: skip
    join = "; ".join if grid.square else lambda some: str(len(some))
    crossed = rows.pivot_table("square", "down", "across", aggfunc=join, sort=False).fillna("")
    return crossed.reindex(
        index=_ordered(_in_size(crossed.index, down), _order(down, linked)),
        columns=_ordered(_in_size(crossed.columns, across), _order(across, linked)),
    )


def _in_size(found: Sequence[str], column: RegisterColumn) -> list[str]:
    """The values of a column of numbers from the smallest; others as they were found."""
    if column.type != "number":
        return list(found)
    numbers = {cell: read_number(cell) for cell in found}
    return sorted(found, key=lambda cell: (numbers[cell] is None, numbers[cell] or 0))


def _values(table: RegisterTable, column: RegisterColumn, linked: Linked) -> pd.Series:
    """The values of each cell as a list, each as it may be shown; ["blank"] where it is blank."""
    if column.type == "choice":
        known = table.choices(column)
        values = known.where(known != "", table.text(column.id)).map(lambda cell: [cell])
    elif column.type == "number":
        values = table.text(column.id).map(lambda cell: [cell])
    else:
        titles = {id.casefold(): title for id, title in linked.of(column).items()}
        values = table.text(column.id).map(
            lambda cell: [titles.get(p.casefold(), p) for p in parts_of(cell, column.several)]
        )
    return values.map(lambda some: [one for one in some if one] or [BLANK])


def _order(column: RegisterColumn, linked: Linked) -> list[str]:
    return list(column.allowed) or list(dict.fromkeys(linked.of(column).values()))


def _ordered(found: Sequence[str], order: Sequence[str]) -> list[str]:
    known = [name for name in order if name in found]
    others = [name for name in found if name not in known and name != BLANK]
    return [*known, *others, *([BLANK] if BLANK in found else [])]


def _crossed(
    groups: pd.Series, values: pd.Series, group_order: Sequence[str], value_order: Sequence[str]
) -> pd.DataFrame:
    counts = pd.crosstab(groups, values)
    names = [name for name in value_order if name in counts]
    counts = counts.reindex(index=_ordered(list(counts.index), group_order), columns=names)
    counts.insert(0, TOTAL, counts.sum(axis="columns"))
    counts.loc[TOTAL] = counts.sum()
    return counts.rename_axis(None).rename_axis(None, axis="columns")
