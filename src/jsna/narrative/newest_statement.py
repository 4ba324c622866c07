"""The statement of the newest period in which an area has a value, against one comparator."""

from collections.abc import Mapping, Sequence
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
    return newest_statements(known, [(indicator, stratum)], area, comparator_code, sources)[0]


def newest_statements(
    known: Known,
    wanted: Sequence[tuple[Indicator, Stratum]],
    area: Area,
    comparator_code: str,
    sources: Mapping[str, SourceSettings],
) -> list[Statement]:
    """Return the statement of each wanted measure, as `newest_statement`, judged in one pass."""
    by_indicator = dict(iter(known.facts.groupby("indicator_id")))
    none = known.facts.iloc[:0]
    codes = [area.code, comparator_code]
    chosen = [
        series(by_indicator.get(indicator.id, none), indicator.id, codes, s.sex, s.age)
        for indicator, s in wanted
    ]
    comparator = (_name(known.names, area, comparator_code), comparator_code)
    newest = _newest(chosen, known.published, [of for of, _ in wanted], area, comparator)
    names = {area.code: area.name}
    catalogue = {indicator.id: indicator for indicator, _ in wanted}
    said = dict(
        zip(newest.index, statements(newest, catalogue, names, comparator, sources), strict=True)
    )
    return [
        _with_age(_with_note(said[place], chosen[place], area.code), indicator, known.as_at)
        if place in said
        else nothing_published(indicator, area, sources, stratum)
        for place, (indicator, stratum) in enumerate(wanted)
    ]


def _newest(
    chosen: Sequence[pd.DataFrame],
    published: pd.DataFrame,
    indicators: Sequence[Indicator],
    area: Area,
    comparator: tuple[str, str],
) -> pd.DataFrame:
    """One judged row a series, indexed by its place: the last with a value, or else the last.

    A series in which the area has no row has none here.
    """
    rows = pd.concat(chosen, keys=range(len(chosen)), names=["place", None]).reset_index("place")
    rows = rows.reset_index(drop=True)
    catalogue = {indicator.id: indicator for indicator in indicators}
    name, code = comparator
    judged = judge_frame(rows, published, catalogue, [area.code], code, name)
    ordered = judged.assign(
        place=rows["place"].reindex(judged.index), valued=judged["value"].notna()
    ).sort_values(["place", "valued"], kind="stable")
    last = ordered.drop_duplicates("place", keep="last").set_index("place")
    return last.drop(columns="valued")


def _with_note(newest: Statement, chosen: pd.DataFrame, area_code: str) -> Statement:
    comparator = newest.comparator.name if newest.comparator else ""
    notes = (newest.note, _later(chosen, area_code, newest.period, comparator))
    return replace(newest, note=" ".join(note for note in notes if note))


def _with_age(newest: Statement, indicator: Indicator, as_at: date | None) -> Statement:
    age = CURRENT if as_at is None else data_age(newest.period, indicator, as_at)
    return replace(newest, data_age=age)


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
