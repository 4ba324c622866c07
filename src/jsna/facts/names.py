"""One name for each area, of the several that publishers print; and its region."""

from collections.abc import Iterable

import pandas as pd

from jsna.sources.fact_frame import NAME_COLUMNS

AUTHORITY_KINDS = ("district", "county")
REGION_TAIL = r"(?i)\s+region(?:\s+\(statistical\))?$"


def one_name_each(files: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return one row per area code: the name most files print, of equals the shorter.

    Args:
        files: For each file, columns area_code, area_type, area_name.
    """
    none = pd.DataFrame({name: pd.Series(dtype="str") for name in NAME_COLUMNS})
    names = pd.concat([none, *files], ignore_index=True)
    region = names["area_type"] == "region"
    plain = names["area_name"].str.replace(REGION_TAIL, "", regex=True)
    names = names.assign(area_name=names["area_name"].where(~region, plain))
    counts = names.groupby(list(NAME_COLUMNS)).size().reset_index(name="_n")
    counts = counts[counts["area_name"] != ""].assign(_length=counts["area_name"].str.len())
    order = ["area_code", "_n", "_length", "area_name"]
    counts = counts.sort_values(order, ascending=[True, False, True, True])
    kept = counts.drop_duplicates("area_code")
    return kept[list(NAME_COLUMNS)].reset_index(drop=True)


def authority_regions(lookups: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the region of each authority: area_code, region_code; one row per authority.

    Args:
        lookups: Rows of look-ups, oldest first; those without a region are passed over. Of two
            that disagree the newer decides.
    """
    columns = ["area_code", "region_code"]
    none = pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
    pairs = [
        rows[[f"{kind}_code", "region_code"]].set_axis(columns, axis="columns")
        for rows in lookups
        if "region_code" in rows
        for kind in AUTHORITY_KINDS
        if f"{kind}_code" in rows
    ]
    found = pd.concat([none, *pairs], ignore_index=True).drop_duplicates("area_code", keep="last")
    return found[(found != "").all(axis="columns")].sort_values("area_code", ignore_index=True)
