"""Whether two numbers are the same figure, one of them rounded further than the other."""

from typing import Final

import numpy as np
import pandas as pd

MOST_DECIMALS: Final = 8
TOLERANCE: Final = 1e-9
UNSEEN: Final = 1e-6
"""A difference of a millionth of the value shows in no figure that is printed."""


def decimals_given(rows: pd.DataFrame) -> pd.Series:
    """Return to how many decimals a row's file gives its indicator; MOST_DECIMALS is unrounded.

    How a file rounds an indicator is told by its most precise value: 63.0 is no whole number
    in a file that has 63.1.

    Args:
        rows: Columns value, snapshot_ids and indicator_id.
    """
    value = rows["value"].to_numpy()
    by_file = pd.Series(np.where(np.isnan(value), 0, decimals_of(value)), index=rows.index)
    return by_file.groupby([rows["snapshot_ids"], rows["indicator_id"]]).transform("max")


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
