"""Which LSOAs, wards and MSOAs belong to an area, from look-ups (never from a name's look)."""

from collections.abc import Collection, Iterable, Sequence

import pandas as pd

from jsna.geo.vintage import Lookup
from jsna.settings.area import Area

AUTHORITIES = ("district", "county")


def own_codes(area: Area, lookups: Sequence[Lookup] = ()) -> frozenset[str]:
    """Return every code of the area, and of a county those of its districts.

    Most look-ups from LSOA to ward name the district alone, so that a county's rows are found by
    its districts only: by the register, and by look-ups that have both.
    """
    own = area.codes | area.districts
    both = [one.rows for _, one in lookups if {"district_code", "county_code"} <= set(one.rows)]
    return own.union(*(rows.loc[rows["county_code"].isin(own), "district_code"] for rows in both))


def rows_of_area(rows: pd.DataFrame, codes: Collection[str]) -> pd.DataFrame:
    """Return the rows of a look-up that belong to the authority with one of these codes."""
    columns = [f"{kind}_code" for kind in AUTHORITIES if f"{kind}_code" in rows]
    inside = pd.Series(False, index=rows.index)
    for column in columns:
        inside |= rows[column].isin(list(codes))
    return rows[inside].reset_index(drop=True)


def with_larger_areas(rows: pd.DataFrame, lookups: Sequence[Lookup]) -> pd.DataFrame:
    """Return an LSOA look-up with the county and region of each ward.

    Args:
        rows: One row per LSOA, with `ward_code`.
        lookups: As `ward_lookups` gives them; without any the rows stay as they are.
    """
    if not lookups:
        return rows
    larger = pd.concat([parsed.rows for _, parsed in lookups], ignore_index=True)
    larger = larger.drop_duplicates("ward_code")
    new = [name for name in larger.columns.to_list() if name not in rows]
    joined = rows.merge(larger[["ward_code", *new]], on="ward_code", how="left")
    joined[new] = joined[new].fillna("")
    return joined


def ward_lookups(ward: str, lookups: Sequence[Lookup]) -> list[Lookup]:
    """Return the exact look-ups from wards of this vintage to larger areas, the newest first.

    Another vintage will not do: its codes are other wards.
    """
    exact = [one for one in lookups if "lsoa" not in one[1].vintages]
    fitting = [one for one in exact if one[1].vintages.get("ward") == ward]
    return sorted(fitting, key=lambda one: (one[0].retrieved, one[0].sha256), reverse=True)


def wards_of_area(ward: str, codes: Collection[str], lookups: Sequence[Lookup]) -> pd.DataFrame:
    """Return the wards of the area: one row per ward, with code, name and district's name.

    From every look-up of the vintage, since a ward to which no LSOA is best fitted stands only
    in the exact one. The name of the district is "" where no look-up has it.
    """
    names = ["ward_code", "ward_name", "district_name"]
    found = [
        rows_of_area(lookup.rows, codes).reindex(columns=names).fillna("")
        for _, lookup in lookups
        if lookup.vintages.get("ward") == ward
    ]
    wards = pd.concat([pd.DataFrame(columns=names, dtype="str"), *found], ignore_index=True)
    # a look-up that names the district first
    wards = wards.sort_values(["ward_code", "district_name"], ascending=[True, False])
    return wards.drop_duplicates("ward_code", ignore_index=True)


def with_districts(wards: pd.DataFrame, names: pd.Series) -> pd.Series:
    """Return ward names, with the district behind those that several wards share.

    Args:
        wards: One row per ward: ward_code and ward_name.
        names: Ward code -> name of its district.
    """
    district = wards["ward_code"].map(names)
    shared = wards["ward_name"].duplicated(keep=False) & district.fillna("").ne("")
    return wards["ward_name"].mask(shared, wards["ward_name"] + " (" + district + ")")


def with_lsoa_names(rows: pd.DataFrame, named: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return an LSOA look-up with the names that it lacks.

    Args:
        rows: One row per LSOA, with `lsoa_code` and `lsoa_name`, which may be blank.
        named: Other tables of LSOAs of the same census: code and name in their first columns.
    """
    if not (rows["lsoa_name"] == "").any():
        return rows
    pairs = [frame.set_axis(["code", "name"], axis="columns") for frame in named]
    none = pd.DataFrame({"code": [], "name": []}, dtype="str")
    known = pd.concat([none, *pairs]).query("name != ''").drop_duplicates("code")
    names = rows["lsoa_code"].map(dict(zip(known["code"], known["name"], strict=True)))
    names = names.astype("str").fillna("")
    return rows.assign(lsoa_name=rows["lsoa_name"].where(rows["lsoa_name"] != "", names))


def with_msoas(rows: pd.DataFrame, msoas: pd.DataFrame) -> pd.DataFrame:
    """Return an LSOA look-up with the MSOA of each LSOA.

    ONS names an LSOA after its MSOA and a letter ("... 029A" lies in "... 029"), and LSOAs nest
    in MSOAs; so the name decides, and is exact where generalised outlines are not.

    Args:
        rows: One row per LSOA, with `lsoa_name`.
        msoas: Outlines of MSOAs of the same census.
    """
    names = msoas[["code", "name"]].set_axis(["msoa_code", "msoa_name"], axis="columns")
    parent = rows["lsoa_name"].str.replace(r"[A-Z]$", "", regex=True)
    joined = rows.assign(msoa_name=parent).merge(names, on="msoa_name", how="left")
    joined["msoa_code"] = joined["msoa_code"].fillna("")
    joined["msoa_name"] = joined["msoa_name"].where(joined["msoa_code"] != "", "")
    return joined
