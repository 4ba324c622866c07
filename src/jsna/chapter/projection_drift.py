"""How far a projection has drifted from the estimates, for all ages and for older ones."""

from typing import Final

import pandas as pd

from jsna.analysis.age_bands import ALL_AGES, band_totals
from jsna.analysis.population import (
    ESTIMATED,
    OLDER,
    PROJECTED,
    PopulationChange,
    estimate_beside,
    people,
    years_of,
)
from jsna.chapter.evidence import Evidence
from jsna.chapter.projection import population_facts
from jsna.narrative.headlines import population_headline
from jsna.narrative.population_words import ages_drift_sentence
from jsna.settings.strategy import AgeBand

DRIFT_BANDS: Final = (OLDER, AgeBand(label="85 and over", start=85))


def growth_headline(evidence: Evidence, edition: str, change: PopulationChange) -> str:
    """Return what estimates show since the projection's first year, and what it expects.

    Where the projection has drifted by more than DRIFTED per cent, the same sentence says so.
    """
    facts, code = population_facts(evidence), evidence.area.code
    estimated = people(facts, ESTIMATED, code, "", "Persons", ALL_AGES).dropna()
    since = estimated.get(change.start_year)
    beside = estimate_beside(facts, code, edition)
    return population_headline(evidence.area.name, change, beside, since)


def drift_of_ages(evidence: Evidence, edition: str) -> str:
    """Return by how much the projection has missed its older ages, where that is much; else ""."""
    beside = estimate_beside(population_facts(evidence), evidence.area.code, edition)
    if beside is None:
        return ""
    rows = older_in(evidence, edition, beside.year)
    percent = 100 * (rows["projected"] - rows["estimated"]) / rows["estimated"]
    missed = dict(zip(rows["age"], percent, strict=True))
    return ages_drift_sentence(beside.year, edition, missed)


def older_in(evidence: Evidence, edition: str, year: int) -> pd.DataFrame:
    """Return older age bands in one year: age, estimated, projected, without those not published.

    Args:
        evidence: Whose chapter.
        edition: Of the projection.
        year: One that both hold.
    """
    facts = population_facts(evidence)
    rows = facts[(facts["sex"] == "Persons") & (years_of(facts) == year)]
    of_edition = (rows["indicator_id"] == PROJECTED) & (rows["edition"] == edition)
    parts = {
        "estimated": _bands(rows[rows["indicator_id"] == ESTIMATED]),
        "projected": _bands(rows[of_edition]),
    }
    return pd.DataFrame(parts).dropna().reset_index(names="age")


def _bands(rows: pd.DataFrame) -> pd.Series:
    if (rows["age"] == ALL_AGES).all():
        return pd.Series(dtype="float64")
    return band_totals(rows, DRIFT_BANDS).set_index("band")["value"]
