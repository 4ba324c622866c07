"""The range of every hidden count of a table, with as few linear programmes as that takes.

What shown counts settle by themselves is taken out first. Of what is left, each programme begins
where the one before it ended, and a table that was found for one cell may already reach the limit
of another, which then needs none of its own. The ranges are those that two programmes a cell would
give.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from jsna.disclosure.programme import Programme
from jsna.disclosure.shown import SLACK, Part, Shown, limits
from jsna.disclosure.table import Table
from jsna.settings.source import Disclosure

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
SAME: Final = 1e-9
MOST_SIZE: Final = 1_500
"""Rows and unknowns of the programmes after which what was found is looked at."""


@dataclass(frozen=True)
class Rest:
    """What the shown counts of a part leave open: sums of atoms that nothing has settled.

    Attributes:
        rows: One row per cell or tie that holds an open atom, one column per open atom.
        low: Smallest value of each row.
        high: Largest.
        cells: All cells of the part over the open atoms.
        settled: What the settled atoms give each cell.
    """

    rows: Table
    low: Floats
    high: Floats
    cells: Table
    settled: Floats


def feasible_ranges(
    shown: Shown, cells: Iterable[int], enough: float = np.inf, far: float = np.inf
) -> Floats:
    """Return the smallest and largest whole number that each cell could be, one row per cell.

    NaN where no table agrees with what is shown, infinite where nothing limits a cell.

    Args:
        shown: What is shown.
        cells: Which cells are asked for.
        enough: A range at least so wide need not be the whole one.
        far: Nor need one that reaches so far.
    """
    wanted = np.fromiter(cells, dtype="int64")
    found = np.full((len(wanted), 2), np.nan)
    alone = shown.alone[wanted]
    found[alone] = _of_themselves(shown, wanted[alone])
    labels = shown.labels[wanted]
    for label in np.unique(labels[~alone]):
        own = labels == label
        part = shown.part(int(wanted[own][0]))
        places = np.searchsorted(part.rows, wanted[own])
        rest = left_open(part, shown.low[part.rows], shown.high[part.rows])
        if rest is not None:
            found[own] = _ranges(rest, places, enough, far)
    return whole(found)


def possible_counts(shown: Shown) -> Floats | None:
    """Return what each cell is in one table that agrees with what is shown; None if none does."""
    alone = shown.alone
    counts, places = np.zeros(len(alone)), np.flatnonzero(alone)
    counts[places] = _of_themselves(shown, places)[:, 0]
    if np.isnan(counts).any():
        return None
    others = np.flatnonzero(~alone)
    for cell in others[np.unique(shown.labels[others], return_index=True)[1]]:
        part = shown.part(int(cell))
        rest = left_open(part, shown.low[part.rows], shown.high[part.rows])
        table = _any_table(rest) if rest else None
        if rest is None or table is None:
            return None
        counts[part.rows] = rest.settled + rest.cells @ table
    return counts


def own_ranges(cells: pd.DataFrame, rule: Disclosure) -> Floats:
    """Return the smallest and largest whole number that each cell could be by itself.

    Args:
        cells: As for `shown_table`; nothing but itself limits any of them.
        rule: As for `shown_table`.

    Returns:
        One row per cell; NaN where what is shown of it contradicts itself.
    """
    return whole(_within(*limits(cells, rule)))


def _of_themselves(shown: Shown, cells: NDArray[np.intp]) -> Floats:
    """Return what is shown of cells that nothing else limits; NaN where it contradicts itself."""
    return _within(shown.low[cells], shown.high[cells])


def _within(low: Floats, high: Floats) -> Floats:
    low = np.maximum(low, 0.0)
    return np.where((low <= high + SLACK)[:, None], np.column_stack([low, high]), np.nan)


def whole(ranges: Floats) -> Floats:
    """Return ranges narrowed to the whole numbers in them."""
    # + 0.0 makes of a negative zero a plain one
    return np.stack([np.ceil(ranges[:, 0] - SLACK), np.floor(ranges[:, 1] + SLACK)], axis=1) + 0.0


def left_open(part: Part, low: Floats, high: Floats) -> Rest | None:
    """Return what is left open once a sum of 0, and a sum of one atom, have settled their atoms.

    Args:
        part: The cells and ties.
        low: Smallest value of each cell.
        high: Largest.

    Returns:
        None if no table agrees with what is shown.
    """
    table = sparse.csr_array(sparse.vstack([part.cells, part.ties]))
    # a product of matrices may hold zeros as entries: these settle nothing
    table.eliminate_zeros()
    ties = len(part.owed)
    low, high = np.concatenate([low, part.owed]), np.concatenate([high, part.owed])
    one_way = np.arange(table.shape[0]) < table.shape[0] - ties
    atoms, used = np.full(table.shape[1], np.nan), abs(table)
    while True:
        still = np.isnan(atoms)
        given = table @ np.nan_to_num(atoms)
        count = used @ still.astype("float64")
        if _contradicts(low - given, high - given, count == 0, one_way):
            return None
        nothing = one_way & (high - given <= SLACK) & (count > 0)
        alone = (high - low <= SLACK) & (count == 1)
        if not (nothing | alone).any():
            break
        own = sparse.coo_array(table[np.flatnonzero(alone)][:, np.flatnonzero(still)])
        value = ((high - given)[alone])[own.row] / own.data
        atoms[np.flatnonzero(still)[own.col]] = np.where(np.abs(value) <= SLACK, 0.0, value)
        atoms[still & (used.T @ nothing.astype("float64") > 0)] = 0.0
        if (atoms < 0).any():
            return None
    tells = np.flatnonzero((count > 0) & ((low > 0) | np.isfinite(high) | ~one_way))
    columns = np.flatnonzero(still)
    size = len(low) - ties
    return Rest(
        sparse.csr_array(table[tells][:, columns]), (low - given)[tells], (high - given)[tells],
        sparse.csr_array(part.cells[:, columns]), given[:size],
    )  # fmt: skip


def _contradicts(low: Floats, high: Floats, done: Flags, one_way: Flags) -> bool:
    """Return whether a row is settled outside its limits, or can't come down to them."""
    return bool(((high < -SLACK) & (one_way | done)).any() or ((low > SLACK) & done).any())


def _ranges(rest: Rest, wanted: NDArray[np.intp], enough: float, far: float) -> Floats:
    """Return the range of each wanted cell; NaN if no table agrees with what is shown."""
    goals = sparse.csr_array(rest.cells[wanted])
    open_ = np.diff(goals.indptr) > 0
    found = np.repeat(rest.settled[wanted][:, None], 2, axis=1)
    if not rest.rows.shape[1]:
        return found
    reach = far - rest.settled[wanted][open_]
    extremes = _extremes(rest, goals[np.flatnonzero(open_)], enough, reach)
    if extremes is None:
        return np.full((len(wanted), 2), np.nan)
    found[open_] += extremes
    return found


def _extremes(rest: Rest, goals: Table, enough: float, far: Floats) -> Floats | None:
    """Return the least and the most of each sum of open atoms; None if there is no table."""
    unlimited = goals @ _unlimited(rest).astype("float64") > 0
    limits = _outer(rest, goals)
    # the first two tables say whether there is one, and settle much already
    total = np.asarray(goals.sum(axis=0)).ravel()
    most = np.asarray(goals[np.flatnonzero(~unlimited)].sum(axis=0)).ravel()
    programme, seen = _programme(rest), np.tile([np.inf, -np.inf], (goals.shape[0], 1))
    costs, at_once = [total, -most], max(1, MOST_SIZE // max(1, sum(rest.rows.shape)))
    # a sum that nothing limits needs no largest value
    waiting = np.argwhere(~np.column_stack([np.zeros_like(unlimited), unlimited]))
    while True:
        tables = [programme.least(cost) for cost in costs]
        if any(table is None for table in tables):
            return None
        values = goals @ np.stack([table for table in tables if table is not None], axis=1)
        seen[:, 0] = np.minimum(seen[:, 0], values.min(axis=1))
        seen[:, 1] = np.maximum(seen[:, 1], values.max(axis=1))
        seen[unlimited, 1] = np.inf
        reached = np.isclose(seen, limits, rtol=0, atol=SAME)
        wide = (whole(seen) @ [-1.0, 1.0] >= enough) & np.isfinite(enough)
        wide |= (seen[:, 1] >= far) & np.isfinite(far)
        waiting = waiting[~(reached[tuple(waiting.T)] | wide[waiting[:, 0]])]
        if not len(waiting):
            return seen
        now, waiting = waiting[:at_once], waiting[at_once:]
        costs = list(goals[now[:, 0]].toarray() * (1.0 - 2.0 * now[:, [1]]))


def _unlimited(rest: Rest) -> Flags:
    """Return which open atoms could be of any size.

    Ways in which a table could grow without end add up to such a way, so that one programme finds
    all of them: as many atoms as can grow at once, each counted up to 1.
    """
    way = np.diff(sparse.csr_array(rest.rows < 0).indptr) > 0
    held = np.flatnonzero(np.isfinite(rest.high))
    if not way.any():
        return np.asarray(rest.rows[held].sum(axis=0) == 0).ravel()
    rows, size = rest.rows[held], rest.rows.shape[1]
    found = milp(
        np.repeat([-1.0, 0.0], size),
        constraints=LinearConstraint(sparse.hstack([rows, rows]), 0, 0),
        bounds=Bounds(0, np.repeat([1.0, np.inf], size)),
    )
    return np.asarray(found.x[:size] > SLACK)


def _outer(rest: Rest, goals: Table) -> Floats:
    """Return limits of each goal that need no programme: of the rows in it and those it is in."""
    plain = np.flatnonzero(np.diff(sparse.csr_array(rest.rows < 0).indptr) == 0)
    rows = rest.rows[plain]
    both = (goals @ rows.T).toarray()
    goal_size, row_size = goals.sum(axis=1), rows.sum(axis=1)
    least = np.where(both == row_size, rest.low[plain], 0.0).max(axis=1, initial=0.0)
    most = np.where(both == goal_size[:, None], rest.high[plain], np.inf)
    return np.column_stack([least, most.min(axis=1, initial=np.inf)])


def _any_table(rest: Rest) -> Floats | None:
    """Return one open table that agrees with what is shown; None if none does."""
    size = rest.rows.shape[1]
    return _programme(rest).least(np.zeros(size)) if size else np.zeros(0)


def _programme(rest: Rest) -> Programme:
    return Programme(rest.rows, rest.low, rest.high)
