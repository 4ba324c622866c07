"""A priority's page: what is wanted, what was found, and what nobody measures."""

from collections.abc import Sequence

from jsna.analysis.change import INCREASED
from jsna.analysis.movement import Change
from jsna.analysis.outcome import Outcome
from jsna.chapter.commentary import words_about
from jsna.chapter.comparisons import compared_with
from jsna.chapter.districts import beside_districts, districts_of
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.groups import within_the_area
from jsna.chapter.inequality import by_deprivation
from jsna.chapter.measure_figures import lead_figure, measure_figures, movement_of
from jsna.chapter.page import Page, figure_reference
from jsna.chapter.section import section
from jsna.chapter.words import block, bullets, mark, sections
from jsna.narrative.english import capitalised, counted, sentence
from jsna.narrative.finding_headline import shown_change
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.outcome_counts import count_outcomes, is_old
from jsna.narrative.sentences import finding
from jsna.narrative.trend_words import changed_sentence
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
    ordered = in_order_of_outcome(measures)
    current = [m for m in ordered if not is_old(m.statement)]
    return sections(
        opening,
        block("outcomes", outcome_counts(current)) if current else "",
        _findings(evidence, current),
        _old_figures(evidence, ordered[len(current) :]),
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
    """Return how many measures have each outcome, worse ones first, and whose verdict it is."""
    return bullets(
        f"[**{count.number}** {count.words}]{{.{count.outcome.css_class}}}"
        for count in count_outcomes(measure.statement for measure in measures)
        if count.number
    )


def in_order_of_outcome(measures: Sequence[Measure]) -> list[Measure]:
    """Return the measures as the page lists findings: worse first, old figures last."""
    order = list(Outcome)
    return sorted(measures, key=lambda m: (is_old(m.statement), order.index(m.statement.outcome)))


def _old_figures(evidence: Evidence, measures: Sequence[Measure]) -> str:
    """The figures that are old for their kind, counted apart."""
    if not measures:
        return ""
    said = counted(len(measures), "measure has an old figure", "measures have old figures")
    opening = f"{capitalised(said)}, not counted above: later figures should be out by now."
    counts = block("outcomes", outcome_counts(measures))
    return sections("### Old figures", opening, counts, _findings(evidence, measures))


def _findings(evidence: Evidence, measures: Sequence[Measure]) -> str:
    found = [_finding(evidence, measure) for measure in measures]
    return block("findings", bullets(found)) if found else ""


def _finding(evidence: Evidence, measure: Measure) -> str:
    statement, changed = measure.statement, shown_change(movement_of(evidence, measure))
    lead = escape_markdown(capitalised(_lead(statement.outcome, changed)))
    link = figure_reference(lead_figure(evidence, measure))
    told = (finding(statement), changed_sentence(changed, measure.indicator) if changed else "")
    said = escape_markdown(" ".join(part for part in told if part))
    return f"{mark(statement)} **{lead}:** {said} {link}"


def _lead(outcome: Outcome, changed: Change | None) -> str:
    """The outcome; a tested change goes before a verdict that could not be given."""
    words = f"{outcome.linking} England" if outcome.is_verdict else str(outcome)
    moved = ""
    if changed:
        moved = f"{'rose' if changed.change == INCREASED else 'fell'}, more than chance"
    parts = (words, moved) if outcome.is_verdict else (moved, words)
    return ", ".join(part for part in parts if part)


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
