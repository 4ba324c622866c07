"""Growth over the years of the strategy, by its own age bands and life stages."""

from collections.abc import Sequence

import pandas as pd

from jsna.analysis.age_bands import ALL_AGES, makeable
from jsna.analysis.life_stages import growth_to_strategy_end, stage_change, strategy_years
from jsna.analysis.population import (
    ESTIMATED,
    band_change,
    people,
    population_change,
    projection_years,
)
from jsna.chapter.evidence import Evidence
from jsna.chapter.life_stage_figure import life_stage_figure
from jsna.chapter.page import Page
from jsna.chapter.projection import (
    as_row,
    bands_of,
    change_columns,
    change_units,
    changes,
    facts_used,
    newest_edition,
    population_facts,
    source_block,
)
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, sections, table_block
from jsna.errors import SourceError, UserFileError
from jsna.narrative.english import capitalised, listed, sentence
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.numbers import format_number
from jsna.narrative.population_words import change_sentence
from jsna.settings.strategy import AgeBand

Years = tuple[int, int]


@section("Over the years of the strategy")
def growth_over_strategy(evidence: Evidence, page: Page) -> str:
    """Return the growth over the strategy's years, by its bands and stages, beside the whole.

    Where the projection does not cover those years the reason stands in their place, with what
    estimates say of them, and the life stages are counted over the whole projection.
    """
    edition = newest_edition(evidence)
    facts, code = population_facts(evidence), evidence.area.code
    whole = projection_years(facts, code, edition)
    stages = evidence.strategy.counted_stages
    try:
        years = strategy_years(facts, code, edition, evidence.strategy)
    except SourceError as error:
        words = f"{capitalised(sentence(str(error)))} {_estimated(evidence)}"
        parts = [words.strip(), _table(evidence, edition, whole, "life-stages", stages)]
    else:
        change = growth_to_strategy_end(facts, code, edition, evidence.strategy)
        bands, left_out = bands_of(evidence, edition)
        told = (change_sentence(evidence.area.name, change), _late_start(evidence, years), left_out)
        words = " ".join(part for part in told if part)
        parts = [
            words.strip(),
            _table(evidence, edition, years, "strategy-bands", bands),
            _table(evidence, edition, years, "life-stages", stages),
        ]
    picture = "" if evidence.priority else life_stage_figure(evidence, page)
    return sections(
        escape_markdown(parts[0]),
        *parts[1:],
        picture,
        source_block(evidence, facts_used(evidence, edition)),
    )


def _late_start(evidence: Evidence, years: Years) -> str:
    start = evidence.strategy.start.year
    if start == years[0]:
        return ""
    return f"The strategy began in {start}, before the projection, so growth is from {years[0]}."


def _estimated(evidence: Evidence) -> str:
    """What the estimates say of the strategy's first and last year, where they hold both."""
    facts, code = population_facts(evidence), evidence.area.code
    held = people(facts, ESTIMATED, code, "", "Persons", ALL_AGES).dropna()
    start, end = evidence.strategy.start.year, evidence.strategy.end.year
    if start == end or not {start, end} <= set(held.index):
        return ""
    first, last = (format_number(held[year], 0) for year in (start, end))
    return f"Estimates for its years: {first} residents in mid-{start}, {last} in mid-{end}."


def _table(
    evidence: Evidence, edition: str, years: Years, name: str, bands: Sequence[AgeBand]
) -> str:
    """Return the change of all ages and of each band, and which bands can't be counted.

    A band that the published ages can't make costs only itself.
    """
    if not bands:
        return ""
    what = "life stage" if name == "life-stages" else "age"
    heading = capitalised(what)
    facts = population_facts(evidence)
    counted = makeable(facts[facts["edition"] == edition], bands)
    lost = [band.label for band in bands if band not in counted]
    try:
        columns, units = _columns(evidence, edition, years, counted or bands, heading)
    except UserFileError as error:
        reason = " ".join(problem.what for problem in error.problems)
        return escape_markdown(f"Not counted by {what}: {reason}")
    caption = (
        f"Projected residents by {what}, mid-{years[0]} to mid-{years[1]}, {evidence.area.name},"
        f" {edition} projection"
    )
    decimals = {f"mid-{year}": 0 for year in years}
    table = table_block(
        evidence, name, PageTable(pd.DataFrame(columns), caption, units, heading, decimals)
    )
    return sections(table, escape_markdown(_not_counted(lost)))


def _not_counted(lost: Sequence[str]) -> str:
    if not lost:
        return ""
    them = "it" if len(lost) == 1 else "them"
    return f"Not counted: {listed(lost)}, since the ages that are published cannot make {them}."


def _columns(
    evidence: Evidence, edition: str, years: Years, bands: Sequence[AgeBand], heading: str
) -> tuple[dict[str, pd.Series], dict[str, str]]:
    """The change over some years, and in per cent over the whole projection if that is more."""
    facts, code = population_facts(evidence), evidence.area.code
    whole = projection_years(facts, code, edition)

    def rows(span: Years) -> pd.DataFrame:
        every = as_row(population_change(facts, code, edition, span), ALL_AGES)
        if span == whole:
            by_band = band_change(facts, code, edition, span, bands)
        else:
            by_band = stage_change(facts, code, edition, evidence.strategy, bands)
        return pd.concat([every, by_band], ignore_index=True)

    columns = change_columns(rows(years), years, heading)
    units = change_units(years)
    if years != whole:
        longer = f"Change in per cent, mid-{whole[0]} to mid-{whole[1]}"
        columns |= {longer: changes(rows(whole)["percent"], 1)}
        units |= {longer: ""}
    return columns, units
