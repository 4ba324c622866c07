"""Editions of the Indices of Deprivation side by side: where places stood in each edition's year.

An edition ranks England's neighbourhoods (LSOAs) of its own year, so that only a place's standing
among the others can be followed, never its level: scores are not taken. LSOAs of two censuses are
matched by the publisher's look-up of what changed. Followed is a *place* with the same outline in
every edition: an unchanged LSOA, one that was split with its parts, or several that were merged
into one. See docs/methods.md#deprivation-over-time.
"""

from collections.abc import Collection
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.deprivation import DECILE

RANK: Final = "imd-rank"
RANKED: Final = "small-areas-ranked"
UNCHANGED, SPLIT, MERGED, IRREGULAR = "unchanged", "split", "merged", "irregular"
CHANGE_CODES: Final = {"U": UNCHANGED, "S": SPLIT, "M": MERGED}
"""The publisher's letters; any other (X) is a fragment that nests in nothing."""
ALL, SOME, NONE = "all", "some", "none"
"""How many of a place's neighbourhoods are in the most deprived tenth."""


def matched_places(changes: pd.DataFrame, own: Collection[str]) -> pd.DataFrame:
    """Return which place each LSOA of two censuses belongs to, and how its outline changed.

    The publisher's letter counts only where the pairs of codes bear it out: an LSOA that is said
    to be split and of which a part reaches into another one nests in nothing.

    Args:
        changes: One row per pair of the look-up: former_lsoa_code, lsoa_code, change.
        own: The area's LSOAs of the newer census.

    Returns:
        One row per pair that touches the area's LSOAs: place (the code of the undivided LSOA),
        former_lsoa_code, lsoa_code, kind (unchanged, split, merged; irregular: not to be
        followed, which a place that lies across the area's boundary is too).
    """
    mine = changes["lsoa_code"].isin(list(own))
    touched = changes[changes["former_lsoa_code"].isin(changes.loc[mine, "former_lsoa_code"])]
    pairs = touched[["former_lsoa_code", "lsoa_code"]].drop_duplicates()
    parts = pairs.groupby("former_lsoa_code")["lsoa_code"].transform("size")
    every = changes.drop_duplicates(["former_lsoa_code", "lsoa_code"])
    whole = pairs["lsoa_code"].map(every["lsoa_code"].value_counts())
    found = np.select(
        [(parts == 1) & (whole == 1), _all_of(pairs, "former_lsoa_code", whole == 1),
         _all_of(pairs, "lsoa_code", parts == 1)],
        [UNCHANGED, SPLIT, MERGED], IRREGULAR,
    )  # fmt: skip
    said = touched.loc[pairs.index, "change"].map(CHANGE_CODES).fillna(IRREGULAR)
    split = pd.Series(found, pairs.index) == SPLIT
    rows = pairs.assign(
        kind=np.where(said == found, found, IRREGULAR),
        place=pairs["former_lsoa_code"].where(split, pairs["lsoa_code"]),
    )
    across = ~rows["lsoa_code"].isin(list(own))
    rows.loc[rows["place"].isin(rows.loc[across, "place"]), "kind"] = IRREGULAR
    columns = ["place", "former_lsoa_code", "lsoa_code", "kind"]
    return rows.sort_values(columns, ignore_index=True)[columns]


def _all_of(pairs: pd.DataFrame, by: str, holds: pd.Series) -> pd.Series:
    """Whether it holds of every pair with the same code."""
    return holds.groupby(pairs[by]).transform("all")


def ranked_lsoas(facts: pd.DataFrame, own: Collection[str], year: str) -> pd.DataFrame:
    """Return every edition's decile and rank of each of the area's LSOAs.

    Args:
        facts: Of the indicators DECILE, RANK and RANKED, on the area's own LSOAs.
        own: The area's LSOAs of the census of the look-up; of other censuses all are taken.
        year: That census.

    Returns:
        One row per edition and LSOA: edition, geography_year, lsoa_code, decile, rank (1 is the
        most deprived) and ranked (how many LSOAs of England the rank is out of), NaN where not
        held.
    """
    small = facts[facts["area_type"] == "lsoa"]
    small = small[(small["geography_year"] != year) | small["area_code"].isin(list(own))]
    keys = ["edition", "geography_year", "area_code"]
    wide = small.pivot_table("value", keys, "indicator_id").reindex(columns=[DECILE, RANK])
    totals = facts[facts["indicator_id"] == RANKED].groupby("edition")["value"].max()
    rows = wide.reset_index().set_axis([*keys[:2], "lsoa_code", "decile", "rank"], axis=1)
    return rows.assign(ranked=rows["edition"].map(totals).astype("float64"))


def edition_shares(ranked: pd.DataFrame) -> pd.DataFrame:
    """Return each edition's share of the area's LSOAs in the most deprived tenth and fifth.

    Args:
        ranked: As `ranked_lsoas`.

    Returns:
        One row per edition, the oldest first: edition, geography_year, ranked, lsoas (with a
        decile), lsoas_1, lsoas_2 (in decile 1; in deciles 1 and 2), share_1, share_2 (%).
    """
    known = ranked.dropna(subset=["decile"])
    inside = known.assign(lsoas_1=known["decile"] <= 1, lsoas_2=known["decile"] <= 2)
    keys = ["edition", "geography_year", "ranked"]
    groups = inside.groupby(keys, dropna=False)[["lsoas_1", "lsoas_2"]]
    totals = groups.sum().astype("int64")
    totals.insert(0, "lsoas", groups.size())
    for level in (1, 2):
        totals[f"share_{level}"] = 100 * totals[f"lsoas_{level}"] / totals["lsoas"]
    return totals.reset_index()


def standings(ranked: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return where each place that can be followed stood in each edition.

    Args:
        ranked: As `ranked_lsoas`.
        places: As `matched_places`, with `former_year` and `year`, the censuses of its codes.

    Returns:
        One row per place and edition: place, edition, lsoas (that it was made of), tenth (all,
        some or none of them in the most deprived tenth; missing if one has no decile), best and
        worst (the share of England's LSOAs, %, that were as deprived or more: of the most and
        the least deprived of its LSOAs).
    """
    followed = places[places["kind"] != IRREGULAR]
    old = followed[["place", "former_lsoa_code", "former_year"]]
    new = followed[["place", "lsoa_code", "year"]]
    names = ["place", "lsoa_code", "geography_year"]
    members = pd.concat([frame.set_axis(names, axis=1) for frame in (old, new)]).drop_duplicates()
    editions = ranked[["edition", "geography_year"]].drop_duplicates()
    every = members.merge(editions, on="geography_year")
    held = every.merge(ranked, on=["edition", "geography_year", "lsoa_code"], how="left")
    held["inside"] = (held["decile"] <= 1).astype("float64").where(held["decile"].notna())
    held["position"] = 100 * held["rank"] / held["ranked"]
    groups = held.groupby(["place", "edition"], sort=True)
    inside = groups["inside"].agg(lambda values: values.mean(skipna=False))
    table = pd.DataFrame({"lsoas": groups.size(), "best": groups["position"].min()})
    table["worst"] = groups["position"].max()
    words = np.select([inside == 1, inside == 0, inside > 0], [ALL, NONE, SOME], "")
    table["tenth"] = pd.Series(words, table.index).where(inside.notna())
    return table.reset_index()[["place", "edition", "lsoas", "tenth", "best", "worst"]]


def stayed(standing: pd.DataFrame) -> pd.Series:
    """Return whether each place was in the most deprived tenth, whole, in every edition.

    Args:
        standing: As `standings`.

    Returns:
        True or False by place; missing where an edition's decile is.
    """
    wide = _by_edition(standing)
    return (wide == ALL).all(axis=1).astype("boolean").where(wide.notna().all(axis=1))


def _by_edition(standing: pd.DataFrame) -> pd.DataFrame:
    """A row per place, a column per edition, in order: how many of its LSOAs are in the tenth."""
    by_edition = standing.set_index(["place", "edition"])["tenth"]
    return by_edition.unstack().sort_index(axis=1)  # noqa: PD010


def moves(standing: pd.DataFrame) -> pd.DataFrame:
    """Return how many places stayed in, left and entered the most deprived tenth.

    A place of several LSOAs is in the tenth where all of them are.

    Args:
        standing: As `standings`.

    Returns:
        One row per edition and the next: earlier, later, places (known in both), stayed, left,
        entered.
    """
    wide = _by_edition(standing)
    rows = []
    for earlier, later in pairwise(wide):
        both = wide[[earlier, later]].dropna()
        before, after = both[earlier] == ALL, both[later] == ALL
        counts = [(before & after).sum(), (before & ~after).sum(), (~before & after).sum()]
        rows.append((earlier, later, len(both), *map(int, counts)))
    return pd.DataFrame(rows, columns=["earlier", "later", "places", "stayed", "left", "entered"])
