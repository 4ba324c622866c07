"""Areas of a council's own making, made of LSOAs or of postcode sectors.

See docs/methods.md#values-of-groups-of-areas. A sector is no statistical area: which LSOAs it
holds must come from a look-up that the council supplies, and the fit is said.
"""

import pandas as pd

from jsna.errors import Problem, UserFileError

NAME = "custom_area"


def of_lsoas(members: pd.DataFrame, lookup: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a look-up with the custom area of each LSOA.

    Args:
        members: Columns custom_area, lsoa_code: which LSOAs make up each area.
        lookup: The authority's look-up: one row per LSOA.

    Returns:
        The look-up's rows of those LSOAs, and custom_area; one row per LSOA and area, since
        areas of different sets may overlap (`overlaps` tells).

    Raises:
        UserFileError: an LSOA that the look-up does not hold, or one given twice to an area.
    """
    unknown = sorted(set(members["lsoa_code"]) - set(lookup["lsoa_code"]))
    twice = members[members.duplicated([NAME, "lsoa_code"])]
    problems = []
    if unknown:
        what = f"{len(unknown)} LSOAs are not in the look-up: {', '.join(unknown[:5])}."
        problems.append(Problem(what, next_step="Use LSOA codes of the look-up's census."))
    if len(twice):
        what = f"an LSOA stands twice in one area: {twice['lsoa_code'].iloc[0]}."
        problems.append(Problem(what, next_step="Name each LSOA once."))
    if problems:
        raise UserFileError(*problems)
    return members[[NAME, "lsoa_code"]].merge(lookup, on="lsoa_code", how="left")


def of_sectors(
    members: pd.DataFrame, sectors: pd.DataFrame | None, lookup: pd.DataFrame
) -> pd.DataFrame:
    """Return the rows of a look-up with the custom area of each LSOA, by postcode sectors.

    Args:
        members: Columns custom_area, sector ("AB1 2"): which sectors make up each area.
        sectors: The council's own look-up: columns sector, lsoa_code, and share (of the LSOA's
            residents in the sector, 0 to 1) where an LSOA lies in several.
        lookup: The authority's look-up: one row per LSOA.

    Returns:
        As `of_lsoas`, and share: how much of the LSOA's residents live in the area's sectors.
        Each LSOA goes whole to the custom area that holds most of its residents.

    Raises:
        UserFileError: no look-up of sectors, a sector that it does not hold, or an LSOA in
            several sectors without shares.
    """
    if sectors is None:
        raise UserFileError(
            Problem(
                "postcode sectors cannot be placed without a look-up.",
                allowed="Columns sector, lsoa_code and share.",
                next_step="Supply the council's own look-up from postcode sectors to LSOAs.",
            )
        )
    if unknown := sorted(set(members["sector"]) - set(sectors["sector"])):
        raise UserFileError(Problem(f"the look-up has no sector {', '.join(unknown[:5])}."))
    shares = _with_shares(sectors)
    joined = members[[NAME, "sector"]].merge(shares, on="sector")
    parts = joined.groupby([NAME, "lsoa_code"])["share"].sum().reset_index()
    parts = parts.sort_values(["lsoa_code", "share"], ascending=[True, False], kind="stable")
    most = parts.drop_duplicates("lsoa_code")
    # what lies mostly outside every custom area belongs to none of them
    most = most[most["share"] > 0.5].sort_values([NAME, "lsoa_code"])
    return of_lsoas(most, lookup).merge(most, on=[NAME, "lsoa_code"])


def of_both(
    lsoas: pd.DataFrame, sectors: pd.DataFrame, held: pd.DataFrame, lookup: pd.DataFrame
) -> pd.DataFrame:
    """Return the rows of a look-up with the custom area of each LSOA, whatever areas are made of.

    Args:
        lsoas: As the members of `of_lsoas`.
        sectors: As the members of `of_sectors`; sectors without an LSOA of the look-up are passed
            over.
        held: Which LSOAs the sectors hold, with their shares; no rows where nothing is known.
        lookup: The authority's look-up: one row per LSOA.

    Returns:
        As `of_sectors`; share is 1 for areas made of LSOAs. Areas made of sectors are not in it
        where no sector is held.
    """
    rows = of_lsoas(lsoas, lookup).assign(share=1.0)
    if sectors.empty or held.empty:
        return rows
    own = held[held["lsoa_code"].isin(lookup["lsoa_code"])]
    placed = of_sectors(sectors[sectors["sector"].isin(own["sector"])], own, lookup)
    return pd.concat([rows, placed], ignore_index=True)


def overlaps(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the LSOAs that stand in several custom areas, sorted: those are never added up."""
    repeated = rows["lsoa_code"].duplicated(keep=False)
    return tuple(sorted(rows.loc[repeated, "lsoa_code"].unique()))


def _with_shares(sectors: pd.DataFrame) -> pd.DataFrame:
    if "share" in sectors:
        return sectors
    split = sectors[sectors["lsoa_code"].duplicated(keep=False)]["lsoa_code"].unique()
    if len(split):
        raise UserFileError(
            Problem(
                f"{len(split)} LSOAs lie in several sectors, as {split[0]} does.",
                allowed="A column share: of the LSOA's residents in each sector, 0 to 1.",
            )
        )
    return sectors.assign(share=1.0)
