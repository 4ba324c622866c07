"""The evidence of a whole pack as two tidy tables, for the workbook and the data package.

They hold what the pages show and nothing else: what was hidden or left out of the facts is hidden
and left out here.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import pandas as pd

from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.measure_rows import measure_rows
from jsna.chapter.page import FIGURES, Page
from jsna.chapter.section import section
from jsna.errors import SourceError
from jsna.fact_schema import ENGLAND
from jsna.facts.select import series
from jsna.settings.strategy import Priority
from jsna.snapshots.write_file import write_whole
from jsna.tables.csv_file import csv_file

MEASURES: Final = "measures.csv"
VALUES: Final = "values.csv"
LEVEL: Final = "ward"
ID_DIGITS: Final = 12
"""How much of a file's SHA-256 names it, as in citations."""
VALUE_COLUMNS: Final = (
    "indicator_id", "indicator", "unit", "area_code", "area_name", "area_type", "sex", "age",
    "period", "period_label", "value", "lower_95", "upper_95", "status", "source", "files",
)  # fmt: skip


@section()
def whole_pack(evidence: Evidence, page: Page) -> str:
    """Write both tables beside the figures of the run; there is nothing to show."""
    frames = {MEASURES: measures_table(evidence), VALUES: values_table(evidence)}
    for name, frame in frames.items():
        marked = frame.assign(synthetic="SYNTHETIC") if evidence.area.synthetic else frame
        write_whole(page.folder / FIGURES / name, csv_file(marked))
    return ""


def measures_table(evidence: Evidence) -> pd.DataFrame:
    """Return the newest finding of each measure, one row per priority and measure.

    A measure without a value stands there with its reason.
    """
    rows = [
        _finding(evidence, priority, measure)
        for priority in evidence.strategy.priorities
        for measure in evidence.measures(priority)
    ]
    return pd.DataFrame(rows)


def values_table(evidence: Evidence) -> pd.DataFrame:
    """Return every value behind the trends: area, England, region and wards, by period.

    One row per measure, area and period; a gap in a series is a row without a value.
    """
    found = list(_series(evidence, _measures(evidence)))
    frame = pd.concat(found, ignore_index=True) if found else pd.DataFrame()
    return frame.reindex(columns=list(VALUE_COLUMNS))


def _measures(evidence: Evidence) -> list[Measure]:
    """Return each measure once, though several priorities may have it."""
    every = (m for p in evidence.strategy.priorities for m in evidence.measures(p))
    return list({measure.slug: measure for measure in every}.values())


def _series(evidence: Evidence, measures: Sequence[Measure]) -> Iterator[pd.DataFrame]:
    for measure in measures:
        own, wards = measure_rows(evidence, measure).trend, _wards(evidence, measure)
        rows = pd.concat([own, wards], ignore_index=True)
        if not rows.empty:
            yield rows.assign(
                indicator_id=measure.indicator.id,
                indicator=measure.indicator.title,
                unit=measure.indicator.unit,
                source=evidence.source_of(measure.indicator.id),
                files=_short(rows["snapshot_ids"]),
            )


def _wards(evidence: Evidence, measure: Measure) -> pd.DataFrame:
    facts, said = evidence.facts_of(measure.indicator.id), measure.statement
    has_wards = LEVEL in measure.indicator.levels and (facts["area_type"] == LEVEL).any()
    codes = _ward_codes(evidence) if has_wards else []
    rows = series(facts, measure.indicator.id, codes, said.sex, said.age)
    return rows.assign(area_name=rows["area_code"].map(evidence.names).fillna(rows["area_code"]))


def _ward_codes(evidence: Evidence) -> list[str]:
    """Return the codes of the area's wards; none where no outlines are held."""
    try:
        return sorted(evidence.geography.members[LEVEL])
    except SourceError:
        return []


def _finding(evidence: Evidence, priority: Priority, measure: Measure) -> dict[str, Any]:
    said, rows = measure.statement, measure_rows(evidence, measure)
    region = evidence.area.region
    return {
        "priority": f"{priority.number} {priority.title}",
        "indicator_id": measure.indicator.id,
        "indicator": measure.indicator.title,
        "sex": said.sex,
        "age": said.age,
        "area_code": said.area_code,
        "area_name": said.area_name,
        "period": said.period,
        "period_label": said.period_label,
        "value": said.value,
        "unit": said.unit,
        "lower_95": said.lower,
        "upper_95": said.upper,
        "interval_from": said.interval_from,
        "status": said.status,
        "england": rows.value_of(ENGLAND),
        "region_name": region.name,
        "region": rows.value_of(region.code),
        "outcome_against_england": str(said.outcome),
        "what_it_rests_on": str(said.basis),
        "reason": said.reason,
        "source": evidence.source_of(measure.indicator.id),
        "files": " ".join(id[:ID_DIGITS] for id in said.snapshot_ids),
    }


def _short(ids: pd.Series) -> pd.Series:
    """Return the beginning of each id of a row's snapshots."""
    return ids.str.replace(rf"([0-9a-f]{{{ID_DIGITS}}})[0-9a-f]+", r"\1", regex=True)
