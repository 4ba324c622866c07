"""Every measure of the catalogue beside all that it is compared with, worked out together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.analysis.comparator_judgement import labels_of
from jsna.analysis.like_with_like import MATCH, beside_comparator
from jsna.analysis.movement import breaks_of
from jsna.analysis.neighbours import NeighbourValue
from jsna.analysis.rank import Rank
from jsna.analysis.recent_trend import CANNOT, recent_trend, trend_labels
from jsna.chapter.comparison_rows import neighbours_together
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.measure_rows import measure_rows
from jsna.narrative.outcome_counts import is_old

SERIES: Final = ["place", "indicator_id"]


@dataclass(frozen=True, eq=False)
class CatalogueRow:
    """One measure with data.

    Attributes:
        region: The region's value of the same period, None without one.
        trend: In the words of the published labels; "Cannot be calculated" where it can't.
        trend_reason: Why it can't, else "".
        trend_of_source: Whether the trend is the one that the source prints.
        is_old: Whether the figure is old for its kind (`outcome_counts.is_old`).
    """

    measure: Measure
    region: float | None
    neighbours: NeighbourValue
    rank: Rank
    trend: str
    trend_reason: str
    trend_of_source: bool
    is_old: bool


def catalogue_rows(evidence: Evidence) -> list[CatalogueRow]:
    """Return one row per measure with data, in the order of the catalogue."""
    return evidence.once(_rows)


def _rows(evidence: Evidence) -> list[CatalogueRow]:
    measures = [measure for measure in evidence.every_measure if measure.has_data]
    if not measures:
        return []
    beside = [_beside(evidence, measure) for measure in measures]
    trends = _trends(evidence, measures, [series for series, _, _ in beside])
    region = _regions(evidence, measures)
    return [
        CatalogueRow(
            measure,
            None if pd.isna(region[place]) else float(region[place]),
            neighbours,
            rank,
            str(trends.loc[place, "trend"]),
            str(trends.loc[place, "reason"]),
            bool(trends.loc[place, "of_source"]),
            is_old(measure.statement),
        )
        for place, (measure, (_, neighbours, rank)) in enumerate(zip(measures, beside, strict=True))
    ]


def _beside(evidence: Evidence, measure: Measure) -> tuple[pd.DataFrame, NeighbourValue, Rank]:
    """The area's own series, what the neighbours have, and the rank among the whole tier."""
    rows = measure_rows(evidence, measure)
    own = rows.trend[rows.trend["area_code"] == evidence.area.code]
    series = own.assign(value_type=measure.indicator.value_type)
    return series, neighbours_together(evidence, measure), rows.rank(rows.authorities)


def _regions(evidence: Evidence, measures: Sequence[Measure]) -> pd.Series:
    """The region's value of each measure, like with like; NaN without one."""
    said = [measure.statement for measure in measures]
    keys = pd.DataFrame([[getattr(one, name) for name in MATCH] for one in said], columns=MATCH)
    facts = evidence.facts_of_several(dict.fromkeys(one.indicator.id for one in measures))
    region = facts[facts["area_code"] == evidence.area.region.code]
    return beside_comparator(keys, region)["comparator_value"]


def _trends(
    evidence: Evidence, measures: Sequence[Measure], series: Sequence[pd.DataFrame]
) -> pd.DataFrame:
    """One row per measure: trend, reason and of_source; the source's trend where we have none."""
    own = pd.concat([rows.assign(place=i) for i, rows in enumerate(series)], ignore_index=True)
    breaks = pd.concat([breaks_of(one.indicator) for one in measures]).drop_duplicates()
    found = recent_trend(own, SERIES, breaks=breaks).set_index("place")
    polarity = pd.Series({i: one.indicator.polarity for i, one in enumerate(measures)})
    ours = trend_labels(found["trend"], polarity.reindex(found.index))
    published = evidence.published_of(*{one.indicator.id for one in measures})
    labels = labels_of(own, published, "recent-trend")
    told = own.assign(label=labels)[labels != ""].drop_duplicates("place", keep="last")
    source = told.set_index("place")["label"].reindex(found.index).fillna("")
    of_source = (ours == CANNOT) & ~source.isin(["", CANNOT])
    reason = found["reason"].mask(of_source, "")
    return pd.DataFrame(
        {"trend": ours.mask(of_source, source), "reason": reason, "of_source": of_source}
    )
