"""What kind of area an ONS (GSS) code stands for, told from its first three characters."""

import pandas as pd

AREA_TYPE_OF_PREFIX = {
    "E92": "england",
    "E12": "region",
    "E10": "county",
    "E06": "unitary",
    "E08": "unitary",
    "E09": "unitary",
    "E07": "district",
    "E05": "ward",
    "E02": "msoa",
    "E01": "lsoa",
}


def area_types(codes: pd.Series) -> pd.Series:
    """Return the normalised area type of each code, "other" for a kind that is not ours."""
    return codes.str[:3].map(AREA_TYPE_OF_PREFIX).fillna("other").astype("str")
