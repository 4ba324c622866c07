"""Deprivation scores of wards out of LSOA scores, each weighted by the people it speaks of.

See docs/methods.md#scores-of-wards. Ranks and deciles are refused: they are not averaged.
"""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from jsna.errors import Problem, UserFileError

ALL, CHILDREN, WORKING_AGE, OLDER = "total", "aged_0_15", "working_age", "aged_60_and_over"

DENOMINATORS: Final[Mapping[str, str]] = {
    "imd": ALL,
    "income": ALL,
    "employment": WORKING_AGE,
    "education": ALL,
    "health": ALL,
    "crime": ALL,
    "barriers": ALL,
    "environment": ALL,
    "idaci": CHILDREN,
    "idaopi": OLDER,
}
"""Score -> the population that the publisher weights it by for larger areas."""

POOR_FIT: Final = 90.0
"""A ward with an LSOA of which less of the surface (%) lies inside is marked."""


def ward_scores(lsoas: pd.DataFrame, by: str = "ward_code") -> pd.DataFrame:
    """Return the population-weighted mean score of each ward and domain.

    Source: the publisher's own method for authorities (English Indices of Deprivation, research
    report, "average score"), with the denominator of each domain.

    Args:
        lsoas: One row per LSOA: `by`, scores under the names of `DENOMINATORS`, and the
            populations that these need (total, aged_0_15, working_age, aged_60_and_over).
        by: The column of the larger area.

    Returns:
        One row per area and score, areas in order: `by`, measure, denominator (which
        population), population (people), lsoas, value (in the score's unit; NaN where a score
        or a population is missing: missing is never 0) and status.

    Raises:
        UserFileError: no score, a column of ranks or deciles, or a population that is not there.
    """
    _refuse_ranks(lsoas)
    found = [name for name in DENOMINATORS if name in lsoas]
    needed = {DENOMINATORS[name] for name in found}
    if not found or (missing := sorted(needed - set(lsoas.columns))):
        what = f"no population {', '.join(missing)}" if found else "no deprivation score"
        raise UserFileError(
            Problem(f"{what} to weight by.", allowed=f"Scores: {', '.join(DENOMINATORS)}.")
        )
    long = lsoas.melt([by, *sorted(needed)], found, "measure", "score")
    long["denominator"] = long["measure"].map(DENOMINATORS)
    long["population"] = _own_population(long, needed)
    long["weighted"] = (long["score"] * long["population"]).where(long["population"] != 0, 0.0)
    groups = long.groupby([by, "measure", "denominator"], sort=True)
    result = groups[["weighted", "population"]].sum(skipna=False)
    result["lsoas"] = groups.size()
    people = result["population"].where(result["population"] > 0)
    result["value"] = result["weighted"] / people
    result["status"] = "calculated"
    gap = result["value"].isna()
    result.loc[gap, "status"] = "a score or a population is missing"
    result.loc[result["population"] == 0, "status"] = "nobody of that age lives there"
    columns = [by, "measure", "denominator", "population", "lsoas", "value", "status"]
    return result.reset_index()[columns]


def ward_fit(lookup: pd.DataFrame, residents: pd.Series) -> pd.DataFrame:
    """Return how well the LSOAs that a look-up gives each ward fit inside it.

    Args:
        lookup: One row per LSOA: lsoa_code, ward_code, ward_name, share_in_ward (0 to 1; NaN
            where there are no outlines to tell).
        residents: Residents by LSOA code.

    Returns:
        One row per ward: ward_code, ward_name, lsoas, residents, fit (the mean share of its
        LSOAs' surface that lies inside, weighted by residents, %), poorest (the smallest such
        share, %), and note: "" or what to know: "one neighbourhood", "poor fit", both, or "no
        outlines". Half a surface need not hold half the residents.
    """
    people = lookup["lsoa_code"].map(residents)
    rows = lookup.assign(people=people, inside=lookup["share_in_ward"] * people)
    wards = rows.groupby(["ward_code", "ward_name"], sort=True)
    sums = wards[["people", "inside"]].sum(skipna=False)
    fit = pd.DataFrame({"lsoas": wards.size(), "residents": sums["people"]})
    fit["fit"] = 100 * sums["inside"] / sums["people"].where(sums["people"] > 0)
    fit["poorest"] = 100 * wards["share_in_ward"].min()
    one = pd.Series("", index=fit.index).mask(fit["lsoas"] == 1, "one neighbourhood; ")
    poor = pd.Series("", index=fit.index).mask(fit["poorest"] < POOR_FIT, "poor fit; ")
    bare = pd.Series("", index=fit.index).mask(fit["poorest"].isna(), "no outlines; ")
    fit["note"] = (one + poor + bare).str.removesuffix("; ")
    return fit.reset_index()


def _own_population(long: pd.DataFrame, needed: set[str]) -> pd.Series:
    population = pd.Series(float("nan"), index=long.index)
    for name in sorted(needed):
        population = population.mask(long["denominator"] == name, long[name])
    return population


def _refuse_ranks(lsoas: pd.DataFrame) -> None:
    wrong = [name for name in lsoas.columns if str(name).endswith(("rank", "decile", "quintile"))]
    if wrong:
        raise UserFileError(
            Problem(
                f"ranks and deciles are not averaged: {', '.join(map(str, wrong))}.",
                allowed="Scores, and shares of residents in a decile.",
                next_step="Use the share of residents in the most deprived tenth or fifth.",
            )
        )
