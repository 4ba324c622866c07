"""Numbers affected in years to come, if today's rates at each age applied."""

from typing import Final

import pandas as pd

from jsna.analysis.age_bands import published_ages
from jsna.analysis.numbers_affected import CONDITION, NumbersAffected, numbers_affected
from jsna.analysis.rates_by_age import RatesByAge, rates_by_age
from jsna.analysis.rounded_numbers import rounded_sums, with_precision
from jsna.chapter.evidence import Evidence
from jsna.chapter.numbers_affected_figure import affected_figure
from jsna.chapter.page import Page
from jsna.chapter.projection import (
    changes,
    facts_used,
    newest_edition,
    population_facts,
    source_block,
    years_shown,
)
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, details, sections, table_block
from jsna.errors import UserFileError
from jsna.fact_schema import ENGLAND
from jsna.narrative.english import sentence
from jsna.narrative.labels import age_words, period_words
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.outlook_words import (
    Affected,
    affected_sentence,
    no_rates_sentence,
    number_words,
    rates_sentence,
    rounding_note,
)
from jsna.narrative.population_words import drift_sentence
from jsna.settings.indicator import Indicator

METHOD: Final = "numbers-affected"
NONE_CHOSEN: Final = (
    "No indicator with rates at each age is chosen for this strategy, so it is not worked out how"
    " many people a growing or ageing population would add to any."
)
HELD_BELOW: Final = "How well the projection has held, at older ages too, stands below."
AGES_MISSING: Final = "No number is given: the projection lacks people at some of these ages."
APART: Final = "Different indicators can count the same people, so their numbers are never added."


@section("Numbers affected, if today's rates applied")
def at_todays_rates(evidence: Evidence, page: Page) -> str:
    """Return, for each indicator that the strategy names, how many people in years to come."""
    ids = evidence.strategy.numbers_affected
    if not ids:
        return NONE_CHOSEN
    told = [_indicator(evidence, page, evidence.settings.indicators[id]) for id in ids]
    return sections(*told, APART if len(ids) > 1 else "")


def _indicator(evidence: Evidence, page: Page, indicator: Indicator) -> str:
    heading = f"### {escape_markdown(indicator.title)}"
    places = (evidence.area.code, ENGLAND)
    rates = rates_by_age(evidence.facts_of(indicator.id), places)
    source = evidence.source_of(indicator.id)
    if rates.rows.empty:
        words = no_rates_sentence(_named(evidence, rates.passed_over), source)
        return sections(heading, escape_markdown(words))
    try:
        found = _numbers(evidence, indicator, rates)
    except UserFileError as error:
        reason = " ".join(problem.what for problem in error.problems)
        return sections(heading, escape_markdown(f"No number is given: {reason}"))
    return sections(heading, *_told(evidence, page, indicator, rates, found))


def _numbers(evidence: Evidence, indicator: Indicator, rates: RatesByAge) -> NumbersAffected:
    period, label = rates.rows[["period", "period_label"]].iloc[0]
    when = period_words(label) if label != period else f"the period from {period.split('/')[0]}"
    return numbers_affected(
        population_facts(evidence),
        rates.rows,
        indicator,
        evidence.area.code,
        newest_edition(evidence),
        f"{evidence.names[rates.area_code]}, {when}",
    )


def _told(
    evidence: Evidence,
    page: Page,
    indicator: Indicator,
    rates: RatesByAge,
    found: NumbersAffected,
) -> list[str]:
    """Sentences, figure, table, ages and source of one indicator's numbers."""
    precise = with_precision(found.numbers, rates.rows, indicator.multiplier)
    totals = rounded_sums(precise)
    years = years_shown(evidence, found.edition)
    shown = totals[totals["year"].isin(years)].reset_index(drop=True)
    if shown["affected"].isna().any():
        return [AGES_MISSING]
    what = Affected(
        indicator, evidence.area.name, found.edition, found.rates_from, float(totals["step"].max())
    )
    facts = pd.concat([facts_used(evidence, found.edition), rates.rows])
    by_sex = bool((rates.rows["sex"] != "Persons").any())
    words = [
        affected_sentence(what, shown),
        rates_sentence(what, evidence.source_of(indicator.id), by_sex=by_sex),
        *(
            f"They are used because the data hold {why} of {place}."
            for place, why in _named(evidence, rates.passed_over).items()
        ),
    ]
    drift = drift_sentence(evidence.area.name, found.drift)
    return [
        escape_markdown(" ".join(words)),
        escape_markdown(f"{drift} {HELD_BELOW}") if drift else "",
        affected_figure(evidence, page, what, totals, facts),
        _table(evidence, what, shown),
        _by_age(evidence, what, rounded_sums(precise, ["band"]), years),
        source_block(evidence, facts, METHOD, rounding_note(what.step), *_notes(rates.rows)),
    ]


def _notes(rates: pd.DataFrame) -> list[str]:
    """Return what the rates say of themselves, each once: how the council's own were rounded."""
    return [sentence(note) for note in dict.fromkeys(rates["note"]) if note]


def _table(evidence: Evidence, what: Affected, shown: pd.DataFrame) -> str:
    first = shown["affected"].iloc[0]
    change = shown["affected"] - first
    since = f"Change since mid-{shown['year'].iloc[0]}"
    percent = 100 * change / (first or float("nan"))
    frame = pd.DataFrame(
        {
            "Year": "mid-" + shown["year"].astype("str"),
            f"Number {CONDITION}": _printed(shown),
            since: changes(change, 0),
            "Change in per cent": changes(percent, 0),
            "Residents of these ages": shown["people"],
        }
    )
    units = {f"Number {CONDITION}": what.noun, since: "", "Change in per cent": ""}
    decimals = {"Residents of these ages": 0}
    name = f"{what.indicator.id}-affected"
    return table_block(evidence, name, PageTable(frame, what.caption, units, "Year", decimals))


def _by_age(evidence: Evidence, what: Affected, by_band: pd.DataFrame, years: list[int]) -> str:
    """Return the numbers of each age in the years shown, folded."""
    bands = by_band["band"].drop_duplicates()
    ordered = published_ages(pd.DataFrame({"age": bands}))["age"]
    text = by_band.assign(text=_printed(by_band))
    wide = text.pivot_table(index="band", columns="year", values="text", aggfunc="first")
    frame = pd.DataFrame({"Age": ordered.map(age_words).str.removeprefix("aged ")})
    for year in years:
        frame[f"mid-{year}"] = wide[year].reindex(ordered).to_numpy()
    units = {f"mid-{year}": what.noun for year in years}
    caption = f"{what.caption}, by age. Each age is rounded by itself"
    name = f"{what.indicator.id}-affected-ages"
    table = table_block(evidence, name, PageTable(frame, caption, units, "Age"))
    return details("By age", table)


def _printed(sums: pd.DataFrame) -> pd.Series:
    """Each number as text, missing ones left missing."""
    words = map(number_words, sums["affected"], sums["step"])
    return pd.Series(list(words), sums.index).where(sums["affected"].notna())


def _named(evidence: Evidence, by_code: dict[str, str]) -> dict[str, str]:
    return {evidence.names[code]: why for code, why in by_code.items()}
