"""Whether two numbers are the same figure, one of them rounded further than the other."""

from typing import Final

import numpy as np
import pandas as pd

MOST_DECIMALS: Final = 8
TOLERANCE: Final = 1e-9
OF_A_FILE: Final = ["snapshot_ids", "indicator_id"]
UNSEEN: Final = 1e-6
"""A difference of a millionth of the value shows in no figure that is printed."""


def decimals_given(rows: pd.DataFrame, at_least: pd.Series | None = None) -> pd.Series:
    """Return to how many decimals a row's file gives its indicator; MOST_DECIMALS is unrounded.

    How a file rounds an indicator is told by its most precise value: 63.0 is no whole number
    in a file that has 63.1.

    Args:
        rows: Columns value, snapshot_ids and indicator_id.
        at_least: `most_decimals` of further rows of the same files.
    """
    most = most_decimals(rows)
    if at_least is not None:
        further = at_least.reindex(most.index).fillna(0).astype(most.dtype)
        most = most.where(most >= further, further)
    pairs = pd.MultiIndex.from_frame(rows[OF_A_FILE])
    return pd.Series(most.reindex(pairs).to_numpy(), index=rows.index)


def most_decimals(rows: pd.DataFrame) -> pd.Series:
    """Return (snapshot_ids, indicator_id) -> how many decimals its most precise value needs."""
    value = rows["value"].to_numpy()
    by_row = np.where(np.isnan(value), 0, decimals_of(value))
    return rows[OF_A_FILE].assign(decimals=by_row).groupby(OF_A_FILE)["decimals"].max()


def decimals_of(values: np.ndarray) -> np.ndarray:
    """Return how many decimals each number needs, at most MOST_DECIMALS."""
    places = np.full(len(values), MOST_DECIMALS)
    for decimals in reversed(range(MOST_DECIMALS)):
        places[np.abs(np.round(values, decimals) - values) <= TOLERANCE] = decimals
    return places


def same_when_rounded(one: np.ndarray, other: np.ndarray, coarser: np.ndarray) -> np.ndarray:
    """Return whether numbers are equal within the rounding of the less precise of each two.

    Args:
        one: Numbers; NaN equals only NaN.
        other: As many.
        coarser: To how many decimals the less precise one is given.
    """
    rounding = np.where(coarser >= MOST_DECIMALS, TOLERANCE, 0.5 * 10.0**-coarser + TOLERANCE)
    # one file may hold a value twice, once with fewer decimals than its others
    unseen = np.where(coarser > 0, np.abs(other) * UNSEEN, 0)
    near = np.abs(one - other) <= np.maximum(rounding, unseen)
    return np.asarray(near | (np.isnan(one) & np.isnan(other)))
