"""The overview: which area, which strategy, what its priorities show."""

from typing import Final

import pandas as pd

from jsna.analysis.outcome import Basis, Outcome
from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, block, bullets, sections, table_block
from jsna.narrative.english import counted, sentence
from jsna.narrative.html_text import escape_html
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.outcome_counts import count_outcomes
from jsna.settings.strategy import Priority, Strategy

OUTCOME_MEANINGS: Final = {
    f"{Outcome.BETTER}, {Outcome.WORSE}": "the 95% interval leaves out England's value, and it is"
    " known which way is good.",
    f"{Outcome.HIGHER}, {Outcome.LOWER}": "the same, for measures where neither way is good in"
    " itself.",
    Outcome.SIMILAR: "the interval holds England's value and is narrow enough to tell.",
    Outcome.TOO_IMPRECISE: "the interval holds England's value, but is so wide that a difference"
    f" that matters could hide in it. That is not the same as {Outcome.SIMILAR}.",
    Basis.SOURCE.after_verdict: "the file used holds no interval to check it by, or the source"
    " compares by a rule of its own. It is counted as what it says, and its mark is open.",
    Outcome.NOT_TESTED: "the two values are alike in all but the area, but neither an interval nor"
    " a verdict of the source is at hand.",
    Outcome.NOT_COMPARABLE: "the two values differ in more than the area, one is missing, or the"
    " measure is not meant to be compared.",
}
BY_SOURCE: Final = "Of these, the source's verdict"
OLD: Final = "Of these, old figures"


@section("Who and where")
def who_and_where(evidence: Evidence, page: Page) -> str:
    """Return the area and its strategy in a few sentences."""
    area = evidence.area
    region = f"the {area.region.name} region"
    kind = area.kind.replace("london", "London")
    article = "an" if area.kind[0] in "aeio" else "a"
    where = f"{area.name} is {article} {kind} in {region}{_parts(evidence)}."
    return sections(escape_markdown(where), _strategy(evidence))


@section("The priorities at a glance")
def priorities(evidence: Evidence, page: Page) -> str:
    """Return a table: each priority with its number of measures by outcome."""
    rows = [_row(evidence, priority) for priority in evidence.strategy.priorities]
    frame = pd.DataFrame(rows).fillna(0)
    caption = f"Measures with data by outcome against England, {evidence.area.name}, newest periods"
    shown = [name for name in frame if not frame[name].eq(0).all()]
    table = table_block(evidence, "priorities", PageTable(frame[shown], caption, {}, "Priority"))
    for priority in evidence.strategy.priorities:
        table = _with_link(table, _title(priority), f"{priority.id}.html")
    opening = (
        "A measure is an indicator for one sex and age. Each priority's page also says what"
        " nobody measures."
    )
    return sections(opening, table)


@section()
def how_to_read(evidence: Evidence, page: Page) -> str:
    """Return what the words for an outcome mean."""
    more = "A verdict that changes from one year to the next is not evidence of change."
    meanings = (f"**{words.capitalize()}:** {what}" for words, what in OUTCOME_MEANINGS.items())
    return block("read", "## How to read this", "", bullets(meanings), "", more)


def _parts(evidence: Evidence) -> str:
    """How many neighbourhoods and wards the area has, as far as the look-up tells."""
    geography = evidence.geography
    if "ward_code" not in geography.lookup or geography.lookup.empty:
        return ""
    lsoas, wards = len(geography.members["lsoa"]), len(geography.members["ward"])
    years = geography.vintages
    found = (
        f", with {counted(wards, 'ward')} ({years.get('ward', '')}) and"
        f" {counted(lsoas, 'neighbourhood')} (LSOAs of {years.get('lsoa', '')})"
    )
    return f"{found} in the districts that are held" if geography.districts_not_held else found


def _strategy(evidence: Evidence) -> str:
    strategy = evidence.strategy
    status = strategy.status_on(evidence.as_at)
    if strategy.lasting:
        parts = counted(len(strategy.priorities), "part")
        return escape_markdown(f"This pack is the {strategy.title}, in {parts}.")
    told = (
        f"This pack is about the {strategy.title}, which has"
        f" {counted(len(strategy.priorities), 'priority', 'priorities')} and"
        f" runs from {strategy.start:%B %Y} to {strategy.end:%B %Y}."
        f" As at {evidence.as_at.day} {evidence.as_at:%B %Y} it is {status}."
    )
    return escape_markdown(told + _replaced(strategy))


def _replaced(strategy: Strategy) -> str:
    return f" It was replaced by {sentence(strategy.replaced_by)}" if strategy.replaced_by else ""


def _row(evidence: Evidence, priority: Priority) -> dict[str, object]:
    measures = [m for m in evidence.measures(priority) if m.has_data]
    counts = count_outcomes(m.statement for m in measures)
    by_outcome = {str(count.outcome).capitalize(): count.number for count in counts}
    own, old = (sum(getattr(count, part) for count in counts) for part in ("by_source", "old"))
    return {
        "Priority": _title(priority), "Measures": len(measures), **by_outcome, BY_SOURCE: own,
        OLD: old,
    }  # fmt: skip


def _title(priority: Priority) -> str:
    return f"{priority.number} {priority.title}"


def _with_link(table: str, title: str, page: str) -> str:
    cell = escape_html(title)
    return table.replace(f">{cell}</th>", f'><a href="{page}">{cell}</a></th>')
