"""Invented scores and ranks of deprivation that hang together as the published ones do.

Each measure follows the LSOA's overall deprivation as closely as AGREEMENT says, the rest is
scatter of its own. Domain ranks give the index's score by the published transformation and
weights, and the score its rank: a reader who rebuilds it finds the same.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.deprivation_drivers import DOMAINS, rebuilt_scores, transformed

AGREEMENT: Final[Mapping[str, float]] = {
    "income": 0.96, "employment": 0.94, "education": 0.88, "health": 0.86, "crime": 0.74,
    "barriers": 0.15, "environment": 0.35, "idaci": 0.93, "idaopi": 0.85,
    "children_and_young_people": 0.84, "adult_skills": 0.86, "geographical_barriers": -0.4,
    "wider_barriers": 0.62, "indoors": 0.25, "outdoors": 0.4,
}  # fmt: skip
"""How closely each measure follows overall deprivation, 1 to -1; 0 is not at all."""
SHARES: Final[Mapping[str, tuple[float, float]]] = {
    "income": (-1.9, 0.75), "employment": (-2.2, 0.65), "idaci": (-1.7, 0.85),
    "idaopi": (-1.8, 0.7), "adult_skills": (-1.2, 0.5),
}  # fmt: skip
"""Measures that are shares of people: middle and spread on the scale of log odds."""
EXPONENTIAL: Final = ("education", "barriers", "environment")
"""Domains that are published on the index's own scale, 0 to 100; the others are like z-scores."""
SEED: Final = 1842
AGES: Final[Mapping[str, tuple[float, float]]] = {
    "aged_0_15": (0.185, 0.022), "aged_60_and_over": (0.245, -0.03), "working_age": (0.635, 0.005),
}  # fmt: skip
"""Share of residents of an age, and how it changes with each standard deviation of deprivation."""


def measures(deprivation: pd.Series) -> pd.DataFrame:
    """Return scores and ranks of every measure: `<measure>_score`, `_rank`, `_decile`.

    Args:
        deprivation: Of every LSOA of the country, in standard deviations.
    """
    rng = np.random.default_rng(SEED)
    columns: dict[str, pd.Series] = {}
    for name, share in AGREEMENT.items():
        own = pd.Series(rng.standard_normal(len(deprivation)), index=deprivation.index)
        latent = deprivation * share + own * np.sqrt(1 - share**2)
        columns |= _columns(name, _score(name, latent), latent)
    ranks = pd.DataFrame({name: columns[f"{name}_rank"] for name in DOMAINS})
    score = rebuilt_scores(ranks, len(ranks))
    return pd.DataFrame(_columns("imd", score, score) | columns)


def residents_by_age(small_areas: pd.DataFrame) -> pd.DataFrame:
    """Return the residents of each LSOA: total, and the ages that scores are weighted by."""
    people = small_areas["residents"]
    parts = {
        age: (people * (share + change * small_areas["deprivation"])).clip(lower=1).round()
        for age, (share, change) in AGES.items()
    }
    return pd.DataFrame({"total": people} | parts).astype("int64")


def _score(name: str, latent: pd.Series) -> pd.Series:
    if name in SHARES:
        middle, spread = SHARES[name]
        return 1 / (1 + np.exp(-(middle + spread * latent)))
    if name in EXPONENTIAL:
        rank = _rank(latent).to_frame()
        return transformed(rank, len(latent)).iloc[:, 0]
    return latent


def _columns(name: str, score: pd.Series, order: pd.Series) -> dict[str, pd.Series]:
    rank = _rank(order)
    decile = -(-rank * 10 // len(rank))
    return {f"{name}_score": score.round(3), f"{name}_rank": rank, f"{name}_decile": decile}


def _rank(order: pd.Series) -> pd.Series:
    return order.rank(ascending=False, method="first").astype("int64")
