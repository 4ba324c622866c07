"""The delivery plan: what is to be done for each priority, by whom and by when, from one file.

The strategy's file says each action, milestone and measure once; the plan, the framework's page and
the paper for the board print the same ones.
"""

from datetime import date
from typing import Any, Final

import pandas as pd

from jsna.analysis.written_time import last_day, says_done
from jsna.chapter.thread import stated_figures
from jsna.narrative.body_words import short_names, who
from jsna.narrative.english import counted, listed
from jsna.narrative.markdown import escape_markdown, raw_html
from jsna.narrative.numbers import format_value
from jsna.narrative.own_measure_words import target_period
from jsna.settings.framework import PROGRESS, Action
from jsna.settings.own_measures import OwnMeasure
from jsna.settings.strategy import Priority, Strategy
from jsna.tables.html_table import html_table

NOBODY, NO_TIME = "nobody named", "no time given"
PAST: Final = "past its day"
NOT_STATED: Final = "not stated"
OWN_BASELINE: Final = "its own first figures"
FINISHED: Final = "done"


def delivery_plan(strategy: Strategy, as_at: date, note: str = "") -> str:
    """Return the plan in the page grammar, a section for each priority; "" without anything in it.

    Args:
        strategy: Whose.
        as_at: The day by which an action is past its day.
        note: What each caption says beside: that the data are invented.
    """
    parts = [_of(priority, strategy, as_at, note) for priority in strategy.priorities]
    held = [part for part in (*parts, _of_none(strategy, note)) if part]
    return "\n\n".join([_in_short(strategy, as_at), *held]) if held else ""


def actions_of(strategy: Strategy, as_at: date) -> pd.DataFrame:
    """Return the strategy's actions: priority, title, lead, when, state and late, one row each.

    `late` is whether one that nothing says is done is past the day that was written.
    """
    names = short_names(strategy)
    rows = [
        _action(action, priority, names, as_at)
        for priority in strategy.priorities
        for action in priority.actions
    ]
    return pd.DataFrame(rows, columns=["priority", "title", "lead", "when", "state", "late"])


def measures_of(strategy: Strategy) -> pd.DataFrame:
    """Return its own measures: priority, title, baseline, target and owner in words, a row each.

    Those that the document states come first, then those that the council counts itself.
    """
    names = short_names(strategy)
    stated = [
        {
            "priority": one.priority, "title": one.title,
            "baseline": stated_figures(one.baseline, one.unit),
            "target": stated_figures(one.targets, one.unit),
            "owner": who([one.owner], names, NOBODY),
        }
        for one in strategy.metrics
    ]  # fmt: skip
    counted_here = [
        {
            "priority": one.priority, "title": one.title, "baseline": OWN_BASELINE,
            "target": _target(one), "owner": one.owner or NOBODY,
        }
        for one in strategy.own_measures.measures
    ]  # fmt: skip
    rows = stated + counted_here
    return pd.DataFrame(rows, columns=["priority", "title", "baseline", "target", "owner"])


def _target(measure: OwnMeasure) -> str:
    if measure.target is None:
        return NOT_STATED
    value = format_value(measure.target, measure.unit, measure.decimals)
    return f"{value} in {target_period(measure)}" if measure.target_by else value


def _action(
    action: Action, priority: Priority, names: dict[str, str], as_at: date
) -> dict[str, Any]:
    done, day = says_done(action.timescale), last_day(action.timescale)
    late = day is not None and day < as_at and not done
    stated = PROGRESS[action.status] if action.status else "not stated"
    state = FINISHED if done else f"{stated}; {PAST}" if late else stated
    return {
        "priority": priority.id, "title": action.title, "lead": who(action.lead, names, NOBODY),
        "when": action.timescale or NO_TIME, "state": state, "late": late,
    }  # fmt: skip


def _in_short(strategy: Strategy, as_at: date) -> str:
    actions = actions_of(strategy, as_at)
    nobody, late = (actions["lead"] == NOBODY).sum(), actions["late"].sum()
    told = [
        f"{number} {words}"
        for number, words in (
            (nobody, "without a lead"), ((actions["when"] == NO_TIME).sum(), "without a time"),
            (late, PAST),
        )
        if number
    ]  # fmt: skip
    day = f"{as_at.day} {as_at:%B %Y}"
    parts = f"{counted(len(actions), 'action')}, {counted(len(strategy.milestones), 'milestone')}"
    start = f"The plan has {parts} and {counted(len(measures_of(strategy)), 'measure')}."
    return f"{start} As at {day}, of the actions: {listed(told) or 'nothing is left open'}."


def _of(priority: Priority, strategy: Strategy, as_at: date, note: str) -> str:
    actions = actions_of(strategy, as_at)
    measures = measures_of(strategy)
    tables = [
        _table(f"{priority.id}-actions", f"Actions, {priority.title}{note}",
               actions[actions["priority"] == priority.id],
               {"title": "Action", "lead": "Who leads", "when": "By when", "state": "How far"}),
        _milestones(strategy, priority.id, priority.title, note),
        _table(f"{priority.id}-measures", f"Measures, {priority.title}{note}",
               measures[measures["priority"] == priority.id], MEASURE),
    ]  # fmt: skip
    held = [table for table in tables if table]
    title = escape_markdown(f"{priority.number} {priority.title}")
    return "\n\n".join([f"## {title}", escape_markdown(priority.aim), *held]) if held else ""


MEASURE: Final = {
    "title": "Measure", "baseline": "Baseline", "target": "Target", "owner": "Who answers for it",
}  # fmt: skip


def _of_none(strategy: Strategy, note: str) -> str:
    """Milestones and measures of the whole strategy."""
    measures = measures_of(strategy)
    whole = "the whole strategy"
    tables = [
        _milestones(strategy, "", whole, note),
        _table("whole-measures", f"Measures of {whole}{note}",
               measures[measures["priority"] == ""], MEASURE),
    ]  # fmt: skip
    held = [table for table in tables if table]
    return "\n\n".join(["## The whole strategy", *held]) if held else ""


def _milestones(strategy: Strategy, priority: str, about: str, note: str) -> str:
    own = [one for one in strategy.milestones if one.priority == priority]
    months = [last_day(one.due) or one.due for one in own]
    rows = pd.DataFrame(
        [
            {"title": one.title, "when": f"{month:%B %Y}"}
            for one, month in zip(own, months, strict=True)
        ]
    )
    name = f"{priority or 'whole'}-milestones"
    names = {"title": "Milestone", "when": "By the end of"}
    return _table(name, f"Milestones, {about}{note}", rows, names)


def _table(name: str, caption: str, rows: pd.DataFrame, names: dict[str, str]) -> str:
    if rows.empty:
        return ""
    frame = rows[list(names)].rename(columns=names)
    table = raw_html(html_table(frame, f"{caption}.", {}, names["title"]))
    return f"::: {{#tbl-delivery-plan-{name}}}\n{table}\n:::"
