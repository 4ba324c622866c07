"""The card of one priority on the overview."""

from typing import Final

import pandas as pd

from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.key_messages import best_sign, biggest_concern, leading_change, without_change
from jsna.chapter.measure_figures import lead_figure, short_words
from jsna.chapter.priority_page import bar_of_outcomes
from jsna.chapter.words import block, bullets, mark, sections
from jsna.facts.periods import period_end
from jsna.narrative.age_of_data import age_of_data, with_age
from jsna.narrative.english import counted
from jsna.narrative.key_message_words import change_in_short, no_change_in_short
from jsna.narrative.labels import period_words
from jsna.narrative.markdown import escape_markdown, raw_html
from jsna.narrative.numbers import format_value
from jsna.narrative.outcome_counts import count_outcomes, is_old
from jsna.narrative.sentences import interval_words
from jsna.narrative.statement import Statement

NOTHING_HERE: Final = "Nothing measured here."
"""A label, since many cards may have it: the priority's own page says why, in a sentence."""


def priority_card(evidence: Evidence) -> str:
    """Return the card of the chapter's priority."""
    priority = evidence.chosen_priority
    title = escape_markdown(f"{priority.number} {priority.title}")
    heading = f"### [{title}]({priority.id}.qmd)"
    if not evidence.with_data:
        return block("card", heading, "", NOTHING_HERE)
    statements = [measure.statement for measure in evidence.with_data]
    current = [one for one in statements if not is_old(one)]
    facts = [
        ("Biggest concern", _measure(evidence, biggest_concern(evidence))),
        ("Best sign", _measure(evidence, best_sign(evidence))),
        ("Tested change", _change(evidence)),
        ("Oldest figure", _oldest(evidence)),
    ]
    return block(
        "card",
        sections(
            heading,
            escape_markdown(_message(current, len(statements) - len(current))),
            raw_html(bar_of_outcomes(current)) if current else "",
            bullets(f"**{name}:** {words}" for name, words in facts),
        ),
    )


def _message(current: list[Statement], old: int) -> str:
    """One sentence: how many measures are worse, better and neither, and how many are old."""
    counts = {count.outcome: count for count in count_outcomes(current)}
    told = [f"{count.number} {count.words}" for count in counts.values() if count.number]
    start = f"Of {counted(len(current), 'measure')} against England: {'; '.join(told)}"
    more = f"{counted(old, 'more has an old figure', 'more have old figures')}" if old else ""
    if not current:
        return f"Old figures: {counted(old, 'measure')}."
    return f"{start}{f'; {more}' if more else ''}."


def _measure(evidence: Evidence, measure: Measure | None) -> str:
    if measure is None:
        return "none shown"
    said = measure.statement
    value, theirs = (
        format_value(number, said.unit, said.decimals)
        for number in (said.value, said.comparator.value if said.comparator else None)
    )
    link = _link(evidence, measure)
    interval = interval_words(said)
    shown = f"{value} ({interval})" if interval else value
    parts = (
        f"{shown} in {period_words(said.period_label)}",
        f"England {theirs}",
        said.basis.after_verdict,
    )
    words = with_age(", ".join(part for part in parts if part), said)
    return f"{mark(said)} {link}, {escape_markdown(words)}"


def _change(evidence: Evidence) -> str:
    found = leading_change(evidence, evidence.with_data)
    if found is None:
        return no_change_in_short(*without_change(evidence))
    measure, change = found
    words = with_age(change_in_short(change, measure.indicator), measure.statement)
    return f"{_link(evidence, measure)} {escape_markdown(words)}"


def _oldest(evidence: Evidence) -> str:
    measures = evidence.with_data
    ends = period_end(pd.Series([m.statement.period for m in measures]))
    oldest = measures[int(ends.to_numpy().argmin())]
    year = age_of_data(oldest.statement) or period_words(oldest.statement.period_label)
    return f"{_link(evidence, oldest)}, {escape_markdown(year)}"


def _link(evidence: Evidence, measure: Measure) -> str:
    place = f"fig-{lead_figure(evidence, measure).replace('.', '-')}"
    title = escape_markdown(short_words(measure))
    return f"[{title}]({evidence.chosen_priority.id}.qmd#{place})"
