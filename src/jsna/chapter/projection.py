"""The projection that a chapter's population sections share: which edition, which years, whose."""

from collections.abc import Iterable, Sequence
from typing import Final

import pandas as pd

from jsna.analysis.age_bands import ALL_AGES, makeable
from jsna.analysis.population import (
    ESTIMATED,
    PROJECTED,
    Drift,
    PopulationChange,
    projection_years,
)
from jsna.analysis.projection_editions import editions
from jsna.chapter.evidence import Evidence, snapshot_ids
from jsna.chapter.words import block, method_link, sections, source_note
from jsna.errors import SourceError
from jsna.narrative.english import listed
from jsna.narrative.numbers import format_change, format_number
from jsna.settings.strategy import AgeBand

USUAL_BANDS: Final = (
    AgeBand(label="0 to 15", start=0, to=15),
    AgeBand(label="16 to 64", start=16, to=64),
    AgeBand(label="65 to 84", start=65, to=84),
    AgeBand(label="85 and over", start=85),
)
"""For a strategy that names none."""

RESIDENTS: Final = "residents"
NO_FORECAST: Final = (
    "A projection carries recent trends on; it is not a forecast and knows of no plans."
)
CHANGE: Final = "population-change"


def population_facts(evidence: Evidence, codes: Iterable[str] = ()) -> pd.DataFrame:
    """Return projected and estimated residents of the area, or of the areas named."""
    wanted = list(codes) or [evidence.area.code]
    facts = pd.concat([evidence.facts_of(PROJECTED), evidence.facts_of(ESTIMATED)])
    return facts[facts["area_code"].isin(wanted)]


def newest_edition(evidence: Evidence) -> str:
    """Return the edition that every section uses: the newest principal one that has ages.

    Without ages in any edition it is the newest principal one.

    Raises:
        SourceError: the data hold no projection of the area.
    """
    facts = population_facts(evidence)
    found = editions(facts[facts["age"] != ALL_AGES]) or editions(facts)
    if not found:
        raise SourceError(f"the data hold no population projection for {evidence.area.name}.")
    return found[0]


def years_shown(evidence: Evidence, edition: str) -> list[int]:
    """Return the projection's first year, the strategy's last if it lies within, and the last."""
    first, last = projection_years(population_facts(evidence), evidence.area.code, edition)
    return sorted({first, last} | {y for y in (evidence.strategy.end.year,) if first < y < last})


def bands_of(evidence: Evidence, edition: str) -> tuple[Sequence[AgeBand], str]:
    """Return the age bands that the strategy names, or those of the usual ones that can be made.

    Bands that nobody asked for cost only themselves where the files hold ages in fives.

    Returns:
        The bands; and in a sentence which of the usual ones are left out, "" if none is.
    """
    if evidence.strategy.age_bands:
        return evidence.strategy.age_bands, ""
    facts = population_facts(evidence)
    bands = makeable(facts[facts["edition"] == edition], USUAL_BANDS)
    lost = [band.label for band in USUAL_BANDS if band not in bands]
    if not lost:
        return bands, ""
    verb = "is" if len(lost) == 1 else "are"
    return bands, (
        f"The strategy names no age bands, so the usual ones are shown; {listed(lost)} {verb} left"
        " out, since the ages that are published cannot make"
        f" {'it' if len(lost) == 1 else 'them'}."
    )


def change_columns(
    rows: pd.DataFrame, years: tuple[int, int], heading: str = "Age"
) -> dict[str, pd.Series]:
    """Return the columns of a table of change: age, both years, change in people and per cent.

    Args:
        rows: band, start, end, change, percent.
        years: The two years.
        heading: Of the column that names the rows.
    """
    first, last = (f"mid-{year}" for year in years)
    return {
        heading: rows["band"],
        first: rows["start"],
        last: rows["end"],
        "Change": changes(rows["change"], 0),
        "Change in per cent": changes(rows["percent"], 1),
    }


def change_units(years: tuple[int, int]) -> dict[str, str]:
    """Return the units of `change_columns`."""
    people = dict.fromkeys([f"mid-{year}" for year in years] + ["Change"], RESIDENTS)
    return people | {"Change in per cent": ""}


def changes(column: pd.Series, decimals: int) -> pd.Series:
    """Return signed numbers as text, missing ones left missing."""
    return column.map(lambda value: format_change(value, decimals), na_action="ignore")


def as_row(change: PopulationChange, label: str) -> pd.DataFrame:
    """Return a change as one row like those of `band_change`."""
    return pd.DataFrame(
        {
            "band": [label],
            "start": [change.start],
            "end": [change.end],
            "change": [change.change],
            "percent": [change.percent],
        }
    )


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


def sources_of(facts: pd.DataFrame, evidence: Evidence) -> tuple[str, tuple[str, ...]]:
    """Return publishers' titles, and the snapshots, of facts of any indicators."""
    ids = list(facts["indicator_id"].drop_duplicates().sort_values(ascending=False))
    used = snapshot_ids(facts)
    titles = dict.fromkeys(evidence.source_of(id, used) for id in ids)
    return "; ".join(titles), used


def facts_used(evidence: Evidence, edition: str, codes: Iterable[str] = ()) -> pd.DataFrame:
    """Return the facts of one edition, and the estimates beside it."""
    facts = population_facts(evidence, codes)
    return facts[facts["edition"].isin([edition, ""])]


def source_block(evidence: Evidence, facts: pd.DataFrame, method: str = CHANGE, *notes: str) -> str:
    """Return the block that says where numbers come from, with the link to their method."""
    source, ids = sources_of(facts, evidence)
    link = block("downloads", f"- {method_link(method)}")
    return sections(source_note(evidence, source, ids, NO_FORECAST, *notes), link)
