"""Indicators of small areas side by side: one row per LSOA, in one edition of the Indices."""

from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd

from jsna.analysis.deprivation import RESIDENTS
from jsna.analysis.deprivation_drivers import DOMAINS
from jsna.analysis.small_area_scores import ALL, CHILDREN, DENOMINATORS, OLDER, WORKING_AGE
from jsna.geo.lsoa_vintage import check_lsoa_year

POPULATION: Final = "deprivation-population"
PLACES: Final = "small-areas-ranked"
ALL_AGES: Final = "All ages"
BETWEEN: Final = "aged_16_59"
_AGES: Final[Mapping[str, str]] = {
    ALL: f"{ALL_AGES}$", CHILDREN: "0-", OLDER: r"60\+$", WORKING_AGE: "18-",
}  # fmt: skip
"""Which residents -> how their age band begins; the last year of work differs by edition."""


def indicator_of(measure: str, kind: str) -> str:
    """Return the id of a measure's indicator: "environment", "rank": living-environment-rank."""
    return f"{'living-' * (measure == 'environment')}{measure}-{kind}"


INDEX_IDS: Final = (
    *(indicator_of(name, kind) for name in {**DENOMINATORS, **dict.fromkeys(DOMAINS)}
      for kind in ("score", "rank")),
    POPULATION, PLACES, RESIDENTS,
)  # fmt: skip
"""The indicators of a whole index: every score and rank, and the people behind them."""


def side_by_side(
    facts: pd.DataFrame, lsoas: pd.Series, lsoa_year: str, edition: str, ids: Mapping[str, str]
) -> pd.DataFrame:
    """Return the values of several indicators of one edition: one row per LSOA.

    Args:
        facts: FACT_COLUMNS, of all ages.
        lsoas: The LSOAs wanted, in the order wanted.
        lsoa_year: Their census.
        edition: Of the Indices.
        ids: Column -> indicator id.

    Returns:
        Index: LSOA code; a column for each indicator that any of the LSOAs has a value of; NaN
        where one is missing.

    Raises:
        SourceError: the figures are on LSOAs of another census.
    """
    rows = facts[facts["indicator_id"].isin(list(ids.values())) & (facts["edition"] == edition)]
    rows = rows[rows["area_code"].isin(lsoas) & (rows["age"] == ALL_AGES)]
    check_lsoa_year(rows, lsoa_year)
    wide = rows.pivot_table("value", "area_code", "indicator_id").reindex(lsoas)
    held = {name: wide[id] for name, id in ids.items() if id in wide}
    return pd.DataFrame(held, index=pd.Index(lsoas, name="lsoa_code")).dropna(axis=1, how="all")


def domain_ranks(
    facts: pd.DataFrame, lsoas: pd.Series, lsoa_year: str, edition: str
) -> pd.DataFrame | None:
    """Return the ranks of the seven domains, one row per LSOA; None if a domain is not held.

    Arguments as `side_by_side`.
    """
    ids = {name: indicator_of(name, "rank") for name in DOMAINS}
    found = side_by_side(facts, lsoas, lsoa_year, edition, ids)
    return found[list(DOMAINS)] if set(DOMAINS) <= set(found) else None


def places_ranked(facts: pd.DataFrame, edition: str) -> int | None:
    """Return how many LSOAs of England an edition ranked; None if the facts do not say."""
    rows = facts[(facts["indicator_id"] == PLACES) & (facts["edition"] == edition)]
    return int(rows["value"].iloc[0]) if len(rows) else None


def scores_and_people(
    facts: pd.DataFrame, lsoas: pd.Series, lsoa_year: str, edition: str
) -> pd.DataFrame:
    """Return what `ward_scores` needs: one row per LSOA, scores and the people behind them.

    Arguments as `side_by_side`.

    Returns:
        Index: LSOA code; those scores of `DENOMINATORS` whose population is held too, and these
        populations. No columns where there is no score.
    """
    ids = {name: indicator_of(name, "score") for name in DENOMINATORS}
    scores = side_by_side(facts, lsoas, lsoa_year, edition, ids)
    people = facts[(facts["indicator_id"] == POPULATION) & (facts["edition"] == edition)]
    held = {which: _by_lsoa(people, begins) for which, begins in _AGES.items()}
    held = {which: values for which, values in held.items() if len(values)}
    kept = [name for name in scores if DENOMINATORS[str(name)] in held]
    needed = {DENOMINATORS[str(name)] for name in kept}
    return scores[kept].assign(**{which: held[which].reindex(lsoas) for which in sorted(needed)})


def residents_behind(facts: pd.DataFrame, lsoas: pd.Series, edition: str) -> tuple[pd.Series, str]:
    """Return residents by LSOA and the indicator they are of: the publisher's, else the census's.

    Args:
        facts: FACT_COLUMNS.
        lsoas: The LSOAs wanted.
        edition: Of the Indices, whose publisher counted residents to weight its scores.
    """
    for id, own in ((POPULATION, edition), (RESIDENTS, "")):
        rows = facts[(facts["indicator_id"] == id) & (facts["edition"] == own)]
        found = _by_lsoa(rows[rows["sex"] == "Persons"], _AGES[ALL]).reindex(lsoas)
        if found.notna().any():
            return found, id
    return found, RESIDENTS


def residents_by_age(facts: pd.DataFrame, lsoas: pd.Series, edition: str) -> pd.DataFrame:
    """Return residents by LSOA as the Indices' publisher counted them, by broad age.

    Args:
        facts: FACT_COLUMNS.
        lsoas: The LSOAs wanted.
        edition: Of the Indices.

    Returns:
        Index: LSOA code; total, aged_0_15, aged_16_59 (what the other two leave) and
        aged_60_and_over, in people. No rows where one of them is not held.
    """
    of_edition = (facts["indicator_id"] == POPULATION) & (facts["edition"] == edition)
    people = facts[of_edition & (facts["sex"] == "Persons")]
    held = {which: _by_lsoa(people, _AGES[which]) for which in (ALL, CHILDREN, OLDER)}
    if any(values.empty for values in held.values()):
        return pd.DataFrame(columns=[ALL, CHILDREN, BETWEEN, OLDER], dtype="float64")
    found = pd.DataFrame({which: values.reindex(lsoas) for which, values in held.items()})
    found[BETWEEN] = found[ALL] - found[CHILDREN] - found[OLDER]
    return found[[ALL, CHILDREN, BETWEEN, OLDER]]


def held_ids(columns: Iterable[object], kind: str) -> list[str]:
    """Return the indicator ids of measures in columns, and of the residents behind scores."""
    measures = [indicator_of(str(c), kind) for c in columns if str(c) in DENOMINATORS]
    return [*measures, POPULATION] if measures and kind == "score" else measures


def _by_lsoa(rows: pd.DataFrame, begins: str) -> pd.Series:
    own = rows[rows["age"].str.match(begins)]
    return pd.Series(own["value"].to_numpy(), index=own["area_code"].to_numpy(), dtype="float64")
