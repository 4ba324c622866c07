"""Figures on wards of one year meet a map or a look-up of wards of another.

ONS gives a ward that is redrawn a new code, so an equal code is the same ward; a code that the
other year does not have is a ward that is no more. Its figures are left out and named: they are
never given to the ward that stands there now.
"""

import pandas as pd


def wards_that_fit(
    rows: pd.DataFrame, ward_codes: pd.Series, ward_year: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows on wards that a map has, and the wards of other years that it has not.

    Args:
        rows: One or more rows per ward: area_code and geography_year.
        ward_codes: The wards of the map or look-up.
        ward_year: Their year.

    Returns:
        The rows that fit; and one row per ward that does not: area_code, geography_year,
        reason.
    """
    fits = rows["area_code"].isin(ward_codes)
    left = rows.loc[~fits, ["area_code", "geography_year"]].drop_duplicates()
    year = left["geography_year"].where(left["geography_year"] != "", "an unknown year")
    reason = "a ward of " + year + ", which is none of " + ward_year
    return rows[fits], left.assign(reason=reason.astype("str")).reset_index(drop=True)
