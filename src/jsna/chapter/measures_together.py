"""Two measures of a priority beside each other: one dot for each authority of the area's tier."""

from dataclasses import replace

import pandas as pd

from jsna.analysis.rank_correlation import FEWEST, RankCorrelation, rank_correlation
from jsna.chapter.evidence import Evidence, Measure, snapshot_ids
from jsna.chapter.measure_figures import about_measure, short_words
from jsna.chapter.measure_rows import measure_rows
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import sections
from jsna.figures.kinds.scatter import scatter_spec
from jsna.figures.kinds.scatter.headline import scatter_headline
from jsna.figures.spec import FigureSpec
from jsna.narrative.english import listed, mid_sentence
from jsna.narrative.issue_words import measure_words
from jsna.narrative.labels import period_words
from jsna.narrative.markdown import escape_markdown
from jsna.settings.framework import MeasuresTogether

METHOD = "rank-correlation"
COLUMNS = ["area_code", "area_name", "value", "status", "snapshot_ids"]


@section("Two measures beside each other")
def beside_each_other(evidence: Evidence, page: Page) -> str:
    """Return a scatter for each pair that the strategy asks for; "" where it asks for none."""
    pairs = evidence.chosen_priority.together
    return sections(*(_pair(evidence, page, pair) for pair in pairs))


def together_figure(evidence: Evidence, across: Measure, up: Measure) -> FigureSpec | None:
    """Return the scatter of two measures, each in its newest period.

    None where fewer than ten authorities have both.

    Args:
        evidence: Of the priority's page.
        across: The measure along the foot.
        up: The measure at the left.
    """
    every = pair_rows(evidence, across, up)
    rows = every.dropna(subset=["across", "value"])
    if len(rows) < FEWEST:
        return None
    tier = measure_rows(evidence, up).national_rank.tier
    names = short_words(across), short_words(up)
    about = replace(
        about_measure(evidence, up, "together", rows),
        id=f"{evidence.topic}.{across.slug}-{up.slug}.scatter",
        headline=scatter_headline(_correlation(rows), *names, tier),
        subtitle=f"{_dated(up)}, against {mid_sentence(_dated(across))}, {tier}",
        measure=f"{up.indicator.title} against {mid_sentence(across.indicator.title)}",
        source=evidence.source_line(_titles(evidence, across, up), snapshot_ids(rows)),
        method=METHOD,
        place="England",
        notes=(f"{len(every) - len(rows)} of {len(every)} have no figure of one or both.",)
        if len(rows) < len(every)
        else (),
    )
    foot = (names[0], across.indicator.unit, across.indicator.decimals)
    spec = scatter_spec(rows, about, across=foot, up=names[1], rows=tier)
    own = replace(spec.options, own=evidence.area.code)
    return replace(spec, options=own, sentence=f"{about.headline}.", rule=METHOD)


def pair_rows(evidence: Evidence, across: Measure, up: Measure) -> pd.DataFrame:
    """Return one row per authority that stands in both measures: across, value and status."""
    foot, left = (measure_rows(evidence, one).authorities[COLUMNS] for one in (across, up))
    both = foot.merge(left.drop(columns="area_name"), on="area_code", suffixes=("_across", ""))
    ids = both["snapshot_ids_across"] + " " + both["snapshot_ids"]
    status = both["status"].where(both["value"].isna(), both["status_across"])
    return both.rename(columns={"value_across": "across"}).assign(status=status, snapshot_ids=ids)


def _pair(evidence: Evidence, page: Page, pair: MeasuresTogether) -> str:
    found = [_measure(evidence, id) for id in pair.indicators]
    across, up = found
    if across is None or up is None:
        lacks = [id for id, one in zip(pair.indicators, found, strict=True) if one is None]
        titles = listed([evidence.settings.indicators[id].short_title for id in lacks])
        return escape_markdown(f"No figure at hand: {titles}.")
    spec = together_figure(evidence, across, up)
    if spec is None:
        names = f"{short_words(across)} and {mid_sentence(short_words(up))}"
        return escape_markdown(f"Fewer than {FEWEST} authorities have both: {names}.")
    own = f"{evidence.area.name}: {_value(across)}; {_value(up)}."
    return sections(page.figure(spec, evidence.cite(spec)), escape_markdown(own))


def _measure(evidence: Evidence, indicator_id: str) -> Measure | None:
    """The first measure of an indicator that has data."""
    of_it = (m for m in evidence.with_data if m.indicator.id == indicator_id)
    return next(of_it, None)


def _correlation(rows: pd.DataFrame) -> RankCorrelation | None:
    return rank_correlation(rows["across"], rows["value"])


def _dated(measure: Measure) -> str:
    return f"{short_words(measure)} ({period_words(measure.statement.period_label)})"


def _value(measure: Measure) -> str:
    """The area's own figure with its interval, its period and England's."""
    name = mid_sentence(short_words(measure))
    return f"{name}, {measure_words(measure.statement, None, measure.indicator)}"


def _titles(evidence: Evidence, *measures: Measure) -> str:
    """The data sets behind the figures of all authorities, each once."""
    found = (
        evidence.source_of(one.indicator.id, snapshot_ids(measure_rows(evidence, one).authorities))
        for one in measures
    )
    return "; ".join(dict.fromkeys(found))
