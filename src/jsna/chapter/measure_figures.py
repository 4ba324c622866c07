"""The figures of one measure: its trend, and its place among the region's authorities."""

from dataclasses import replace
from functools import cache
from typing import Final

import pandas as pd

from jsna.analysis.movement import Movement, movement
from jsna.analysis.rank import Rank
from jsna.analysis.standing import standing
from jsna.chapter.evidence import Evidence, Measure, snapshot_ids
from jsna.chapter.excess import in_numbers
from jsna.chapter.measure_rows import MeasureRows, measure_rows
from jsna.chapter.page import Page
from jsna.chapter.words import sections
from jsna.fact_schema import ENGLAND
from jsna.figures.about import About
from jsna.figures.kinds.ranked_bars import ranked_bars_spec
from jsna.figures.kinds.ranked_bars.headline import rank_headline
from jsna.figures.kinds.ranked_bars.options import Marks
from jsna.figures.kinds.trend_line import trend_spec
from jsna.figures.spec import FigureSpec
from jsna.figures.words import axis_period
from jsna.narrative.english import mid_sentence, sentence
from jsna.narrative.finding_headline import finding_headline, shown_change
from jsna.narrative.labels import period_words, stratum_words
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.rank_words import rank_note, tier_words
from jsna.narrative.sentences import finding
from jsna.narrative.trend_words import movement_sentences

FEWEST_FOR_MOVEMENT: Final = 2
FROM_ZERO: Final = ("proportion", "rate", "standardised-rate", "count")
"""Kinds of value whose bars start at zero; the others are drawn as dots."""


def measure_figures(evidence: Evidence, page: Page, measure: Measure) -> str:
    """Return the figures that a measure has data for, trend first, and the national rank."""
    rows = measure_rows(evidence, measure)
    makers = {"trend": _trend, "bars": _bars}
    specs = [makers[kind](evidence, measure, rows) for kind in rows.kinds]
    figures = [page.figure(spec, evidence.cite(spec)) for spec in specs]
    moved = sections(_movement(evidence, measure, rows), in_numbers(evidence, measure, rows))
    # the trend's words stand under its picture, before the picture of other authorities
    at = 1 if rows.kinds[0] == "trend" else 0
    return sections(*figures[:at], moved, *figures[at:], _national_rank(evidence, measure, rows))


def _movement(evidence: Evidence, measure: Measure, rows: MeasureRows) -> str:
    """The recent trend and tested change of the area's own series, if it is more than a point."""
    moved = movement_of(evidence, measure)
    if moved is None:
        return ""
    said = measure.statement
    group = stratum_words(said.sex, said.age, measure.indicator.title)
    parts = (mid_sentence(measure.indicator.short_title), group)
    what = ", ".join(part for part in parts if part) + ("," if group else "")
    return escape_markdown(movement_sentences(moved, measure.indicator, what))


@cache
def movement_of(evidence: Evidence, measure: Measure) -> Movement | None:
    """Return how the area's own series of a measure has moved; None of fewer than two figures."""
    trend = measure_rows(evidence, measure).trend
    own = trend[trend["area_code"] == evidence.area.code]
    if own["value"].notna().sum() < FEWEST_FOR_MOVEMENT:
        return None
    published, start = evidence.store.published, evidence.strategy.start
    return movement(own, published, measure.indicator, start)


def measure_headline(evidence: Evidence, measure: Measure) -> str:
    """Return the finding of a measure: a tested change leads, else its level beside England's."""
    rows = measure_rows(evidence, measure)
    stood = standing(rows.trend, evidence.area.code, ENGLAND)
    changed = shown_change(movement_of(evidence, measure))
    return finding_headline(measure.statement, measure.indicator.short_title, changed, stood)


def lead_figure(evidence: Evidence, measure: Measure) -> str:
    """Return the id of the figure that a measure's finding points to."""
    return figure_id(evidence, measure, measure_rows(evidence, measure).kinds[0])


def figure_id(evidence: Evidence, measure: Measure, kind: str) -> str:
    """Return `<priority>.<indicator>.<kind>`."""
    return f"{evidence.topic}.{measure.slug}.{kind}"


def _trend(evidence: Evidence, measure: Measure, rows: MeasureRows) -> FigureSpec:
    area, statement = evidence.area, measure.statement
    labels = rows.trend.loc[rows.trend["area_code"] == area.code, "period_label"]
    ends = dict.fromkeys(axis_period(labels.iloc[i]) for i in (0, -1))
    about = about_measure(evidence, measure, "trend", rows.trend)
    about = replace(
        about,
        headline=measure_headline(evidence, measure),
        subtitle=f"{about.measure}, {area.name}, {' to '.join(ends)}",
    )
    compared = measure.compared
    drawn = rows.trend if compared else rows.trend[rows.trend["area_code"] == area.code]
    comparators = [ENGLAND, area.region.code] if compared else []
    spec = trend_spec(drawn, about, area=area.code, comparators=comparators)
    return replace(spec, sentence=finding(statement), rule=statement.rule)


def _bars(evidence: Evidence, measure: Measure, rows: MeasureRows) -> FigureSpec:
    area, indicator = evidence.area, measure.indicator
    rank = rows.rank(rows.bars, area.region.name)
    frame = rows.with_england()
    about = about_measure(evidence, measure, "bars", frame)
    period = period_words(measure.statement.period_label)
    about = replace(
        about,
        headline=rank_headline(area.name, rank, measure.statement, indicator.short_title),
        subtitle=f"{about.measure}, {_which(rows)} of {area.region.name}, {period}",
        method="rank",
        notes=tuple(note for note in (rank_note(rank),) if note),
    )
    marks: Marks = "bars" if indicator.value_type in FROM_ZERO else "dots"
    spec = ranked_bars_spec(
        frame,
        about,
        area=area.code,
        comparator=ENGLAND if len(frame) > len(rows.drawn) else "",
        highest_first=indicator.polarity != "low-is-good",
        marks=marks,
    )
    return replace(spec, sentence=_rank_sentence(about.headline, rank), rule="rank")


def _which(rows: MeasureRows) -> str:
    if len(rows.drawn) == len(rows.bars):
        return "authorities"
    tier = tier_words(rows.tier, rows.bars["kind"].unique())
    return f"the {len(rows.drawn)} nearest in rank of the {len(rows.bars)} {tier}"


def _national_rank(evidence: Evidence, measure: Measure, rows: MeasureRows) -> str:
    rank = rows.rank(rows.authorities)
    if rank.rank is None or not measure.compared:
        return ""
    area, short = evidence.area.name, measure.indicator.short_title
    headline = rank_headline(area, rank, measure.statement, short)
    return escape_markdown(_rank_sentence(headline, rank))


def _rank_sentence(headline: str, rank: Rank) -> str:
    return f"{sentence(headline)} {rank_note(rank)}".rstrip()


def about_measure(evidence: Evidence, measure: Measure, kind: str, frame: pd.DataFrame) -> About:
    """Return what all figures of a measure say of themselves; headline and subtitle come after."""
    indicator, statement = measure.indicator, measure.statement
    group = stratum_words(statement.sex, statement.age, indicator.title)
    ids = snapshot_ids(frame)
    return About(
        id=figure_id(evidence, measure, kind),
        headline="",
        subtitle="",
        measure=", ".join(part for part in (indicator.title, group) if part),
        place=evidence.area.name,
        unit=indicator.unit,
        decimals=indicator.decimals,
        source=evidence.source_line(evidence.source_of(indicator.id), ids),
        snapshot_ids=ids,
        method=statement.rule,
        synthetic=evidence.area.synthetic,
    )
