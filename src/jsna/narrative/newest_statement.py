"""The statement of the newest period in which an area has a value, against one comparator."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from jsna.analysis.comparator_judgement import judge_frame
from jsna.analysis.data_age import CURRENT, data_age
from jsna.fact_schema import ENGLAND
from jsna.facts.periods import period_end
from jsna.facts.select import series
from jsna.narrative.labels import period_words
from jsna.narrative.statement import Statement
from jsna.narrative.statement_rows import nothing_published, statements
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator, Stratum
from jsna.settings.source import SourceSettings


@dataclass(frozen=True)
class Known:
    """What the sources say of an indicator.

    Attributes:
        facts: Its facts; others may stand among them.
        published: What the sources themselves concluded.
        names: One row per area: area_code and area_name.
        as_at: The day of the data; None where no age is asked for.
    """

    facts: pd.DataFrame
    published: pd.DataFrame
    names: pd.DataFrame
    as_at: date | None = None


def newest_statement(
    known: Known,
    indicator: Indicator,
    stratum: Stratum,
    area: Area,
    comparator_code: str,
    sources: Mapping[str, SourceSettings],
) -> Statement:
    """Return the statement of the newest period in which the area has a value.

    The newest period is the one that ends last. A note says if a later one was left blank, or
    if only the comparator has it. Without any value the outcome is not comparable.
    """
    chosen = _chosen(known.facts, indicator, area, comparator_code, stratum)
    found = _statements_of(chosen, known, indicator, area, comparator_code, sources)
    if not found:
        return nothing_published(indicator, area, sources, stratum)
    valued = [item for item in found if item.value is not None]
    newest = (valued or found)[-1]
    comparator = newest.comparator.name if newest.comparator else ""
    notes = (newest.note, _later(chosen, area.code, newest.period, comparator))
    age = CURRENT if known.as_at is None else data_age(newest.period, indicator, known.as_at)
    return replace(newest, note=" ".join(note for note in notes if note), data_age=age)


def _chosen(
    facts: pd.DataFrame, indicator: Indicator, area: Area, comparator_code: str, stratum: Stratum
) -> pd.DataFrame:
    codes = [area.code, comparator_code]
    return series(facts, indicator.id, codes, stratum.sex, stratum.age)


def _statements_of(
    chosen: pd.DataFrame,
    known: Known,
    indicator: Indicator,
    area: Area,
    comparator_code: str,
    sources: Mapping[str, SourceSettings],
) -> list[Statement]:
    name = _name(known.names, area, comparator_code)
    catalogue = {indicator.id: indicator}
    frame = judge_frame(chosen, known.published, catalogue, [area.code], comparator_code, name)
    comparator = (name, comparator_code)
    return statements(frame, catalogue, {area.code: area.name}, comparator, sources)


def _later(chosen: pd.DataFrame, area_code: str, period: str, comparator: str) -> str:
    """What there is after the period shown: a blank, or figures for the comparator only."""
    ends = period_end(chosen["period"])
    later = chosen[ends > ends[chosen["period"] == period].max()]
    blank = later.loc[later["area_code"] == area_code, "period_label"]
    if len(blank):
        return f"The source gives no value for {period_words(blank.iloc[-1])}."
    newer = later.loc[later["value"].notna(), "period_label"]
    return f"{comparator} has figures to {period_words(newer.iloc[-1])}." if len(newer) else ""


def _name(names: pd.DataFrame, area: Area, code: str) -> str:
    if code in (ENGLAND, area.region.code):
        return "England" if code == ENGLAND else area.region.name
    found = names.loc[names["area_code"] == code, "area_name"]
    return code if found.empty else str(found.iloc[0])
