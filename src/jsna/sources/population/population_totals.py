"""Sums that a population file leaves to its reader: both sexes, and all ages."""

import pandas as pd

GROUP = ["AREA_CODE", "AREA_NAME", "COMPONENT"]


def add_persons(wide: pd.DataFrame, years: list[str]) -> pd.DataFrame:
    """Return the rows with Persons = males + females where both are there and Persons is not.

    Args:
        wide: ONS wide layout with SEX as Persons, Male or Female.
        years: The columns to add up.
    """
    keys = [*GROUP, "AGE_GROUP"]
    has_persons = _in(wide, wide[wide["SEX"] == "Persons"], keys)
    parts = wide[~has_persons & wide["SEX"].isin(["Male", "Female"])]
    return _append_sums(wide, parts, keys, years, size=2, SEX="Persons")


def add_all_ages(wide: pd.DataFrame, years: list[str]) -> pd.DataFrame:
    """Return the rows with All ages summed where the ages leave no gap and none is published.

    A file that mixes single years and bands, or stops below the open-ended age, is left as it is.
    """
    keys = [*GROUP, "SEX"]
    ages = wide[wide["AGE_GROUP"] != "All ages"]
    labels = ages["AGE_GROUP"].drop_duplicates()
    if labels.empty or not cover_all_ages(labels):
        return wide
    has_all = _in(ages, wide[wide["AGE_GROUP"] == "All ages"], keys)
    return _append_sums(wide, ages[~has_all], keys, years, size=len(labels), AGE_GROUP="All ages")


def _in(rows: pd.DataFrame, others: pd.DataFrame, keys: list[str]) -> pd.Series:
    known = pd.MultiIndex.from_frame(others[keys])
    return pd.Series(pd.MultiIndex.from_frame(rows[keys]).isin(known), index=rows.index)


def _append_sums(
    wide: pd.DataFrame,
    parts: pd.DataFrame,
    keys: list[str],
    years: list[str],
    size: int,
    **constant: str,
) -> pd.DataFrame:
    if parts.empty:
        return wide
    groups = parts.groupby(keys, sort=False)
    # min_count: a sum with a part missing is missing
    sums = groups[years].sum(min_count=size)[groups.size() == size].reset_index()
    return pd.concat([wide, sums.assign(**constant)], ignore_index=True).reindex(
        columns=wide.columns
    )


def cover_all_ages(labels: pd.Series) -> bool:
    """Whether the ages run from 0 to an open end, each beginning where the last one stopped."""
    parts = labels.str.extract(r"^(?P<start>\d+)(?:-(?P<end>\d+))?(?P<open>\+)?$")
    if parts["start"].isna().any():
        return False
    start = parts["start"].astype("int64")
    end = parts["end"].fillna(parts["start"]).astype("int64")
    ages = pd.DataFrame({"start": start, "end": end, "open": parts["open"].notna()})
    ages = ages.sort_values("start", ignore_index=True)
    joined = (ages["start"].iloc[1:].to_numpy() == ages["end"].iloc[:-1].to_numpy() + 1).all()
    return bool(joined and ages["start"].iloc[0] == 0 and ages["open"].iloc[-1])
