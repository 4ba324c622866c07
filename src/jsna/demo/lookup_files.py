"""Look-ups as ONS publishes them: LSOA to ward and authority, ward to authority and region."""

import pandas as pd

from jsna.demo.country import COUNTY, ENGLAND, Authority


def lsoa_to_ward(small_areas: pd.DataFrame) -> pd.DataFrame:
    """Return the best-fit look-up, one row per LSOA of the country."""
    columns = {
        "LSOA21CD": "lsoa_code", "LSOA21NM": "lsoa_name", "WD24CD": "ward_code",
        "WD24NM": "ward_name", "LAD24CD": "district_code", "LAD24NM": "district_name",
    }  # fmt: skip
    return pd.DataFrame({ours: small_areas[name] for ours, name in columns.items()})


def ward_to_region(small_areas: pd.DataFrame, authorities: list[Authority]) -> pd.DataFrame:
    """Return the exact look-up, one row per ward of the country."""
    wards = small_areas[["ward_code", "ward_name", "district_code"]].drop_duplicates()
    upper = pd.DataFrame(
        [(a.code, a.name, *(COUNTY if a.county else (a.code, a.name)), *a.region)
         for a in authorities],
        columns=["LAD24CD", "LAD24NM", "CTYUA24CD", "CTYUA24NM", "RGN24CD", "RGN24NM"],
    )  # fmt: skip
    wards = wards.set_axis(["WD24CD", "WD24NM", "LAD24CD"], axis="columns")
    rows = wards.merge(upper, on="LAD24CD", how="left")
    rows = rows.assign(WD24NMW="", LAD24NMW="", CTYUA24NMW="")
    rows["CTRY24CD"], rows["CTRY24NM"] = ENGLAND
    rows["CTRY24NMW"], rows["ObjectId"] = "Lloegr", range(1, len(rows) + 1)
    return rows[
        ["WD24CD", "WD24NM", "WD24NMW", "LAD24CD", "LAD24NM", "LAD24NMW", "CTYUA24CD",
         "CTYUA24NM", "CTYUA24NMW", "RGN24CD", "RGN24NM", "CTRY24CD", "CTRY24NM", "CTRY24NMW",
         "ObjectId"]
    ]  # fmt: skip
