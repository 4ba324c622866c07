"""The cheapest cells to hide together with one, so that it could be another count.

A linear programme over all tables that differ from the true one: the cell moves by the width of
the band, every other cell that moves must be hidden and costs something, cells that are hidden
already move for nothing.

Source: the linear heuristic of cell suppression (Kelly, Golden and Assad 1992, Networks 22,
397-417; Fischetti and Salazar 2000, Mathematical Programming 88, 229-259).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from jsna.disclosure.programme import ANY, Programme
from jsna.disclosure.shown import Part, Shown

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


@dataclass(frozen=True)
class Patterns:
    """The patterns of one table, while more and more of it is hidden.

    Each part of the table has one programme, which goes on from the pattern before.

    Attributes:
        shown: What is shown so far; what is hidden later is seen.
        counts: The true ones; NaN where they are not known.
        fixed: Cells that can't be hidden.
        nearly: Cells that are known nearly, hidden or not.
    """

    shown: Shown
    counts: Floats
    fixed: NDArray[np.bool_]
    nearly: NDArray[np.bool_]

    def cheapest(self, cell: int, width: int) -> Pattern | None:
        """Return the cheapest other table in which a cell is `width` larger, or else smaller.

        Returns:
            None if there is none: the cell's limit or fixed cells hold it both ways.
        """
        part = self.shown.part(cell)
        size, atoms = len(part.rows), part.cells.shape[1]
        here = int(np.searchsorted(part.rows, cell))
        if not np.isfinite(self.counts[cell]):
            return None
        both, most = atoms + here + size * np.arange(2), self._most(part)[:, here]
        for way in np.flatnonzero(most >= width):
            programme = self._programme(cell)
            # it moves one way and not the other, so that the two do not cancel out
            moves = np.arange(2) == way
            # a cell without limit: no product, for infinity times 0 is no number
            programme.between(both, width * moves, np.where(moves, most, 0.0))
            found = programme.least(self._costs(part))
            programme.between(both, np.zeros(2), most)
            if found is not None:
                change = found[atoms : atoms + size] - found[atoms + size :]
                moved = np.abs(change) > MOVED
                return Pattern(part.rows, part.cells @ found[:atoms], part.rows[moved])
        return None

    def _programme(self, cell: int) -> Programme:
        """Return the programme of a cell's part: its atoms, and each cell's move up and down."""
        label = int(self.shown.labels[cell])
        if label not in self._programmes:
            self._programmes[label] = self._new(self.shown.part(cell))
        return self._programmes[label]

    @cached_property
    def _programmes(self) -> dict[int, Programme]:
        return {}

    def _new(self, part: Part) -> Programme:
        true = self.counts[part.rows]
        known = np.isfinite(true)
        size = len(true)
        identity = sparse.eye_array(size, format="csr")[known]
        cells = sparse.hstack([part.cells[known], -identity, identity])
        ties = sparse.hstack([part.ties, sparse.csr_array((part.ties.shape[0], 2 * size))])
        value = np.concatenate([true[known], part.owed])
        rows = sparse.csr_array(sparse.vstack([cells, ties], format="csr"))
        programme = Programme(rows, value, value, ANY)
        places = part.cells.shape[1] + np.arange(2 * size)
        programme.between(places, np.zeros(2 * size), self._most(part).ravel())
        return programme

    def _most(self, part: Part) -> Floats:
        """Return how far each cell can move up (first row) and down (second)."""
        true, fixed = np.nan_to_num(self.counts[part.rows]), self.fixed[part.rows]
        up = np.maximum(self.shown.limit[part.rows] - true, 0.0)
        return np.where(fixed, 0.0, np.stack([up, true]))

    def _costs(self, part: Part) -> Floats:
        """Return what a move by 1 costs: nothing of atoms, and of each cell up and down."""
        true = np.nan_to_num(self.counts[part.rows])
        cost = np.where(self.shown.hidden[part.rows], 0.0, 1 + PER_SIZE * np.log1p(true))
        cost *= np.where(self.nearly[part.rows], OF_LITTLE_USE, 1.0)
        # even what is hidden costs a trace, or it would move for no reason
        return np.concatenate([np.zeros(part.cells.shape[1]), np.tile(cost + MOVED, 2)])
