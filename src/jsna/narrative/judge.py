"""Statements made from judged facts: the newest period, one for each period, or a whole frame.

The judging itself is `judge_frame` (analysis/judgement.py), which this module hands on.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from jsna.analysis.judgement import NO_RULE, judge_frame
from jsna.analysis.outcome import NOT_COMPARABLE
from jsna.fact_schema import ENGLAND
from jsna.facts.periods import period_end
from jsna.facts.select import series
from jsna.narrative.numbers import format_value
from jsna.narrative.statement import Comparator, Outcome, Statement
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator, Stratum
from jsna.settings.source import SourceSettings

__all__ = ["judge", "judge_frame", "judge_series", "statements"]


def judge(
    facts: pd.DataFrame,
    published: pd.DataFrame,
    names: pd.DataFrame,
    indicator: Indicator,
    area: Area,
    comparator_code: str,
    sources: Mapping[str, SourceSettings],
    stratum: Stratum,
) -> Statement:
    """Return the statement of the newest period in which the area has a fact.

    The newest period is the one that ends last. If its value is missing, the reason says why
    and names the newest period that has one. Without any fact the outcome is not comparable.
    """
    found = judge_series(
        facts, published, names, indicator, area, comparator_code, sources, stratum
    )
    if not found:
        return _nothing_published(indicator, area, sources, stratum)
    return _with_last_known(found)


def judge_series(
    facts: pd.DataFrame,
    published: pd.DataFrame,
    names: pd.DataFrame,
    indicator: Indicator,
    area: Area,
    comparator_code: str,
    sources: Mapping[str, SourceSettings],
    stratum: Stratum,
) -> list[Statement]:
    """Return one statement per period, oldest first, the last one the newest period.

    Only the headline values of one sex and age, in periods of one length (facts/select.py).
    """
    own = facts[facts["indicator_id"] == indicator.id]
    age = stratum.age or _only_age(own, area.code, stratum.sex)
    codes = [area.code, comparator_code]
    chosen = series(own, indicator.id, codes, stratum.sex, age)
    if not (chosen["area_code"] == area.code).any():
        return []
    name = _name(names, area, comparator_code)
    catalogue = {indicator.id: indicator}
    frame = judge_frame(chosen, published, catalogue, [area.code], comparator_code, name)
    comparator = (name, comparator_code)
    return statements(frame, catalogue, {area.code: area.name}, comparator, sources)


def statements(
    frame: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    area_names: Mapping[str, str],
    comparator: tuple[str, str],
    sources: Mapping[str, SourceSettings],
) -> list[Statement]:
    """Return one statement per row of a frame from `judge_frame`, in its order.

    Args:
        frame: What `judge_frame` returned.
        indicators: The catalogue by id.
        area_names: Code -> name as printed.
        comparator: Name and code of the comparator that the frame was judged against.
        sources: The sources of the catalogue by id.
    """
    return [
        _statement(row, indicators[row["indicator_id"]], area_names, comparator, sources)
        for row in frame.to_dict("records")
    ]


def _statement(
    row: Mapping[Any, Any],
    indicator: Indicator,
    area_names: Mapping[str, str],
    comparator: tuple[str, str],
    sources: Mapping[str, SourceSettings],
) -> Statement:
    ids = f"{row['snapshot_ids']} {row['comparator_snapshot_ids']}"
    return Statement(
        indicator_id=indicator.id,
        area_name=area_names.get(row["area_code"], row["area_code"]),
        area_code=row["area_code"],
        sex=row["sex"],
        age=row["age"],
        period=row["period"],
        period_label=row["period_label"],
        value=_number(row["value"]),
        lower=_number(row["lower_95"]),
        upper=_number(row["upper_95"]),
        unit=indicator.unit,
        decimals=indicator.decimals,
        comparator=Comparator(*comparator, _number(row["comparator_value"])),
        comparison=row["comparison"],
        outcome=Outcome(row["outcome"]),
        published=row["published"],
        reason=row["reason"],
        rule=row["rule"],
        status=row["status"],
        note=" ".join(part for part in (row["note"], row["label_note"]) if part),
        source=_source(indicator, sources),
        snapshot_ids=tuple(dict.fromkeys(re.findall(r"[0-9a-f]{12,64}", ids))),
        indicator_title=indicator.title,
        edition=row["edition"],
        matters=indicator.matters,
    )


def _with_last_known(found: list[Statement]) -> Statement:
    newest = found[-1]
    known = [item for item in found if item.value is not None]
    if newest.value is not None or not known:
        return newest
    last = known[-1]
    value = format_value(last.value, last.unit, last.decimals)
    text = f"{newest.reason}; the newest figure is {value}, for {last.period_label}"
    return replace(newest, reason=text)


def _nothing_published(
    indicator: Indicator, area: Area, sources: Mapping[str, SourceSettings], stratum: Stratum
) -> Statement:
    return Statement(
        indicator_id=indicator.id,
        area_name=area.name,
        area_code=area.code,
        sex=stratum.sex,
        age=stratum.age,
        period="",
        period_label="",
        value=None,
        lower=None,
        upper=None,
        unit=indicator.unit,
        decimals=indicator.decimals,
        comparator=None,
        comparison="Not compared",
        outcome=Outcome(NOT_COMPARABLE),
        published="",
        reason=f"the data hold no figure for {area.name}",
        rule=NO_RULE,
        status="not-available",
        note="",
        source=_source(indicator, sources),
        snapshot_ids=(),
        indicator_title=indicator.title,
        matters=indicator.matters,
    )


def _only_age(own: pd.DataFrame, area_code: str, sex: str) -> str:
    """The age published for the area; where labels changed, that of the newest period."""
    mine = own[(own["area_code"] == area_code) & (own["sex"] == sex) & (own["breakdown"] == "")]
    if mine.empty:
        return ""
    ends = period_end(mine["period"])
    ages = mine.loc[ends == ends.max(), "age"]
    return str(ages.sort_values().iloc[0])


def _name(names: pd.DataFrame, area: Area, code: str) -> str:
    if code in (ENGLAND, area.region.code):
        return "England" if code == ENGLAND else area.region.name
    found = names.loc[names["area_code"] == code, "area_name"]
    return code if found.empty else str(found.iloc[0])


def _source(indicator: Indicator, sources: Mapping[str, SourceSettings]) -> str:
    source = sources.get(indicator.source.source)
    publisher = f"{source.publisher}, {source.title}" if source else indicator.source.source
    return f"{publisher}, indicator {indicator.source.id}"


def _number(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[call-overload, arg-type]
