"""The one table of a priority: each measure's value, comparators, verdict, trend and place."""

from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.outcome import Basis, Outcome
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.measure_figures import lead_figure, short_words
from jsna.chapter.measure_rows import MeasureRows, measure_rows
from jsna.chapter.words import PageTable, mark_cell, table_block
from jsna.fact_schema import ENGLAND
from jsna.figures.kinds.trend_line.ink import days_of, runs
from jsna.figures.sparkline import sparkline
from jsna.figures.spine import spine
from jsna.narrative.age_of_data import age_mark
from jsna.narrative.comparison_words import RANK_FROM, rank_cell
from jsna.narrative.english import capitalised
from jsna.narrative.html_text import escape_html
from jsna.narrative.labels import period_words
from jsna.narrative.numbers import format_value
from jsna.narrative.outcome_counts import is_old
from jsna.narrative.statement import Statement
from jsna.narrative.trend_words import trend_word

INDICATOR, VERDICT, TREND = "Indicator", "Verdict", "Trend"
SERIES, PLACE, YEAR = "Over time", f"Among all authorities ({RANK_FROM})", "Year"
MARKUP: Final = (INDICATOR, VERDICT, SERIES, PLACE)
NONE: Final = "none"


def summary_table(evidence: Evidence) -> str:
    """Return the table, worse first and old figures last; "" without data."""
    measures = in_order(evidence, evidence.with_data)
    if not measures:
        return ""
    area = evidence.area
    frame = pd.DataFrame([_row(evidence, measure) for measure in measures])
    if frame[area.region.name].eq(NONE).all():
        frame = frame.drop(columns=area.region.name)
    caption = f"{evidence.chosen_priority.title}, {area.name}, newest periods"
    units = dict.fromkeys((area.name, "England", area.region.name), "")
    table = PageTable(frame, caption, units, INDICATOR, markup=MARKUP)
    return table_block(evidence, "summary", table)


def in_order(evidence: Evidence, measures: list[Measure]) -> list[Measure]:
    """Return the measures as the page lists them: worse first, old figures last of all."""
    order = list(Outcome)

    def place(measure: Measure) -> tuple[bool, int]:
        return is_old(measure.statement), order.index(measure.statement.outcome)

    return sorted(measures, key=place)


def _row(evidence: Evidence, measure: Measure) -> dict[str, str]:
    area, said, rows = evidence.area, measure.statement, measure_rows(evidence, measure)
    link = f"fig-{lead_figure(evidence, measure).replace('.', '-')}"
    unit = "" if said.unit in ("%", "") else f" ({escape_html(said.unit)})"
    title = escape_html(short_words(measure))
    return {
        INDICATOR: f'<a href="#{link}">{title}</a>{unit}',
        area.name: _value(said.value, said),
        "England": _value(rows.value_of(ENGLAND), said),
        area.region.name: _value(rows.value_of(area.region.code), said),
        VERDICT: verdict_cell(said),
        TREND: capitalised(trend_word(rows.moved)),
        SERIES: _series(measure, rows) or NONE,
        PLACE: _place(measure, rows) or NONE,
        YEAR: _year(said),
    }


def verdict_cell(statement: Statement) -> str:
    """Return the letter in its box, open where the source judged, and the word beside it."""
    source = " (source)" if statement.basis is Basis.SOURCE else ""
    return mark_cell(statement, f"{capitalised(str(statement.outcome))}{source}")


def _value(value: float | None, said: Statement) -> str:
    # a unit of several words stands beside the name
    sign = "%" if said.unit == "%" else ""
    return NONE if value is None else format_value(value, sign, said.decimals)


def _year(said: Statement) -> str:
    return period_words(said.period_label) + age_mark(said.data_age)


def _series(measure: Measure, rows: MeasureRows) -> str:
    own = rows.own
    days, known = days_of(own["period"]), own["value"].notna().to_numpy()
    step = float(np.median(np.diff(np.unique(days)))) if len(np.unique(days)) > 1 else 1.0
    broken = days_of(pd.Series(rows.breaks, dtype="str"))
    run = runs(days, known, step, broken)
    return sparkline(days, run, own, measure.indicator.unit, measure.indicator.decimals)


def _place(measure: Measure, rows: MeasureRows) -> str:
    """The place in words, and drawn around England's value where there is one."""
    place, said = rank_cell(rows.national_rank), measure.statement
    england = rows.value_of(ENGLAND)
    if not place or said.value is None or england is None:
        return place
    others = rows.authorities["value"].dropna().tolist()
    words = (place, said.decimals)
    return spine(said.value, others, england, measure.indicator.polarity, words)
