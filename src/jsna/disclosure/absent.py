"""Counts that are not in a table although its others give them: women, where persons and men stand.

What is left of a whole when all the parts that a table has are taken from it, one dimension after
another, so that what is left in two dimensions at once is found too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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


@dataclass(frozen=True, eq=False)
class Grid:
    """Cells as sums and differences of the table's own.

    Attributes:
        names: Of each of `DIMENSIONS`, the labels that there are.
        places: One row per cell, one column per dimension: the place of its label among those.
        counts: What each is.
        sums: One row per cell, one column per cell of the table: 1 where it is added, -1 where
            it is taken away.
    """

    names: tuple[tuple[str, ...], ...]
    places: NDArray[np.int64]
    counts: NDArray[np.float64]
    sums: sparse.csr_array


@dataclass(frozen=True, eq=False)
class _Rests:
    """What is left of one whole along a dimension.

    Attributes:
        wholes: Which cells of the grid it is left of.
        taken: Of each, the cells that are taken from it: one column per part.
        shown: Which of these are shown: others are hidden, and part of what is left.
        names: What to call each.
    """

    wholes: NDArray[np.intp]
    taken: NDArray[np.intp]
    shown: NDArray[np.bool_]
    names: list[str]


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
    grid = _grid(cells)
    for number, column in enumerate(DIMENSIONS):
        for parts in _parts(grid.names[number], column, least, placed):
            grid = _with_rests(grid, number, parts, rule)
    return grid.counts[size:], sparse.csr_array(grid.sums[size:])


def _grid(cells: pd.DataFrame) -> Grid:
    """Return a table's own cells."""
    read = [pd.factorize(cells[name]) for name in DIMENSIONS]
    return Grid(
        tuple(tuple(map(str, names)) for _, names in read),
        np.column_stack([places for places, _ in read]),
        cells["count"].to_numpy("float64"),
        sparse.csr_array(sparse.eye_array(len(cells), format="csr")),
    )


def _parts(
    labels: Iterable[str], column: str, least: Least, placed: Mapping[str, str]
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


def _with_rests(grid: Grid, number: int, parts: Parts, rule: Disclosure) -> Grid:
    """Return the grid with what is left of each whole along one dimension."""
    crossed, names = _crossed(grid, number, parts)
    found = [
        rest
        for pattern, fibres in _patterns(crossed >= 0)
        for rest in _rests(
            grid.counts,
            crossed[np.ix_(fibres, np.flatnonzero(pattern))],
            [name for name, stands in zip(names, pattern, strict=True) if stands],
            parts,
            rule,
        )
    ]
    return _added(grid, number, found) if found else grid


def _crossed(grid: Grid, number: int, parts: Parts) -> tuple[NDArray[np.intp], list[str]]:
    """Return which cell has each label of a dimension, beside the same labels of all others.

    Returns:
        One row per combination of the others' labels, one column per label, -1 where there is no
        such cell or its count is not known; and the labels.
    """
    order = [np.argsort(np.argsort(np.array(own, dtype="object"))) for own in grid.names]
    ranks = np.column_stack([rank[own] for rank, own in zip(order, grid.places.T, strict=True)])
    divided = np.array([name in parts for name in grid.names[number]], dtype="bool")
    rows = np.flatnonzero(np.isfinite(grid.counts) & divided[grid.places[:, number]])
    used, column = np.unique(ranks[rows, number], return_inverse=True)
    fibres, row = np.unique(np.delete(ranks[rows], number, axis=1), axis=0, return_inverse=True)
    crossed = np.full((len(fibres), len(used)), -1)
    # of cells with the same labels the first counts
    crossed[row.ravel()[::-1], column[::-1]] = rows[::-1]
    names = sorted(grid.names[number])
    return crossed, [names[rank] for rank in used]


def _patterns(has: NDArray[np.bool_]) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.intp]]]:
    """Yield each set of labels that stand together, and where they do."""
    patterns, of = np.unique(has, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        yield pattern, np.flatnonzero(of.ravel() == number)


def _rests(
    counts: NDArray[np.float64],
    rows: NDArray[np.intp],
    names: Sequence[str],
    parts: Parts,
    rule: Disclosure,
) -> Iterator[_Rests]:
    """Yield, for each whole of a pattern, what is left of it without its parts that are shown.

    Those that are small will be hidden, and are together what is left, with those that the
    pattern does not have.
    """
    column = {name: i for i, name in enumerate(names)}
    small = (counts[rows] >= rule.lowest_count) & (counts[rows] <= rule.highest_count)
    for whole in names:
        children = _apart(whole, names, parts)
        if not children:
            continue
        left = parts[whole] - frozenset[str]().union(*(parts[child] for child in children))
        at = np.array([column[child] for child in children])
        # parts that should fill their whole may leave some people out: the counts tell
        short = counts[rows[:, column[whole]]] - counts[rows[:, at]].sum(axis=1)
        over = bool(left) | (short > WHOLE)
        # one part alone is a cell of the table; none at all is nothing
        together = small[:, at].sum(axis=1) + over
        found = np.flatnonzero((together > 1) | (over & (together == 1)))
        if found.size:
            shown = ~small[np.ix_(found, at)]
            called = [f"{whole} less {np.array(children)[own].tolist()}" for own in shown]
            yield _Rests(rows[found, column[whole]], rows[np.ix_(found, at)], shown, called)


def _added(grid: Grid, number: int, found: Sequence[_Rests]) -> Grid:
    """Return the grid with what is left along one dimension as further cells."""
    wholes = np.concatenate([rest.wholes for rest in found])
    row = np.repeat(np.arange(len(wholes)), [own for r in found for own in r.shown.sum(axis=1)])
    taken = np.concatenate([rest.taken[rest.shown] for rest in found])
    signs = np.concatenate([np.ones(len(wholes)), -np.ones(len(taken))])
    where = (np.append(np.arange(len(wholes)), row), np.append(wholes, taken))
    sums = sparse.csr_array((signs, where), shape=(len(wholes), len(grid.counts))) @ grid.sums
    sums.eliminate_zeros()
    sums.sort_indices()
    every = sparse.csr_array(sparse.vstack([grid.sums, sums], format="csr"))
    counts = every @ np.nan_to_num(grid.counts[: every.shape[1]])
    codes, names = pd.factorize(np.array([name for r in found for name in r.names], dtype="object"))
    places = grid.places[wholes]
    places[:, number] = codes + len(grid.names[number])
    labels = list(grid.names)
    labels[number] = (*labels[number], *names)
    return Grid(tuple(labels), np.vstack([grid.places, places]), counts, every)


def _apart(whole: str, names: Sequence[str], parts: Parts) -> tuple[str, ...]:
    """Return parts of a whole that do not overlap, the largest first."""
    chosen: list[str] = []
    covered: frozenset[str] = frozenset()
    inside = [name for name in names if parts[name] < parts[whole]]
    for name in sorted(inside, key=lambda name: (-len(parts[name]), name)):
        if not parts[name] & covered:
            chosen.append(name)
            covered |= parts[name]
    return tuple(chosen)
