"""Quintiles and other equal parts of a list of areas, ties kept together.

The bounds are inclusive percentiles, as spreadsheets make them, and a value belongs to the first
part whose upper bound it does not exceed: equal values never part. See docs/methods.md#quintiles.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

DIGITS: Final = 10
"""Bounds are rounded so, lest 30.8 be stored as a hair more."""
TOO_FEW: Final = ""

LABELS: Final = (
    "Lowest quintile", "2nd lowest quintile", "Middle quintile", "2nd highest quintile",
    "Highest quintile",
)  # fmt: skip


def percentiles(values: ArrayLike, fractions: Sequence[float]) -> NDArray[np.float64]:
    """Return inclusive percentiles of one list of values, e.g. at 0.2; NaN without values.

    At (N - 1) p + 1 in the sorted list, straight between neighbours; missing values left out.
    """
    known = np.sort(np.asarray(values, dtype="float64"))
    known = known[~np.isnan(known)]
    if not len(known):
        return np.full(len(fractions), np.nan)
    return np.asarray(np.round(np.quantile(known, list(fractions), method="linear"), DIGITS))


def parts(
    frame: pd.DataFrame, value: str = "value", by: Sequence[str] = (), number: int = 5
) -> pd.Series:
    """Return which part of its group each row is in: 1 the lowest values, `number` the highest.

    Args:
        frame: One row per area.
        value: Column of values.
        by: Columns whose combinations are the groups, e.g. indicator, sex, age and period.
        number: Of parts: 5 for quintiles, 4 for quartiles, 10 for deciles.

    Returns:
        Float64 on the index of `frame`; NaN without a value, or where a group has fewer values
        than parts. Ties are always in one part, so that parts may differ in size.
    """
    order = pd.DataFrame({"group": _groups(frame, by), "value": frame[value].astype("float64")})
    order = order.dropna().sort_values(["group", "value"])
    sizes = order.groupby("group")["value"].transform("size").to_numpy()
    starts = order.groupby("group")["value"].cumcount().to_numpy()
    first = np.arange(len(order)) - starts
    sorted_values = order["value"].to_numpy()
    part = np.ones(len(order))
    for step in range(1, number):
        part += sorted_values > _bound(sorted_values, first, sizes, step / number)
    found = pd.Series(np.where(sizes >= number, part, np.nan), index=order.index)
    return found.reindex(frame.index).rename("part")


def quintile_labels(part: pd.Series) -> pd.Series:
    """Return "Lowest quintile" to "Highest quintile" for 1 to 5; "" where there is none.

    The labels speak of values: polarity does not turn them.
    """
    return part.map(dict(enumerate(LABELS, 1))).fillna(TOO_FEW).astype("str")


def judged_part(part: pd.Series, polarity: pd.Series, number: int = 5) -> pd.Series:
    """Return the part counted so that 1 is the best where there is a better, else the lowest."""
    return part.where(polarity != "high-is-good", number + 1 - part)


def quantiles_by_rank(
    frame: pd.DataFrame,
    value: str = "value",
    by: Sequence[str] = (),
    number: int = 10,
    highest_first: bool = True,
) -> pd.Series:
    """Return equal parts by rank, as the reference R package assigns them.

    Args:
        frame: One row per area.
        value: Column of values.
        by: As `parts`.
        number: Of parts.
        highest_first: 1 holds the highest values; else the lowest.

    Returns:
        As `parts`. Ties share the smallest rank, and so the part.
    """
    groups = frame[value].astype("float64").groupby(_groups(frame, by))
    rank = groups.rank(method="min", ascending=not highest_first)
    size = groups.transform("count").where(frame[value].notna())
    part = np.floor(number + 1 - np.ceil(np.round((size + 1 - rank) * number / size, DIGITS)))
    found: pd.Series = part.clip(lower=1).where(size >= number).rename("part")
    return found


def _groups(frame: pd.DataFrame, by: Sequence[str]) -> pd.Series:
    if not by:
        return pd.Series(0, index=frame.index)
    return frame.groupby(list(by), dropna=False, sort=False).ngroup()


def _bound(
    values: NDArray[np.float64], first: NDArray[np.int64], sizes: NDArray[np.int64], p: float
) -> NDArray[np.float64]:
    """Each row's own group's percentile, from values sorted within groups."""
    place = (sizes - 1) * p
    below = np.floor(place).astype("int64")
    above = np.minimum(below + 1, sizes - 1)
    low, high = values[first + below], values[first + above]
    return np.asarray(np.round(low + (place - below) * (high - low), DIGITS))
