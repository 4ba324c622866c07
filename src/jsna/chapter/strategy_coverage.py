"""What a strategy leaves open, and which national outcomes frameworks its indicators belong to."""

from typing import Final

import pandas as pd

from jsna.analysis.outcomes_frameworks import framework_counts, priorities_without
from jsna.analysis.strategy_coverage import coverage
from jsna.chapter.evidence import Evidence
from jsna.chapter.listing import whole_as_csv
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, bullets, method_link, sections, table_block
from jsna.narrative.english import counted, listed
from jsna.narrative.html_text import escape_html
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.strategy_coverage_words import complete_words, coverage_table
from jsna.settings.indicator import OUTCOMES_FRAMEWORKS

SHORT: Final = {id: id.upper() for id in OUTCOMES_FRAMEWORKS}
NONE: Final = "none"
MOST_NAMED: Final = 3
"""So many priorities stand in a sentence by name; more are counted."""


def checked_coverage(evidence: Evidence) -> pd.DataFrame:
    """Return what the strategy should have and lacks, figures included (`coverage`)."""
    found = {measure.indicator.id for measure in evidence.every_measure if measure.has_data}
    return coverage(evidence.strategy, evidence.settings.indicators, found)


@section("What is left open")
def left_open(evidence: Evidence, page: Page) -> str:
    """Return what parts of the strategy lack, in counts with their names, and all as a file."""
    if not evidence.strategy.has_framework:
        return ""
    checked = evidence.once(checked_coverage)
    table = coverage_table(checked)
    lacks = checked[checked["lacks"]].drop(columns="lacks")
    csv = whole_as_csv(evidence, page, "coverage", _for_readers(lacks), "Everything that is left"
                       " open")  # fmt: skip
    if table.empty:
        return f"Nothing is left open. {method_link('coverage-of-a-strategy')}"
    caption = f"What is left open, {evidence.strategy.short_title}"
    return sections(
        table_block(evidence, "coverage", PageTable(table, caption, {}, "What")),
        escape_markdown(complete_words(checked)),
        method_link("coverage-of-a-strategy"),
        csv,
    )


def _for_readers(lacks: pd.DataFrame) -> pd.DataFrame:
    frame = lacks.assign(line=["" if pd.isna(line) else str(line) for line in lacks["line"]])
    return frame.rename(columns={"part": "What", "needs": "Without"})


@section("National outcomes frameworks")
def outcomes_frameworks(evidence: Evidence, page: Page) -> str:
    """Return how many indicators of each priority belong to each framework, and which."""
    strategy = evidence.strategy
    if not strategy.has_framework or not strategy.indicator_ids:
        return ""
    counts = framework_counts(strategy, evidence.settings.indicators)
    rows = [
        {
            "Priority": f'<a href="{one.id}.html">{escape_html(one.title)}</a>',
            **{SHORT[f]: _named(evidence, counts, one.id, f) for f in OUTCOMES_FRAMEWORKS},
            "In none of them": int((counts["priority"].eq(one.id) & counts["framework"].eq(""))
                                   .sum()),
        }
        for one in strategy.priorities
        if one.indicators
    ]  # fmt: skip
    caption = f"Indicators by outcomes framework, {strategy.short_title}"
    table = PageTable(pd.DataFrame(rows), caption, {}, "Priority",
                      markup=("Priority", *SHORT.values()))  # fmt: skip
    return sections(_in_short(evidence, counts), table_block(evidence, "frameworks", table))


def _named(evidence: Evidence, counts: pd.DataFrame, priority: str, framework: str) -> str:
    """How many, and which: "2: Low birth weight and Adult smoking"."""
    indicators = evidence.settings.indicators
    rows = counts[counts["priority"].eq(priority) & counts["framework"].eq(framework)]
    names = [indicators[id].short_title for id in rows["indicator"]]
    return escape_html(f"{len(rows)}: {listed(names)}") if len(rows) else NONE


def _in_short(evidence: Evidence, counts: pd.DataFrame) -> str:
    named = counts["indicator"].nunique()
    tagged = counts.loc[counts["framework"] != "", "indicator"].nunique()
    told = (
        f"{tagged} of the {counted(named, 'indicator')} of the priorities belong to one at least."
    )
    names = bullets(f"{SHORT[id]}: {words}" for id, words in OUTCOMES_FRAMEWORKS.items())
    return sections(f"{told} {_without(evidence, counts)} {_checked(counts)}", names)


def _checked(counts: pd.DataFrame) -> str:
    """How many memberships rest on a number that was seen, since the others may be out of date."""
    places = counts[counts["framework"] != ""].drop_duplicates(["indicator", "framework"])
    seen = int((places["number"] != "").sum())
    if seen == len(places):
        return ""
    return (
        f"Seen published, with a number: {seen} of {counted(len(places), 'place')}. The others are"
        " the catalogue\u2019s own list: check them before you cite them."
    )


def _without(evidence: Evidence, counts: pd.DataFrame) -> str:
    """Which frameworks some priorities draw nothing from."""
    titles = {one.id: one.title for one in evidence.strategy.priorities}
    lacks = [titles[id] for id in priorities_without(counts, evidence.strategy)]
    if not lacks:
        return "Every priority draws on one of them."
    if len(lacks) > MOST_NAMED:
        bare = sum(not one.indicators for one in evidence.strategy.priorities)
        name = f": {bare} of those name no indicator, and are not in the table" if bare else ""
        return f"{len(lacks)} of {len(titles)} priorities draw on none{name}."
    return f"Priorities that draw on none: {escape_markdown('; '.join(lacks))}."
