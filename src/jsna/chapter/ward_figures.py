"""The picture of one measure's wards: a funnel where counts make one, else ranked dots."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import pandas as pd

from jsna.analysis.ward_findings import ADDITIVE, RULE
from jsna.chapter.evidence import Evidence
from jsna.chapter.ward_scans import WardScan
from jsna.fact_schema import ENGLAND
from jsna.figures.about import About
from jsna.figures.kinds.funnel import FEWEST, funnel_spec
from jsna.figures.kinds.ranked_bars import MOST_ROWS, ranked_bars_spec
from jsna.figures.spec import FigureSpec
from jsna.narrative.labels import period_words
from jsna.narrative.ward_words import FLAGS

COUNTED: Final = "Intervals are worked out here from the counts."


def can_be_drawn(scan: WardScan) -> bool:
    """Return whether a picture can hold the measure's wards."""
    # England's row is one of the dots'; what is not meant to be compared is not put in order
    return scan.indicator.compared and (_is_funnel(scan) or len(scan.rows) < MOST_ROWS)


def ward_figure(evidence: Evidence, scan: WardScan) -> FigureSpec:
    """Return the picture of a measure that `can_be_drawn`."""
    spec = _funnel(evidence, scan) if _is_funnel(scan) else _dots(evidence, scan)
    return replace(spec, sentence=scan.words.sentence(), rule=RULE)


def is_flagged(rows: pd.DataFrame) -> pd.Series:
    """Return which wards are flagged against England or the rest."""
    words = [str(outcome) for outcome in FLAGS]
    return rows["outcome_england"].isin(words) | rows["outcome_rest"].isin(words)


def _is_funnel(scan: WardScan) -> bool:
    rows = scan.rows
    counted = rows["value"].notna() & (rows["count"] >= 0) & (rows["denominator"] > 0)
    return scan.indicator.value_type in ADDITIVE and int(counted.sum()) >= FEWEST


def _funnel(evidence: Evidence, scan: WardScan) -> FigureSpec:
    england = scan.words.sides[0]
    frame = scan.rows.assign(
        period_label=scan.words.period_label, flagged=is_flagged(scan.rows).to_numpy()
    )
    return funnel_spec(
        frame,
        about_wards(evidence, scan, "funnel"),
        statistic=ADDITIVE[scan.indicator.value_type],
        multiplier=scan.indicator.multiplier,
        comparator=None if england.value is None else (ENGLAND, england.name, england.value),
    )


def _dots(evidence: Evidence, scan: WardScan) -> FigureSpec:
    england = scan.words.sides[0]
    line = pd.DataFrame(
        {"area_code": [ENGLAND], "area_name": england.name, "value": england.value}
    ).assign(status="final", lower_95=float("nan"), upper_95=float("nan"))
    parts = [scan.rows] if england.value is None else [scan.rows, line]
    frame = pd.concat(parts, ignore_index=True).assign(period_label=scan.words.period_label)
    return ranked_bars_spec(
        frame,
        about_wards(evidence, scan, "wards"),
        comparator=ENGLAND if england.value is not None else "",
        highest_first=scan.indicator.polarity != "low-is-good",
        marks="dots",
    )


def about_wards(
    evidence: Evidence,
    scan: WardScan,
    kind: str,
    *,
    headline: str = "",
    sentence: str = "",
    files: Iterable[str] = (),
) -> About:
    """Return the words of a figure of a measure's wards.

    Args:
        evidence: Whose wards.
        scan: The measure.
        kind: The end of the figure's id.
        headline: Its finding, where it is not that of the scan.
        sentence: The same as a full sentence.
        files: Snapshots that it is made of beside the measure's.
    """
    ids = tuple(sorted({*scan.snapshot_ids, *files}))
    indicator, place = scan.indicator, evidence.area.name
    own = (scan.rows["interval_from"] == "counts").any() and kind == "wards"
    return About(
        id=f"{evidence.topic}.{scan.slug}.{kind}",
        headline=headline or scan.words.headline(),
        sentence=sentence,
        subtitle=f"{scan.measure}, wards of {place}, {period_words(scan.words.period_label)}",
        measure=scan.measure,
        place=place,
        unit=indicator.unit,
        decimals=indicator.decimals,
        source=evidence.source_line(evidence.source_of(indicator.id, scan.snapshot_ids), ids),
        snapshot_ids=ids,
        method=RULE,
        notes=(COUNTED,) if own else (),
        synthetic=evidence.area.synthetic,
    )
