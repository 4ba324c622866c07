"""Ranks that claims state, among the authorities of one tier in the claim's own period.

See docs/methods.md#claims and docs/methods.md#rank.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.tier import authorities_of, tier_of
from jsna.fact_schema import AUTHORITY_TYPES
from jsna.register.register import Register
from jsna.settings.indicator import Polarity

ENDS: Final = ("value", "lower_95", "upper_95")
RANK_COLUMNS: Final = ("rank", "best_rank", "worst_rank", "of")
FEWEST: Final = 8
"""Areas with a value for which a rank is given."""
LOW_FIRST: Final = {
    "lowest first": {"high-is-good": True, "low-is-good": True, "none": True},
    "highest first": {"high-is-good": False, "low-is-good": False, "none": False},
    "best first": {"high-is-good": False, "low-is-good": True, "none": False},
    "worst first": {"high-is-good": True, "low-is-good": False, "none": True},
}
"""What stands first -> whether that is the lowest value, by the polarity."""


def ranks_of_claims(
    claims: pd.DataFrame,
    facts: pd.DataFrame,
    register: Register,
    polarity: Mapping[str, Polarity],
) -> pd.DataFrame:
    """Return the rank of each claim's area, RANK_COLUMNS on the index of `claims`.

    Args:
        claims: Claims of ranks: SERIES, held_period and direction.
        facts: Facts of all authorities.
        register: The authorities by period.
        polarity: Of each indicator.

    Returns:
        rank, the ranks that the ends of the area's own interval would have (NaN without one), and
        among how many authorities. NaN where fewer than FEWEST have a value.
    """
    lists = claims.groupby(["indicator_id", "sex", "age", "held_period"])
    made = [_of_list(rows, _peers(facts, key), register, polarity) for key, rows in lists]
    found = pd.concat(made) if made else pd.DataFrame(columns=list(RANK_COLUMNS), dtype="float64")
    return found.reindex(claims.index)


def _peers(facts: pd.DataFrame, key: tuple[str, ...]) -> pd.DataFrame:
    columns = ["indicator_id", "sex", "age", "period"]
    wanted = (facts[columns] == list(key)).all(axis="columns") & (facts["breakdown"] == "")
    return facts[wanted & facts["area_type"].isin(AUTHORITY_TYPES)]


def _of_list(
    claims: pd.DataFrame,
    peers: pd.DataFrame,
    register: Register,
    polarity: Mapping[str, Polarity],
) -> pd.DataFrame:
    """The ranks of claims about one indicator, sex, age and period."""
    period = claims["held_period"].iloc[0]
    tiers = {code: tier_of(peers, register, code, period) for code in claims["area_code"].unique()}
    among = pd.concat(
        [
            authorities_of(peers, register, period, tier)[["area_code", *ENDS]].assign(tier=tier)
            for tier in dict.fromkeys(tiers.values())
        ]
    )
    low = [
        LOW_FIRST[said][polarity[id]]
        for said, id in zip(claims["direction"], claims["indicator_id"], strict=True)
    ]
    asked = pd.DataFrame({"claim": claims.index, "own": claims["area_code"], "low": low})
    asked["tier"] = asked["own"].map(tiers)
    pairs = asked.merge(among, on="tier")
    sign = np.where(pairs["low"], 1.0, -1.0)
    own = pairs[pairs["area_code"] == pairs["own"]].set_index("claim")[list(ENDS)]
    places = pd.DataFrame(index=claims.index)
    for end in ENDS:
        before = sign * pairs["value"] < sign * pairs["claim"].map(own[end])
        others = pairs["area_code"] != pairs["own"]
        places[end] = 1.0 + (before & others).groupby(pairs["claim"]).sum()
        places[end] = places[end].where(own[end].reindex(claims.index).notna())
    counts = pairs.groupby("claim")["value"].agg(["size", "count"]).reindex(claims.index)
    places = places.where(counts["count"] >= FEWEST)
    limits = places[["lower_95", "upper_95"]]
    return pd.DataFrame(
        {
            "rank": places["value"],
            "best_rank": limits.min(axis="columns"),
            "worst_rank": limits.max(axis="columns"),
            "of": counts["size"].astype("float64"),
        }
    )
