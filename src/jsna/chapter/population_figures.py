"""Population as figures: estimates and projection as lines, and the pyramid."""

from dataclasses import replace
from typing import Final

import pandas as pd

from jsna.analysis.age_bands import ALL_AGES, band_totals
from jsna.analysis.population import (
    ESTIMATED,
    OLDER,
    PROJECTED,
    estimate_beside,
    population_change,
    projection_years,
    years_of,
)
from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.chapter.projection import (
    facts_used,
    newest_edition,
    population_facts,
    sources_of,
)
from jsna.chapter.projection_drift import drift_of_ages, growth_headline, older_in
from jsna.chapter.section import section
from jsna.figures.about import About
from jsna.figures.kinds.population_pyramid import SEXES, pyramid_spec
from jsna.figures.kinds.population_pyramid.headline import pyramid_headline
from jsna.figures.kinds.trend_line import trend_spec
from jsna.narrative.population_words import missed_by
from jsna.settings.strategy import AgeBand

FIVE_YEARS: Final = (
    *(AgeBand(label=f"{age}-{age + 4}", start=age, to=age + 4) for age in range(0, 90, 5)),
    AgeBand(label="90+", start=90),
)


@section("Estimates and projection")
def trend(evidence: Evidence, page: Page) -> str:
    """Return the figure of estimates and projection, all ages."""
    edition = newest_edition(evidence)
    facts = population_facts(evidence)
    rows = facts[(facts["sex"] == "Persons") & (facts["age"] == ALL_AGES)]
    rows = rows[rows["edition"].isin([edition, ""])]
    names = {ESTIMATED: "Estimates", PROJECTED: f"{edition} projection"}
    frame = rows.assign(area_code=rows["indicator_id"], area_name=rows["indicator_id"].map(names))
    years = projection_years(facts, evidence.area.code, edition)
    change = population_change(facts, evidence.area.code, edition, years)
    headline = growth_headline(evidence, edition, change)
    first, last = years_of(frame).min(), years_of(frame).max()
    about = replace(
        about_population(evidence, edition, "trend"),
        headline=headline,
        subtitle=f"Residents, {evidence.area.name}, mid-{first} to mid-{last}",
    )
    drawn, *others = sorted(set(frame["area_code"]))
    spec = trend_spec(frame, about, area=drawn, comparators=others)
    spec = replace(spec, sentence=f"{headline}.")
    return page.figure(spec, evidence.cite(spec))


@section("Ages now and projected")
def pyramid(evidence: Evidence, page: Page) -> str:
    """Return the pyramid: newest estimate as bars, last projected year as an outline."""
    edition = newest_edition(evidence)
    facts = population_facts(evidence)
    first, last = projection_years(facts, evidence.area.code, edition)
    projected = facts[(facts["indicator_id"] == PROJECTED) & (facts["edition"] == edition)]
    estimated = facts[facts["indicator_id"] == ESTIMATED]
    later = (f"mid-{last}, {edition} projection", projected[years_of(projected) == last])
    now = _with_ages(estimated)
    if now.empty:
        start, earlier = first, (f"mid-{first}, {edition} projection", projected)
    else:
        start = int(years_of(now).max())
        earlier = (f"mid-{start} estimate", now)
    earlier = (earlier[0], earlier[1][years_of(earlier[1]) == start])
    frame = pd.concat([_five_year(*earlier), _five_year(*later)], ignore_index=True)
    missed = _drift_of_older(evidence)
    shares = (_share_older(earlier[1]), _share_older(later[1]))
    about = replace(
        about_population(evidence, edition, "pyramid"),
        headline=pyramid_headline(
            evidence.area.name,
            OLDER.label,
            shares,
            (start, last),
            edition,
            missed,
        ),
        subtitle=f"Residents by sex and age, {evidence.area.name}, {earlier[0]} and {later[0]}",
    )
    spec = pyramid_spec(frame, about, bars=earlier[0], outline=later[0])
    drifted = drift_of_ages(evidence, edition)
    spec = replace(spec, sentence=f"{about.headline}. {drifted}".rstrip())
    return page.figure(spec, evidence.cite(spec))


def _drift_of_older(evidence: Evidence) -> str:
    """By how much the projection has missed the age that the headline names, where that is much."""
    edition = newest_edition(evidence)
    beside = estimate_beside(population_facts(evidence), evidence.area.code, edition)
    if beside is None:
        return ""
    rows = older_in(evidence, edition, beside.year).set_index("age")
    if OLDER.label not in rows.index:
        return ""
    estimated, projected = rows.loc[OLDER.label, ["estimated", "projected"]]
    return missed_by(100 * (projected - estimated) / estimated, beside.year)


def about_population(evidence: Evidence, edition: str, kind: str) -> About:
    """Return what all figures of an area's people say; headline and subtitle come after."""
    source, ids = sources_of(facts_used(evidence, edition), evidence)
    return About(
        id=f"{evidence.topic}.population.{kind}",
        headline="",
        subtitle="",
        measure="Resident population",
        place=evidence.area.name,
        unit="residents",
        decimals=0,
        source=evidence.source_line(source, ids),
        snapshot_ids=ids,
        method="population-change",
        synthetic=evidence.area.synthetic,
    )


def _with_ages(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, if they hold single years or five-year bands of age for both sexes."""
    by_age = rows[(rows["age"] != ALL_AGES) & rows["sex"].isin(SEXES)]
    return rows if by_age["sex"].nunique() == len(SEXES) else rows.iloc[:0]


def _five_year(series: str, rows: pd.DataFrame) -> pd.DataFrame:
    totals = band_totals(rows[rows["sex"].isin(SEXES)], FIVE_YEARS)
    status = totals["value"].notna().map({True: "final", False: "not-available"})
    return totals.assign(series=series, age=totals["band"], status=status)


def _share_older(rows: pd.DataFrame) -> float:
    persons = rows[rows["sex"] == "Persons"]
    older = band_totals(persons, [OLDER])["value"].sum()
    return float(100 * older / persons.loc[persons["age"] == ALL_AGES, "value"].sum())
