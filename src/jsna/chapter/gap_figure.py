"""The figure of one measure's gap to England, period by period."""

from dataclasses import replace

import pandas as pd

from jsna.analysis.gap_by_period import gap_by_period
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.measure_figures import about_measure
from jsna.chapter.measure_rows import measure_rows
from jsna.chapter.page import Page
from jsna.fact_schema import ENGLAND
from jsna.figures.kinds.gap_over_time import FEWEST, gap_over_time_spec
from jsna.figures.kinds.gap_over_time.headline import gap_over_time_headline
from jsna.figures.words import axis_period

METHOD = "gap-over-time"


def gap_of(evidence: Evidence, measure: Measure) -> pd.DataFrame | None:
    """Return the gap in each period, as `gap_by_period`; None where it can't be shown.

    A measure that is not meant to be compared has no gap, nor has one with fewer than three.
    """
    if not measure.compared or measure.indicator.value_type == "count":
        return None
    gap = gap_by_period(measure_rows(evidence, measure).trend, evidence.area.code, ENGLAND)
    return gap if gap["value"].notna().sum() >= FEWEST else None


def gap_figure(evidence: Evidence, page: Page, measure: Measure, gap: pd.DataFrame) -> str:
    """Return the figure of a gap of `gap_of`."""
    rows, area = measure_rows(evidence, measure), evidence.area.name
    short = measure.indicator.short_title
    both = rows.trend[rows.trend["area_code"].isin([evidence.area.code, ENGLAND])]
    about = about_measure(evidence, measure, "gap", both)
    labels = gap["period_label"]
    ends = " to ".join(dict.fromkeys(axis_period(labels.iloc[place]) for place in (0, -1)))
    about = replace(
        about,
        headline=gap_over_time_headline(gap, area, "England", short),
        subtitle=f"{about.measure}, {area} less England, {ends}",
        method=METHOD,
    )
    spec = gap_over_time_spec(gap, about, comparator="England", breaks=rows.breaks)
    spec = replace(spec, sentence=f"{about.headline}.", rule=METHOD)
    return page.figure(spec, evidence.cite(spec))
