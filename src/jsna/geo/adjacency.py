"""Which areas lie beside each other, from their outlines."""

from typing import TYPE_CHECKING, Final

import pandas as pd

from jsna.sources.geography.crs import NATIONAL_GRID

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

TOUCHING: Final = 10.0
"""Generalised outlines of one file share their borders; this (metres) forgives rounding."""


def adjacent_areas(outlines: "GeoDataFrame", within: float = TOUCHING) -> pd.DataFrame:
    """Return every pair of areas that touch: columns code, neighbour; each pair both ways.

    Args:
        outlines: One row per area: code and geometry, in any coordinate system that is named.
        within: How far apart borders may lie and still touch, in metres.
    """
    # geopandas is heavy and only maps and clusters need it
    import geopandas

    shapes = outlines[["code", "geometry"]].to_crs(NATIONAL_GRID)
    near = geopandas.sjoin(shapes, shapes, predicate="dwithin", distance=within)
    pairs = pd.DataFrame({"code": near["code_left"], "neighbour": near["code_right"]})
    pairs = pairs[pairs["code"] != pairs["neighbour"]]
    return pairs.sort_values(["code", "neighbour"], ignore_index=True)
