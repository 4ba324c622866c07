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
    cells: pd.DataFrame, least: Least | None = None
) -> tuple[NDArray[np.float64], sparse.csr_array]:
    """Return what the table's counts give that is not in it.

    Args:
        cells: One row per cell: DIMENSIONS, and count, NaN where it is not known.
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
            grid = _with_rests(grid, column, parts)
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


def _with_rests(grid: Grid, column: str, parts: Parts) -> Grid:
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
        for rest in _rests(grid, place, wide.columns[pattern], pattern, fibres, parts)
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
    place: NDArray[np.float64],
    names: pd.Index,
    pattern: NDArray[np.bool_],
    fibres: NDArray[np.intp],
    parts: Parts,
) -> Iterator[tuple[sparse.csr_array, pd.DataFrame]]:
    """Yield, for each whole of a pattern that its parts do not fill, what is left of it."""
    rows = place[np.ix_(fibres, np.flatnonzero(pattern))].astype("int64")
    column = {name: i for i, name in enumerate(names)}
    for whole in names:
        children = _apart(whole, names, parts)
        left = parts[whole] - frozenset[str]().union(*(parts[child] for child in children))
        if not children or not left:
            continue
        sums = grid.sums[rows[:, column[whole]]]
        for child in children:
            sums = sums - grid.sums[rows[:, column[child]]]
        labels = grid.labels.iloc[rows[:, column[whole]]]
        yield sparse.csr_array(sums), labels.assign(**{str(names.name): f"{whole} less {children}"})


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
