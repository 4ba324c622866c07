"""Deprivation: how many neighbourhoods and residents are among the most deprived in England.

Decile 1 is the most deprived tenth of England's LSOAs, quintile 1 the most deprived fifth
(deciles 1 and 2). Shares of residents are weighted by census residents. LSOAs belong to wards
by the ONS best-fit look-up. Editions are never compared with each other. See
docs/methods.md#deprivation-shares.
"""

from typing import Final

import pandas as pd

from jsna.errors import SourceError

DECILE: Final = "imd-decile"
RESIDENTS: Final = "census-residents"
SHARES: Final = ["share_lsoas_1", "share_lsoas_2", "share_residents_1", "share_residents_2"]


def neighbourhoods(
    facts: pd.DataFrame,
    lookup: pd.DataFrame,
    edition: str,
    lsoa_vintage: str,
    indicator_id: str = DECILE,
) -> pd.DataFrame:
    """Return every LSOA of the look-up with its national decile and its residents.

    Args:
        facts: With deciles (`imd-decile`, `idaci-decile` or `idaopi-decile`; 1 is the most
            deprived) and census residents by LSOA.
        lookup: One row per LSOA: lsoa_code, ward_code, ward_name, district_code and more.
        edition: Which edition of the Indices.
        lsoa_vintage: Year of the LSOAs in the look-up.
        indicator_id: Which decile.

    Returns:
        One row per LSOA, the look-up's columns and decile, residents (NaN if not held).

    Raises:
        SourceError: the edition is not held, or is on LSOAs of another year than the look-up.
    """
    deciles = facts[(facts["indicator_id"] == indicator_id) & (facts["edition"] == edition)]
    if deciles.empty:
        raise SourceError(f"the facts hold no {indicator_id} of the {edition} edition.")
    vintages = set(deciles["geography_year"]) - {""}
    if vintages - {lsoa_vintage}:
        raise SourceError(
            f"the {edition} edition is on LSOAs of {', '.join(sorted(vintages))}, "
            f"the look-up on those of {lsoa_vintage}: they do not fit together."
        )
    people = facts[(facts["indicator_id"] == RESIDENTS) & (facts["age"] == "All ages")]
    people = people[people["sex"] == "Persons"]
    return lookup.assign(
        decile=lookup["lsoa_code"].map(_by_code(deciles)),
        residents=lookup["lsoa_code"].map(_by_code(people)),
    )


def deprivation_shares(lsoas: pd.DataFrame, by: str = "district_code") -> pd.DataFrame:
    """Return the share of LSOAs and of residents in the most deprived tenth and fifth.

    Args:
        lsoas: From `neighbourhoods`.
        by: The look-up's column of the larger area: district_code, ward_code, ...

    Returns:
        One row per area: `by`, lsoas, lsoas_1 and lsoas_2 (in decile 1; in deciles 1 and 2),
        share_lsoas_1, share_lsoas_2 (%), residents, residents_1, residents_2,
        share_residents_1, share_residents_2 (%; NaN if a resident count is missing) and
        lsoas_without_decile, which are left out of the shares of LSOAs.
    """
    rows = pd.DataFrame({by: lsoas[by], "lsoas": lsoas["decile"].notna().astype("int64")})
    rows["lsoas_without_decile"] = 1 - rows["lsoas"]
    rows["residents"] = lsoas["residents"].where(lsoas["decile"].notna(), 0.0)
    for level in (1, 2):
        inside = lsoas["decile"] <= level
        rows[f"lsoas_{level}"] = inside.astype("int64")
        rows[f"residents_{level}"] = lsoas["residents"].where(inside, 0.0)
    # a missing resident count spoils the sum of its area: missing is never 0
    totals = rows.groupby(by).sum(skipna=False).reset_index()
    for level in (1, 2):
        for what in ("lsoas", "residents"):
            base = totals[what].where(totals[what] > 0)
            totals[f"share_{what}_{level}"] = 100 * totals[f"{what}_{level}"] / base
    counts = ["lsoas", "lsoas_1", "lsoas_2", "residents", "residents_1", "residents_2"]
    return totals[[by, *counts, *SHARES, "lsoas_without_decile"]]


def ward_table(lsoas: pd.DataFrame) -> pd.DataFrame:
    """Return the shares of each ward, and which wards are a single LSOA.

    One row per ward, the largest share of residents in the most deprived fifth first: ward_code,
    ward_name, the columns of `deprivation_shares`, and one_lsoa (True: the ward's figures are
    those of one neighbourhood). Wards get no rank of deprivation and no average decile.
    """
    shares = deprivation_shares(lsoas, "ward_code")
    names = lsoas.drop_duplicates("ward_code").set_index("ward_code")["ward_name"]
    shares.insert(1, "ward_name", shares["ward_code"].map(names))
    shares["one_lsoa"] = (shares["lsoas"] + shares["lsoas_without_decile"]) == 1
    order = ["share_residents_2", "share_residents_1", "ward_name"]
    return shares.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _by_code(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(rows["value"].to_numpy(), index=rows["area_code"].to_numpy())
