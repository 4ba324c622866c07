"""Population in words and tables: change, age bands, and how well the projection has held."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from jsna.analysis.age_bands import band_totals
from jsna.analysis.population import (
    ESTIMATED,
    OLDER,
    PROJECTED,
    Drift,
    band_change,
    editions,
    estimate_beside,
    population_change,
    projection_years,
    years_of,
)
from jsna.chapter.evidence import Evidence, snapshot_ids
from jsna.chapter.page import Page
from jsna.chapter.words import sections, source_note, table_block
from jsna.errors import SourceError
from jsna.figures.markdown import escape_markdown
from jsna.narrative.headlines import population_headline
from jsna.narrative.numbers import format_change, format_number
from jsna.settings.strategy import AgeBand

USUAL_BANDS: Final = (
    AgeBand(label="0 to 15", start=0, to=15),
    AgeBand(label="16 to 64", start=16, to=64),
    AgeBand(label="65 to 84", start=65, to=84),
    AgeBand(label="85 and over", start=85),
)
"""For a strategy that names none."""

DRIFT_BANDS: Final = (OLDER, AgeBand(label="85 and over", start=85))
RESIDENTS: Final = "residents"


def now_and_projected(evidence: Evidence, page: Page) -> str:
    """Return the newest estimate, the same year projected, and the projected change."""
    edition = newest_edition(evidence)
    facts = population_facts(evidence)
    first, last = projection_years(facts, evidence.area.code, edition)
    change = population_change(facts, evidence.area.code, edition, (first, last))
    beside = estimate_beside(facts, evidence.area.code, edition)
    projected = (
        f"{population_headline(evidence.area.name, change)}: from"
        f" {format_number(change.start, 0)} residents to {format_number(change.end, 0)}."
    )
    more = "[Population outlook](population-outlook.qmd) has ages, sexes and the years between."
    return sections(
        escape_markdown(beside_words(evidence, beside)),
        escape_markdown(projected) + " " + more,
        _source(evidence, edition),
    )


def change(evidence: Evidence, page: Page) -> str:
    """Return a table of the first year, the strategy's last year (if covered) and the last."""
    edition = newest_edition(evidence)
    facts, code = population_facts(evidence), evidence.area.code
    first, last = projection_years(facts, code, edition)
    years = sorted({first, last} | {y for y in (evidence.strategy.end.year,) if first < y < last})
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
    headline = population_headline(evidence.area.name, changes[-1])
    covered = _strategy_year(evidence, first, last)
    return sections(
        f"**{escape_markdown(headline)}.** {escape_markdown(covered)}",
        table_block(evidence, "population-change", frame, caption, units, "Year"),
        _source(evidence, edition),
    )


def age_bands(evidence: Evidence, page: Page) -> str:
    """Return a table of the strategy's age bands in the first and the last year."""
    edition = newest_edition(evidence)
    facts, code = population_facts(evidence), evidence.area.code
    years = projection_years(facts, code, edition)
    bands = evidence.strategy.age_bands or USUAL_BANDS
    rows = band_change(facts, code, edition, years, bands)
    first, last = (f"mid-{year}" for year in years)
    frame = pd.DataFrame(
        {
            "Age": rows["band"],
            first: rows["start"],
            last: rows["end"],
            "Change": rows["change"].map(lambda v: format_change(v, 0), na_action="ignore"),
            "Change in per cent": rows["percent"].map(
                lambda v: format_change(v, 1), na_action="ignore"
            ),
            f"Share {first}": rows["start_share"],
            f"Share {last}": rows["end_share"],
        }
    )
    shares = {f"Share {first}": 1, f"Share {last}": 1}
    units = {first: RESIDENTS, last: RESIDENTS, "Change": RESIDENTS}
    units |= {"Change in per cent": ""} | dict.fromkeys(shares, "%")
    caption = f"Projected residents by age, {evidence.area.name}, {edition} projection"
    table = table_block(
        evidence, "age-bands", frame, caption, units, "Age", {first: 0, last: 0, **shares}
    )
    return sections(table, _source(evidence, edition))


def drift(evidence: Evidence, page: Page) -> str:
    """Return the newest estimate beside the projection of its year, for all ages and older."""
    edition = newest_edition(evidence)
    beside = estimate_beside(population_facts(evidence), evidence.area.code, edition)
    if beside is None:
        return escape_markdown(beside_words(evidence, None))
    rows = pd.concat([_all_ages(beside), _older(evidence, edition, beside.year)])
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
        evidence, "drift", frame, caption, units, "Age", {"Estimated": 0, "Projected": 0}
    )
    return sections(
        escape_markdown(beside_words(evidence, beside)), table, _source(evidence, edition)
    )


def population_facts(evidence: Evidence) -> pd.DataFrame:
    """Return projected and estimated residents of the area."""
    facts = evidence.store.facts
    wanted = facts["indicator_id"].isin([PROJECTED, ESTIMATED])
    return facts[wanted & (facts["area_code"] == evidence.area.code)]


def newest_edition(evidence: Evidence) -> str:
    """Return the newest edition of the projection; SourceError if there is none."""
    found = editions(population_facts(evidence))
    if not found:
        raise SourceError(f"the data hold no population projection for {evidence.area.name}.")
    return found[0]


def beside_words(evidence: Evidence, beside: Drift | None) -> str:
    """Return the newest estimate and the drift of the projection as sentences."""
    name = evidence.area.name
    if beside is None:
        return f"The data hold no estimate of residents of {name} to set beside the projection."
    number, year = format_number(beside.estimated, 0), beside.year
    estimated = f"{name} had an estimated {number} residents in mid-{year}."
    size = f"{format_number(abs(beside.drift), 0)} ({format_number(abs(beside.percent), 1)}%)"
    if format_number(beside.drift, 0) == "0":
        return f"{estimated} The {beside.edition} projection for that year is the same."
    way = "more" if beside.drift > 0 else "fewer"
    projected = format_number(beside.projected, 0)
    said = f"The {beside.edition} projection for that year is {projected}: {size} {way}."
    return f"{estimated} {said}"


def sources_of(evidence: Evidence, edition: str) -> tuple[str, tuple[str, ...]]:
    """Return publisher and titles, and the snapshots, of estimates and one projection."""
    facts = population_facts(evidence)
    used = facts[facts["edition"].isin([edition, ""])]
    ids = list(used["indicator_id"].drop_duplicates().sort_values(ascending=False))
    return "; ".join(evidence.source_of(id) for id in ids), snapshot_ids(used)


def _source(evidence: Evidence, edition: str) -> str:
    source, ids = sources_of(evidence, edition)
    note = "A projection carries recent trends on; it is not a forecast and knows of no plans."
    return source_note(evidence, source, ids, note)


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


def _older(evidence: Evidence, edition: str, year: int) -> pd.DataFrame:
    """Older age bands in one year; without those that either of the two does not publish."""
    facts = population_facts(evidence)
    rows = facts[(facts["sex"] == "Persons") & (years_of(facts) == year)]
    parts = {
        "estimated": _bands(rows[rows["indicator_id"] == ESTIMATED], DRIFT_BANDS),
        "projected": _bands(
            rows[(rows["indicator_id"] == PROJECTED) & (rows["edition"] == edition)], DRIFT_BANDS
        ),
    }
    frame = pd.DataFrame(parts).dropna()
    return frame.reset_index(names="age")


def _bands(rows: pd.DataFrame, bands: Sequence[AgeBand]) -> pd.Series:
    if (rows["age"] == "All ages").all():
        return pd.Series(dtype="float64")
    return band_totals(rows, bands).set_index("band")["value"]
