"""Spatial clustering: whether like lies beside like, and where (Moran's I, global and local).

See docs/methods.md#spatial-clusters. p-values come from random rearrangement of the values over
the map, by a generator that the caller seeds; their number is stated, since p cannot be smaller
than 2 / (permutations + 1).
"""

import math
import warnings
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from jsna.analysis.false_discovery import Q, adjusted

FEWEST_AREAS: Final = 20
"""With fewer areas a rearrangement tells little."""
PERMUTATIONS: Final = 9_999
MOST_PERMUTATIONS: Final = 99_999
QUADRANTS: Final = {
    1: "high among high", 2: "low among high", 3: "low among low", 4: "high among low",
}  # fmt: skip
NOT_CLUSTERED: Final = "no cluster"


@dataclass(frozen=True)
class Clustering:
    """Whether like lies beside like in the whole area.

    Attributes:
        i: Moran's I: above `expected` where like lies beside like; None without, see `reason`.
        expected: I if values lay anyhow: -1 / (n - 1).
        p: Two-sided, from the permutations.
        permutations: How many.
        areas: With a value and a neighbour.
        reason: Why there is none; else "".
    """

    i: float | None
    expected: float | None
    p: float | None
    permutations: int
    areas: int
    reason: str


def clustering(
    values: pd.Series,
    pairs: pd.DataFrame,
    rng: np.random.Generator,
    permutations: int = PERMUTATIONS,
) -> Clustering:
    """Return Moran's I of the values of areas, each neighbour counting alike.

    Source: Moran (1950); Anselin (1995), Geographical Analysis 27:93-115; computed with `esda`.

    Args:
        values: By area code; missing ones are left out of the map.
        pairs: Columns code, neighbour: both ways, as `geo.adjacency` gives them.
        rng: Seeded by the caller.
        permutations: Random rearrangements for p.
    """
    known, weights, reason = _map(values, pairs)
    if reason:
        return Clustering(None, None, None, permutations, len(known), reason)
    from esda.moran import Moran

    moran = Moran(known.to_numpy(), weights, permutations=0)
    chance = _rearranged(known.to_numpy(), weights, rng, permutations)
    above = int((chance >= moran.I).sum())
    tail = min(above, permutations - above) + 1
    p = min(1.0, 2 * tail / (permutations + 1))
    return Clustering(float(moran.I), float(moran.EI), p, permutations, len(known), "")


def rearrangements(areas: int, q: float = Q) -> int:
    """Return how many rearrangements the local flags of a map need, so that chance decides none.

    A lone flag survives if p is below q / areas, and p cannot be below 2 / (number + 1): where
    the two lie close together, which area is flagged would depend on the seed.

    Args:
        areas: On the map.
        q: As `local_clusters`.

    Returns:
        So many that the least p is about a seventh of q / areas, between 9,999 and 99,999.
    """
    wanted = 10_000 * math.ceil(7 * 2 * areas / q / 10_000) - 1
    return min(max(wanted, PERMUTATIONS), MOST_PERMUTATIONS)


def local_clusters(
    values: pd.Series,
    pairs: pd.DataFrame,
    rng: np.random.Generator,
    permutations: int = PERMUTATIONS,
    q: float = Q,
) -> pd.DataFrame:
    """Return where like (or unlike) values lie together: local Moran's I.

    Args:
        values: As `clustering`.
        pairs: As `clustering`.
        rng: As `clustering`.
        permutations: As `clustering`; with n areas a flag needs about 2n / q of them to survive
            the control of false discovery alone.
        q: Largest share of false flags among the areas of the map.

    Returns:
        One row per area of `values`, in its order: area_code, value, local_i, p (two-sided, of
        the permutations), adjusted (Benjamini and Hochberg over the map), kind ("high among
        high", "low among low", "high among low", "low among high", whatever its p), cluster (the
        kind if it is flagged, else "no cluster"), permutations and status ("calculated", or why
        there is none).
    """
    known, weights, reason = _map(values, pairs)
    rows = pd.DataFrame({"area_code": values.index, "value": values.to_numpy()})
    frame = rows.set_index("area_code", drop=False).assign(permutations=permutations)
    if reason:
        frame[["local_i", "p", "adjusted"]] = np.nan
        return _ordered(frame.assign(kind="", cluster="", status=reason))
    local = _local_moran(known.to_numpy(), weights, int(rng.integers(2**31)), permutations)
    # p is a count over (permutations + 1), which single precision blurs
    tail = np.rint(local.p_sim.astype("float64") * (permutations + 1))
    p = pd.Series(np.minimum(1, 2 * tail / (permutations + 1)), index=known.index)
    kinds = pd.Series(local.q, index=known.index).map(QUADRANTS)
    frame["local_i"], frame["p"] = pd.Series(local.Is, index=known.index), p
    frame["adjusted"] = adjusted(p)
    frame["kind"] = kinds.reindex(frame.index).fillna("")
    frame["cluster"] = frame["kind"].where(frame["adjusted"] <= q, NOT_CLUSTERED)
    frame["cluster"] = frame["cluster"].where(frame["p"].notna(), "")
    missing = np.where(frame["value"].isna(), "no value", "no neighbour with a value")
    frame["status"] = np.where(frame["p"].notna(), "calculated", missing)
    return _ordered(frame)


def _local_moran(values: np.ndarray, weights: Any, seed: int, permutations: int) -> Any:
    from esda.moran import Moran_Local

    with warnings.catch_warnings():
        # it announces that a later release will double p by itself; pyproject.toml bars that one
        warnings.simplefilter("ignore", DeprecationWarning)
        return Moran_Local(
            values, weights, permutations=permutations, seed=seed, keep_simulations=False
        )


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    columns = [
        "area_code", "value", "local_i", "p", "adjusted", "kind", "cluster", "permutations",
        "status",
    ]  # fmt: skip
    return frame[columns].reset_index(drop=True)


def _map(values: pd.Series, pairs: pd.DataFrame) -> tuple[pd.Series, Any, str]:
    """Values of areas with a neighbour that has one too, their weights, or why there are none."""
    known = values.dropna()
    inside = pairs[pairs["code"].isin(known.index) & pairs["neighbour"].isin(known.index)]
    known = known[known.index.isin(inside["code"])]
    if len(known) < FEWEST_AREAS:
        return known, None, f"only {len(known)} areas have a value and a neighbour"
    if known.min() == known.max():
        return known, None, "all values are the same"
    from libpysal.weights import W

    beside = inside.groupby("code")["neighbour"].agg(list).reindex(known.index)
    weights = W(beside.to_dict(), id_order=list(known.index), silence_warnings=True)
    weights.transform = "r"
    return known, weights, ""


def _rearranged(
    values: np.ndarray, weights: Any, rng: np.random.Generator, permutations: int
) -> np.ndarray:
    """Moran's I of random rearrangements (weights sum to 1 in each row, so n / S0 is 1)."""
    z = values - values.mean()
    shuffled = rng.permuted(np.broadcast_to(z, (permutations, len(z))).copy(), axis=1)
    beside = (weights.sparse @ shuffled.T).T
    return np.asarray((shuffled * beside).sum(axis=1) / (z**2).sum())
