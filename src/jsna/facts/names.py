"""One name for each area, of the several that publishers print."""

from collections.abc import Iterable

import pandas as pd

from jsna.sources.fact_frame import NAME_COLUMNS

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
