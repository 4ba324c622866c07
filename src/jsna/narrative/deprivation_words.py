"""Words on what drives deprivation and where it clusters."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from jsna.analysis.deprivation_drivers import DOMAINS
from jsna.analysis.spatial_clusters import Clustering
from jsna.narrative.coverage_words import held_of
from jsna.narrative.english import possessive
from jsna.narrative.numbers import format_number, format_value

DOMAIN_WORDS: Final[Mapping[str, str]] = dict(
    zip(
        DOMAINS,
        (
            "Income", "Employment", "Education and skills", "Health and disability", "Crime",
            "Housing and services", "Living environment",
        ),
        strict=True,
    )
)  # fmt: skip
SCORE_WORDS: Final[Mapping[str, str]] = {
    "imd": "Index of Multiple Deprivation", **DOMAIN_WORDS,
    "idaci": "Children in income deprivation (IDACI)",
    "idaopi": "Older people in income deprivation (IDAOPI)",
}  # fmt: skip
"""Measure -> its name in a table."""
ALIKE: Final = "like lies beside like"


def share_of_residents(share: float) -> str:
    """Return a share of residents in a deprived part of England as printed: "21.4%".

    Exactly nought is "none", and what only rounds to nought "less than 0.1%": nobody and a few
    are two things.

    Args:
        share: In per cent; NaN is "not available".
    """
    if share == 0:
        return "none"
    words = format_value(share, "%", 1)
    return "less than 0.1%" if words == "0.0%" else words


def shares_of_residents(shares: pd.Series) -> pd.Series:
    """Return the same for the cells of a column whose head has the unit; a missing one stays."""
    return shares.map(lambda one: share_of_residents(one).removesuffix("%"), na_action="ignore")


def drivers_headline(area_name: str, parts: pd.DataFrame, edition: str) -> str:
    """Return which domain gives most of an area's score, and how much.

    Args:
        area_name: The area.
        parts: Its rows of `deprivation_drivers.drivers`, the largest part first.
        edition: Of the index.
    """
    first = parts.iloc[0]
    points, score = format_number(first["points"], 1), format_number(first["score"], 1)
    domain = DOMAIN_WORDS[first["domain"]]
    return (
        f"{domain} gives {points} of {possessive(area_name)} {score} points of deprivation, "
        f"more than any other domain, {edition}"
    )


def above_england(parts: pd.DataFrame) -> str:
    """Return which domain stands furthest above England's part, as a sentence."""
    far = parts.loc[parts["above_england"].idxmax()]
    if far["above_england"] <= 0:
        return "No domain gives more points than it would if the area were spread as England is."
    points, england = format_number(far["points"], 1), format_number(far["england"], 1)
    return (
        f"Furthest above England: {DOMAIN_WORDS[far['domain']].lower()}, {points} points where"
        f" neighbourhoods spread as England's would have {england}."
    )


def clusters_headline(area_name: str, high: int, areas: int, edition: str, whole: int = 0) -> str:
    """Return how many small areas lie in clusters of high deprivation."""
    whose = held_of(area_name, areas, max(areas, whole))
    if high == 0:
        return f"No cluster of high deprivation stands out among {whose}, {edition}"
    verb = "lies in a cluster" if high == 1 else "lie in clusters"
    return f"{format_number(high, 0)} of {whose} {verb} of high deprivation, {edition}"


def clustering_sentence(found: Clustering, measure: str, certain: float) -> str:
    """Return Moran's I with its p, and what it says of the whole area.

    Args:
        found: With an I.
        measure: What is mapped, in words.
        certain: The p below which a pattern is told.
    """
    if found.i is None or found.expected is None or found.p is None:
        return ""
    shuffles = format_number(found.permutations, 0)
    at_least = 2 / (found.permutations + 1)
    p = f"p {'≤' if found.p <= at_least else '='} {found.p:.2g}"
    told = "no pattern can be told from chance"
    if found.p < certain:
        told = ALIKE if found.i > found.expected else "unlike lies beside unlike"
    return (
        f"Over the whole area, {told}: Moran's I of the {measure} is {format_number(found.i, 2)}"
        f" ({format_number(found.expected, 2)} expected if it lay anyhow; {p} from {shuffles}"
        f" random rearrangements with a fixed seed; {found.areas:,} neighbourhoods)."
    )
