"""What a published table shows: what each of its cells can be, and which cells hang together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from jsna.disclosure.programme import Programme
from jsna.disclosure.revisions import Shares, with_revisions
from jsna.disclosure.table import STRICT, Group, LinearTable, Loose, Table, linear_table
from jsna.settings.source import Disclosure

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
SLACK: Final = 1e-6
"""Counts are whole: so little is the solver's rounding."""


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
        if (label := int(self.labels[cell])) in self.programmes:
            row = int(np.searchsorted(self.parts[label].rows, cell))
            self.programmes[label].limit(row, 0.0, self.limit[cell])

    @cached_property
    def labels(self) -> NDArray[np.int32]:
        """Which part of the table each cell, each tie and each atom hangs together with."""
        both = sparse.vstack([self.table.cells, abs(self.table.ties)], format="csr")
        graph = sparse.block_array([[None, both], [both.T, None]], format="csr")
        return np.asarray(connected_components(graph, directed=False)[1])

    @cached_property
    def alone(self) -> Flags:
        """Which cells hang together with no other: what is shown of them is all there is."""
        cells, ties = self.table.cells.shape[0], self.table.ties.shape[0]
        ends = np.cumsum([cells, ties])
        size = int(self.labels.max(initial=0)) + 1
        one, none, atom = (
            np.bincount(own, minlength=size)[self.labels[:cells]]
            for own in np.split(self.labels, ends)
        )
        return np.asarray((one == 1) & (none == 0) & (atom == 1))

    @cached_property
    def parts(self) -> dict[int, "Part"]:
        """The parts of the table that were cut out so far."""
        return {}

    @cached_property
    def programmes(self) -> dict[int, Programme]:
        """What each part is asked, once it was asked something."""
        return {}

    def programme(self, cell: int) -> Programme:
        """Return what the part of a cell can be asked: sums over its atoms, as now shown."""
        part, label = self.part(cell), int(self.labels[cell])
        if label not in self.programmes:
            rows = sparse.csr_array(sparse.vstack([part.cells, part.ties], format="csr"))
            low, high = (np.append(own[part.rows], part.owed) for own in (self.low, self.high))
            self.programmes[label] = Programme(rows, low, high)
        return self.programmes[label]

    def part(self, cell: int) -> "Part":
        """Return what hangs together with a cell: nothing else limits it."""
        label = int(self.labels[cell])
        if label not in self.parts:
            cells, ties = self.table.cells.shape[0], self.table.ties.shape[0]
            own = self.labels == label
            atoms = np.flatnonzero(own[cells + ties :])
            rows = np.flatnonzero(own[:cells])
            tied = np.flatnonzero(own[cells : cells + ties])
            self.parts[label] = Part(
                rows,
                sparse.csr_array(self.table.cells[rows][:, atoms]),
                sparse.csr_array(self.table.ties[tied][:, atoms]),
                self.table.owed[tied],
            )
        return self.parts[label]


@dataclass(frozen=True)
class Part:
    """A part of a table on its own: which cells, and these as sums of its atoms, and its ties."""

    rows: NDArray[np.intp]
    cells: Table
    ties: Table
    owed: Floats


@dataclass(frozen=True)
class Supposed:
    """What whoever attacks a table supposes of it.

    Attributes:
        loose: In which dimensions parts may fall short of their whole where nothing shows it.
        people: Whether, of counts that were revised, those without the event were revised as
            little: else only the counts were.
        revised: Whether what an earlier release shows otherwise was revised: else nothing was,
            and all releases are one table.
    """

    loose: Loose = STRICT
    people: bool = False
    revised: bool = True


PLAIN: Final = Supposed()


def shown_table(
    cells: pd.DataFrame,
    rule: Disclosure,
    least: Mapping[str, frozenset[str]] | None = None,
    links: pd.Series | None = None,
    *,
    supposed: Supposed = PLAIN,
    groups: Sequence[Group] = (),
) -> Shown:
    """Return what a table shows.

    Args:
        cells: One row per cell: area_code, sex, age, period, count, hidden, and if there are any
            a `limit` that is shown and that the count can't exceed (its denominator), a `base`
            to which it is rounded instead of the rule's, a `slack` by which it is known if that
            is not half the base, and, where earlier releases are known, `releases` (see
            `linear_table`) and `vintage` (0 now; others hold what was revised). Last come the
            counts that are not in the table (`control.with_absent`), with what each is the sum of
            in `sums`: places among the rows before, and signs.
        rule: Rounded counts are known to half the base.
        least: As for `linear_table`.
        links: Counts by which sums are told, where they are known; else those that are shown.
        supposed: What nothing of it shows.
        groups: People of whom no row tells: hidden cells, after all others.
    """
    absent = cells["sums"].dropna() if "sums" in cells else pd.Series()
    real = cells.drop(index=absent.index)
    hidden, limit = real["hidden"].to_numpy("bool", copy=True), _limit(real)
    linked = told_exactly(real, rule) if links is None else links.reindex(real.index)
    table = linear_table(real.assign(count=linked), least, loose=supposed.loose, groups=groups)
    none = np.zeros(len(groups))
    low, high = limits(real, rule)
    low, high = np.concatenate([low, none]), np.concatenate([high, none + np.inf])
    if supposed.revised and "vintage" in real and real["vintage"].any():
        vintage = np.concatenate([real["vintage"].to_numpy("int64"), none.astype("int64")])
        shares = _shares(limit, real, rule, len(groups)) if supposed.people else None
        table = with_revisions(table, vintage, low, high, shares)
    shown = Shown(
        table, low, high,
        np.concatenate([hidden, none == 0]), np.concatenate([limit, none + np.inf]),
    )  # fmt: skip
    return _with_absent(shown, absent, len(real)) if len(absent) else shown


def _shares(limit: Floats, cells: pd.DataFrame, rule: Disclosure, groups: int) -> Shares:
    """Return between what the denominators lie that `limit` is the most of, NaN for groups."""
    wide = 2 * (np.maximum(bases(cells, rule), rule.round_to) // 2)
    high = np.append(limit, np.full(groups, np.nan))
    return Shares(high - np.append(wide, np.zeros(groups)), high)


def limits(cells: pd.DataFrame, rule: Disclosure) -> tuple[Floats, Floats]:
    """Return the smallest and the largest value of each cell by what is shown of itself."""
    hidden = cells["hidden"].to_numpy("bool")
    low, high = _known(cells["count"].to_numpy("float64"), slacks(cells, rule), rule)
    return np.where(hidden, 0, low), np.where(hidden, _limit(cells), high)


def _limit(cells: pd.DataFrame) -> Floats:
    if "limit" not in cells:
        return np.full(len(cells), np.inf)
    limit = cells["limit"].to_numpy("float64")
    return np.where(np.isnan(limit), np.inf, limit)


def _with_absent(shown: Shown, sums: pd.Series, size: int) -> Shown:
    """Return a table with counts that are not in it as hidden cells, after its own `size`."""
    places, signs = zip(*sums, strict=True)
    row = np.repeat(np.arange(len(sums)), [len(own) for own in places])
    shape = (len(sums), shown.table.cells.shape[0])
    added = sparse.csr_array((np.concatenate(signs), (row, np.concatenate(places))), shape)
    own, rows, groups = (
        shown.table.cells[:size],
        added @ shown.table.cells,
        shown.table.cells[size:],
    )
    cells = sparse.csr_array(sparse.vstack([own, rows, groups], format="csr"))
    none, at = np.zeros(len(sums)), np.full(len(sums), size)
    return Shown(
        LinearTable(cells, shown.table.ties, shown.table.owed),
        np.insert(shown.low, at, none),
        np.insert(shown.high, at, none + np.inf),
        np.insert(shown.hidden, at, none == 0),
        np.insert(shown.limit, at, none + np.inf),
    )


def told_exactly(cells: pd.DataFrame, rule: Disclosure) -> pd.Series:
    """Return the counts that are shown as they are; NaN for those hidden or rounded.

    Rounded counts do not add up, which says nothing of what they were.
    """
    exact = ~cells["hidden"].astype("bool") & (slacks(cells, rule) == 0)
    return cells["count"].astype("float64").where(exact)


def bases(cells: pd.DataFrame, rule: Disclosure) -> NDArray[np.int64]:
    """Return to which base each cell is rounded when it is shown."""
    if "base" in cells:
        return cells["base"].to_numpy("int64")
    return np.full(len(cells), rule.round_to)


def slacks(cells: pd.DataFrame, rule: Disclosure) -> NDArray[np.int64]:
    """Return to within what each cell is known when it is shown."""
    half = bases(cells, rule) // 2
    return np.maximum(half, cells["slack"].to_numpy("int64")) if "slack" in cells else half


def _known(count: Floats, slack: NDArray[np.int64], rule: Disclosure) -> tuple[Floats, Floats]:
    """Return between what a shown count lies: rounded ones within half the base, off the band."""
    low, high = np.maximum(count - slack, 0), count + slack
    under = count < rule.lowest_count
    return (
        np.where(under | (slack == 0), low, np.maximum(low, rule.highest_count + 1)),
        np.where(under, np.minimum(high, rule.lowest_count - 1), high),
    )
