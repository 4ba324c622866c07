"""A priority's page: messages, one table, who and where, each measure, what is not measured."""

from collections.abc import Iterable

from jsna.chapter.commentary import words_about
from jsna.chapter.districts import districts_of
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.key_messages import KeyMessage, key_messages
from jsna.chapter.leading_measures import further_measures, leading_measures
from jsna.chapter.measure_block import measure_block
from jsna.chapter.measure_figures import short_words
from jsna.chapter.page import Page, figure_reference
from jsna.chapter.section import section
from jsna.chapter.summary_table import in_order, summary_table
from jsna.chapter.wanted_outcomes import outcomes_against_evidence, told_elsewhere
from jsna.chapter.words import block, bullets, mark, sections
from jsna.figures.outcome_bar import outcome_bar
from jsna.narrative.english import capitalised, counted, sentence
from jsna.narrative.markdown import escape_markdown, raw_html
from jsna.narrative.outcome_counts import OutcomeCount, count_outcomes, is_old
from jsna.narrative.sentences import finding
from jsna.narrative.statement import Statement

NOTHING_MEASURED = "No indicator of the catalogue has data for this priority in this area."
TOGETHER_FROM = 3
"""So many measures without a figure for one reason stand in one line."""
LINKS = (
    "[Ward inequalities](ward-inequalities.qmd)",
    "[Deprivation](deprivation-map.qmd)",
    "[Population outlook](population-outlook.qmd)",
    "[The words for an outcome](methods.qmd#in-short-the-words-for-an-outcome)",
    "[Data quality](data-quality.qmd)",
)


@section()
def messages(evidence: Evidence, page: Page) -> str:
    """Return what the strategy wants, and the key messages, each with its citation."""
    aim = escape_markdown(sentence(evidence.chosen_priority.aim))
    wanted = block("lede", f"What the strategy wants: {aim}")
    found = key_messages(evidence)
    if not found:
        return sections(wanted, NOTHING_MEASURED)
    told = "\n\n".join(message_block(message) for message in found)
    return sections(wanted, "## Key messages", block("messages", told))


@section("At a glance")
def at_a_glance(evidence: Evidence, page: Page) -> str:
    """Return the bar of outcomes, and one table of every measure with data."""
    if not evidence.with_data:
        return ""
    return sections(
        escape_markdown(_opening(evidence)),
        _glance([measure.statement for measure in evidence.with_data]),
        summary_table(evidence),
    )


@section("Each indicator")
def indicators(evidence: Evidence, page: Page) -> str:
    """Return half a screen for each measure with data, worse first; of many, only for some."""
    shown = in_order(evidence, evidence.with_data)
    # of some indicators a county has no figure of its own, and its districts have
    shown += [
        measure
        for measure in evidence.chosen_measures
        if not measure.has_data and districts_of(evidence, measure)
    ]
    # the council's own words on an indicator stand once, with the first of its measures
    first = {measure.indicator.id: measure.key for measure in reversed(shown)}
    words = {first[id]: said for id in first if (said := words_about(evidence, id, 4))}
    leading = leading_measures(evidence, shown, words)
    keys = {measure.key for measure in leading}
    return sections(
        *(measure_block(evidence, page, one, words.get(one.key, "")) for one in leading),
        further_measures(evidence, page, [one for one in shown if one.key not in keys]),
    )


@section("What is wanted and what is not measured")
def wanted_and_gaps(evidence: Evidence, page: Page) -> str:
    """Return the outcomes wanted against evidence, what nothing measures, and where to read on."""
    priority = evidence.chosen_priority
    gaps = [
        f"**{escape_markdown(item.what)}.** {escape_markdown(sentence(item.why))}"
        for item in priority.unmeasured
    ]
    gaps += _without_data([one for one in evidence.chosen_measures if not one.has_data])
    titles = told_elsewhere(evidence)
    every = len(titles) == len({measure.indicator.id for measure in evidence.with_data})
    also = "Measured here" if every else "Also measured here"
    measured = f"**{also}:** {escape_markdown('; '.join(titles))}" if titles else ""
    # a page without a message begins with it
    nothing = escape_markdown(NOTHING_MEASURED) if key_messages(evidence) else ""
    return sections(
        "**Outcomes wanted:**" if priority.outcomes else "",
        outcomes_against_evidence(evidence),
        measured if evidence.with_data else nothing,
        "**Not measured:**" if gaps else "",
        bullets(gaps),
        block("site-only", f"Read on: {' · '.join(LINKS)}"),
    )


def message_block(message: KeyMessage, page: str = "") -> str:
    """Return one message as the page grammar has it: words, figure, folded citation.

    Args:
        message: Of `key_messages`.
        page: The page that its figure stands on; "" for this one.
    """
    letter = f"{mark(message.statement)} " if message.statement else ""
    link = f" {figure_reference(message.figure)}" if message.figure and not page else ""
    words = f"{letter}**{message.kind}:** {escape_markdown(message.text)}{link}"
    if not message.citation:
        return block("message", words)
    cite = (
        f'::: {{.details .site-only summary="Cite this"}}\n{escape_markdown(message.citation)}\n:::'
    )
    return block("message", words, "", cite)


def outcome_list(statements: Iterable[Statement]) -> str:
    """Return how many measures have each outcome, worse ones first, and whose verdict it is."""
    return bullets(
        f"[**{count.number}** {count.words}]{{.{count.outcome.css_class}}}"
        for count in count_outcomes(statements)
        if count.number
    )


def bar_of_outcomes(statements: Iterable[Statement]) -> str:
    """Return the bar of the same counts, the source's verdicts apart, as HTML."""
    counts = [count for count in count_outcomes(statements) if count.number]
    parts = [
        (count.outcome, by_source, number)
        for count in counts
        for by_source, number in (
            (False, count.number - count.by_source),
            (True, count.by_source),
        )
    ]
    return outcome_bar(parts, f"{_in_words(counts)}.")


def _in_words(counts: Iterable[OutcomeCount]) -> str:
    return "; ".join(f"{count.number} {count.words}" for count in counts if count.number)


def _glance(statements: list[Statement]) -> str:
    """Bar and boxes of the figures that are not old; the old ones in a sentence."""
    current = [one for one in statements if not is_old(one)]
    old = [one for one in statements if is_old(one)]
    bar = raw_html(bar_of_outcomes(current)) if current else ""
    said = counted(len(old), "measure has an old figure", "measures have old figures")
    apart = f"{capitalised(said)}, counted apart and listed last: {_in_words(count_outcomes(old))}."
    boxes = block("outcomes", outcome_list(current)) if current else ""
    return sections(bar, boxes, escape_markdown(apart) if old else "")


def _opening(evidence: Evidence) -> str:
    indicators = len({measure.indicator.id for measure in evidence.with_data})
    several = len(evidence.with_data)
    measures = f", in {several} measures" if several > indicators else ""
    # a bar follows of the current ones alone
    ends = "." if all(is_old(measure.statement) for measure in evidence.with_data) else ":"
    what = f"{counted(indicators, 'indicator')}{measures}"
    return f"{what}, each at its newest period, against England{ends}"


def _without_data(measures: list[Measure]) -> list[str]:
    """A sentence for each measure; those of which many lack a figure for one reason together."""
    alike: dict[tuple[str, str], list[Measure]] = {}
    for measure in measures:
        said = measure.statement
        alike.setdefault((said.reason, said.period_label), []).append(measure)
    return [line for of_one in alike.values() for line in _of_one_reason(of_one)]


def _of_one_reason(measures: list[Measure]) -> list[str]:
    if len(measures) < TOGETHER_FROM:
        # which names the measure
        return [escape_markdown(sentence(finding(measure.statement))) for measure in measures]
    names = "; ".join(short_words(measure) for measure in measures)
    why = sentence(measures[0].statement.reason)
    lead = f"**{len(measures)} measures without a figure.**"
    return [f"{lead} {escape_markdown(f'{names}. The reason: {why}')}"]
