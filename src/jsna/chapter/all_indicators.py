"""All indicators: one table of everything in the catalogue, to be sorted and filtered.

It is complete without scripts: `tables.js` of a pack adds the filters and the buttons that sort,
by what the cells say of themselves (`data-pick`, `<data value>`).
"""

from collections.abc import Iterable
from typing import Final

import pandas as pd

from jsna.analysis.outcome import Outcome
from jsna.analysis.recent_trend import CANNOT, DECREASING, INCREASING, NO_CHANGE
from jsna.chapter.catalogue_rows import CatalogueRow, catalogue_rows
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.gap_figure import gap_figure, gap_of
from jsna.chapter.listing import whole_as_csv
from jsna.chapter.page import Page
from jsna.chapter.priority_page import outcome_list
from jsna.chapter.section import section
from jsna.chapter.words import (
    PageTable,
    block,
    bullets,
    mark_cell,
    sections,
    source_note,
    table_block,
)
from jsna.facts.periods import period_end
from jsna.narrative.age_of_data import age_mark
from jsna.narrative.comparison_words import RANK_FROM, rank_cell
from jsna.narrative.english import capitalised, counted
from jsna.narrative.html_text import escape_html
from jsna.narrative.labels import period_words, stratum_words
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.numbers import format_value
from jsna.narrative.sentences import verdict
from jsna.narrative.statement import Statement

ROW: Final = "Measure"
RANK: Final = f"Rank ({RANK_FROM})"
NONE: Final = "none"
NO_DATA: Final = "No data"
WITHOUT: Final = len(Outcome)
"""Where a measure without data stands in the order of verdicts: last."""
NOT_TESTED: Final = "Not tested"
"""As a priority's table has it: the words of the service would be a second name for it."""
BY_SOURCE: Final = "the source's own trend"
TRENDS: Final = (INCREASING, DECREASING, NO_CHANGE, CANNOT, "")
"""In the order in which rows are sorted; another word of a source stands last."""


@section()
def table(evidence: Evidence, page: Page) -> str:
    """Return how many measures have data, and the table of them all; those without stand last."""
    found = catalogue_rows(evidence)
    every = evidence.every_measure
    without = [measure for measure in every if not measure.has_data]
    rows = [_with_data(evidence, row) for row in found]
    rows += [_without_data(evidence, measure) for measure in without]
    frame = pd.DataFrame(rows)
    caption = f"Every measure of the catalogue, newest figures, {evidence.area.name}"
    made = table_block(
        evidence, "all-indicators", PageTable(frame, caption, {}, ROW, markup=list(frame))
    )
    return sections(
        escape_markdown(_opening(evidence, found, every)),
        block("outcomes", outcome_list([row.measure.statement for row in found])) if found else "",
        block("filtered", made),
        _source(evidence, found),
        whole_as_csv(evidence, page, "all-indicators", _csv(found, without), "Every measure"),
    )


@section("The widest gap to England, over time")
def widest_gap(evidence: Evidence, page: Page) -> str:
    """Return the gap over time of the measure that lies furthest from England.

    Furthest in units of the difference that would matter, among comparable measures that are not
    old and have a gap in three periods.
    """
    gaps = [(row, gap_of(evidence, row.measure)) for row in catalogue_rows(evidence)]
    able = [(row, gap) for row, gap in gaps if gap is not None and not row.is_old]
    if not able:
        return ""
    row, gap = max(able, key=lambda one: _in_units_that_matter(one[0].measure))
    words = (
        "Of all comparable measures with three figures or more that are not old, the one furthest"
        " from England in units of the difference that would matter."
    )
    return sections(words, gap_figure(evidence, page, row.measure, gap))


def _in_units_that_matter(measure: Measure) -> float:
    said = measure.statement
    england = said.comparator.value if said.comparator else None
    if said.value is None or england is None:
        return 0.0
    return abs(said.value - england) / measure.indicator.matters


@section()
def how_to_read(evidence: Evidence, page: Page) -> str:
    """Return what the columns say."""
    chosen = evidence.neighbours
    whose = f" ({chosen.title})" if chosen.codes else ""
    items = (
        "**Verdict** is against England, in the same period; its words are explained on the"
        " [overview](index.qmd). Where it is the source's own, the file used holds no interval to"
        " check it by.",
        f"**Neighbours** is what the area's neighbours{escape_markdown(whose)} have together: their"
        " counts added up, or the median of their values. In brackets: how many have a value.",
        "**Rank** is among the authorities of the same tier. 1st is the best; where neither way is"
        " good it is the highest, and the cell says so. Missing: how many of the tier have no"
        " value. A rank says nothing of how far apart areas are.",
        "**Trend** is tested over the newest five yearly figures; it says nothing of the level."
        " Where too few could be tested, the source's own is shown as that.",
        "**Old** means that the newest figure in the files used is old for its kind"
        " ([age of data](methods.qmd#age-of-data)). **Series ended**: its source has discontinued"
        " it, and no newer figure will come.",
    )
    return block("read", "## How to read this", "", bullets(items))


def _opening(evidence: Evidence, found: list[CatalogueRow], every: list[Measure]) -> str:
    indicators = len({measure.indicator.id for measure in every})
    old = sum(row.is_old for row in found)
    told = (
        f"The catalogue has {counted(indicators, 'indicator')} in"
        f" {counted(len(every), 'measure')}: a measure is an indicator for one sex and age."
        f" {len(found) or 'None'} of them {'has' if len(found) == 1 else 'have'} data for"
        f" {evidence.area.name}"
    )
    are_old = f", of which {old or 'none'} {'is' if old == 1 else 'are'} old" if found else ""
    more = len(evidence.settings.indicators) - indicators
    on_request = f" {more} more are shown where a strategy names them." if more else ""
    return f"{told}{are_old}.{on_request}"


def _with_data(evidence: Evidence, row: CatalogueRow) -> dict[str, str]:
    said = row.measure.statement
    england = said.comparator.value if said.comparator else None
    order = list(Outcome).index(said.outcome)
    return {
        ROW: _measure(evidence, row.measure),
        "Value": _value(said.value, row.measure),
        "England": _value(england, row.measure),
        evidence.area.region.name: _value(row.region, row.measure),
        "Neighbours": _neighbours(row),
        "Verdict": _data(order, mark_cell(said, _verdict(said)), capitalised(said.outcome)),
        "Trend": _trend(row),
        RANK: _rank(row),
        "Year": _year(row),
    }


def _verdict(said: Statement) -> str:
    """The outcome; whose verdict it is, where it is the source's; why there is none.

    Why a difference is not tested is the same for all, and said once, on the overview.
    """
    whose = said.basis.after_verdict
    if said.outcome is Outcome.NOT_TESTED:
        return capitalised(said.outcome)
    # that the file holds no interval to check it by is said once, below the table
    return capitalised(f"{said.outcome}, {whose}") if whose else verdict(said)


def _without_data(evidence: Evidence, measure: Measure) -> dict[str, str]:
    reason = escape_html(f"{NO_DATA}: {measure.statement.reason}")
    cells = dict.fromkeys(
        ("Value", "England", evidence.area.region.name, "Neighbours", "Trend", RANK, "Year"), NONE
    )
    told = {ROW: _measure(evidence, measure), "Verdict": _data(WITHOUT, reason, NO_DATA)}
    return told | cells


def _measure(evidence: Evidence, measure: Measure) -> str:
    """Title, sex and age; under it the theme, and the priorities that ask for it."""
    indicator = measure.indicator
    group = stratum_words(measure.statement.sex, measure.statement.age, indicator.title)
    title = ", ".join(part for part in (indicator.title, group) if part)
    theme = escape_html(evidence.settings.themes[indicator.theme].title)
    links = [
        f'<a href="{one.id}.html">priority {one.number}</a>'
        for one in evidence.strategy.priorities
        if indicator.id in one.indicators
    ]
    small = "; ".join([f'<span data-pick="{theme}" data-name="Theme">{theme}</span>', *links])
    return f'{escape_html(title)} <span class="small">{small}</span>'


def _value(value: float | None, measure: Measure) -> str:
    if value is None:
        return NONE
    return escape_html(format_value(value, measure.indicator.unit, measure.indicator.decimals))


def _neighbours(row: CatalogueRow) -> str:
    together = row.neighbours
    if together.value is None:
        return NONE
    return f"{_value(together.value, row.measure)} ({together.n} of {together.of})"


def _trend(row: CatalogueRow) -> str:
    told = NOT_TESTED if row.trend == CANNOT else row.trend
    words = f"{told}, {BY_SOURCE}" if row.trend_of_source else told
    order = [row.trend.startswith(word) for word in TRENDS].index(True)
    return _data(order, escape_html(words), told)


def _rank(row: CatalogueRow) -> str:
    if row.rank.rank is None:
        return NONE
    return _data(round(row.rank.rank / row.rank.of, 4), rank_cell(row.rank))


def _year(row: CatalogueRow) -> str:
    said = row.measure.statement
    ends = period_end(pd.Series([said.period])).iloc[0]
    period = escape_html(period_words(said.period_label))
    age = "old" if row.is_old else "recent"
    mark = age_mark(said.data_age).lstrip()
    words = f"{period} <strong>{mark}</strong>" if mark else period
    return f'<data value="{ends:%Y%m%d}" data-pick="{age}" data-name="Age of figure">{words}</data>'


def _data(order: float, shown: str, pick: str = "") -> str:
    """A cell that says by what it is sorted, and under which word of a filter it falls."""
    picked = f' data-pick="{escape_html(pick)}"' if pick else ""
    return f'<data value="{order:g}"{picked}>{shown}</data>'


def _source(evidence: Evidence, found: Iterable[CatalogueRow]) -> str:
    """The data sets behind the table, each once; a measure's own page has its ids."""
    sources = evidence.settings.sources
    titles = dict.fromkeys(sources[row.measure.indicator.source.source].title for row in found)
    ids = sorted({id for row in found for id in row.measure.statement.snapshot_ids})
    return source_note(evidence, "; ".join(titles), ids) if titles else ""


def _csv(found: Iterable[CatalogueRow], without: Iterable[Measure]) -> pd.DataFrame:
    rows = [_csv_row(row.measure) | _csv_beside(row) for row in found]
    return pd.DataFrame([*rows, *(_csv_row(measure) for measure in without)])


def _csv_row(measure: Measure) -> dict[str, object]:
    said, indicator = measure.statement, measure.indicator
    return {
        "indicator": indicator.id, "title": indicator.title, "theme": indicator.theme,
        "unit": indicator.unit, "sex": said.sex, "age": said.age, "period": said.period,
        "period_label": said.period_label, "value": said.value, "lower_95": said.lower,
        "upper_95": said.upper, "interval_from": said.interval_from, "status": said.status,
        "england": said.comparator.value if said.comparator else None,
        "outcome": str(said.outcome), "basis": str(said.basis), "reason": said.reason,
    }  # fmt: skip


def _csv_beside(row: CatalogueRow) -> dict[str, object]:
    return {
        "region": row.region, "neighbours": row.neighbours.value,
        "neighbours_with_value": row.neighbours.n, "neighbours_made_by": row.neighbours.method,
        "rank": row.rank.rank, "rank_of": row.rank.of, "rank_tier": row.rank.tier,
        "rank_direction": row.rank.direction, "trend": row.trend,
        "trend_reason": row.trend_reason, "trend_of_source": row.trend_of_source,
        "old": row.is_old,
    }  # fmt: skip
