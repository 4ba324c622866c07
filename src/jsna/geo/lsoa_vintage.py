"""LSOAs of two censuses are not the same areas, even where their codes are equal.

Some were split or merged, some codes stayed with a changed outline. So figures on the LSOAs of
one census meet a look-up of another only through ONS's table of changes, and only where it says
that an LSOA is unchanged.
"""

from typing import Final

import pandas as pd

from jsna.errors import SourceError

UNCHANGED: Final = "U"
WORDS: Final = {"S": "split", "M": "merged", "X": "changed in a way that fits no rule"}


def check_lsoa_year(rows: pd.DataFrame, lsoa_year: str) -> None:
    """Raise SourceError if rows on LSOAs are of another census than `lsoa_year`, or of two.

    Args:
        rows: With `geography_year`; a blank is not said and not checked.
        lsoa_year: Year of the LSOAs that they are joined to.
    """
    if "geography_year" not in rows:
        return
    others = sorted(set(rows["geography_year"]) - {"", lsoa_year})
    if others:
        raise SourceError(
            f"these figures are on LSOAs of {', '.join(others)}, the look-up is on those of"
            f" {lsoa_year}: equal codes do not make them the same areas. Carry them over with the"
            " table of changes (LSOA to LSOA, CHGIND), or take an edition on the same LSOAs."
        )


def carry_unchanged(
    rows: pd.DataFrame, changes: pd.DataFrame, former_year: str, lsoa_year: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return rows under the LSOA codes of the newer census, where an LSOA is unchanged.

    Args:
        rows: One or more rows per LSOA: area_code and geography_year.
        changes: A look-up between two censuses: lsoa_code, former_lsoa_code and change (U
            unchanged, S split, M merged, X else).
        former_year: Census of the rows.
        lsoa_year: Census of the look-up's newer codes.

    Returns:
        The rows that could be carried over, with new area_code and geography_year; and one row
        per LSOA that could not: area_code, reason. Nothing is shared out between LSOAs.

    Raises:
        SourceError: the rows are not of the former census.
    """
    check_lsoa_year(rows, former_year)
    same = changes[changes["change"] == UNCHANGED]
    new_code = dict(zip(same["former_lsoa_code"], same["lsoa_code"], strict=True))
    carried = rows[rows["area_code"].isin(list(new_code))]
    carried = carried.assign(
        area_code=carried["area_code"].map(new_code).astype("str"), geography_year=lsoa_year
    )
    left = pd.Series(rows.loc[~rows["area_code"].isin(list(new_code)), "area_code"].unique())
    why = changes.drop_duplicates("former_lsoa_code").set_index("former_lsoa_code")["change"]
    reason = left.map(why).map(WORDS).fillna("not in the table of changes")
    return carried, pd.DataFrame({"area_code": left.astype("str"), "reason": reason.astype("str")})
