"""Every measure of the catalogue beside all that it is compared with, worked out together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.analysis.comparator_judgement import labels_of
from jsna.analysis.movement import breaks_of
from jsna.analysis.neighbours import NeighbourValue
from jsna.analysis.rank import Rank
from jsna.analysis.recent_trend import CANNOT, recent_trend, trend_labels
from jsna.chapter.comparison_rows import neighbours_together
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.measure_rows import MeasureRows, measure_rows
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
    rows = [measure_rows(evidence, measure) for measure in measures]
    trends = _trends(evidence, measures, rows)
    region = evidence.area.region.code
    return [
        CatalogueRow(
            measure,
            beside.value_of(region),
            neighbours_together(evidence, measure),
            beside.national_rank,
            str(trends.loc[place, "trend"]),
            str(trends.loc[place, "reason"]),
            bool(trends.loc[place, "of_source"]),
            is_old(measure.statement),
        )
        for place, (measure, beside) in enumerate(zip(measures, rows, strict=True))
    ]


def _trends(
    evidence: Evidence, measures: Sequence[Measure], rows: Sequence[MeasureRows]
) -> pd.DataFrame:
    """One row per measure: trend, reason and of_source; the source's trend where we have none."""
    series = [
        one.own.assign(value_type=measure.indicator.value_type, place=place)
        for place, (measure, one) in enumerate(zip(measures, rows, strict=True))
    ]
    own = pd.concat(series, ignore_index=True)
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
