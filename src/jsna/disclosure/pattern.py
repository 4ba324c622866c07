"""The cheapest cells to hide together with one, so that it could be another count.

A linear programme over all tables that differ from the true one: the cell moves by the width of
the band, every other cell that moves must be hidden and costs something, cells that are hidden
already move for nothing.

Source: the linear heuristic of cell suppression (Kelly, Golden and Assad 1992, Networks 22,
397-417; Fischetti and Salazar 2000, Mathematical Programming 88, 229-259).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

from jsna.disclosure.shown import Shown

Floats = NDArray[np.float64]
MOVED: Final = 1e-6
PER_SIZE: Final = 0.1
"""A large count costs a little more to hide than a small one."""
OF_LITTLE_USE: Final = 10.0
"""What is known nearly costs so many times more: it can hardly move."""


@dataclass(frozen=True)
class Pattern:
    """Another table, which agrees with the true one but for cells that are to be hidden.

    Attributes:
        rows: The cells that hang together with the one that moved.
        counts: What each of them is in it.
        moved: Those that are not what they are in the true table.
    """

    rows: NDArray[np.intp]
    counts: Floats
    moved: NDArray[np.intp]


def cheapest_pattern(
    shown: Shown,
    counts: Floats,
    fixed: NDArray[np.bool_],
    nearly: NDArray[np.bool_],
    cell: int,
    width: int,
) -> Pattern | None:
    """Return the cheapest other table in which a cell is `width` larger, or else smaller.

    Args:
        shown: What is shown so far.
        counts: The true ones; NaN where they are not known.
        fixed: Cells that can't be hidden.
        nearly: Cells that are known nearly, hidden or not.
        cell: Which one must be able to move.
        width: How far.

    Returns:
        None if there is none: the cell's limit or fixed cells hold it both ways.
    """
    part = shown.part(cell)
    rows = part.rows
    here = int(np.searchsorted(rows, cell))
    true = counts[rows]
    known = np.isfinite(true)
    if not known[here]:
        return None
    size, atoms = len(rows), part.cells.shape[1]
    identity = sparse.eye_array(size, format="csr")[known]
    cells = sparse.hstack([part.cells[known], -identity, identity])
    ties = sparse.hstack([part.ties, sparse.csr_array((part.ties.shape[0], 2 * size))])
    cost = np.where(shown.hidden[rows], 0.0, 1 + PER_SIZE * np.log1p(np.nan_to_num(true)))
    cost *= np.where(nearly[rows], OF_LITTLE_USE, 1.0)
    # even what is hidden costs a trace, or it would move for no reason
    cost = np.concatenate([np.zeros(atoms), np.tile(cost + MOVED, 2)])
    most_up = np.where(fixed[rows], 0.0, np.maximum(shown.limit[rows] - np.nan_to_num(true), 0.0))
    most_down = np.where(fixed[rows], 0.0, np.nan_to_num(true))
    for way in (0, 1):
        low, high = np.zeros((2, size)), np.stack([most_up, most_down])
        if high[way, here] < width:
            continue
        # it moves one way and not the other, so that the two do not cancel out
        low[way, here], high[1 - way, here] = width, 0
        bounds = np.column_stack([
            np.concatenate([np.zeros(atoms), *low]),
            np.concatenate([np.full(atoms, np.inf), *high]),
        ])  # fmt: skip
        result = linprog(
            cost,
            A_eq=sparse.vstack([cells, ties], format="csr"),
            b_eq=np.concatenate([true[known], part.owed]),
            bounds=bounds,
            method="highs",
        )
        if result.status == 0:
            change = result.x[atoms : atoms + size] - result.x[atoms + size :]
            moved = np.abs(change) > MOVED
            return Pattern(rows, part.cells @ result.x[:atoms], rows[moved])
    return None
