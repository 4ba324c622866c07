"""Rank of one area among the authorities of one tier, in one period.

See docs/methods.md#rank. A rank says nothing of how far apart areas are, nor whether their
intervals overlap: print it with n, the direction and the tier.
"""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.settings.indicator import Polarity

MINIMUM: Final = 8
"""Fewest areas with a value for which a rank is given."""

UPPER: Final = "upper-tier authorities"
LOWER: Final = "lower-tier authorities"
TIERS: Final = {UPPER: ("county", "unitary"), LOWER: ("district", "unitary")}
"""Counties and their districts never stand in one list: they hold the same people."""

DIRECTIONS: Final = {
    "high-is-good": "1 is the highest and best",
    "low-is-good": "1 is the lowest and best",
    "none": "1 is the highest",
}


@dataclass(frozen=True)
class Rank:
    """Where an area stands, or why it has no rank.

    Attributes:
        rank: 1 is as `direction` says; None without a rank, see `reason`.
        of: Areas with a value, the area among them.
        joint: Another area has the same value.
        missing: Areas of the tier without a value in this period.
        direction: What 1 means, in words.
        tier: Of which areas, in words.
        period: The one period of all values.
        reason: Why there is no rank; else "".
    """

    rank: int | None
    of: int
    joint: bool
    missing: int
    direction: str
    tier: str
    period: str
    reason: str


def rank_area(
    peers: pd.DataFrame,
    area_code: str,
    period: str,
    polarity: Polarity,
    code_changes: pd.DataFrame | None = None,
) -> Rank:
    """Return the rank of one area.

    Args:
        peers: Headline facts of authorities: one indicator, sex and age; any periods.
        area_code: The area.
        period: The period for all; facts of another one are left out.
        polarity: 1 is the best where there is polarity, else the highest.
        code_changes: Columns old_code, new_code: an area with a value under both codes counts
            once, under the new one.
    """
    tier = tier_of(peers, area_code, period)
    frame = ranked(peers, period, tier, polarity, code_changes)
    own = frame[frame["area_code"] == area_code]
    values = int(frame["value"].notna().sum())
    reason = _no_rank(own, values)
    place = None if reason else int(own["rank"].iloc[0])
    return Rank(
        rank=place,
        of=values,
        joint=bool(place is not None and (frame["rank"] == place).sum() > 1),
        missing=len(frame) - values,
        direction=DIRECTIONS[polarity],
        tier=tier,
        period=period,
        reason=reason,
    )


def ranked(
    peers: pd.DataFrame,
    period: str,
    tier: str,
    polarity: Polarity,
    code_changes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the areas of one tier in one period with their `rank`, best or highest first.

    One row per area, columns of `peers` and rank (float; NaN without a value; ties share the
    smallest); areas without a value stand last.
    """
    frame = peers[peers["area_type"].isin(TIERS[tier]) & (peers["period"] == period)]
    frame = _once(frame, code_changes)
    ascending = polarity == "low-is-good"
    rank = frame["value"].rank(method="min", ascending=ascending)
    return frame.assign(rank=rank).sort_values(["rank", "area_code"], ignore_index=True)


def tier_of(peers: pd.DataFrame, area_code: str, period: str) -> str:
    """Return the tier in which to rank an area: upper- or lower-tier authorities.

    A county or a district has only one. A unitary authority stands in both: it takes the one
    for which this indicator has more values in this period.
    """
    valued = peers[(peers["period"] == period) & peers["value"].notna()]
    own_type = set(peers.loc[peers["area_code"] == area_code, "area_type"])
    if own_type & {"county", "district"}:
        return UPPER if "county" in own_type else LOWER
    counts = valued.drop_duplicates("area_code")["area_type"].value_counts()
    return LOWER if counts.get("district", 0) > counts.get("county", 0) else UPPER


def _once(frame: pd.DataFrame, code_changes: pd.DataFrame | None) -> pd.DataFrame:
    """Drop an old code whose successor is there too, and repeats of one code."""
    frame = frame.sort_values("value", na_position="last").drop_duplicates("area_code")
    if code_changes is None:
        return frame
    there = set(frame.loc[frame["value"].notna(), "area_code"])
    replaced = code_changes.loc[code_changes["new_code"].isin(there), "old_code"]
    return frame[~frame["area_code"].isin(replaced)]


def _no_rank(own: pd.DataFrame, values: int) -> str:
    if own.empty or own["value"].isna().all():
        return "the area has no value in this period"
    return "" if values >= MINIMUM else f"only {values} areas have a value in this period"
