"""Counts that are not in a table although its others give them: women, where persons and men stand.

What is left of a whole when all the parts that a table has are taken from it, one dimension after
another, so that what is left in two dimensions at once is found too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from jsna.disclosure.parts import (
    DIMENSIONS,
    Parts,
    age_parts,
    area_parts,
    period_parts,
    sex_parts,
    value_parts,
    ways_to_divide,
)
from jsna.disclosure.table import homes
from jsna.settings.source import Disclosure

Least = Mapping[str, frozenset[str]]
WHOLE: Final = 0.5
"""Counts are whole: less than this is none."""


@dataclass
class Grid:
    """Cells as sums and differences of the table's own.

    Attributes:
        labels: One row per cell, one column per dimension.
        counts: What each is.
        sums: One row per cell, one column per cell of the table: 1 where it is added, -1 where
            it is taken away.
    """

    labels: pd.DataFrame
    counts: NDArray[np.float64]
    sums: sparse.csr_array


def absent_cells(
    cells: pd.DataFrame, rule: Disclosure, least: Least | None = None
) -> tuple[NDArray[np.float64], sparse.csr_array]:
    """Return what the table's counts give that is not in it.

    Args:
        cells: One row per cell: DIMENSIONS, and count, NaN where it is not known.
        rule: What is small: several small parts together may be small too.
        least: Code of an area -> the least areas it is made of, where that is known.

    Returns:
        The counts, and one row per count of the cells that it is the sum and difference of.
    """
    if "breakdown_value" not in cells:
        cells = cells.assign(breakdown_value="")
    size, least = len(cells), least or {}
    placed = homes(cells, least)
    grid = Grid(
        cells[list(DIMENSIONS)].reset_index(drop=True),
        cells["count"].to_numpy("float64"),
        sparse.csr_array(sparse.eye_array(size, format="csr")),
    )
    for column in DIMENSIONS:
        for parts in _parts(grid.labels[column], column, least, placed):
            grid = _with_rests(grid, column, parts, rule)
    return grid.counts[size:], sparse.csr_array(grid.sums[size:])


def _parts(
    labels: pd.Series, column: str, least: Least, placed: Mapping[str, str]
) -> Iterator[Parts]:
    """Yield what each label is made of, in each way that the dimension can be divided."""
    # what is left of a whole in another dimension keeps the label of that whole there
    if column != "area_code":
        read = {"sex": sex_parts, "age": age_parts, "period": period_parts}.get(column, value_parts)
        yield read(labels)
        return
    parts = area_parts(labels, least)
    yield parts
    for top, kinds in ways_to_divide(parts, placed).items():
        for kind in kinds:
            own = {code: frozenset([code]) for code in kind}
            yield own | {top: kind | {f"the rest of {top}"}}


def _with_rests(grid: Grid, column: str, parts: Parts, rule: Disclosure) -> Grid:
    """Return the grid with what is left of each whole along one dimension."""
    others = [name for name in DIMENSIONS if name != column]
    known = np.isfinite(grid.counts) & grid.labels[column].isin(list(parts)).to_numpy()
    rows = grid.labels[known].assign(row=np.flatnonzero(known))
    if not len(rows):
        return grid
    wide = rows.pivot_table(index=others, columns=column, values="row", aggfunc="first")
    place = wide.to_numpy("float64")
    found = [
        rest
        for pattern, fibres in _patterns(np.isfinite(place))
        for rest in _rests(
            grid,
            place[np.ix_(fibres, np.flatnonzero(pattern))].astype("int64"),
            wide.columns[pattern],
            parts,
            rule,
        )
    ]
    if not found:
        return grid
    sums = sparse.vstack([grid.sums, *(sums for sums, _ in found)], format="csr")
    labels = pd.concat([grid.labels, *(labels for _, labels in found)], ignore_index=True)
    counts = sums @ np.nan_to_num(grid.counts[: sums.shape[1]])
    return Grid(labels, counts, sums)


def _patterns(has: NDArray[np.bool_]) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.intp]]]:
    """Yield each set of labels that stand together, and where they do."""
    patterns, of = np.unique(has, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        yield pattern, np.flatnonzero(of.ravel() == number)


def _rests(
    grid: Grid,
    rows: NDArray[np.int64],
    names: pd.Index,
    parts: Parts,
    rule: Disclosure,
) -> Iterator[tuple[sparse.csr_array, pd.DataFrame]]:
    """Yield, for each whole of a pattern, what is left of it without its parts that are shown.

    Those that are small will be hidden, and are together what is left, with those that the
    pattern does not have.
    """
    column = {name: i for i, name in enumerate(names)}
    small = (grid.counts[rows] >= rule.lowest_count) & (grid.counts[rows] <= rule.highest_count)
    for whole in names:
        children = _apart(whole, names, parts)
        left = parts[whole] - frozenset[str]().union(*(parts[child] for child in children))
        at = [column[child] for child in children]
        # parts that should fill their whole may leave some people out: the counts tell
        short = grid.counts[rows[:, column[whole]]] - grid.counts[rows[:, at]].sum(axis=1)
        over = bool(left) | (short > WHOLE)
        # one part alone is a cell of the table; none at all is nothing
        together = small[:, at].sum(axis=1) + over
        found = np.flatnonzero((together > 1) | (over & (together == 1)))
        if not children or not found.size:
            continue
        sums = grid.sums[rows[found, column[whole]]]
        for child in at:
            shown = sparse.diags_array((~small[found, child]).astype("float64"))
            sums = sums - shown @ grid.sums[rows[found, child]]
        labels = grid.labels.iloc[rows[found, column[whole]]]
        called = [f"{whole} less {tuple(np.array(children)[~own])}" for own in small[found][:, at]]
        yield sparse.csr_array(sums), labels.assign(**{str(names.name): called})


def _apart(whole: str, names: pd.Index, parts: Parts) -> tuple[str, ...]:
    """Return parts of a whole that do not overlap, the largest first."""
    chosen: list[str] = []
    covered: frozenset[str] = frozenset()
    inside = [name for name in names if parts[name] < parts[whole]]
    for name in sorted(inside, key=lambda name: (-len(parts[name]), name)):
        if not parts[name] & covered:
            chosen.append(name)
            covered |= parts[name]
    return tuple(chosen)
