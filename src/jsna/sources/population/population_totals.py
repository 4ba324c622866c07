"""Sums of a population file: those that it leaves to its reader, and those that it states.

A total that the file states is held against its parts: where the two differ one of them is wrong,
and nobody can say which.
"""

from math import pi

import pandas as pd

from jsna.errors import FormatChanged, Problem

GROUP = ["AREA_CODE", "AREA_NAME", "COMPONENT"]
NEAR = 0.5
"""People by which two whole numbers never differ."""
SPREAD = 6 / 12**0.5
"""Times the root of how many numbers were rounded: six standard deviations of the sum of what
rounding each to the next whole person adds, since a file may have a million sums."""
BEYOND = 3
"""Standard deviations by which more sums hold than rounding leaves: the file was not rounded."""
MANY = 10
"""Ages of which a table is plainly meant to have all."""
UNITS = (1000, 100, 10, 5)
"""What publishers round people to, besides whole ones."""


def check_totals(wide: pd.DataFrame, years: list[str], file: str) -> None:
    """Hold each published All ages against its ages, where they run from 0 to an open end.

    Where they do not, a total that is their sum all the same leaves the others out: it is a part.

    Numbers that were rounded may differ by half of what they were rounded to for each part and for
    the total, of many parts by less: what rounding adds to one it takes from another. What has no
    number is held against nothing. Persons are not held against males and females: a file may be
    an extract that somebody made, and its persons are what it says of them.

    Args:
        wide: ONS wide layout with SEX and AGE_GROUP as facts write them, before anything is summed.
        years: The columns of numbers.
        file: Named in the error.

    Raises:
        FormatChanged: a total that its parts contradict, with its area, year and both numbers; or
            one of a part of the ages.
    """
    ages = wide[wide["AGE_GROUP"] != "All ages"]
    labels = ages["AGE_GROUP"].drop_duplicates()
    if labels.empty:
        return
    stated = wide[wide["AGE_GROUP"] == "All ages"]
    sums = _sums(ages, "SEX", years, len(labels))
    if cover_all_ages(labels):
        _check_sums(sums, stated, "SEX", len(labels) + 1, _rounded_to(wide[years]), file)
    elif len(labels) > 1 and _is_meant_whole(labels):
        _check_part(sums, stated, labels, file)


def _rounded_to(numbers: pd.DataFrame) -> int:
    """Return of what all the numbers are multiples: they were rounded to it."""
    odd = ((numbers % unit > 0).any(axis=None) for unit in UNITS)
    return next((unit for unit, has in zip(UNITS, odd, strict=True) if not has), 1)


def _sums(parts: pd.DataFrame, of: str, years: list[str], number: int) -> pd.DataFrame:
    """Return area, `of`, year and sum: where every part has a number."""
    groups = parts.groupby(["AREA_CODE", of], sort=False)
    sums = groups[years].sum(min_count=number)[groups.size() == number]
    return sums.reset_index().melt(["AREA_CODE", of], years, "year", "sum")


def _is_meant_whole(labels: pd.Series) -> bool:
    """Return whether ages are plainly meant to be all: many, or up to an open end without babies.

    A few picked ones may have a sum of their own.
    """
    without_babies = not labels.str.match(r"0(?!\d)").any() and labels.str.endswith("+").any()
    return len(labels) >= MANY or bool(without_babies)


def _check_part(sums: pd.DataFrame, totals: pd.DataFrame, labels: pd.Series, file: str) -> None:
    """Raise SourceError if every total is the sum of ages that are not all ages."""
    both = _both(sums, totals, "SEX")
    if both.empty or ((both["stated"] - both["sum"]).abs() > NEAR).any() or not both["sum"].any():
        return
    what = (
        f"All ages of {both['AREA_CODE'].iloc[0]} is the sum of the {len(labels)} ages that this"
        " file has, and these leave some out: it is a part, and no total."
    )
    allowed = "Ages run from 0 to an open end, such as 90+, without a gap."
    raise FormatChanged(Problem(what, file, allowed=allowed, next_step="Download it again, whole."))


def _both(sums: pd.DataFrame, totals: pd.DataFrame, of: str) -> pd.DataFrame:
    """Return each sum of parts beside the total that a file states, where it has both."""
    years = sums["year"].unique()
    stated = totals.drop_duplicates(["AREA_CODE", of]).melt(
        ["AREA_CODE", of], years, "year", "stated"
    )
    return sums.dropna().merge(stated.dropna(), on=["AREA_CODE", of, "year"])


def _check_sums(
    sums: pd.DataFrame, totals: pd.DataFrame, of: str, number: int, unit: int, file: str
) -> None:
    """Hold sums to the totals of a file, each of `number` numbers and rounded to `unit`."""
    both = _both(sums, totals, of)
    apart = (both["stated"] - both["sum"]).abs()
    rounding = unit * min(number / 2, SPREAD * number**0.5)
    wrong = both[apart > (NEAR if _were_not_rounded(apart <= NEAR, number) else rounding)]
    if not wrong.empty:
        raise FormatChanged(_problem(wrong, len(both), of, file))


def _were_not_rounded(hold: pd.Series, number: int) -> bool:
    """Return whether more sums hold than would if each of their numbers was rounded by itself.

    Of so many numbers that were, rounding cancels out in about one sum of the root of pi / 6 times
    as many (the normal density at 0): in three of four of two parts and their total, in one of
    seven of ninety-one ages.
    """
    share = min(1.0, (6 / (pi * number)) ** 0.5)
    expected = len(hold) * share
    return bool(hold.sum() > expected + BEYOND * (expected * (1 - share)) ** 0.5)


def _problem(wrong: pd.DataFrame, of_all: int, of: str, file: str) -> Problem:
    first = wrong.iloc[0]
    return Problem(
        f"All ages of {first['AREA_CODE']}, {first[of]}, {first['year']} is"
        f" {first['stated']:,.0f} here, and its ages add up to {first['sum']:,.0f}: one of them is"
        f" wrong ({len(wrong):,} of {of_all:,} such sums).",
        file,
        next_step="Download the file again; a copy that was edited can't be read.",
    )


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
