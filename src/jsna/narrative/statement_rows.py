"""Make statements of judged rows, and of nothing where an area has no fact at all."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from jsna.analysis.comparison import NOT_COMPARED
from jsna.analysis.judgement import NO_RULE
from jsna.analysis.outcome import Basis, Outcome
from jsna.narrative.statement import Comparator, Statement
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator, Stratum
from jsna.settings.source import SourceSettings


def statements(
    frame: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    area_names: Mapping[str, str],
    comparator: tuple[str, str],
    sources: Mapping[str, SourceSettings],
) -> list[Statement]:
    """Return one statement per row of a frame of JUDGED_COLUMNS, in its order.

    Args:
        frame: Of `judge_frame`, `judge_groups` and their like.
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
        basis=Basis(row["basis"]),
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
        group=row["breakdown_value"],
        interval_from=row["interval_from"],
    )


def nothing_published(
    indicator: Indicator, area: Area, sources: Mapping[str, SourceSettings], stratum: Stratum
) -> Statement:
    """Return the statement for an area without a single fact of an indicator: not comparable."""
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
        comparison=NOT_COMPARED,
        outcome=Outcome.NOT_COMPARABLE,
        published="",
        reason="none is in the files that this pack was built from",
        rule=NO_RULE,
        status="not-available",
        note="",
        source=_source(indicator, sources),
        snapshot_ids=(),
        indicator_title=indicator.title,
        matters=indicator.matters,
    )


def _source(indicator: Indicator, sources: Mapping[str, SourceSettings]) -> str:
    source = sources.get(indicator.source.source)
    if others := indicator.source.of_others(source.title if source else indicator.source.source):
        return others
    publisher = f"{source.publisher}, {source.title}" if source else indicator.source.source
    return f"{publisher}, indicator {indicator.source.id}"


def _number(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[arg-type]
