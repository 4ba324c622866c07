"""The figures of one measure: its trend, and its place among all authorities of its tier."""

from dataclasses import replace

import pandas as pd

from jsna.analysis.rank import Rank
from jsna.analysis.standing import standing
from jsna.chapter.evidence import Evidence, Measure, snapshot_ids
from jsna.chapter.measure_rows import measure_rows
from jsna.fact_schema import ENGLAND
from jsna.figures.about import About
from jsna.figures.kinds.authority_strip import authority_strip_spec
from jsna.figures.kinds.authority_strip.headline import authority_strip_headline
from jsna.figures.kinds.ranked_bars.headline import rank_headline
from jsna.figures.kinds.trend_line import trend_spec
from jsna.figures.spec import FigureSpec
from jsna.figures.words import axis_period
from jsna.narrative.age_of_data import with_age
from jsna.narrative.english import capitalised, mid_sentence, sentence
from jsna.narrative.finding_headline import finding_headline, shown_change
from jsna.narrative.labels import period_words, sex_words, stratum_words
from jsna.narrative.rank_words import rank_note
from jsna.narrative.sentences import finding


def measure_specs(evidence: Evidence, measure: Measure) -> list[FigureSpec]:
    """Return the figures that a measure has data for, trend first."""
    makers = {"trend": trend_figure, "strip": strip_figure}
    return [makers[kind](evidence, measure) for kind in measure_rows(evidence, measure).kinds]


def measure_headline(evidence: Evidence, measure: Measure) -> str:
    """Return the finding of a measure: a tested change leads, else its level beside England's."""
    rows = measure_rows(evidence, measure)
    stood = standing(rows.trend, evidence.area.code, ENGLAND)
    changed = shown_change(rows.moved)
    return finding_headline(measure.statement, measure.indicator.short_title, changed, stood)


def lead_figure(evidence: Evidence, measure: Measure) -> str:
    """Return the id of the figure that a measure's finding points to."""
    return figure_id(evidence, measure, measure_rows(evidence, measure).lead_kind)


def figure_id(evidence: Evidence, measure: Measure, kind: str) -> str:
    """Return `<priority>.<indicator>.<kind>`."""
    return f"{evidence.topic}.{measure.slug}.{kind}"


def short_words(measure: Measure) -> str:
    """Return the measure's short title with its sex, as a caption names it."""
    sex = sex_words(measure.statement.sex)
    return ", ".join(part for part in (measure.indicator.short_title, sex) if part)


def trend_figure(evidence: Evidence, measure: Measure) -> FigureSpec:
    """Return the measure's trend line beside England's and the region's."""
    area, statement, rows = evidence.area, measure.statement, measure_rows(evidence, measure)
    first, last = (axis_period(rows.own["period_label"].iloc[i]) for i in (0, -1))
    # figures that count on from one start: what the last of them adds is its end
    ends = dict.fromkeys((first, last.removeprefix(f"{first}\u2013")))
    about = replace(
        about_measure(evidence, measure, "trend", rows.trend),
        headline=measure_headline(evidence, measure),
        subtitle=f"{short_words(measure)}, {area.name}, {' to '.join(ends)}",
    )
    drawn = set(rows.trend["area_code"])
    beside = [code for code in (ENGLAND, area.region.code) if code in drawn]
    spec = trend_spec(rows.trend, about, area=area.code, comparators=beside, breaks=rows.breaks)
    return replace(spec, sentence=finding(statement), rule=statement.rule)


def strip_figure(evidence: Evidence, measure: Measure) -> FigureSpec:
    """Return the measure's strip of all authorities; its sentence is the national rank."""
    area, statement, rows = evidence.area, measure.statement, measure_rows(evidence, measure)
    rank = rows.national_rank
    frame, short = rows.authorities, measure.indicator.short_title
    about = replace(
        about_measure(evidence, measure, "strip", frame),
        headline=authority_strip_headline(frame, statement, rank.tier, short),
        subtitle=_strip_caption(measure, rank),
        method="rank",
        notes=tuple(note for note in (rank_note(rank),) if note),
    )
    spec = authority_strip_spec(
        frame,
        about,
        area=area.code,
        tier=rank.tier,
        comparator=("England", rows.value_of(ENGLAND)),
    )
    headline = rank_headline(area.name, rank, statement, short)
    return replace(spec, sentence=rank_sentence(headline, rank), rule="rank")


def _strip_caption(measure: Measure, rank: Rank) -> str:
    period = period_words(measure.statement.period_label)
    words = f"{capitalised(rank.tier)} by {mid_sentence(short_words(measure))}, {period}"
    return with_age(words, measure.statement)


def rank_sentence(headline: str, rank: Rank) -> str:
    """Return a headline as a sentence, with who has no value."""
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
        source=evidence.source_line(evidence.source_of(indicator.id, ids), ids),
        snapshot_ids=ids,
        method=statement.rule,
        synthetic=evidence.area.synthetic,
    )
