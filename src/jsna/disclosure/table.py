"""A published table as linear constraints: what whoever would undo a hiding knows of it.

Every count is a sum over atoms, the smallest groups that the labels tell apart. Ward and LSOA,
Persons and Male, "0-17" and "All ages", overlapping periods and custom areas then need no rules
of their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from jsna.disclosure.parts import (
    DIMENSIONS,
    Parts,
    age_parts,
    area_parts,
    fillers,
    homes_of,
    period_parts,
    sex_parts,
    value_parts,
    ways_to_divide,
)

ADDS_UP: Final = 0.5
"""Counts are whole: less than this is no difference."""
SEVERAL: Final = 2
IN_IT: Final = "\n"
"""Between the name of a breakdown and a value: neither has it."""
NOW: Final = 1
"""The bit of the new release among `releases`."""
Loose: TypeAlias = frozenset[str]
STRICT: Final[Loose] = frozenset()
Table: TypeAlias = sparse.csr_array
Floats = NDArray[np.float64]
Wide: TypeAlias = Mapping[str, Floats]


Group: TypeAlias = tuple[frozenset[str], ...]
"""People who need have no row: of each of `DIMENSIONS`, the least parts that they are of."""


@dataclass(frozen=True)
class LinearTable:
    """Cells as sums of atoms.

    Attributes:
        cells: One row per cell and one column per atom: 1 where the atom is in the cell.
        ties: Further sums over atoms that are known: two ways to divide one authority, and what
            one gives less what the other gives.
        owed: What each tie is: 0 of two ways.
    """

    cells: Table
    ties: Table
    owed: Floats


@dataclass(frozen=True)
class Divided:
    """What the labels of a table are made of.

    Attributes:
        parts: Dimension -> label -> its least parts.
        ways: Of each authority that is divided in several ways, the least areas of each.
        everybody: Where there are several breakdowns, the values of each.
    """

    parts: Mapping[str, Parts]
    ways: list[list[frozenset[str]]]
    everybody: list[frozenset[str]]


def linear_table(
    cells: pd.DataFrame,
    least: Mapping[str, frozenset[str]] | None = None,
    *,
    loose: Loose = STRICT,
    groups: Sequence[Group] = (),
) -> LinearTable:
    """Return the cells of one table as sums of atoms.

    Parts fill their whole unless counts that are known show otherwise: a whole that they do not
    fill has a rest of its own, and parts that exceed it are no parts of it. Where nothing shows
    it they fill it, which is what an attacker would suppose.

    Args:
        cells: One row per cell: area_code, sex, age, period, count (NaN where it is not known),
            and breakdown_value if there is one ("" is the whole). A label tells one thing only:
            one indicator, and one breakdown, or as many as `breakdown` names, each of which
            divides everybody. Of several releases `releases` says in which
            a cell stands, one bit each: whether parts fill their whole is told within one, and
            `home` the authority of its release (`parts.homes_of`).
        least: Code of an area -> codes of the least areas that it is made of. Without it each
            kind of small area fills the only authority of the table.
        loose: In which dimensions to suppose that parts may fall short of their whole where
            nothing shows it.
        groups: People of whom no row tells: a row each, after those of the cells.
    """
    cells = with_values(cells)
    divided = divide(cells, least, loose=loose)
    atoms = {name: sorted(frozenset().union(*own.values())) for name, own in divided.parts.items()}
    atoms["area_code"] = sorted(
        frozenset(atoms["area_code"]).union(*(w for own in divided.ways for w in own))
    )
    atoms["breakdown_value"] = sorted(frozenset(atoms["breakdown_value"]).union(*divided.everybody))
    *masks, values = [
        _mask([*(divided.parts[name][label] for label in cells[name]), *(g[i] for g in groups)],
              atoms[name])
        for i, name in enumerate(DIMENSIONS)
    ]  # fmt: skip
    # who is told apart without the breakdowns first: these are tied person by person
    base = _merged(reduce(_row_products, masks), _ties(divided.ways, atoms))
    ties = sparse.vstack([
        sparse.kron(base.ties, sparse.eye_array(values.shape[1])),
        sparse.kron(sparse.eye_array(base.cells.shape[1]), _differences(
            [divided.everybody], atoms["breakdown_value"]
        )),
    ], format="csr")  # fmt: skip
    return _merged(_row_products(base.cells, values), ties)


def with_values(cells: pd.DataFrame) -> pd.DataFrame:
    """Return cells with `breakdown_value`: everybody, where no row says otherwise.

    Of several breakdowns a value is called by the name of its own as well.
    """
    if "breakdown_value" not in cells:
        return cells.assign(breakdown_value="")
    if len(breakdowns(cells)) < SEVERAL:
        return cells
    value = cells["breakdown_value"]
    named = cells["breakdown"] + IN_IT + value
    return cells.assign(
        breakdown_value=value.where((value == "") | value.str.contains(IN_IT, regex=False), named)
    )


def breakdowns(cells: pd.DataFrame) -> list[str]:
    """Return the names of the breakdowns that a table has."""
    return sorted(set(cells["breakdown"]) - {""}) if "breakdown" in cells else []


def tell_nothing_of_each_other(cells: pd.DataFrame) -> bool:
    """Whether the cells are of one group, in periods that share no day.

    Then nothing is a sum or a difference of others, and no group is without a row: what is no
    small count itself gives none away. So it is of most series.
    """
    alike = [name for name in (*DIMENSIONS, "breakdown") if name in cells and name != "period"]
    if any(len(set(cells[name])) > 1 for name in alike) or cells["period"].duplicated().any():
        return False
    days = period_parts(cells["period"]).values()
    return len(frozenset[str]().union(*days)) == sum(map(len, days))


def divide(
    cells: pd.DataFrame, least: Mapping[str, frozenset[str]] | None = None, *, loose: Loose = STRICT
) -> Divided:
    """Return what the labels of one table are made of; the arguments are `linear_table`'s."""
    cells = with_values(cells)
    areas, ways = _areas(cells, least or {}, loose="area_code" in loose)
    read = {"sex": sex_parts, "age": age_parts, "period": period_parts}
    parts = {
        name: _linked(cells, name, parts_of(cells[name]), loose=name in loose)
        for name, parts_of in read.items()
    }
    values, every = _values(cells, loose="breakdown_value" in loose)
    return Divided({"area_code": areas, **parts, "breakdown_value": values}, ways, every)


def homes(cells: pd.DataFrame, least: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Return area -> the authority of its release; of the table's one where that is not said."""
    if "home" not in cells:
        return homes_of(cells["area_code"], least)
    told = cells[cells["home"] != ""]
    return dict(zip(told["area_code"], told["home"], strict=True))


def _areas(
    cells: pd.DataFrame, least: Mapping[str, frozenset[str]], *, loose: bool
) -> tuple[Parts, list[list[frozenset[str]]]]:
    """Return the areas' least parts, and the sets of parts that fill the same authority."""
    parts = area_parts(cells["area_code"], least)
    together = [set(cells["area_code"].iloc[rows]) for rows in _releases(cells)]
    kinds = ways_to_divide(parts, homes(cells, least), together)
    parts = _linked(cells, "area_code", parts, loose=loose)
    wide = _wide(cells, "area_code") if kinds else {}
    tied = []
    for top, own in kinds.items():
        # what one way leaves out, another may hold: each has a rest of its own
        ways = [
            _filled(wide, top, sorted(kind), f"the rest of {top}, way {i}", loose=loose)
            for i, kind in enumerate(own)
        ]
        usable = [frozenset[str]().union(*(parts.get(a, {a}) for a in way)) for way in ways if way]
        if not usable:
            continue
        if parts[top] == {top}:
            parts[top] = usable[0]
            usable.pop(0)
        tied.append([parts[top], *usable])
    return parts, tied


def _values(cells: pd.DataFrame, *, loose: bool) -> tuple[Parts, list[frozenset[str]]]:
    """Return the values' least parts, and of several breakdowns what each makes of everybody."""
    column, kinds = "breakdown_value", breakdowns(cells)
    if len(kinds) < SEVERAL:
        return _linked(cells, column, value_parts(cells[column]), loose=loose), []
    parts: Parts = {}
    every = []
    for kind in kinds:
        own = cells[cells["breakdown"].isin(["", kind])]
        found = _linked(own, column, value_parts(["", *own[column]]), loose=loose)
        if found[""] != {""}:
            # whom it leaves out are others than another breakdown does
            every.append(frozenset(part if part in found else kind + part for part in found[""]))
        parts |= found
    return parts | {"": every[0] if every else frozenset([""])}, every


def _linked(cells: pd.DataFrame, column: str, parts: Parts, *, loose: bool) -> Parts:
    """Return the parts of each label, with a rest or on its own where counts do not add up."""
    linked = dict(parts)
    divided = {whole: children for whole in parts if (children := fillers(whole, parts))}
    wide = _wide(cells, column) if divided else {}
    for whole, children in divided.items():
        filled = _filled(wide, whole, children, f"the rest of {whole}", loose=loose)
        rest = frozenset(filled) - set(children)
        linked[whole] = parts[whole] | rest if filled else frozenset([whole])
    return linked


def _releases(cells: pd.DataFrame) -> list[NDArray[np.intp]]:
    """Return the rows of each release; all of them if the cells do not say."""
    if "releases" not in cells:
        return [np.arange(len(cells))]
    bits = cells["releases"].to_numpy("int64")
    size = int(bits.max(initial=0)).bit_length()
    return [np.flatnonzero(bits >> release & 1) for release in range(size)]


def _wide(cells: pd.DataFrame, column: str) -> Wide:
    """Return the counts of each label of one dimension, in the same order of all the others.

    Raises:
        ValueError: two rows of a release are the same cell.
    """
    releases = _releases(cells)
    at = np.concatenate(releases)
    others = np.repeat(np.arange(len(releases)), [len(rows) for rows in releases])
    for name in DIMENSIONS:
        if name != column:
            codes, labels = pd.factorize(cells[name])
            others = others * len(labels) + codes[at]
    rows, row = np.unique(others, return_inverse=True)
    codes, labels = pd.factorize(cells[column])
    if len(np.unique(row * len(labels) + codes[at])) < len(at):
        raise ValueError("two rows are the same cell")
    wide = np.full((len(labels), len(rows)), np.nan)
    wide[codes[at], row] = cells["count"].to_numpy("float64")[at]
    return dict(zip(labels, wide, strict=True))


def _filled(
    wide: Wide, whole: str, children: Sequence[str], rest: str, *, loose: bool
) -> tuple[str, ...]:
    """Return what fills a whole: its parts, and a rest if short; () if they exceed it."""
    # where one of them is not known nothing is shown
    missing = wide.get(whole, np.nan) - np.sum([wide[child] for child in children], axis=0)
    missing = missing[~np.isnan(missing)]
    if (missing < -ADDS_UP).any():
        return ()
    # one part alone is never the whole
    short = bool((missing > ADDS_UP).any()) if missing.size else loose or len(children) == 1
    return (*children, rest) if short else tuple(children)


def _mask(members: Sequence[frozenset[str]], atoms: Sequence[str]) -> Table:
    """Return a matrix of one row per cell and one column per atom of one dimension."""
    place = {atom: i for i, atom in enumerate(atoms)}
    kinds = {own: i for i, own in enumerate(dict.fromkeys(members))}
    dense = np.zeros((len(kinds), len(atoms)))
    for own, i in kinds.items():
        dense[i, [place[atom] for atom in own]] = 1
    return sparse.csr_array(sparse.csr_array(dense)[[kinds[own] for own in members]])


def _row_products(left: Table, right: Table) -> Table:
    """Return, row by row, every atom of the left with every atom of the right."""
    size = np.diff(right.indptr)
    row = np.repeat(np.arange(left.shape[0]), np.diff(left.indptr))
    repeats = size[row]
    within = np.arange(repeats.sum()) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    chosen = right.indices[np.repeat(right.indptr[row], repeats) + within]
    columns = np.repeat(left.indices.astype("int64"), repeats) * right.shape[1] + chosen
    shape = (left.shape[0], left.shape[1] * right.shape[1])
    return sparse.csr_array((np.ones(len(columns)), (np.repeat(row, repeats), columns)), shape)


def _ties(ways: Sequence[Sequence[frozenset[str]]], atoms: Mapping[str, list[str]]) -> Table:
    """Return one row per further way to divide an authority and atom of the others but values."""
    rest = int(np.prod([len(atoms[name]) for name in DIMENSIONS[1:-1]]))
    rows = _differences(ways, atoms["area_code"])
    return sparse.csr_array(sparse.kron(rows, sparse.eye_array(rest)))


def _differences(ways: Sequence[Sequence[frozenset[str]]], atoms: Sequence[str]) -> Table:
    """Return what each further way to divide the same holds that the first does not."""
    rows = [
        [float(atom in way) - float(atom in own[0]) for atom in atoms]
        for own in ways
        for way in own[1:]
    ]
    return sparse.csr_array(np.array(rows).reshape(len(rows), len(atoms)))


def _merged(product: Table, ties: Table) -> LinearTable:
    """Return the table with atoms that nothing tells apart as one, and empty ones left out."""
    both = sparse.csc_array(sparse.vstack([product, ties]))
    # a product of matrices may hold zeros as entries, and these tie nothing
    both.eliminate_zeros()
    both.sort_indices()
    used = np.flatnonzero(np.diff(both.indptr[:]) > 0)
    seen: dict[bytes, int] = {}
    for atom in used:
        span = slice(both.indptr[atom], both.indptr[atom + 1])
        seen.setdefault(both.indices[span].tobytes() + both.data[span].tobytes(), int(atom))
    kept = sparse.csr_array(both[:, sorted(seen.values())])
    rows = product.shape[0]
    return LinearTable(
        sparse.csr_array(kept[:rows]), sparse.csr_array(kept[rows:]), np.zeros(ties.shape[0])
    )
