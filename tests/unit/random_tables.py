"""Random tables of counts: areas x sexes x ages x periods, with every total that is published.

They hold what an attack can use: totals of each kind, LSOAs beside wards, areas of the council's
own that cut across wards, rolling periods, and an earlier release that shows other rows of the same
table, before some of its counts were revised.
"""

from dataclasses import dataclass, field
from itertools import pairwise, product

import numpy as np
import pandas as pd

AUTHORITY = "E06999999"
AREAS = ("wards", "wards and LSOAs", "wards, LSOAs and own areas")
PERIODS = ("years", "years and all together", "years and every two", "every two only")
RELEASES = ("one release", "an earlier release", "an earlier release, revised since")


@dataclass
class RandomCase:
    """A table, what is known of its areas, the rows an earlier release had, and its kinds."""

    cells: pd.DataFrame
    least: dict[str, frozenset[str]] | None
    before: pd.DataFrame | None
    kinds: tuple[str, str, str]


@dataclass
class Shape:
    """The groups that a table counts, and the labels that add them up."""

    sizes: tuple[int, ...]
    sums: list[tuple[list[str], np.ndarray]] = field(default_factory=list)

    def table(self, counts: np.ndarray) -> pd.DataFrame:
        for axis, (_, matrix) in enumerate(self.sums):
            counts = np.moveaxis(np.tensordot(matrix, counts, (1, axis)), 0, axis)
        names = ["area_code", "sex", "age", "period"]
        cells = pd.DataFrame(product(*(labels for labels, _ in self.sums)), columns=names)
        return cells.assign(count=counts.ravel())


def random_table(rng: np.random.Generator) -> pd.DataFrame:
    """Return one row per cell of a table of wards, totals included, as area to period."""
    return random_case(rng, "wards", releases="one release").cells


def random_case(
    rng: np.random.Generator, areas: str = "", periods: str = "", releases: str = ""
) -> RandomCase:
    """Return a table of random size, of these kinds or of random ones."""
    areas, periods = areas or str(rng.choice(AREAS)), periods or str(rng.choice(PERIODS))
    releases = releases or str(rng.choice(RELEASES, p=[0.6, 0.2, 0.2]))
    wards, ages, years = (int(n) for n in rng.integers([2, 2, 1], [6, 4, 4]))
    if areas != "wards":
        wards, ages = min(wards, 4), 2
    years = max(years, {"years": 1, "every two only": 3}.get(periods, 2))
    of_ward = np.arange(wards) if areas == "wards" else np.repeat(
        np.arange(wards), rng.integers(1, 3, wards))  # fmt: skip
    shape = Shape((len(of_ward), 2, ages, years))
    least = _areas(shape, areas, of_ward, rng)
    shape.sums.append((["Male", "Female", "Persons"], np.array([[1, 0], [0, 1], [1, 1]])))
    shape.sums.append(_ages(ages, rng))
    shape.sums.append(_periods(years, periods))
    means = rng.gamma(1, rng.choice([3, 10, 30, 100]), size=(len(of_ward), 1, 1, 1))
    counts = rng.poisson(np.broadcast_to(means, shape.sizes)).astype("float64")
    cells, before = shape.table(counts), None
    if releases != RELEASES[0]:
        before = _some(shape.table(counts), rng)
        if releases == RELEASES[2]:
            at = tuple(rng.integers(0, size, 2) for size in shape.sizes)
            counts[at] += rng.integers(1, 4, 2)
        cells = _some(shape.table(counts), rng)
    return RandomCase(cells, least, before, (areas, periods, releases))


def _areas(shape: Shape, kind: str, of_ward: np.ndarray, rng) -> dict[str, frozenset[str]] | None:
    wards, size = int(of_ward.max()) + 1, len(of_ward)
    in_ward = (of_ward == np.arange(wards)[:, None]).astype("float64")
    labels, rows = [f"E05{i:06d}" for i in range(wards)], [in_ward]
    least = None
    if kind != "wards":
        lsoas = [f"E01{i:06d}" for i in range(size)]
        labels, rows = labels + lsoas, [*rows, np.eye(size)]
    if kind == AREAS[2]:
        own = rng.random((2, size)) < 0.5
        own[:, 0] = True
        own = np.unique(own, axis=0)
        names = [f"X{i:08d}" for i in range(len(own))]
        members = np.concatenate([in_ward > 0, own])
        named = zip([*labels[:wards], *names], members, strict=True)
        least = {code: frozenset(np.array(lsoas)[inside].tolist()) for code, inside in named}
        labels, rows = labels + names, [*rows, own.astype("float64")]
    shape.sums.append(([*labels, AUTHORITY], np.concatenate([*rows, np.ones((1, size))])))
    return least


def _ages(ages: int, rng) -> tuple[list[str], np.ndarray]:
    edges = [0, *np.sort(rng.choice(np.arange(5, 90), ages - 1, replace=False)).tolist()]
    bands = [f"{a}-{b - 1}" for a, b in pairwise(edges)]
    return [*bands, f"{edges[-1]}+", "All ages"], np.concatenate([np.eye(ages), np.ones((1, ages))])


def _periods(years: int, kind: str) -> tuple[list[str], np.ndarray]:
    lengths = {"years": [1], "years and all together": [1, years], "years and every two": [1, 2],
               "every two only": [2]}[kind]  # fmt: skip
    spans = [(start, n) for n in lengths for start in range(years - n + 1)]
    spans = list(dict.fromkeys(spans))
    matrix = [[float(start <= y < start + n) for y in range(years)] for start, n in spans]
    return [f"{2015 + start}-01-01/P{n}Y" for start, n in spans], np.array(matrix)


def _some(cells: pd.DataFrame, rng) -> pd.DataFrame:
    """Return what one release has of a table: some labels and some rows of it are not in it."""
    kept = cells
    for name in ("area_code", "sex", "age", "period"):
        if rng.random() < 0.3:
            kept = kept[kept[name] != rng.choice(kept[name].unique())]
    kept = kept[rng.random(len(kept)) > 0.1]
    return (kept if len(kept) else cells).reset_index(drop=True)
