"""The annual report to the board and the public, and its version in plain language."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from jsna.analysis.measure_judgement import CHANCE, HIT, MISS, JudgedMeasure
from jsna.chapter.evidence import Evidence
from jsna.chapter.own_measures import DATA_SET, exceptions, own_figures
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, bullets, sections, source_note, table_block
from jsna.narrative.english import capitalised, counted, listed
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.outcome_counts import is_old, outcomes_in_short
from jsna.narrative.own_measure_words import (
    ASSURANCE,
    MEANING,
    NEWEST,
    VARIATION,
    assurance_words,
    finding_sentence,
    limits_words,
    target_words,
    value_words,
)
from jsna.narrative.plain_words import (
    BETTER,
    CHANGED,
    SAME,
    UNKNOWN,
    WORSE,
    plain_group,
    plain_sentences,
)
from jsna.settings.framework import PROGRESS
from jsna.settings.own_measures import AnnualReport
from jsna.settings.strategy import Priority

NO_OWNER: Final = "nobody is named who answers for it"
FORECASTS: Final = tuple(ASSURANCE[one] for one in (HIT, MISS, CHANCE))
MOST_LISTED: Final = 8
"""Measures of one list; the dashboard has them all."""


@section()
def opening(evidence: Evidence, page: Page) -> str:
    """Return the board's own words, and the year in one paragraph."""
    report = _report(evidence)
    judged = own_figures(evidence).judged
    known = [one for one in judged if one.newest is not None]
    told = [VARIATION[one.variation].partition(":")[0] for one in known]
    counts = [f"{told.count(word)} {word}" for word in dict.fromkeys(told)]
    targets = [assurance_words(one) for one in known if one.measure.target is not None]
    hits = [f"{targets.count(word)} {word}" for word in FORECASTS if word in targets]
    alone = [f"{targets.count(word)} where {word}" for word in NEWEST if word in targets]
    start = f"{counted(len(judged), 'measure')} of our own, {len(known) or 'none'} with figures"
    said = [
        f"{start}: {listed(counts)}." if counts else f"{start}.",
        f"By their limits: {listed(hits)}." if hits else "",
        f"Without a forecast: {listed(alone)}." if alone else "",
    ]
    year = f"**{escape_markdown(f'{evidence.area.name}, {report.year}')}.**"
    return sections(
        year, escape_markdown(report.opening), escape_markdown(" ".join(filter(None, said)))
    )


@section("The year by priority")
def by_priority(evidence: Evidence, page: Page) -> str:
    """Return each priority: its aim, its measures, its actions, and its published indicators."""
    figures = own_figures(evidence)
    parts = [_priority(evidence, one, figures.of_priority(one.id))
             for one in evidence.strategy.priorities]  # fmt: skip
    whole = figures.of_priority("")
    more = (
        sections("### Of the whole strategy", _measures(evidence, whole, "whole")) if whole else ""
    )
    ids = figures.ids(figures.judged)
    return sections(*parts, more, source_note(evidence, DATA_SET, ids) if ids else "")


@section("What the board should look at")
def attention(evidence: Evidence, page: Page) -> str:
    """Return the exceptions, the worst kinds first."""
    told = exceptions(evidence)
    if not told:
        return "No measure is an exception."
    order = list(MEANING)
    told.sort(key=lambda pair: order.index(pair[1][0]))
    items = [
        f"**{'; '.join(kinds)}** ({escape_markdown(one.measure.owner or NO_OWNER)})."
        f" {escape_markdown(finding_sentence(one))}"
        for one, kinds in told[:MOST_LISTED]
    ]
    left = len(told) - MOST_LISTED
    more = (
        f"{counted(left, 'more stands', 'more stand')} in the exception report." if left > 0 else ""
    )
    return sections(bullets(items), more)


@section("What we do not know")
def not_known(evidence: Evidence, page: Page) -> str:
    """Return measures without figures or owner, and what no indicator measures."""
    judged = own_figures(evidence).judged
    none = [one for one in judged if one.newest is None]
    silent = [one.measure.title for one in none if not one.hidden]
    hidden = [one.measure.title for one in none if one.hidden]
    without = [one.measure.title for one in judged if not one.measure.owner]
    unmeasured = sum(len(one.unmeasured) for one in evidence.strategy.priorities)
    said = [
        f"No figure has come in of {listed(silent)}." if silent else "",
        f"No figure may be shown of {listed(hidden)}." if hidden else "",
        f"Nobody is named who answers for {listed(without)}." if without else "",
        f"{counted(unmeasured, 'thing that the strategy wants is', 'things that the strategy wants are')}"  # noqa: E501
        " measured by no indicator." if unmeasured else "",
    ]  # fmt: skip
    return bullets(escape_markdown(one) for one in said if one)


@section("The year ahead")
def next_year(evidence: Evidence, page: Page) -> str:
    """Return what the board wants to do next; "" where its file does not say."""
    return bullets(map(escape_markdown, _report(evidence).next_year))


@section()
def plain_opening(evidence: Evidence, page: Page) -> str:
    """Return what the plain version begins with."""
    report = _report(evidence)
    about = (
        f"This is about {evidence.area.name} in {report.year}. We count the same things time"
        " after time to see if life is getting better. Numbers go up and down by chance. We only"
        " say that something got better or worse when it is more than chance."
    )
    return sections(escape_markdown(report.plain), escape_markdown(about))


@section()
def plain_measures(evidence: Evidence, page: Page) -> str:
    """Return what got better, worse, stayed the same, and what is not known."""
    judged = own_figures(evidence).judged
    parts = []
    for heading in (BETTER, WORSE, CHANGED, SAME, UNKNOWN):
        own = [one for one in judged if plain_group(one) == heading]
        if own:
            items = [escape_markdown(plain_sentences(one)) for one in own[:MOST_LISTED]]
            left = len(own) - MOST_LISTED
            more = f"There are {left} more, on the [dashboard](dashboard.qmd)." if left > 0 else ""
            parts.append(sections(f"## {heading}", bullets(items), more))
    return sections(*parts)


@section("What happens next")
def plain_next(evidence: Evidence, page: Page) -> str:
    """Return what the board wants to do next, and where the rest stands."""
    items = bullets(map(escape_markdown, _report(evidence).next_year))
    more = "The [annual report](annual-report.qmd) says more, with who answers for what."
    return sections(items, more)


def _report(evidence: Evidence) -> AnnualReport:
    report = evidence.strategy.own_measures.annual_report
    return report or AnnualReport(year=f"{evidence.as_at:%Y}")


def _priority(evidence: Evidence, priority: Priority, own: Sequence[JudgedMeasure]) -> str:
    return sections(
        f"### Priority {priority.number}: {escape_markdown(priority.title)}",
        escape_markdown(priority.aim),
        _measures(evidence, own, priority.id),
        escape_markdown(
            " ".join(filter(None, (_actions(priority), _published(evidence, priority))))
        ),
    )


def _measures(evidence: Evidence, own: Sequence[JudgedMeasure], name: str) -> str:
    if not own:
        return ""
    rows = [
        {
            "Measure": one.measure.title,
            "Newest": value_words(one),
            "Limits": limits_words(one),
            "Change": VARIATION[one.variation].partition(":")[0],
            "Target": target_words(one) if one.newest is not None else assurance_words(one),
        }
        for one in own[:MOST_LISTED]
    ]
    left = len(own) - MOST_LISTED
    more = f"{counted(left, 'more stands', 'more stand')} on the dashboard." if left > 0 else ""
    caption = f"Own measures of {name.replace('-', ' ')}, {evidence.area.name}"
    table = PageTable(pd.DataFrame(rows), caption, {}, "Measure")
    return sections(table_block(evidence, f"annual-{name}", table), more)


def _actions(priority: Priority) -> str:
    if not priority.actions:
        return ""
    states = [one.status for one in priority.actions]
    counts = [f"{states.count(s)} {words}" for s, words in PROGRESS.items() if s in states]
    return f"{capitalised(counted(len(states), 'action'))}: {listed(counts)}."


def _published(evidence: Evidence, priority: Priority) -> str:
    statements = [m.statement for m in evidence.measures(priority) if m.has_data]
    current = [one for one in statements if not is_old(one)]
    counts = outcomes_in_short(current)
    return f"Published indicators against England: {', '.join(counts)}." if counts else ""
