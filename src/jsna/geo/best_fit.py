"""How well ONS's best-fit look-up fits: the share of each LSOA that lies in its ward.

LSOAs and wards do not nest. ONS gives each LSOA whole to the ward that holds most of its
residents; largest overlap of outlines is another rule with other answers, and is not used to
assign anything here. It only tells where an LSOA lies across a ward's boundary.
"""

import pandas as pd


def share_in_ward(
    lookup: pd.DataFrame, lsoas: pd.DataFrame | None, wards: pd.DataFrame | None
) -> pd.Series:
    """Return the share of each LSOA's surface inside its ward (0 to 1; NaN without outlines).

    On generalised outlines this is good to a few hundredths.

    Args:
        lookup: One row per LSOA with `lsoa_code` and `ward_code`.
        lsoas: Outlines of the LSOAs.
        wards: Outlines of the wards.
    """
    if lsoas is None or wards is None:
        return pd.Series(float("nan"), index=lookup.index)
    # shapely is heavy and only maps need it
    import shapely

    shapes = [
        codes.map(outlines.set_index("code")["geometry"])
        for codes, outlines in ((lookup["lsoa_code"], lsoas), (lookup["ward_code"], wards))
    ]
    inner, outer = (shapely.from_wkb(s.where(s.notna(), None).to_numpy()) for s in shapes)
    share = shapely.area(shapely.intersection(inner, outer)) / shapely.area(inner)
    return pd.Series(share, index=lookup.index).round(3)
