"""The golden thread of each priority: its needs, objectives, actions and measures, and its gaps."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from jsna.analysis.golden_thread import (
    ACTION,
    INDICATOR,
    MEASURE,
    MILESTONE,
    NEED,
    NOT_MEASURED,
    OBJECTIVE,
    golden_thread,
    thread_counts,
)
from jsna.analysis.issue_judgement import Level
from jsna.chapter.evidence import Evidence
from jsna.chapter.framework_measures import ToldMeasure, judged_issues, of_indicators
from jsna.chapter.listing import whole_as_csv
from jsna.chapter.measure_figures import short_words
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, block, folded_on_site, method_link, sections, table_block
from jsna.narrative.body_words import short_names, who
from jsna.narrative.english import capitalised, counted
from jsna.narrative.html_text import escape_html
from jsna.narrative.numbers import format_value
from jsna.settings.framework import PROGRESS, Metric, StatedFigure
from jsna.settings.strategy import Priority, titles_of

PLURAL: Final = {
    NEED: "Needs", OBJECTIVE: "Objectives", ACTION: "Actions", MEASURE: "Own measures",
    INDICATOR: "Indicators", MILESTONE: "Milestones", NOT_MEASURED: "Not measured",
}  # fmt: skip
NONE: Final = "none"
NO_INDICATOR, NO_FIGURE = str(Level.NO_MEASURE), str(Level.NO_FIGURE)
OWN: Final = "a measure, baseline or target of its own"
BREAKS: Final = {
    NEED: "no need is named for it", ACTION: "no action", INDICATOR: NO_INDICATOR,
}  # fmt: skip
PART, WHAT, STATE, STANDS = "Part", "What", "State", "Where it stands"
IN_DOCUMENTS: Final = "Each part of each thread stands on the web page and in its CSV file."
SHOWN: Final = [WHAT, PART, STANDS]
NOT_STATED: Final = "no lead, time or status"


@section("From need to measure")
def from_need_to_measure(evidence: Evidence, page: Page) -> str:
    """Return the thread of each priority in counts, where it breaks, and all of it folded."""
    if not evidence.strategy.has_framework:
        return ""
    thread = told_thread(evidence)
    csv = whole_as_csv(evidence, page, "golden-thread", thread.drop(columns="title of"),
                       "The whole thread, one row a part")  # fmt: skip
    lists = [_listed(evidence, thread, one) for one in evidence.strategy.priorities]
    return sections(
        _how(evidence), table_block(evidence, "thread", _counts(evidence)), *lists,
        _of_none(evidence, thread), block("documents-only", IN_DOCUMENTS), csv,
    )  # fmt: skip


def told_thread(evidence: Evidence) -> pd.DataFrame:
    """Return the golden thread with names of bodies and the state of each part, for readers."""
    strategy = evidence.strategy
    thread = golden_thread(strategy, evidence.settings.indicators)
    names = short_names(strategy)
    titles = titles_of(strategy)
    stages = thread["life_stage"].map(titles).fillna("")
    leads = [who(ids.split(), names, "") for ids in thread["lead"]]
    states = [_state(evidence, row) for row in thread.to_dict("records")]
    return pd.DataFrame(
        {
            "title of": thread["priority"],
            "Priority": thread["priority"].map(titles).fillna(NONE),
            PART: thread["part"],
            WHAT: thread["title"],
            "Life stage": stages,
            "Lead": leads,
            "When": thread["when"],
            STATE: states,
            "Indicators": thread["indicators"],
            "Line": ["" if pd.isna(line) else str(line) for line in thread["line"]],
        }
    )


def _state(evidence: Evidence, row: dict[str, str]) -> str:
    """How far each part is: an issue's level, an action's status, a measure's verdict."""
    if row["part"] == NEED:
        judged = evidence.once(judged_issues).loc[row["id"]]
        return "; ".join(str(part) for part in (judged["level"], judged["moved"]) if part)
    if row["part"] == ACTION:
        return PROGRESS[row["status"]] if row["status"] else ""  # type: ignore[index]
    if row["part"] == MEASURE:
        return _stated(next(one for one in evidence.strategy.metrics if one.id == row["id"]))
    if row["part"] == INDICATOR:
        return _verdicts(of_indicators(evidence, [row["id"]])) or NO_FIGURE
    if row["part"] == OBJECTIVE and row["indicators"]:
        return _verdicts(of_indicators(evidence, row["indicators"].split())) or NO_FIGURE
    return NO_INDICATOR if row["part"] in (NOT_MEASURED, OBJECTIVE) else ""


def _verdicts(told: list[ToldMeasure]) -> str:
    """The verdict and the change of some measures; which is whose where they differ."""
    words = [", ".join(part for part in (one.verdict, one.moved) if part) for one in told]
    if len(set(words)) <= 1:
        return "".join(words[:1])
    names = [short_words(one.measure) for one in told]
    return "; ".join(f"{name}: {word}" for name, word in zip(names, words, strict=True))


def _stated(metric: Metric) -> str:
    """What the document states of a measure: where it stood, and what is to be reached."""
    begun, wanted = (
        stated_figures(held, metric.unit) for held in (metric.baseline, metric.targets)
    )
    return f"baseline {begun}; target {wanted}"


def stated_figures(figures: Sequence[StatedFigure], unit: str) -> str:
    """Return what a document states, with periods; a unit in words stands once, with the first."""
    units = [unit if unit == "%" or not number else "" for number in range(len(figures))]
    told = [_figure(figure, sign) for figure, sign in zip(figures, units, strict=True)]
    return ", ".join(told) or "not stated"


def _figure(figure: StatedFigure, unit: str) -> str:
    # what the document states is not ours to round
    decimals = len(f"{figure.value:f}".rstrip("0").partition(".")[2])
    return f"{format_value(figure.value, unit, decimals)} ({figure.period})"


def _how(evidence: Evidence) -> str:
    needs = evidence.strategy.big_issues
    tied = " A need is tied to the priorities with one of its indicators, or to those that its"
    named = f"{tied} entry names." if needs else ""
    held = "" if evidence.strategy.metrics else f" No priority has {OWN}."
    start = f"Where a priority lacks a link, the chain of reasons breaks.{held}"
    return f"{start}{named} {method_link('golden-thread')}"


def _counts(evidence: Evidence) -> PageTable:
    """One row a priority: how many of each part stand on its thread, and where it breaks."""
    strategy = evidence.strategy
    thread = golden_thread(strategy, evidence.settings.indicators)
    counts = thread_counts(thread, strategy)
    used = [part for part in PLURAL if counts[part].any() or part in (ACTION, INDICATOR)]
    parts_of = {id: [part for part in PLURAL if row[part]] for id, row in counts.iterrows()}
    rows = [
        {
            "Priority": f'<a href="{one.id}.html">{escape_html(one.title)}</a>',
            **{PLURAL[part]: int(counts.loc[one.id, part]) for part in used},
            "Where it breaks": escape_html(_breaks(evidence, one, set(parts_of[one.id]))),
        }
        for one in strategy.priorities
    ]
    caption = f"From need to measure by priority, {strategy.short_title}"
    markup = ("Priority", "Where it breaks")
    return PageTable(pd.DataFrame(rows), caption, {}, "Priority", markup=markup)


def _breaks(evidence: Evidence, priority: Priority, there: set[str]) -> str:
    """Which links of a priority's thread are missing, where these parts of it are there."""
    strategy = evidence.strategy
    asked = [ACTION, INDICATOR] + [NEED] * bool(strategy.big_issues)
    found = [BREAKS[part] for part in asked if part not in there]
    without = sum(not of_indicators(evidence, [id]) for id in priority.indicators)
    if priority.indicators and without == len(priority.indicators):
        found.append(NO_FIGURE)
    if nobody := sum(not action.lead for action in priority.actions):
        found.append(f"{counted(nobody, 'action')} without a lead")
    cells = sum(cell.priority == priority.id for cell in strategy.without_lead)
    if cells:
        found.append(f"{counted(cells, 'cell')} without a lead")
    if MEASURE not in there and strategy.metrics:  # else that is said once, of all
        found.append(f"no {OWN.removeprefix('a ')}")
    return "; ".join(found) or "nowhere"


def _listed(evidence: Evidence, thread: pd.DataFrame, priority: Priority) -> str:
    rows = thread[thread["title of"] == priority.id]
    if rows.empty:
        return ""
    name = f"{priority.number} {priority.title}"
    return _folded(evidence, rows, name, f"thread-{priority.id}")


def _of_none(evidence: Evidence, thread: pd.DataFrame) -> str:
    """Needs, measures and milestones that no priority has."""
    rows = thread[thread["title of"] == ""]
    if rows.empty:
        return ""
    return _folded(evidence, rows, "Tied to no priority", "thread-of-none")


def _folded(evidence: Evidence, rows: pd.DataFrame, name: str, id: str) -> str:
    # of a measure its targets say by when
    when = rows["When"].where(rows[PART] != MEASURE, "")
    parts = zip(rows["Lead"], when, rows[STATE], strict=True)
    stands = ["; ".join(one for one in each if one) or NOT_STATED for each in parts]
    stage = rows["Life stage"].map(lambda words: f" ({words.lower()})" if words else "")
    frame = rows.assign(**{STANDS: stands, PART: rows[PART].map(capitalised) + stage})
    caption = f"From need to measure, {name}, {evidence.strategy.short_title}"
    kinds = rows[PART].value_counts()
    told = ", ".join(
        f"{kinds[part]} {words.lower() if kinds[part] > 1 else part}"
        for part, words in PLURAL.items()
        if part in kinds
    )
    table = table_block(evidence, id, PageTable(frame[SHOWN], caption, {}, WHAT))
    return folded_on_site(evidence, f"{name}: {told}", lambda: table)
