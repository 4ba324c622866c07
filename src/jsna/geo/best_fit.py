"""LSOAs given to wards by ONS's best-fit look-up, and how good the fit is.

LSOAs and wards do not nest. ONS gives each LSOA whole to the ward that holds most of its
residents; largest overlap of outlines is another rule with other answers, and is not used to
assign anything here. It only tells where an LSOA lies across a ward's boundary.
"""

from typing import TYPE_CHECKING

import pandas as pd

from jsna.geo.lsoa_vintage import check_lsoa_year
from jsna.sources.geography.crs import NATIONAL_GRID

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries

GOOD_FIT = 0.9
"""An LSOA with a smaller share of its surface in its ward is said to lie across a boundary."""


def to_wards(
    frame: pd.DataFrame, lookup: pd.DataFrame, code: str = "area_code", *, lsoa_year: str = ""
) -> pd.DataFrame:
    """Return rows of LSOAs with `ward_code` and `ward_name`; blank where the look-up has none.

    Args:
        frame: One or more rows per LSOA.
        lookup: `Geography.lookup`.
        code: The column of `frame` with the LSOA's code.
        lsoa_year: Census of the look-up's LSOAs (`Geography.vintages`).

    Raises:
        SourceError: the rows say that they are on LSOAs of another census.
    """
    check_lsoa_year(frame, lsoa_year)
    wards = lookup[["lsoa_code", "ward_code", "ward_name"]].rename(columns={"lsoa_code": code})
    joined = frame.merge(wards, on=code, how="left", validate="many_to_one")
    joined.index = frame.index
    names = ["ward_code", "ward_name"]
    return joined.assign(**{name: joined[name].fillna("") for name in names})


def sum_to_wards(
    counts: pd.DataFrame, lookup: pd.DataFrame, *, lsoa_year: str = ""
) -> pd.DataFrame:
    """Return counts of LSOAs added up: one row per ward, with `lsoas` and `value`.

    Counts only: ranks, deciles and rates are never added or averaged. A ward with an LSOA
    whose count is missing, or that is not in `counts`, has no value: missing is never 0.

    Args:
        counts: One row per LSOA: area_code, value.
        lookup: `Geography.lookup`.
        lsoa_year: Census of the look-up's LSOAs (`Geography.vintages`).

    Raises:
        SourceError: the counts say that they are on LSOAs of another census.
    """
    check_lsoa_year(counts, lsoa_year)
    values = counts.set_index("area_code")["value"]
    rows = lookup.assign(value=lookup["lsoa_code"].map(values))
    wards = rows.groupby(["ward_code", "ward_name"], sort=True)["value"]
    return wards.agg(lsoas="size", value=lambda v: v.sum(skipna=False)).reset_index()


def unmatched_codes(codes: pd.Series, lookup: pd.DataFrame) -> tuple[str, ...]:
    """Return the LSOA codes that the look-up does not have, sorted."""
    return tuple(sorted(set(codes) - set(lookup["lsoa_code"])))


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


def across_boundaries(lookup: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the look-up whose LSOA lies across a ward's boundary (poor fit)."""
    return lookup[lookup["share_in_ward"] < GOOD_FIT].reset_index(drop=True)
