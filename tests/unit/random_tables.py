"""Random tables of counts: wards x sexes x ages x periods, with every total that is published."""

from itertools import pairwise, product

import numpy as np
import pandas as pd

AUTHORITY = "E06999999"


def random_table(rng: np.random.Generator) -> pd.DataFrame:
    """Return one row per cell of a table of random size, totals included, as area to period."""
    wards, ages, years = rng.integers([2, 2, 1], [6, 4, 4])
    means = rng.gamma(1, rng.choice([3, 10, 30, 100]), size=(wards, 1, 1, 1))
    counts = rng.poisson(np.broadcast_to(means, (wards, 2, ages, years))).astype("float64")
    edges = [0, *np.sort(rng.choice(np.arange(5, 90), ages - 1, replace=False)).tolist()]
    bands = [f"{a}-{b - 1}" for a, b in pairwise(edges)]
    labels = [
        [*(f"E05{i:06d}" for i in range(wards)), AUTHORITY],
        ["Male", "Female", "Persons"],
        [*bands, f"{edges[-1]}+", "All ages"],
        [f"{2015 + i}-01-01/P1Y" for i in range(years)],
    ]
    for axis in range(3):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    if years > 1:
        counts, labels = _with_pooled(counts, labels, int(years), rolling=bool(rng.integers(2)))
    cells = pd.DataFrame(product(*labels), columns=["area_code", "sex", "age", "period"])
    return cells.assign(count=counts.ravel())


def _with_pooled(counts, labels, years, *, rolling):
    """Return the table with its years pooled: all of them, or every two in a row."""
    length = 2 if rolling else years
    starts = range(years - length + 1)
    pooled = [counts[..., i : i + length].sum(axis=-1, keepdims=True) for i in starts]
    periods = [*labels[3], *(f"{2015 + i}-01-01/P{length}Y" for i in starts)]
    return np.concatenate([counts, *pooled], axis=-1), [*labels[:3], periods]
