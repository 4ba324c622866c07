"""The outcomes that a priority wants, each against what the figures say of it."""

from collections.abc import Iterator
from typing import Final

from jsna.analysis.issue_judgement import Level
from jsna.analysis.outcome import Basis
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.measure_figures import lead_figure, short_words
from jsna.narrative.age_of_data import age_mark
from jsna.narrative.labels import period_words
from jsna.narrative.markdown import escape_markdown
from jsna.settings.framework import WantedOutcome

NONE_TELLS: Final = "No indicator here tells of it"
NO_FIGURE: Final = str(Level.NO_FIGURE)


def outcomes_against_evidence(evidence: Evidence) -> str:
    """Return the outcomes wanted as a list, below each the measures that tell of it.

    Each with its outcome against England, or that no figure is at hand, or that no indicator tells.
    Nothing stands below an outcome of which the strategy's file does not say what tells of it.
    """
    wanted = evidence.chosen_priority.outcomes
    return "\n".join(line for outcome in wanted for line in _lines(evidence, outcome))


def told_elsewhere(evidence: Evidence) -> list[str]:
    """Return the titles of the priority's indicators with figures that no outcome names."""
    outcomes = evidence.chosen_priority.outcomes
    named = {id for outcome in outcomes for id in outcome.indicators or ()}
    found = (m.indicator for m in evidence.with_data if m.indicator.id not in named)
    return list(dict.fromkeys(indicator.short_title for indicator in found))


def _lines(evidence: Evidence, outcome: WantedOutcome) -> Iterator[str]:
    yield f"- {escape_markdown(outcome.what)}"
    if outcome.indicators is None:
        return
    told = [m for id in outcome.indicators for m in _measures(evidence, id)]
    for measure in told:
        yield f"    - {_told(evidence, measure)}"
    if not told:
        yield f"    - {NONE_TELLS}"


def _measures(evidence: Evidence, id: str) -> list[Measure]:
    return [measure for measure in evidence.chosen_measures if measure.indicator.id == id]


def _told(evidence: Evidence, measure: Measure) -> str:
    """One measure in a few words, without a full stop: "Low birth weight: similar, 2024"."""
    words, said = escape_markdown(short_words(measure)), measure.statement
    if not measure.has_data:
        return f"{words}: {NO_FIGURE}"
    source = " (source)" if said.basis is Basis.SOURCE else ""
    year = period_words(said.period_label) + age_mark(said.data_age)
    link = f"#fig-{lead_figure(evidence, measure).replace('.', '-')}"
    verdict = escape_markdown(f"{said.outcome}{source}, {year}")
    return f"[{words}]({link}): {verdict}"
