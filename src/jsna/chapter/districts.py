"""A county's districts beside each other: one picture and one table a measure."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import pandas as pd

from jsna.analysis.districts import judged_districts
from jsna.analysis.tier import last_day
from jsna.chapter.comparisons import MARKUP, NUMBERS
from jsna.chapter.evidence import Evidence, Measure, snapshot_ids
from jsna.chapter.page import Page
from jsna.chapter.words import (
    PageTable,
    details,
    mark_cell,
    method_cell,
    sections,
    source_note,
    table_block,
)
from jsna.fact_schema import ENGLAND
from jsna.figures.about import About
from jsna.figures.kinds.ranked_bars import ranked_bars_spec
from jsna.figures.kinds.ranked_bars.options import Marks
from jsna.narrative.district_words import EACH_BY_ITSELF, districts_headline, districts_sentence
from jsna.narrative.english import counted, listed, mid_sentence
from jsna.narrative.labels import period_words, sex_words, stratum_words
from jsna.narrative.numbers import format_value
from jsna.narrative.sentences import OF_WORKED_OUT, limits_words, verdict, worked_out
from jsna.narrative.statement import Statement
from jsna.narrative.statement_rows import statements
from jsna.register.names import name_in_prose

FEWEST: Final = 2
FROM_ZERO: Final = ("proportion", "rate", "standardised-rate", "count")


@dataclass(frozen=True, eq=False)
class Districts:
    """The districts of a county for one measure.

    Attributes:
        rows: One row per district with a row in the period, with its outcome.
        found: Their statements, in the order of `rows`.
        missing: Names of districts of the period without a value.
    """

    rows: pd.DataFrame
    found: tuple[Statement, ...]
    missing: tuple[str, ...]


@cache
def districts_of(evidence: Evidence, measure: Measure) -> Districts | None:
    """Return the districts of a measure's newest period; None if fewer than two have a value.

    A county's own figure may be of another period, or missing.
    """
    area, indicator = evidence.area, measure.indicator
    if not area.districts:
        return None
    said = measure.statement
    group = (said.sex or measure.stratum.sex, said.age or measure.stratum.age)
    facts, published = evidence.facts_of(indicator.id), evidence.published_of(indicator.id)
    rows = judged_districts(facts, published, indicator, area.districts, ENGLAND, group)
    rows = rows[rows["value"].notna()]
    if len(rows) < FEWEST:
        return None
    catalogue, sources = {indicator.id: indicator}, evidence.settings.sources
    found = statements(rows, catalogue, evidence.names, ("England", ENGLAND), sources)
    return Districts(rows, tuple(found), _without_value(evidence, rows))


def beside_districts(evidence: Evidence, page: Page, measure: Measure) -> str:
    """Return the picture of a county's districts and their table; "" where none can be shown.

    Of an indicator's measures the preferred one alone gets the picture, or pages grow too heavy;
    what is not meant to be compared gets none.
    """
    known = districts_of(evidence, measure)
    if known is None:
        return ""
    drawn = measure.compared and measure.stratum == measure.indicator.strata[0]
    picture = _picture(evidence, page, measure, known) if drawn else ""
    return sections(picture, _table(evidence, measure, known))


def _without_value(evidence: Evidence, rows: pd.DataFrame) -> tuple[str, ...]:
    """Who stood on the period's last day, by the register, and has no value."""
    alive = evidence.register.in_force(last_day(str(rows["period"].iloc[0])))
    ours = alive[alive["code"].isin(evidence.area.districts)]
    lost = ours[~ours["code"].isin(rows["area_code"])]
    return tuple(sorted(name_in_prose(name) for name in lost["name"]))


def _picture(evidence: Evidence, page: Page, measure: Measure, known: Districts) -> str:
    area, indicator = evidence.area, measure.indicator
    frame = _drawn(evidence, known)
    about = _about(evidence, measure, known, frame)
    marks: Marks = "bars" if indicator.value_type in FROM_ZERO else "dots"
    spec = ranked_bars_spec(
        frame,
        about,
        area=area.code,
        comparator=ENGLAND if frame["area_code"].eq(ENGLAND).any() else "",
        highest_first=indicator.polarity != "low-is-good",
        marks=marks,
    )
    told = districts_sentence(area.name, _what(measure, known), known.found)
    spec = replace(spec, sentence=told, rule=known.found[0].rule)
    return page.figure(spec, evidence.cite(spec))


def _drawn(evidence: Evidence, known: Districts) -> pd.DataFrame:
    """The districts, the county itself and England, in one period."""
    facts = evidence.facts_of(known.rows["indicator_id"].iloc[0])
    first = known.rows.iloc[0]
    same = ["period", "sex", "age", "breakdown", "edition"]
    beside = facts[(facts[same] == first[same]).all(axis="columns") & facts["value"].notna()]
    beside = beside[beside["area_code"].isin([evidence.area.code, ENGLAND])]
    frame = pd.concat([known.rows, beside], ignore_index=True)
    names = frame["area_code"].map(evidence.names).fillna(frame["area_code"])
    return frame.assign(area_name=names, period_label=first["period_label"])


def _about(evidence: Evidence, measure: Measure, known: Districts, frame: pd.DataFrame) -> About:
    area, indicator, one = evidence.area, measure.indicator, known.found[0]
    group = stratum_words(one.sex, one.age, indicator.title)
    what = ", ".join(part for part in (indicator.title, group) if part)
    ids = snapshot_ids(frame)
    return About(
        id=f"{evidence.topic}.{measure.slug}.districts",
        headline=districts_headline(area.name, _what(measure, known), known.found),
        subtitle=f"{what}, districts of {area.name}, {period_words(one.period_label)}",
        measure=what,
        place=area.name,
        unit=indicator.unit,
        decimals=indicator.decimals,
        source=evidence.source_line(evidence.source_of(indicator.id, ids), ids),
        snapshot_ids=ids,
        method=one.rule,
        notes=tuple(note for note in (EACH_BY_ITSELF, *_notes(known)) if note),
        synthetic=area.synthetic,
    )


def _what(measure: Measure, known: Districts) -> str:
    one = known.found[0]
    parts = (mid_sentence(measure.indicator.short_title), sex_words(one.sex),
             period_words(one.period_label))  # fmt: skip
    return ", ".join(part for part in parts if part)


def _notes(known: Districts) -> tuple[str, str]:
    return _missing(known), OF_WORKED_OUT if any(map(worked_out, known.found)) else ""


def _missing(known: Districts) -> str:
    if not known.missing:
        return ""
    verb = "has" if len(known.missing) == 1 else "have"
    whole = len(known.rows) + len(known.missing)
    names = f"{counted(len(known.missing), 'district')} of {whole} ({listed(known.missing)})"
    return f"{names} {verb} no value in this period."


def _table(evidence: Evidence, measure: Measure, known: Districts) -> str:
    rows = pd.DataFrame([_row(one) for one in known.found]).sort_values("District")
    what = _what(measure, known)
    caption = f"Districts of {evidence.area.name} beside England, {what}"
    name = f"{measure.slug}-beside-england"
    made = table_block(evidence, name, PageTable(rows, caption, NUMBERS, "District", markup=MARKUP))
    ids = snapshot_ids(known.rows)
    source = evidence.source_of(measure.indicator.id, ids)
    note = source_note(evidence, source, ids, *_notes(known))
    return details(f"Districts of {evidence.area.name} beside England", sections(made, note))


def _row(one: Statement) -> dict[str, str]:
    return {
        "District": one.area_name,
        "Finding": mark_cell(one, verdict(one)),
        "Value": format_value(one.value, one.unit, one.decimals),
        "95% interval": limits_words(one, "none"),
        "Method": method_cell(one.rule),
    }
