"""How well ONS's best-fit look-up fits: the share of each LSOA that lies in its ward.

LSOAs and wards do not nest. ONS gives each LSOA whole to the ward that holds most of its
residents; largest overlap of outlines is another rule with other answers, and is not used to
assign anything here. It only tells where an LSOA lies across a ward's boundary.
"""

from typing import TYPE_CHECKING

import pandas as pd

from jsna.sources.geography.crs import NATIONAL_GRID

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries


def share_in_ward(
    lookup: pd.DataFrame, lsoas: "GeoDataFrame | None", wards: "GeoDataFrame | None"
) -> pd.Series:
    """Return the share of each LSOA's surface inside its ward (0 to 1; NaN without outlines).

    Measured on the National Grid. On generalised outlines this is good to a few hundredths.

    Args:
        lookup: One row per LSOA with `lsoa_code` and `ward_code`.
        lsoas: Outlines of the LSOAs.
        wards: Outlines of the wards.
    """
    if lsoas is None or wards is None:
        return pd.Series(float("nan"), index=lookup.index)
    inner, outer = _shapes(lsoas, lookup["lsoa_code"]), _shapes(wards, lookup["ward_code"])
    share = inner.intersection(outer, align=False).area / inner.area
    return share.round(3)


def _shapes(outlines: "GeoDataFrame", codes: pd.Series) -> "GeoSeries":
    """Return the outline of each code in metres, in the order and index of the codes."""
    shapes = outlines.set_index("code").geometry.to_crs(NATIONAL_GRID)
    return shapes.reindex(codes).set_axis(codes.index)
