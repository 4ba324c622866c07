"""The authorities of one tier in one period, as the register has them, each with its value.

See docs/methods.md#rank. A source may give a period for authorities of another time: restated for
ones that began later, or still for ones that were abolished. Where it has no value for those that
stood at the period's end, such authorities stand in for them, and never beside them: the same
people would count twice.
"""

from typing import Final

import pandas as pd

from jsna.facts.periods import period_end
from jsna.register.register import Register

UPPER: Final = "upper-tier authorities"
LOWER: Final = "lower-tier authorities"
TIERS: Final = {UPPER: ("county", "unitary"), LOWER: ("district", "unitary")}
"""Counties and their districts never stand in one list: they hold the same people."""

IN_FORCE, ABOLISHED, LATER = "in force", "abolished", "later"
STAND_COLUMNS: Final = ("area_code", "name", "kind", "area_type", "region_code", "stands",
                        "stands_for")  # fmt: skip


def authorities_of(peers: pd.DataFrame, register: Register, period: str, tier: str) -> pd.DataFrame:
    """Return the tier in one period: one row per authority, with or without a value.

    Args:
        peers: Facts of authorities: one indicator, sex and age; any periods and kinds.
        register: The authorities by period.
        period: The period for all; its last day decides who stood.
        tier: UPPER or LOWER.

    Returns:
        The columns of `peers`, with `area_type` as it was on that day and NaN where the source
        has no row; and name, kind and region_code (of the register), stands (IN_FORCE, or
        ABOLISHED or LATER for one that the source gives in another's place) and stands_for (the
        codes of those others, separated by blanks; else ""). Ordered by area code.
    """
    day = last_day(period)
    given = _given(peers, register, period, day)
    alive = register.in_force(day)
    members = alive[alive["area_type"].isin(TIERS[tier])]
    given = pd.concat([given, _restated(given, register, members)], ignore_index=True)
    others = _standing_in(given, members, register, day, tier)
    stayed = members[~members["code"].isin(others["covers"].explode())]
    whole = pd.concat([stayed.assign(covers=""), others], ignore_index=True)
    return _with_values(whole, given, day)


def tier_of(peers: pd.DataFrame, register: Register, area_code: str, period: str) -> str:
    """Return the tier in which to rank an area: upper- or lower-tier authorities.

    A county or a district has only one. A unitary authority stands in both: it takes the one
    for which this indicator has more values in this period.
    """
    told = peers[["area_code", "area_type", "period", "value"]]
    given = _given(told, register, period, last_day(period))
    own = set(given.loc[given["area_code"] == area_code, "area_type"])
    if own & {"county", "district"}:
        return UPPER if "county" in own else LOWER
    counts = given.loc[given["value"].notna(), "area_type"].value_counts()
    return LOWER if counts.get("district", 0) > counts.get("county", 0) else UPPER


def last_day(period: str) -> pd.Timestamp:
    """Return the last day of a period: 2020-01-01/P3Y ends on 31 December 2022."""
    return pd.Timestamp(period_end(pd.Series([period])).iloc[0])


def _given(peers: pd.DataFrame, register: Register, period: str, day: pd.Timestamp) -> pd.DataFrame:
    """The facts of the period, one per place, under the code that the place had on the day.

    A place keeps one code in the facts; whether it was a county or a unitary authority then, the
    register says.
    """
    rows = peers[peers["period"] == period]
    code = rows["area_code"].map(register.codes_on(day)).fillna(rows["area_code"]).astype("str")
    kinds = code.map(register.area_types).fillna(rows["area_type"])
    rows = rows.assign(code=code, area_type=kinds)
    if code.is_unique:
        return rows
    # of several rows of one place one with a value counts, then the one under the day's own code
    order = rows.assign(empty=rows["value"].isna(), other=rows["area_code"] != rows["code"])
    order = order.sort_values(["empty", "other"], kind="stable").drop_duplicates("code")
    return order.drop(columns=["empty", "other"])


def _restated(given: pd.DataFrame, register: Register, members: pd.DataFrame) -> pd.DataFrame:
    """Counties of the time as the unitary authorities that they became, for lists without both.

    In the lower tier of a period before the change one stands only where the source has no row
    of any of its districts: then it gives the period for authorities of a later time.
    """
    rows = given[given["area_code"] != given["code"]]
    rows = rows.assign(code=rows["area_code"])
    pairs = register.lineage[register.lineage["code"].isin(rows["code"])]
    pairs = pairs[pairs["related"].isin(members["code"])]
    beside = pairs.loc[pairs["related"].isin(given["code"]), "code"]
    return rows[rows["code"].isin(pairs["code"]) & ~rows["code"].isin(beside)]


def _standing_in(
    given: pd.DataFrame, members: pd.DataFrame, register: Register, day: pd.Timestamp, tier: str
) -> pd.DataFrame:
    """Rows of the register that are not in force and stand in for members without a value."""
    valued = given.loc[given["value"].notna(), "code"]
    rows = register.rows[register.rows["area_type"].isin(TIERS[tier])]
    rows = rows[(rows["begins"] > day) | (rows["ends"] < day)]
    if not rows["code"].isin(valued).any():
        return rows.iloc[:0].assign(covers=None)
    days = (rows["begins"] - day).where(rows["begins"] > day, day - rows["ends"])
    rows = rows.assign(away=days, same=rows["begins"].where(rows["begins"] > day, rows["ends"]))
    pairs = rows[["code", "away", "same"]].merge(register.lineage, on="code")
    pairs = pairs[pairs["related"].isin(members["code"])]
    covered = ~pairs["related"].isin(valued)
    beaten = pairs.loc[~covered, "code"]
    pairs = pairs[~pairs["code"].isin(beaten)]
    chosen = pairs[pairs["code"].isin(valued)].sort_values("away")
    nearest = chosen.drop_duplicates("related")[["related", "same"]]
    # those that were abolished, or began, together with it belong to the list with or without value
    kept = pairs.merge(nearest, on=["related", "same"])
    covers = kept.groupby("code")["related"].agg(list).rename("covers")
    return rows.merge(covers, left_on="code", right_index=True).drop(columns=["away", "same"])


def _with_values(whole: pd.DataFrame, given: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    stands = pd.Series(IN_FORCE, index=whole.index)
    stands = stands.mask(whole["ends"] < day, ABOLISHED).mask(whole["begins"] > day, LATER)
    columns = ["code", "name", "kind", "area_type", "region_code"]
    named = whole[columns].assign(stands=stands, stands_for=whole["covers"].map(" ".join))
    facts = given.drop(columns=[c for c in STAND_COLUMNS if c in given and c != "area_code"])
    joined = named.merge(facts, on="code", how="left")
    joined["area_code"] = joined["area_code"].fillna(joined["code"])
    return joined.drop(columns="code").sort_values("area_code", ignore_index=True)
