"""The framework of a strategy in short: what its reader learns, how sure, and by which rule."""

import pandas as pd

from jsna.analysis.issue_judgement import Moved
from jsna.chapter.big_issues import ORDER
from jsna.chapter.evidence import Evidence
from jsna.chapter.framework_measures import (
    ToldMeasure,
    counted_moves,
    judged_issues,
    told_measures,
)
from jsna.chapter.page import Page
from jsna.chapter.priority_page import bar_of_outcomes
from jsna.chapter.section import section
from jsna.chapter.strategy_coverage import checked_coverage
from jsna.chapter.words import PageTable, bullets, method_link, sections, table_block
from jsna.narrative.english import capitalised, counted, listed, possessive
from jsna.narrative.framework_words import parts_line
from jsna.narrative.issue_words import (
    RULE,
    by_source_in_short,
    levels_in_short,
    moves_in_short,
)
from jsna.narrative.markdown import escape_markdown, raw_html
from jsna.narrative.outcome_counts import is_old, outcomes_in_short
from jsna.narrative.strategy_coverage_words import most_of_it


@section()
def finding(evidence: Evidence, page: Page) -> str:
    """Return how the big issues come out, or the measures where there are none; then the rule."""
    if not evidence.strategy.has_framework:
        return ""
    if not evidence.strategy.big_issues:
        return sections(f"**{escape_markdown(_measures(evidence))}**", _bar(evidence),
                        _sets_out(evidence))  # fmt: skip
    judged = evidence.once(judged_issues)
    name = evidence.area.name
    moved = " ".join(p for p in (moves_in_short(judged, name), by_source_in_short(judged)) if p)
    return sections(
        f"**{escape_markdown(levels_in_short(judged))}**",
        escape_markdown(moved),
        table_block(evidence, "issues", _levels(evidence, judged)),
        f"{RULE} {method_link('big-issues')}",
        _sets_out(evidence),
    )


def _levels(evidence: Evidence, judged: pd.DataFrame) -> PageTable:
    """Level down, change across: how many issues."""
    counts = pd.crosstab(judged["level"], judged["moved"])
    moves = [move for move in Moved if move in counts and move != Moved.NOTHING]
    counts = counts.reindex(index=[level for level in ORDER if level in counts.index])
    frame = pd.DataFrame({"Level now": [capitalised(str(level)) for level in counts.index]})
    frame["Issues"] = counts.sum(axis="columns").to_numpy()
    for move in moves:
        frame[capitalised(str(move))] = counts[move].to_numpy()
    caption = f"Big issues by level now and by change, {evidence.strategy.short_title}"
    return PageTable(frame, caption, {}, "Level now")


def _current(evidence: Evidence) -> list[ToldMeasure]:
    told = [one for some in evidence.once(told_measures).values() for one in some]
    return [one for one in told if not is_old(one.measure.statement)]


def _measures(evidence: Evidence) -> str:
    """How the measures that the strategy names come out against England, and how they moved."""
    current = _current(evidence)
    if not current:
        return "The strategy names no measure with a current figure at hand."
    found = outcomes_in_short(one.measure.statement for one in current)
    start = f"Of {counted(len(current), 'measure')} with a current figure, against England:"
    return f"{start} {listed(found)}. {_tested(evidence, current)}"


def _tested(evidence: Evidence, current: list[ToldMeasure]) -> str:
    own = f"{possessive(evidence.area.name)} own figures"
    tested = sum(one.is_tested for one in current)
    if not tested:
        return f"For none could a change in {own} be tested."
    start = f"{tested} could be tested for a change in {own}"
    return f"{start}: {listed(counted_moves(current)) or 'none was shown'}."


def _bar(evidence: Evidence) -> str:
    current = _current(evidence)
    return raw_html(bar_of_outcomes([one.measure.statement for one in current])) if current else ""


def _sets_out(evidence: Evidence) -> str:
    """What the strategy sets out, and the most of what it leaves open."""
    told = f"The strategy sets out {escape_markdown(parts_line(evidence.strategy))}"
    lacks = most_of_it(evidence.once(checked_coverage))
    more = "[Everything that is left open](#what-is-left-open)"
    left = sections("**Left open:**", bullets([*map(escape_markdown, lacks), more]))
    return sections(told, left if lacks else "")
