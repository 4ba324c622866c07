"""Counts that were revised between releases: two tables, tied by what changed in between.

Who has both supposes no more revision than what is shown takes: where a total grew by one, one
person was added somewhere below it. The counts of each vintage are sums over atoms of their own;
an atom is what it was plus what came and less what went, and what came and went in a part of the
table is together the least that agrees with all that is shown. Whoever looks at the people as well
(`Shares`) supposes the same of those without the event: both together were revised the least.

Source: the smallest adjustment in absolute value, as in controlled tabular adjustment (Castro 2006,
European Journal of Operational Research 171, 39-52); here it is what the attacker supposes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

from jsna.disclosure.table import LinearTable, Table

Floats = NDArray[np.float64]
ROUNDING = 1e-6


@dataclass(frozen=True, eq=False)
class Shares:
    """Between what the denominator of each cell lies: NaN where none is shown."""

    low: Floats
    high: Floats


def with_revisions(
    table: LinearTable,
    vintage: NDArray[np.int64],
    low: Floats,
    high: Floats,
    shares: Shares | None = None,
) -> LinearTable:
    """Return a table whose cells are of several vintages as sums over the atoms of each.

    Args:
        table: The cells of all vintages over the atoms that they share.
        vintage: Of each cell, from 0 (now) backwards.
        low: Smallest value of each cell.
        high: Largest.
        shares: Of how many people, if what was revised of those is part of the guess: no table
            may agree with them, and then it is not.
    """
    count = int(vintage.max()) + 1
    of_vintage = [sparse.diags_array((vintage == v).astype("float64")) for v in range(count)]
    own = sparse.hstack([chosen @ table.cells for chosen in of_vintage], format="csr")
    told = None if shares is None else np.flatnonzero(np.isfinite(shares.low))
    if shares is None or told is None or not len(told):
        return _revised(table, own, count, [(own, low, high)]) or table
    more = (own[told], shares.low[told], shares.high[told])
    found = _revised(table, own, count, [(own, low, high), more])
    return found or with_revisions(table, vintage, low, high)


def _revised(
    table: LinearTable, own: Table, count: int, told: list[tuple[Table, Floats, Floats]]
) -> LinearTable | None:
    """Return the table of several vintages; None if there is none.

    Args:
        table: As `with_revisions`.
        own: Its cells over the atoms of each vintage.
        count: How many vintages there are.
        told: Sums over those atoms and their limits: the cells, and, over the same atoms of
            those without the event as well, the denominators.
    """
    kinds, atoms = len(told), table.cells.shape[1]
    steps = kinds * (count - 1) * atoms
    held = sparse.kron(sparse.eye_array(count), table.ties)
    moved = sparse.kron(sparse.eye_array(kinds), _steps(count, atoms))
    ties = sparse.block_array(
        [
            [sparse.kron(sparse.eye_array(kinds), held), None, None],
            [moved, sparse.eye_array(steps), -sparse.eye_array(steps)],
        ],
        format="csr",
    )
    owed = np.concatenate([np.tile(table.owed, kinds * count), np.zeros(steps)])
    moves = np.concatenate([np.zeros(kinds * count * atoms), np.ones(2 * steps)])
    cells, *people = (_over(len(moves), sums, kind) for kind, (sums, _, _) in enumerate(told))
    whole = LinearTable(cells, ties, owed)
    for sums, (_, low, high) in zip(people, told[1:], strict=True):
        whole, moves = _between(whole, sums, low, high), np.append(moves, np.zeros(2 * len(low)))
    _, low, high = told[0]
    return _limited(whole, moves, low, high)


def _over(width: int, sums: Table, kind: int) -> Table:
    """Return sums over the atoms of so many kinds, and one more, among all unknowns."""
    repeated = [sums] * (kind + 1)
    rest = width - (kind + 1) * sums.shape[1]
    return sparse.csr_array(sparse.hstack([*repeated, sparse.csr_array((sums.shape[0], rest))]))


def _between(table: LinearTable, sums: Table, low: Floats, high: Floats) -> LinearTable:
    """Return a table with sums that lie between two limits: what is left to each is unknown."""
    left = sparse.eye_array(len(low))
    ties = sparse.block_array(
        [[table.ties, None, None], [sums, left, None], [sums, None, -left]], format="csr"
    )
    nothing = sparse.csr_array((table.cells.shape[0], 2 * len(low)))
    return LinearTable(
        sparse.csr_array(sparse.hstack([table.cells, nothing])),
        ties,
        np.concatenate([table.owed, high, low]),
    )


def _steps(count: int, atoms: int) -> Table:
    """Return what each atom of a vintage is more than the same one of the vintage before it."""
    later = sparse.eye_array(count - 1, count) - sparse.eye_array(count - 1, count, k=1)
    return sparse.csr_array(sparse.kron(later, sparse.eye_array(atoms)))


def _limited(table: LinearTable, moves: Floats, low: Floats, high: Floats) -> LinearTable | None:
    """Return the table with the least revision as the most there can be, part by part."""
    rows = sparse.vstack([table.cells, table.ties], format="csr")
    limits = (np.concatenate([own, table.owed]) for own in (low, high))
    least = milp(moves, constraints=LinearConstraint(rows, *limits), bounds=Bounds(0, np.inf))
    if least.x is None:
        return None
    graph = sparse.block_array([[None, abs(rows)], [abs(rows).T, None]], format="csr")
    labels = connected_components(graph, directed=False)[1][rows.shape[0] :]
    names, part = np.unique(labels, return_inverse=True)
    moving = np.flatnonzero(moves)
    places = (np.ones(len(moving)), (part[moving], moving))
    each = sparse.csr_array(places, shape=(len(names), len(moves)))
    # not made whole: whoever takes it as it is knows the more
    most = each @ least.x + ROUNDING
    unused = sparse.eye_array(len(names))
    return LinearTable(
        sparse.csr_array(sparse.hstack([table.cells, sparse.csr_array((len(low), len(names)))])),
        sparse.csr_array(sparse.block_array([[table.ties, None], [each, unused]])),
        np.concatenate([table.owed, most]),
    )
