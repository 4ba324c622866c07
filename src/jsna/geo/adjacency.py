"""Which areas lie beside each other, from their outlines."""

from typing import Final

import numpy as np
import pandas as pd

TOUCHING: Final = 1e-4
"""Generalised outlines of one file share their borders; this (degrees, some ten metres) forgives
rounding."""


def adjacent_areas(outlines: pd.DataFrame, within: float = TOUCHING) -> pd.DataFrame:
    """Return every pair of areas that touch: columns code, neighbour; each pair both ways.

    Args:
        outlines: One row per area: code and geometry (WKB).
        within: How far apart borders may lie and still touch, in degrees.
    """
    # shapely is heavy and only maps and clusters need it
    import shapely

    shapes = shapely.from_wkb(outlines["geometry"].to_numpy())
    left, right = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=within)
    codes = outlines["code"].to_numpy()
    other = np.flatnonzero(left != right)
    pairs = pd.DataFrame({"code": codes[left[other]], "neighbour": codes[right[other]]})
    return pairs.sort_values(["code", "neighbour"], ignore_index=True)
