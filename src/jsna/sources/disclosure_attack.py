"""Attack a published table: what each hidden count could be, given all that is shown.

Two linear programmes a hidden cell, its smallest and its largest value, over every table of
counts that agrees with what is shown. See docs/methods.md#disclosure-control.

Source: Fischetti and Salazar 2000, Mathematical Programming 88, 229-259 (the attacker's
problem); Hundepool and others 2012, Statistical Disclosure Control, chapter 4.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import OptimizeResult, linprog
from scipy.sparse.csgraph import connected_components

from jsna.settings.source import Disclosure
from jsna.sources.disclosure_table import LinearTable, Table, linear_table

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
SOLVED, NO_TABLE = 0, 2
SLACK: Final = 1e-6


@dataclass
class Shown:
    """What is shown of a table, and what it says of the atoms.

    Attributes:
        table: The cells as sums of atoms.
        low: Smallest value of each cell that is shown; 0 if it is hidden.
        high: Largest; infinite if it is hidden and nothing limits it.
        hidden: Which cells are hidden.
        limit: What each cell can't exceed though it is hidden, e.g. its denominator.
    """

    table: LinearTable
    low: Floats
    high: Floats
    hidden: Flags
    limit: Floats

    def hide(self, cell: int) -> None:
        """Take a cell out of what is shown."""
        self.hidden[cell] = True
        self.low[cell], self.high[cell] = 0.0, self.limit[cell]

    @cached_property
    def labels(self) -> NDArray[np.int32]:
        """Which part of the table each cell, each tie and each atom hangs together with."""
        both = sparse.vstack([self.table.cells, abs(self.table.ties)], format="csr")
        graph = sparse.block_array([[None, both], [both.T, None]], format="csr")
        return np.asarray(connected_components(graph, directed=False)[1])

    @cached_property
    def parts(self) -> dict[int, "Part"]:
        """The parts of the table that were cut out so far."""
        return {}

    def part(self, cell: int) -> "Part":
        """Return what hangs together with a cell: nothing else limits it."""
        label = int(self.labels[cell])
        if label not in self.parts:
            cells, ties = self.table.cells.shape[0], self.table.ties.shape[0]
            own = self.labels == label
            atoms = np.flatnonzero(own[cells + ties :])
            rows = np.flatnonzero(own[:cells])
            tied = sparse.csr_array(self.table.ties[np.flatnonzero(own[cells : cells + ties])])
            self.parts[label] = Part(
                rows, sparse.csr_array(self.table.cells[rows][:, atoms]), tied[:, atoms]
            )
        return self.parts[label]


@dataclass(frozen=True)
class Part:
    """A part of a table on its own: which cells, and these as sums of its atoms, and its ties."""

    rows: NDArray[np.intp]
    cells: Table
    ties: Table


@dataclass(frozen=True)
class Extreme:
    """One solved programme: the smallest or the largest value that a cell could have.

    Attributes:
        value: NaN if no table agrees with what is shown, infinite if nothing limits it.
        rows: The cells of the table that found it.
        counts: What each of them is in it; empty if nothing limits it.
        binding: Cells that are shown and hold it where it is.
    """

    value: float
    rows: NDArray[np.intp]
    counts: Floats
    binding: NDArray[np.intp]


def shown_table(
    cells: pd.DataFrame,
    rule: Disclosure,
    least: Mapping[str, frozenset[str]] | None = None,
    links: pd.Series | None = None,
    *,
    loose: bool = False,
) -> Shown:
    """Return what a table shows.

    Args:
        cells: One row per cell: area_code, sex, age, period, count, hidden, and if there is one
            a `limit` that is shown and that the count can't exceed (its denominator).
        rule: Rounded counts are known to half the base.
        least: As for `linear_table`.
        links: Counts by which sums are told, where they are known; else those that are shown.
        loose: As for `linear_table`.
    """
    hidden = cells["hidden"].to_numpy("bool", copy=True)
    count = cells["count"].to_numpy("float64")
    # rounded counts do not add up, which says nothing of what they were
    known = np.where(hidden | (rule.round_to > 1), np.nan, count)
    table = linear_table(cells.assign(count=known if links is None else links), least, loose=loose)
    limit = cells["limit"].to_numpy("float64") if "limit" in cells else np.full(len(cells), np.inf)
    limit = np.where(np.isnan(limit), np.inf, limit)
    low, high = _known(count, rule)
    return Shown(table, np.where(hidden, 0, low), np.where(hidden, limit, high), hidden, limit)


def attack(
    cells: pd.DataFrame, rule: Disclosure, least: Mapping[str, frozenset[str]] | None = None
) -> pd.DataFrame:
    """Return what each hidden count could be, and whether that is wide enough.

    Args:
        cells: One row per cell of one table, as for `shown_table`; counts of hidden cells are
            not looked at.
        rule: Its band, highest less lowest count, is the least range that protects.
        least: Code of an area -> the least areas it is made of, where that is known.

    Returns:
        One row per hidden cell, with its index: lowest, highest (whole numbers, infinite where
        nothing limits it) and protected. Parts are supposed to fill their whole; where no table
        agrees with that they may fall short; where none does even so, there is no range (NaN)
        and no protection to speak of.
    """
    shown = shown_table(cells, rule, least)
    at = np.flatnonzero(shown.hidden)
    ranges = feasible_ranges(shown, at)
    odd = np.isnan(ranges).any(axis=1)
    if odd.any():
        ranges[odd] = feasible_ranges(shown_table(cells, rule, least, loose=True), at[odd])
    return pd.DataFrame(
        {"lowest": ranges[:, 0], "highest": ranges[:, 1],
         "protected": ranges[:, 1] - ranges[:, 0] >= band(rule)},
        index=cells.index[at],
    )  # fmt: skip


def band(rule: Disclosure) -> int:
    """Return how wide the range of a hidden count must be: as wide as what is hidden."""
    return rule.highest_count - rule.lowest_count


def feasible_ranges(shown: Shown, cells: Iterable[int]) -> Floats:
    """Return the smallest and largest whole number that each cell could be, one row per cell."""
    pairs = [(extreme(shown, int(c), 1.0), extreme(shown, int(c), -1.0)) for c in cells]
    found = np.array([(low.value, high.value) for low, high in pairs]).reshape(-1, 2)
    return whole(found)


def whole(ranges: Floats) -> Floats:
    """Return ranges narrowed to the whole numbers in them."""
    # + 0.0 makes of a negative zero a plain one
    return np.stack([np.ceil(ranges[:, 0] - SLACK), np.floor(ranges[:, 1] + SLACK)], axis=1) + 0.0


def extreme(shown: Shown, cell: int, sign: float) -> Extreme:
    """Return the smallest (sign 1) or the largest (sign -1) value that a cell could have."""
    part = shown.part(cell)
    rows, low, high = part.rows, shown.low[part.rows], shown.high[part.rows]
    exact = (low == high) & ~shown.hidden[rows]
    ranged, below = ~exact & np.isfinite(high), ~exact & (low > 0)
    goal = part.cells[[int(np.searchsorted(rows, cell))]].toarray().ravel()
    result = linprog(
        sign * goal,
        **_rows("ub", [part.cells[ranged], -part.cells[below]], [high[ranged], -low[below]]),
        **_rows("eq", [part.cells[exact], part.ties], [low[exact], np.zeros(part.ties.shape[0])]),
        method="highs",
    )
    if result.status == SOLVED:
        binding = rows[_binding(result, exact, ranged, below)]
        return Extreme(sign * result.fun, rows, part.cells @ result.x, binding)
    # counts are not negative, so that only a largest value can be without limit
    nothing = np.array([], dtype="int64")
    unlimited = sign < 0 and result.status != NO_TABLE
    return Extreme(np.inf if unlimited else np.nan, rows, np.array([]), nothing)


def _rows(kind: str, left: list[Table], right: list[Floats]) -> dict[str, Any]:
    stacked = sparse.vstack(left, format="csr")
    if not stacked.shape[0]:
        return {}
    return {f"A_{kind}": stacked, f"b_{kind}": np.concatenate(right)}


def _known(count: Floats, rule: Disclosure) -> tuple[Floats, Floats]:
    """Return between what a shown count lies: rounded ones within half the base, off the band."""
    slack = rule.round_to // 2
    low, high = np.maximum(count - slack, 0), count + slack
    under = count < rule.lowest_count
    return (
        np.where(under | (slack == 0), low, np.maximum(low, rule.highest_count + 1)),
        np.where(under, np.minimum(high, rule.lowest_count - 1), high),
    )


def _binding(result: OptimizeResult, exact: Flags, ranged: Flags, below: Flags) -> NDArray[np.intp]:
    """Return which shown cells hold the optimum where it is: those with a price."""
    price = np.zeros(len(exact))
    if exact.any():
        price[exact] += np.abs(result.eqlin.marginals[: exact.sum()])
    if len(result.ineqlin.marginals):
        price[ranged] += np.abs(result.ineqlin.marginals[: ranged.sum()])
        price[below] += np.abs(result.ineqlin.marginals[ranged.sum() :])
    return np.flatnonzero(price > SLACK)
