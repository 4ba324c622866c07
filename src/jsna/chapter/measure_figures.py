"""The figures of one measure: its trend, and its place among the region's authorities."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import pandas as pd

from jsna.analysis.rank import TIERS, Rank, rank_area, tier_of
from jsna.chapter.evidence import Evidence, Measure, snapshot_ids
from jsna.chapter.page import Page
from jsna.chapter.words import sections
from jsna.fact_schema import AUTHORITY_TYPES, ENGLAND
from jsna.facts.select import peers, series
from jsna.figures.about import About
from jsna.figures.markdown import escape_markdown, sentence
from jsna.figures.ranked_bars import MOST_ROWS, Marks, ranked_bars_spec
from jsna.figures.spec import FigureSpec
from jsna.figures.trend_line import trend_spec
from jsna.figures.words import axis_period
from jsna.narrative.headlines import rank_headline, rank_note, trend_headline
from jsna.narrative.labels import period_words, stratum_words
from jsna.narrative.sentences import finding

FEWEST_BARS: Final = 4
FROM_ZERO: Final = ("proportion", "rate", "standardised-rate", "count")
"""Kinds of value whose bars start at zero; the others are drawn as dots."""


def measure_figures(evidence: Evidence, page: Page, measure: Measure) -> str:
    """Return the figures that a measure has data for, trend first."""
    specs = []
    if "trend" in kinds(evidence, measure):
        specs.append(_trend(evidence, measure))
    rank = ""
    if "bars" in kinds(evidence, measure):
        specs.append(_bars(evidence, measure))
        rank = _national_rank(evidence, measure)
    return sections(*(page.figure(spec, evidence.cite(spec)) for spec in specs), rank)


def kinds(evidence: Evidence, measure: Measure) -> tuple[str, ...]:
    """Return which figures a measure gets: trend, bars or both; the first one is its own.

    One value is no trend: where the authorities of the region can be shown, they are enough.
    """
    own = _series(evidence, measure, [evidence.area.code])
    bars = len(_bars_frame(evidence, measure)) > 0
    trend = own["value"].notna().sum() > 1 or not bars
    return ("trend",) * bool(trend) + ("bars",) * bars


def figure_id(evidence: Evidence, measure: Measure, kind: str) -> str:
    """Return `<priority>.<indicator>.<kind>`."""
    return f"{evidence.topic}.{measure.slug}.{kind}"


def _trend(evidence: Evidence, measure: Measure) -> FigureSpec:
    area, statement = evidence.area, measure.statement
    comparators = [ENGLAND, area.region.code]
    frame = _named(evidence, _series(evidence, measure, [area.code, *comparators]))
    own = frame[frame["area_code"] == area.code]
    first, last = (axis_period(own["period_label"].iloc[i]) for i in (0, -1))
    about = _about(evidence, measure, "trend", frame)
    about = replace(
        about,
        headline=trend_headline(statement, measure.indicator.short_title),
        subtitle=f"{about.measure}, {area.name}, {first}"
        + (f" to {last}" if last != first else ""),
        notes=(),
    )
    spec = trend_spec(frame, about, area=area.code, comparators=comparators)
    return replace(spec, sentence=finding(statement), rule=statement.rule)


def _bars(evidence: Evidence, measure: Measure) -> FigureSpec:
    area, indicator = evidence.area, measure.indicator
    frame = _bars_frame(evidence, measure)
    rank = _rank(evidence, measure, frame[frame["area_code"] != ENGLAND])
    rank = replace(rank, tier=f"{_tier(evidence, measure)} in {area.region.name}")
    about = _about(evidence, measure, "bars", frame)
    period = period_words(measure.statement.period_label)
    about = replace(
        about,
        headline=rank_headline(area.name, rank, measure.statement, indicator.short_title),
        subtitle=f"{about.measure}, authorities of {area.region.name}, {period}",
        method="rank",
        notes=(rank_note(rank),),
    )
    marks: Marks = "bars" if indicator.value_type in FROM_ZERO else "dots"
    spec = ranked_bars_spec(
        frame,
        about,
        area=area.code,
        comparator=ENGLAND if (frame["area_code"] == ENGLAND).any() else "",
        highest_first=indicator.polarity != "low-is-good",
        marks=marks,
    )
    return replace(spec, sentence=f"{about.headline}.", rule=measure.statement.rule)


def _national_rank(evidence: Evidence, measure: Measure) -> str:
    everywhere = _peers(evidence, measure)
    rank = _rank(evidence, measure, everywhere)
    if rank.rank is None:
        return ""
    area, short = evidence.area.name, measure.indicator.short_title
    headline = rank_headline(area, rank, measure.statement, short)
    return escape_markdown(f"{sentence(headline)} {rank_note(rank)}")


def _rank(evidence: Evidence, measure: Measure, rows: pd.DataFrame) -> Rank:
    period, polarity = measure.statement.period, measure.indicator.polarity
    return rank_area(rows, evidence.area.code, period, polarity, evidence.code_changes)


def _bars_frame(evidence: Evidence, measure: Measure) -> pd.DataFrame:
    """The region's authorities of the area's tier and England; empty if too few have values."""
    rows = _peers(evidence, measure)
    rows = rows[rows["area_code"].isin(evidence.region_members() | {evidence.area.code})]
    rows = rows[rows["area_type"].isin(TIERS[_tier(evidence, measure)])]
    if rows["value"].notna().sum() < FEWEST_BARS or len(rows) >= MOST_ROWS:
        return rows.iloc[:0]
    england = _series(evidence, measure, [ENGLAND])
    england = england[(england["period"] == measure.statement.period) & england["value"].notna()]
    return _named(evidence, pd.concat([rows, england], ignore_index=True))


def _tier(evidence: Evidence, measure: Measure) -> str:
    """The tier that the whole country's values put the area in; a region alone could not say."""
    return tier_of(_peers(evidence, measure), evidence.area.code, measure.statement.period)


def _peers(evidence: Evidence, measure: Measure) -> pd.DataFrame:
    return peers(
        evidence.facts_of(measure.indicator.id),
        measure.indicator.id,
        measure.statement.period,
        AUTHORITY_TYPES,
        measure.statement.sex,
        measure.statement.age,
    )


def _series(evidence: Evidence, measure: Measure, codes: Iterable[str]) -> pd.DataFrame:
    facts = evidence.facts_of(measure.indicator.id)
    # the sex and age that the statement found, so that every figure shows what it says
    return series(facts, measure.indicator.id, codes, measure.statement.sex, measure.statement.age)


def _named(evidence: Evidence, frame: pd.DataFrame) -> pd.DataFrame:
    names = frame["area_code"].map(evidence.names)
    return frame.assign(area_name=names.fillna(frame["area_code"]))


def _about(evidence: Evidence, measure: Measure, kind: str, frame: pd.DataFrame) -> About:
    """What all figures of a measure say of themselves; headline and subtitle come after."""
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
