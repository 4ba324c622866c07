"""Rank of one area among the authorities of one tier, in one period.

See docs/methods.md#rank. A rank says nothing of how far apart areas are, nor whether their
intervals overlap: print it with n, the direction, the tier, and who has no value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.analysis.tier import IN_FORCE
from jsna.settings.indicator import Polarity

MINIMUM: Final = 8
"""Fewest areas with a value for which a rank is given."""

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
        of: Authorities of the list, with or without a value.
        joint: Another area has the same value.
        missing: Kind of authority -> names of those without a value.
        kinds: Kind of authority -> how many of the list are of it.
        stand_ins: When ("abolished", "later") -> names of authorities of another time that the
            source gives in place of those that stood in the period.
        direction: What 1 means, in words.
        tier: Of which areas, in words.
        period: The one period of all values.
        reason: Why there is no rank; else "".
    """

    rank: int | None
    of: int
    joint: bool
    missing: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, int]
    stand_ins: Mapping[str, tuple[str, ...]]
    direction: str
    tier: str
    period: str
    reason: str

    @property
    def best_first(self) -> bool:
        """Whether 1 is the best, not the highest alone."""
        return self.direction.endswith("best")

    @property
    def without_value(self) -> int:
        """How many authorities of the list have no value."""
        return sum(map(len, self.missing.values()))


def rank_area(
    among: pd.DataFrame, area_code: str, period: str, polarity: Polarity, tier: str
) -> Rank:
    """Return the rank of one area.

    Args:
        among: Rows of `tier.authorities_of`: the whole tier, or a region's part of it.
        area_code: The area.
        period: The period of `among`, for the words.
        polarity: 1 is the best where there is polarity, else the highest.
        tier: Of which areas, in words.
    """
    frame = ranked(among, polarity)
    own = frame[frame["area_code"] == area_code]
    valued = frame["value"].notna()
    reason = _no_rank(own, int(valued.sum()))
    place = None if reason else int(own["rank"].iloc[0])
    others = frame[frame["stands"] != IN_FORCE]
    return Rank(
        rank=place,
        of=len(frame),
        joint=bool(place is not None and (frame["rank"] == place).sum() > 1),
        missing=_names(frame[~valued], "kind"),
        kinds=frame["kind"].value_counts().sort_index().to_dict(),
        stand_ins=_names(others, "stands"),
        direction=DIRECTIONS[polarity],
        tier=tier,
        period=period,
        reason=reason,
    )


def ranked(among: pd.DataFrame, polarity: Polarity) -> pd.DataFrame:
    """Return the authorities with their `rank`, best or highest first.

    One row per authority, columns of `among` and rank (float; NaN without a value; ties share
    the smallest); authorities without a value stand last.
    """
    rank = among["value"].rank(method="min", ascending=polarity == "low-is-good")
    return among.assign(rank=rank).sort_values(["rank", "area_code"], ignore_index=True)


def _names(rows: pd.DataFrame, by: str) -> dict[str, tuple[str, ...]]:
    return {str(key): tuple(sorted(names)) for key, names in rows.groupby(by)["name"]}


def _no_rank(own: pd.DataFrame, values: int) -> str:
    if own.empty:
        return "the source gives this period for the authorities before it"
    if own["value"].isna().all():
        return "the area has no value in this period"
    return "" if values >= MINIMUM else f"only {values} areas have a value in this period"
