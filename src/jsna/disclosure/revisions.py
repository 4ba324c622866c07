"""Counts that were revised between releases: two tables, tied by what changed in between.

Who has both supposes no more revision than what is shown takes: where a total grew by one, one
person was added somewhere below it. The counts of each vintage are sums over atoms of their own;
an atom is what it was plus what came and less what went, and what came and went in a part of the
table is together the least that agrees with all that is shown.

Source: the smallest adjustment in absolute value, as in controlled tabular adjustment (Castro 2006,
European Journal of Operational Research 171, 39-52); here it is what the attacker supposes.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

from jsna.disclosure.table import LinearTable, Table

Floats = NDArray[np.float64]
ROUNDING = 1e-6


def with_revisions(
    table: LinearTable, vintage: NDArray[np.int64], low: Floats, high: Floats
) -> LinearTable:
    """Return a table whose cells are of several vintages as sums over the atoms of each.

    Args:
        table: The cells of all vintages over the atoms that they share.
        vintage: Of each cell, from 0 (now) backwards.
        low: Smallest value of each cell.
        high: Largest.
    """
    count, atoms = int(vintage.max()) + 1, table.cells.shape[1]
    steps = (count - 1) * atoms
    own = [sparse.diags_array((vintage == v).astype("float64")) @ table.cells for v in range(count)]
    cells = sparse.hstack([*own, sparse.csr_array((len(vintage), 2 * steps))], format="csr")
    ties = sparse.block_array(
        [
            [sparse.kron(sparse.eye_array(count), table.ties), None, None],
            [_steps(count, atoms), sparse.eye_array(steps), -sparse.eye_array(steps)],
        ],
        format="csr",
    )
    owed = np.concatenate([np.tile(table.owed, count), np.zeros(steps)])
    moves = np.concatenate([np.zeros(count * atoms), np.ones(2 * steps)])
    return _limited(LinearTable(cells, ties, owed), moves, low, high)


def _steps(count: int, atoms: int) -> Table:
    """Return what each atom of a vintage is more than the same one of the vintage before it."""
    later = sparse.eye_array(count - 1, count) - sparse.eye_array(count - 1, count, k=1)
    return sparse.csr_array(sparse.kron(later, sparse.eye_array(atoms)))


def _limited(table: LinearTable, moves: Floats, low: Floats, high: Floats) -> LinearTable:
    """Return the table with the least revision as the most there can be, part by part."""
    rows = sparse.vstack([table.cells, table.ties], format="csr")
    limits = (np.concatenate([own, table.owed]) for own in (low, high))
    least = milp(moves, constraints=LinearConstraint(rows, *limits), bounds=Bounds(0, np.inf))
    if least.x is None:
        return table
    graph = sparse.block_array([[None, abs(rows)], [abs(rows).T, None]], format="csr")
    labels = connected_components(graph, directed=False)[1][rows.shape[0] :]
    names, part = np.unique(labels, return_inverse=True)
    moving = np.flatnonzero(moves)
    places = (np.ones(len(moving)), (part[moving], moving))
    each = sparse.csr_array(places, shape=(len(names), len(moves)))
    # people are whole
    most = np.ceil(each @ least.x - ROUNDING)
    unused = sparse.eye_array(len(names))
    return LinearTable(
        sparse.csr_array(sparse.hstack([table.cells, sparse.csr_array((len(low), len(names)))])),
        sparse.csr_array(sparse.block_array([[table.ties, None], [each, unused]])),
        np.concatenate([table.owed, most]),
    )
