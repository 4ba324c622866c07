"""Population in words and tables: change, age bands, and how well the projection has held."""

import pandas as pd

from jsna.analysis.population import (
    Drift,
    band_change,
    estimate_beside,
    population_change,
    projection_years,
)
from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.chapter.projection import (
    RESIDENTS,
    bands_of,
    beside_words,
    change_columns,
    change_units,
    facts_used,
    newest_edition,
    population_facts,
    source_block,
    years_shown,
)
from jsna.chapter.projection_drift import drift_of_ages, growth_headline, older_in
from jsna.chapter.projections_held import projections_held
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, sections, table_block
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.numbers import format_change, format_number


def now_and_projected(evidence: Evidence, page: Page) -> str:
    """Return the newest estimate, the same year projected, and the projected change."""
    edition = newest_edition(evidence)
    facts = population_facts(evidence)
    first, last = projection_years(facts, evidence.area.code, edition)
    change = population_change(facts, evidence.area.code, edition, (first, last))
    beside = estimate_beside(facts, evidence.area.code, edition)
    projected = (
        f"{growth_headline(evidence, edition, change)}: from"
        f" {format_number(change.start, 0)} residents to {format_number(change.end, 0)}."
    )
    more = "[Population outlook](population-outlook.qmd) has ages, sexes and the years between."
    return sections(
        escape_markdown(beside_words(evidence, beside)),
        escape_markdown(projected) + " " + more,
        _source(evidence, edition),
    )


@section("Projected change")
def change(evidence: Evidence, page: Page) -> str:
    """Return a table of the first year, the strategy's last year (if covered) and the last."""
    edition = newest_edition(evidence)
    facts, code = population_facts(evidence), evidence.area.code
    years = years_shown(evidence, edition)
    first, last = years[0], years[-1]
    changes = [population_change(facts, code, edition, (first, year)) for year in years]
    frame = pd.DataFrame(
        {
            "Year": [f"mid-{c.end_year}" for c in changes],
            "Residents": [format_number(c.end, 0) for c in changes],
            f"Change since mid-{first}": [format_change(c.change, 0) for c in changes],
            "Change in per cent": [format_change(c.percent, 1) for c in changes],
        }
    )
    caption = f"Projected residents, {evidence.area.name}, {edition} projection"
    units = {"Residents": "", f"Change since mid-{first}": RESIDENTS, "Change in per cent": ""}
    headline = growth_headline(evidence, edition, changes[-1])
    covered = _strategy_year(evidence, first, last)
    return sections(
        f"**{escape_markdown(headline)}.** {escape_markdown(covered)}",
        table_block(evidence, "population-change", PageTable(frame, caption, units, "Year")),
        projections_held(evidence, edition),
        source_block(evidence, population_facts(evidence)),
    )


@section("Age bands")
def age_bands(evidence: Evidence, page: Page) -> str:
    """Return a table of the strategy's age bands in the first and the last year."""
    edition = newest_edition(evidence)
    facts, code = population_facts(evidence), evidence.area.code
    years = projection_years(facts, code, edition)
    bands, left_out = bands_of(evidence, edition)
    if not bands:
        return escape_markdown(left_out)
    rows = band_change(facts, code, edition, years, bands)
    first, last = (f"mid-{year}" for year in years)
    shares = {f"Share {first}": rows["start_share"], f"Share {last}": rows["end_share"]}
    frame = pd.DataFrame(change_columns(rows, years) | shares)
    units = change_units(years) | dict.fromkeys(shares, "%")
    decimals = {first: 0, last: 0} | dict.fromkeys(shares, 1)
    caption = f"Projected residents by age, {evidence.area.name}, {edition} projection"
    table = table_block(evidence, "age-bands", PageTable(frame, caption, units, "Age", decimals))
    drifted = escape_markdown(drift_of_ages(evidence, edition))
    return sections(escape_markdown(left_out), table, drifted, _source(evidence, edition))


@section("How well the projection has held")
def drift(evidence: Evidence, page: Page) -> str:
    """Return the newest estimate beside the projection of its year, for all ages and older."""
    edition = newest_edition(evidence)
    beside = estimate_beside(population_facts(evidence), evidence.area.code, edition)
    if beside is None:
        return escape_markdown(beside_words(evidence, None))
    rows = pd.concat([_all_ages(beside), older_in(evidence, edition, beside.year)])
    difference = rows["projected"] - rows["estimated"]
    frame = pd.DataFrame(
        {
            "Age": rows["age"],
            "Estimated": rows["estimated"],
            "Projected": rows["projected"],
            "Difference": difference.map(lambda v: format_change(v, 0)),
            "Difference in per cent": (100 * difference / rows["estimated"]).map(
                lambda v: format_change(v, 1)
            ),
        }
    )
    units = dict.fromkeys(("Estimated", "Projected", "Difference"), RESIDENTS)
    units["Difference in per cent"] = ""
    caption = f"Estimate and {edition} projection for mid-{beside.year}, {evidence.area.name}"
    table = table_block(
        evidence, "drift", PageTable(frame, caption, units, "Age", {"Estimated": 0, "Projected": 0})
    )
    return sections(
        escape_markdown(beside_words(evidence, beside)), table, _source(evidence, edition)
    )


def _source(evidence: Evidence, edition: str) -> str:
    return source_block(evidence, facts_used(evidence, edition))


def _strategy_year(evidence: Evidence, first: int, last: int) -> str:
    year = evidence.strategy.end.year
    if first < year < last:
        return f"The strategy runs to {year}."
    if year > last:
        return f"The strategy ends in {year}, which the projection does not cover."
    return ""


def _all_ages(beside: Drift) -> pd.DataFrame:
    row = {"age": "All ages", "estimated": beside.estimated, "projected": beside.projected}
    return pd.DataFrame([row])
