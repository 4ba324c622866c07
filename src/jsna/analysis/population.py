"""Population: change between two years of a projection, and the projection against estimates.

See docs/methods.md#population-change. The edition of a projection is always named, and the
newest estimate stands beside it: an old edition is never shown silently.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.analysis.age_bands import ALL_AGES, band_totals
from jsna.errors import SourceError
from jsna.settings.strategy import AgeBand

PROJECTED: Final = "projected-population"
ESTIMATED: Final = "estimated-population"
CHILDREN: Final = AgeBand(label="0 to 15", start=0, to=15)
OLDER: Final = AgeBand(label="65 and over", start=65)
WORKING_AGE: Final = AgeBand(label="16 to 64", start=16, to=64)


@dataclass(frozen=True)
class PopulationChange:
    """People in one area, sex and age in two years of one edition.

    Attributes:
        change: People more (or, negative, fewer) in `end_year`.
        percent: That change as a percentage of the start.
    """

    area_code: str
    edition: str
    sex: str
    age: str
    start_year: int
    end_year: int
    start: float
    end: float
    change: float
    percent: float


@dataclass(frozen=True)
class Drift:
    """The newest estimate beside the same year of a projection.

    Attributes:
        drift: Projected less estimated, people: positive if the projection ran too high.
        percent: The drift as a percentage of the estimate.
    """

    area_code: str
    edition: str
    sex: str
    age: str
    year: int
    projected: float
    estimated: float
    drift: float
    percent: float


def projection_years(facts: pd.DataFrame, area_code: str, edition: str) -> tuple[int, int]:
    """Return the first and the last year that an edition projects for an area.

    Raises:
        SourceError: the facts hold no such projection.
    """
    rows = facts[(facts["indicator_id"] == PROJECTED) & (facts["area_code"] == area_code)]
    years = years_of(rows[rows["edition"] == edition])
    if years.empty:
        raise SourceError(f"the facts hold no {edition} projection for {area_code}.")
    return int(years.min()), int(years.max())


def years_of(rows: pd.DataFrame) -> pd.Series:
    """Return the year of each row's mid-year period, on its index."""
    return rows["period"].str.slice(0, 4).astype("int64")


def population_change(
    facts: pd.DataFrame,
    area_code: str,
    edition: str,
    years: tuple[int, int],
    sex: str = "Persons",
    age: str = ALL_AGES,
) -> PopulationChange:
    """Return the change in people between two years of one edition of the projection.

    Raises:
        SourceError: the edition has no value for one of the two years.
    """
    series = people(facts, PROJECTED, area_code, edition, sex, age)
    start, end = (_at(series, year, f"{edition} projection", area_code) for year in years)
    return PopulationChange(
        area_code, edition, sex, age, *years, start, end, end - start, _percent(end, start)
    )


def estimate_beside(
    facts: pd.DataFrame, area_code: str, edition: str, sex: str = "Persons", age: str = ALL_AGES
) -> Drift | None:
    """Return the newest estimate beside the same year of the projection.

    None if there is no estimate; a year that the projection does not hold is passed over for
    the newest one that both hold.
    """
    projected = people(facts, PROJECTED, area_code, edition, sex, age)
    estimated = people(facts, ESTIMATED, area_code, "", sex, age).dropna()
    both = estimated.index.intersection(projected.dropna().index)
    if both.empty:
        return None
    year = int(both.max())
    ours, theirs = float(projected[year]), float(estimated[year])
    drift = ours - theirs
    return Drift(area_code, edition, sex, age, year, ours, theirs, drift, _percent(ours, theirs))


def band_change(
    facts: pd.DataFrame,
    area_code: str,
    edition: str,
    years: tuple[int, int],
    bands: Sequence[AgeBand],
    sex: str = "Persons",
) -> pd.DataFrame:
    """Return the change of each age band between two years of one edition.

    One row per band, in the order given: edition, band, start_year, end_year, start, end
    (people), change, percent, start_share and end_share (percent of all ages).

    Raises:
        SourceError: a year that the edition does not hold.
        UserFileError: a band that the published ages cannot make.
    """
    rows = facts[(facts["indicator_id"] == PROJECTED) & (facts["area_code"] == area_code)]
    rows = rows[(rows["edition"] == edition) & (rows["sex"] == sex)]
    whole = people(facts, PROJECTED, area_code, edition, sex, ALL_AGES)
    all_ages = [_at(whole, year, f"{edition} projection", area_code) for year in years]
    totals = band_totals(rows[years_of(rows).isin(years)], bands)
    wide = totals.assign(year=years_of(totals)).pivot_table(
        index="band", columns="year", values="value", dropna=False, sort=False
    )
    start, end = wide[years[0]], wide[years[1]]
    frame = pd.DataFrame({"start": start, "end": end, "change": end - start})
    frame["percent"] = 100 * (frame["change"] / start.where(start != 0))
    frame["start_share"] = 100 * start / all_ages[0]
    frame["end_share"] = 100 * end / all_ages[1]
    frame = frame.reindex([band.label for band in bands]).reset_index(names="band")
    return frame.assign(edition=edition, start_year=years[0], end_year=years[1])


def total_dependency_ratio(facts: pd.DataFrame) -> pd.DataFrame:
    """Return people under 16 and people aged 65 and over per 100 aged 16 to 64.

    Args:
        facts: Population facts with single years of age; sexes are kept apart.

    Returns:
        One row per area_code, edition, period and sex: children, older, working_age (people),
        child_ratio, old_age_ratio and ratio (their sum).

    Raises:
        UserFileError: only five-year bands are published, which cannot make 16 to 64.
    """
    wide = _by_band(facts, [CHILDREN, OLDER, WORKING_AGE])
    labels = {CHILDREN.label: "children", OLDER.label: "older", WORKING_AGE.label: "working_age"}
    wide = wide.rename(columns=labels)
    base = wide["working_age"].where(wide["working_age"] > 0)
    wide["child_ratio"] = 100 * wide["children"] / base
    wide["old_age_ratio"] = 100 * wide["older"] / base
    wide["ratio"] = wide["child_ratio"] + wide["old_age_ratio"]
    order = [*labels.values(), "child_ratio", "old_age_ratio", "ratio"]
    return wide[order].reset_index().rename_axis(columns=None)


def _by_band(facts: pd.DataFrame, bands: Sequence[AgeBand]) -> pd.DataFrame:
    totals = band_totals(facts, bands)
    keys = ["area_code", "edition", "period", "sex"]
    return totals.pivot_table(index=keys, columns="band", values="value", dropna=False)


def people(
    facts: pd.DataFrame, indicator_id: str, area_code: str, edition: str, sex: str, age: str
) -> pd.Series:
    """Return people by year (index: year, ascending) for one area, edition, sex and age."""
    wanted = {
        "indicator_id": indicator_id,
        "area_code": area_code,
        "edition": edition,
        "sex": sex,
        "age": age,
        "breakdown": "",
    }
    keep = pd.Series(True, index=facts.index)
    for column, value in wanted.items():
        keep &= facts[column] == value
    rows = facts[keep]
    return pd.Series(rows["value"].to_numpy(), index=years_of(rows).to_numpy()).sort_index()


def _at(series: pd.Series, year: int, what: str, area_code: str) -> float:
    value = series.get(year)
    if value is None or pd.isna(value):
        raise SourceError(f"the {what} holds no value for {area_code} in {year}.")
    return float(value)


def _percent(value: float, base: float) -> float:
    return 100 * (value - base) / base if base else float("nan")
