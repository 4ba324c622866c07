"""The dashboard of own measures: each priority's, with control charts, and what stands out."""

from collections.abc import Collection, Sequence
from typing import Final

import pandas as pd

from jsna.analysis.control_rules import RULES
from jsna.analysis.measure_judgement import JudgedMeasure
from jsna.analysis.smart_check import LETTERS, smart_check
from jsna.analysis.year_projection import project_year
from jsna.chapter.evidence import Evidence
from jsna.chapter.listing import MOST_OPEN, whole_as_csv
from jsna.chapter.own_measures import (
    DATA_SET,
    NO_OWNER,
    exceptions,
    own_figures,
    rules_in_words,
)
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import (
    PageTable,
    bullets,
    details,
    folded_on_site,
    method_link,
    sections,
    source_note,
    table_block,
)
from jsna.figures.about import About
from jsna.figures.kinds.control_chart import control_chart_spec
from jsna.figures.kinds.control_chart.headline import control_headline
from jsna.narrative.english import counted
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.own_measure_words import (
    MEANING,
    VARIATION,
    finding_sentence,
    finding_words,
    limits_words,
    plan_words,
    projection_sentence,
    target_words,
    value_words,
)
from jsna.settings.measure_period import period_words
from jsna.settings.strategy import titles_of

METHOD: Final = "own-measures"
WHOLE: Final = "Of the whole strategy"
MOST_CHARTS: Final = 40
"""Charts of one page; the exceptions are drawn first, the others stand in the table alone."""
TARGET_TOLD: Final = "Whether a target is hit says what happens if nothing changes: by its limits."


@section()
def in_short(evidence: Evidence, page: Page) -> str:
    """Return how many measures there are, and how many of each kind of exception."""
    judged, told = own_figures(evidence).judged, exceptions(evidence)
    kinds = [kind for _, every in told for kind in every]
    said = [
        f"{counted(kinds.count(kind), 'measure')}: {kind.lower()}. {why}."
        for kind, why in MEANING.items()
        if kind in kinds
    ]
    without = sum(not one.measure.owner for one in judged)
    start = (
        f"{counted(len(judged), 'measure')} of the council's and its partners' own;"
        f" {counted(len(told), 'of them is', 'of them are')} in the"
        " [exception report](exceptions.qmd)."
    )
    owners = f"{counted(without, 'measure has', 'measures have')} no owner." if without else ""
    return sections(f"{start} {owners}".strip(), bullets(map(escape_markdown, said)))


@section()
def by_priority(evidence: Evidence, page: Page) -> str:
    """Return each priority's measures: a table, and a control chart for each with figures."""
    figures, drawn = own_figures(evidence), _drawn(evidence)
    titles = {"": WHOLE, **titles_of(evidence.strategy)}
    order = [*(one.id for one in evidence.strategy.priorities), ""]
    parts = []
    for priority in order:
        own = figures.of_priority(priority)
        if not own:
            continue
        name = priority or "whole-strategy"
        parts.append(
            sections(
                f"## {escape_markdown(titles[priority])}",
                table_block(evidence, f"dashboard-{name}", _table(own, titles[priority])),
                *_each(evidence, page, own, drawn),
            )
        )
    ids = figures.ids(figures.judged)
    note = source_note(evidence, DATA_SET, ids, TARGET_TOLD) if ids else ""
    return sections(*parts, note, _csv(evidence, page))


@section("Are the measures fit to be held to?")
def smart(evidence: Evidence, page: Page) -> str:
    """Return the SMART check: each letter of each measure, with its reason."""
    rows = [
        {"Measure": one.measure.title, **{
            LETTERS[letter.letter]: f"{'yes' if letter.met else 'no'}: {letter.reason}"
            for letter in smart_check(one)
        }}
        for one in own_figures(evidence).judged
    ]  # fmt: skip
    met = sum(
        all(letter.met for letter in smart_check(one)) for one in own_figures(evidence).judged
    )
    # a strategy's title may name the area: the gate would take a day for a hidden figure's number
    caption = "The SMART check of own measures"
    table = table_block(evidence, "smart", PageTable(pd.DataFrame(rows), caption, {}, "Measure"))
    return sections(
        f"Of {counted(len(rows), 'measure')} {met or 'none'}"
        f" {'has' if met == 1 else 'have'} all five letters.",
        details("Each letter of each measure, with its reason", table),
    )


@section("How we know")
def method(evidence: Evidence, page: Page) -> str:
    """Return the rules of the charts and what hides small counts."""
    rules = "; ".join(RULES.values())
    said = [
        f"A point is special cause by one of four rules: {rules}. All else is common cause: no"
        " single rise or fall means anything.",
        "Limits are set by the baseline and stay; they are worked out anew only where the"
        " description of the measure declares a known change, with its reason.",
        *rules_in_words(evidence),
        *(
            f"{measure.title}: limits anew from {period_words(measure.interval(step.since))}."
            f" {step.why}"
            for measure in evidence.strategy.own_measures.measures
            for step in measure.steps
        ),
    ]
    return sections(bullets(map(escape_markdown, said)), method_link(METHOD))


def _drawn(evidence: Evidence) -> set[str]:
    """Return the measures that get a chart: those with figures, exceptions first."""
    told = [one.measure.id for one, _ in exceptions(evidence)]
    judged = own_figures(evidence).judged
    every = [one.measure.id for one in judged if one.chart["value"].notna().sum() > 1]
    ordered = [id for id in told if id in every] + [id for id in every if id not in told]
    return set(ordered[:MOST_CHARTS])


def _table(own: Sequence[JudgedMeasure], title: str) -> PageTable:
    rows = [
        {
            "Measure": one.measure.title,
            "Newest": value_words(one),
            "Limits": limits_words(one),
            "Change": VARIATION[one.variation],
            "Target": target_words(one),
            "Trajectory": plan_words(one),
            "Who answers for it": one.measure.owner or NO_OWNER,
        }
        for one in own
    ]
    return PageTable(pd.DataFrame(rows), f"Own measures: {title}", {}, "Measure")


def _each(
    evidence: Evidence, page: Page, own: Sequence[JudgedMeasure], drawn: Collection[str]
) -> list[str]:
    """Return the charts, and what is said of measures without one; many such sentences fold."""
    alone = [one for one in own if one.measure.id not in drawn and one.newest is not None]
    if len(alone) <= MOST_OPEN:
        return [
            _chart(evidence, page, one) if one.measure.id in drawn else _alone(one) for one in own
        ]
    charts = [_chart(evidence, page, one) for one in own if one.measure.id in drawn]
    summary = f"What is found of {len(alone)} measures without a chart"
    return [*charts, folded_on_site(evidence, summary, lambda: bullets(map(_alone, alone)))]


def _alone(judged: JudgedMeasure) -> str:
    """Return what is said of a measure without a chart; "" where the table says it all."""
    return "" if judged.newest is None else escape_markdown(finding_sentence(judged))


def _chart(evidence: Evidence, page: Page, judged: JudgedMeasure) -> str:
    measure, frame = judged.measure, judged.chart
    labels = [period_words(period) for period in frame["period"]]
    shown = frame.assign(
        area_code=evidence.area.code,
        area_name=evidence.area.name,
        period_label=labels,
        signal=frame["rule"].map(RULES).fillna(""),
    )
    sentences = [finding_sentence(judged)]
    if projection := project_year(judged):
        sentences.append(projection_sentence(projection, judged))
    ids = own_figures(evidence).snapshot_ids[measure.id]
    about = About(
        id=f"{evidence.topic}.{measure.id}.control",
        headline=control_headline(measure.title, finding_words(judged)),
        subtitle=f"{measure.title}, {evidence.area.name}, {labels[0]} to {labels[-1]}",
        measure=measure.title,
        place=evidence.area.name,
        unit=measure.unit,
        decimals=measure.decimals,
        source=evidence.source_line(measure.source or DATA_SET, ids),
        snapshot_ids=ids,
        method=METHOD,
        synthetic=evidence.area.synthetic,
        sentence=" ".join(sentences),
        rule=METHOD,
    )
    steps = tuple(measure.interval(step.since) for step in measure.steps)
    spec = control_chart_spec(shown, about, target=measure.target, steps=steps)
    return sections(page.figure(spec, evidence.cite(spec)), escape_markdown(" ".join(sentences)))


def _csv(evidence: Evidence, page: Page) -> str:
    rows = [
        {
            "measure": one.measure.id,
            "title": one.measure.title,
            "priority": one.measure.priority,
            "newest": value_words(one),
            "limits": limits_words(one),
            "change": one.variation,
            "rule": one.rule,
            "target": target_words(one),
            "trajectory": one.plan,
            "owner": one.measure.owner,
            "due": one.due.isoformat() if one.due else "",
            "overdue": one.overdue,
        }
        for one in own_figures(evidence).judged
    ]
    frame = pd.DataFrame(rows)
    return whole_as_csv(evidence, page, "own-measures", frame, "All own measures, one row each")
