"""A priority's page: what is wanted, what was found, and what nobody measures."""

from collections import Counter
from collections.abc import Sequence

from jsna.analysis.outcome import Outcome
from jsna.chapter.commentary import words_about
from jsna.chapter.comparisons import compared_with
from jsna.chapter.districts import beside_districts, districts_of
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.groups import within_the_area
from jsna.chapter.inequality import by_deprivation
from jsna.chapter.measure_figures import lead_figure, measure_figures
from jsna.chapter.page import Page, figure_reference
from jsna.chapter.section import section
from jsna.chapter.words import block, bullets, mark, sections
from jsna.narrative.english import counted, sentence
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.sentences import finding
from jsna.settings.indicator import Indicator

NOTHING_MEASURED = "No indicator of the catalogue has data for this priority in this area."


@section()
def lede(evidence: Evidence, page: Page) -> str:
    """Return what the strategy wants, and what would be seen if it worked."""
    priority = evidence.chosen_priority
    wanted = block("lede", f"What the strategy wants: {escape_markdown(sentence(priority.aim))}")
    if not priority.outcomes:
        return wanted
    outcomes = bullets(escape_markdown(outcome) for outcome in priority.outcomes)
    return sections(wanted, "## Outcomes wanted", outcomes)


@section("At a glance")
def at_a_glance(evidence: Evidence, page: Page) -> str:
    """Return the count of each outcome, and one finding per measure with its figure."""
    measures = [m for m in evidence.chosen_measures if m.has_data]
    if not measures:
        return NOTHING_MEASURED
    indicators = len({m.indicator.id for m in measures})
    verb = "has" if indicators == 1 else "have"
    several = f", in {len(measures)} measures" if len(measures) > indicators else ""
    opening = (
        f"{counted(indicators, 'indicator')} {verb} data for this priority{several}."
        " Against England, each at its newest period:"
    )
    found = (_finding(evidence, measure) for measure in in_order_of_outcome(measures))
    return sections(
        opening,
        block("outcomes", outcome_counts(measures)),
        block("findings", bullets(found)),
    )


@section()
def indicators(evidence: Evidence, page: Page) -> str:
    """Return a section for each indicator with data: figures, table, caveats and notes."""
    parts = []
    for id in evidence.chosen_priority.indicators:
        every = [m for m in evidence.chosen_measures if m.indicator.id == id]
        # of some indicators a county has no figure of its own, and its districts have
        measures = [m for m in every if m.has_data or districts_of(evidence, m)]
        if measures:
            parts.append(_indicator(evidence, page, evidence.settings.indicators[id], measures))
    return sections(*parts)


@section("What is not measured")
def not_measured(evidence: Evidence, page: Page) -> str:
    """Return what the strategy wants and nothing measures, and indicators without data."""
    priority = evidence.chosen_priority
    items = [
        f"**{escape_markdown(item.what)}.** {escape_markdown(sentence(item.why))}"
        for item in priority.unmeasured
    ]
    items += [
        _without_data(measure) for measure in evidence.chosen_measures if not measure.has_data
    ]
    return bullets(items)


def outcome_counts(measures: Sequence[Measure]) -> str:
    """Return a list of how many measures have each outcome, the worse ones first."""
    counts = Counter(measure.statement.outcome for measure in measures)
    return bullets(
        f"[**{counts[outcome]}** {outcome}]{{.{outcome.css_class}}}"
        for outcome in Outcome
        if counts[outcome]
    )


def in_order_of_outcome(measures: Sequence[Measure]) -> list[Measure]:
    """Return the measures as the page lists findings: worse first, not comparable last."""
    order = list(Outcome)
    return sorted(measures, key=lambda measure: order.index(measure.statement.outcome))


def _finding(evidence: Evidence, measure: Measure) -> str:
    outcome = measure.statement.outcome
    words = f"{outcome.linking} England" if outcome.is_verdict else str(outcome)
    lead = words[:1].upper() + words[1:]
    link = figure_reference(lead_figure(evidence, measure))
    said = escape_markdown(finding(measure.statement))
    return f"{mark(outcome)} **{lead}:** {said} {link}"


def _indicator(
    evidence: Evidence, page: Page, indicator: Indicator, measures: Sequence[Measure]
) -> str:
    figures = [_measure(evidence, page, measure) for measure in measures]
    notes = dict.fromkeys(m.statement.note for m in measures if m.statement.note)
    caveats = [escape_markdown(sentence(text)) for text in (*indicator.caveats, *notes)]
    return sections(
        f"## {escape_markdown(indicator.title)}",
        escape_markdown(sentence(indicator.measures)),
        words_about(evidence, indicator.id, 3),
        *figures,
        by_deprivation(evidence, page, measures),
        block("read", "#### What to bear in mind", "", bullets(caveats)) if caveats else "",
    )


def _measure(evidence: Evidence, page: Page, measure: Measure) -> str:
    if not measure.has_data:
        none = escape_markdown(sentence(finding(measure.statement)))
        return sections(none, beside_districts(evidence, page, measure))
    return sections(
        measure_figures(evidence, page, measure),
        compared_with(evidence, measure),
        within_the_area(evidence, measure),
        beside_districts(evidence, page, measure),
    )


def _without_data(measure: Measure) -> str:
    reason = escape_markdown(sentence(finding(measure.statement)))
    return f"**{escape_markdown(measure.indicator.title)}.** {reason}"
