"""What drives deprivation in a place: each domain's part of the score of the index (IMD).

Domain scores stand on different scales, so that the largest one says nothing. The publisher's
own transformation of domain ranks puts them on one, and its weights make them a score. See
docs/methods.md#domain-drivers.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

WEIGHTS: Final[Mapping[str, float]] = {
    "income": 0.225,
    "employment": 0.225,
    "education": 0.135,
    "health": 0.135,
    "crime": 0.093,
    "barriers": 0.093,
    "environment": 0.093,
}
"""Weights of the domains of the English index, as published."""
DOMAINS: Final = tuple(WEIGHTS)
_STEEPNESS: Final = 23


def transformed(ranks: pd.DataFrame, places: int) -> pd.DataFrame:
    """Return ranks put on the index's exponential scale, 0 to 100 (100: the most deprived).

    R = (N - rank + 1) / N; X = -23 ln(1 - R (1 - exp(-100 / 23))).

    Source: English Indices of Deprivation, Technical Report, appendix on exponential
    transformation.

    Args:
        ranks: National ranks, 1 the most deprived; any columns.
        places: N, all LSOAs that were ranked (33,755 in the 2025 edition).

    Raises:
        ValueError: a rank below 1 or above N.
    """
    if ((ranks < 1) | (ranks > places)).any(axis=None):
        raise ValueError(f"ranks lie between 1 and {places:,}.")
    share = (places - ranks + 1) / places
    return pd.DataFrame(
        -_STEEPNESS * np.log(1 - share * (1 - np.exp(-100 / _STEEPNESS))), index=ranks.index
    )


def contributions(ranks: pd.DataFrame, places: int) -> pd.DataFrame:
    """Return how many points of the index's score each domain gives.

    Args:
        ranks: One row per LSOA: the columns `DOMAINS`, national ranks.
        places: All LSOAs that were ranked.

    Returns:
        One row per LSOA, the same columns: points; NaN where a rank is missing.
    """
    return transformed(ranks[list(DOMAINS)], places) * pd.Series(WEIGHTS)


def rebuilt_scores(ranks: pd.DataFrame, places: int) -> pd.Series:
    """Return the index's score of each LSOA from its domain ranks; NaN where one is missing."""
    return contributions(ranks, places).sum(axis=1, skipna=False)


def drivers(ranks: pd.DataFrame, residents: pd.Series, by: pd.Series, places: int) -> pd.DataFrame:
    """Return what each domain gives of the score of larger areas, the largest part first.

    Points of LSOAs are averaged by residents, so that an area's parts sum to its score.

    Args:
        ranks: One row per LSOA of the areas: the columns `DOMAINS`, national ranks.
        residents: All residents of each LSOA, on the same index.
        by: The area of each LSOA, on the same index; its name becomes a column.
        places: All LSOAs that were ranked in England.

    Returns:
        One row per area and domain, areas in order and parts by size: the area, domain, points
        (NaN where a rank or residents are missing), share (% of the area's score), england
        (points if its LSOAs were spread over England's), above_england, place (1: the largest
        part) and score (the area's).
    """
    points = contributions(ranks, places)
    known = residents.where(residents > 0)
    sums = points.mul(known, axis=0).groupby(by).sum(skipna=False)
    means = sums.div(known.groupby(by).sum(skipna=False), axis=0)
    area = str(by.name)
    scores = means.sum(axis=1, skipna=False).rename("score").rename_axis(area)
    long = means.rename_axis(area).reset_index().melt(area, list(DOMAINS), "domain", "points")
    long = long.merge(scores.reset_index(), on=area)
    long["share"] = 100 * long["points"] / long["score"]
    long["england"] = long["domain"].map(_england(places))
    long["above_england"] = long["points"] - long["england"]
    long["place"] = long.groupby(area)["points"].rank(method="min", ascending=False)
    return long.sort_values([area, "place", "domain"], ignore_index=True)


def main_drivers(parts: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the domain that gives most of each area's score: one row per area of `drivers`."""
    first = parts[parts["place"] == 1].drop_duplicates(by)
    return first[[by, "domain", "points", "share", "above_england", "score"]].reset_index(drop=True)


def _england(places: int) -> pd.Series:
    """Each domain's mean over all LSOAs, which stand once at every rank (ties aside)."""
    every = pd.DataFrame({"x": np.arange(1, places + 1)})
    return float(transformed(every, places)["x"].mean()) * pd.Series(WEIGHTS)
