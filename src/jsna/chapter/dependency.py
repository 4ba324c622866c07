"""Dependency ratios: older people and children for each hundred of working age."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from jsna.analysis.age_bands import ALL_AGES
from jsna.analysis.population import ESTIMATED, PROJECTED, total_dependency_ratio, years_of
from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.chapter.projection import (
    newest_edition,
    population_facts,
    source_block,
    years_shown,
)
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, sections, table_block
from jsna.errors import UserFileError
from jsna.fact_schema import ENGLAND
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.outlook_words import dependency_sentence

METHOD: Final = "old-age-dependency-ratio"
MEANING: Final = (
    "A higher ratio means more people of these ages for each person of working age. It counts"
    " ages, not needs: many people over 64 work, and many under 65 do not. Neither way is good in"
    " itself."
)
FIVE_YEARS_ONLY: Final = (
    "Not available: the ages that are published do not divide at 16, so nobody of working age can"
    " be counted."
)


@section("Dependency ratios")
def dependency_ratios(evidence: Evidence, page: Page) -> str:
    """Return the old-age and the total ratio of the area beside its region and England."""
    edition = newest_edition(evidence)
    facts = _facts_shown(evidence, edition)
    try:
        ratios = _ratios(facts)
    except UserFileError:
        return FIVE_YEARS_ONLY
    places = [code for code in _places(evidence) if (ratios["area_code"] == code).any()]
    if evidence.area.code not in places:
        return FIVE_YEARS_ONLY
    names = {code: evidence.names[code] for code in places}
    words = dependency_sentence(ratios, evidence.area.code, names, edition)
    missing = [evidence.names[code] for code in _places(evidence) if code not in places]
    without = f"The data hold no ages of {' or '.join(missing)}." if missing else ""
    return sections(
        escape_markdown(words),
        escape_markdown(f"{MEANING} {without}".strip()),
        _old_age(evidence, ratios, names, edition),
        _total(evidence, ratios, names, edition),
        source_block(evidence, facts[facts["area_code"].isin(places)], METHOD),
    )


def _places(evidence: Evidence) -> tuple[str, ...]:
    return (evidence.area.code, evidence.area.region.code, ENGLAND)


def _facts_shown(evidence: Evidence, edition: str) -> pd.DataFrame:
    """Persons by age: the years shown of the projection, and the newest estimate with ages."""
    facts = population_facts(evidence, _places(evidence))
    facts = facts[(facts["sex"] == "Persons") & (facts["age"] != ALL_AGES)]
    facts = facts.assign(year=years_of(facts))
    projected = (facts["indicator_id"] == PROJECTED) & (facts["edition"] == edition)
    projected &= facts["year"].isin(years_shown(evidence, edition))
    estimated = facts["indicator_id"] == ESTIMATED
    own = facts[estimated & (facts["area_code"] == evidence.area.code)]
    return facts[projected | (estimated & (facts["year"] == own["year"].max()))]


def _ratios(facts: pd.DataFrame) -> pd.DataFrame:
    """One row per place and year that has its ages: the ratios, year and when (in words)."""
    ratios = total_dependency_ratio(facts)
    ratios = ratios[ratios["ratio"].notna()]
    kind = ratios["edition"].eq("").map({True: "estimate", False: "projection"})
    year = years_of(ratios)
    when = "mid-" + year.astype("str") + ", " + kind
    return ratios.assign(year=year, when=when).sort_values(["year", "when"], kind="stable")


def _old_age(evidence: Evidence, ratios: pd.DataFrame, names: dict[str, str], edition: str) -> str:
    columns = [(name, code, "old_age_ratio") for code, name in names.items()]
    caption = f"People aged 65 and over for every 100 aged 16 to 64, {edition} projection"
    return _table(evidence, "old-age-ratio", ratios, columns, caption)


def _total(evidence: Evidence, ratios: pd.DataFrame, names: dict[str, str], edition: str) -> str:
    own = evidence.area.code
    columns = [(f"{names[own]}, under 16 alone", own, "child_ratio")]
    columns += [(f"{name}, both", code, "ratio") for code, name in names.items()]
    caption = (
        "People under 16, and both they and people aged 65 and over, for every 100 aged 16 to 64,"
        f" {edition} projection"
    )
    return _table(evidence, "total-ratio", ratios, columns, caption)


def _table(
    evidence: Evidence,
    name: str,
    ratios: pd.DataFrame,
    columns: Sequence[tuple[str, str, str]],
    caption: str,
) -> str:
    """Return a table with one row per year and kind: each column one place's ratio."""
    when = ratios["when"].drop_duplicates()
    by_place = ratios.set_index(["area_code", "when"])
    frame = pd.DataFrame({"When": when.to_numpy()})
    for heading, code, ratio in columns:
        frame[heading] = by_place.loc[code, ratio].reindex(when).to_numpy()
    headings = [heading for heading, _, _ in columns]
    return table_block(
        evidence, name, PageTable(frame, caption, dict.fromkeys(headings, ""), "When",
        dict.fromkeys(headings, 1)),
    )  # fmt: skip
