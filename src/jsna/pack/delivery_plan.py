"""The delivery plan: what is to be done for each priority, by whom and by when, from one file.

Each action, milestone and measure is said once, in the strategy's file or a register; the plan and
the paper for the board print the same ones as the pages.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from jsna.analysis.register_dates import read_date
from jsna.analysis.register_due import done, overdue
from jsna.analysis.register_published import published
from jsna.chapter.thread import stated_figures
from jsna.narrative.body_words import short_names, who
from jsna.narrative.english import counted, listed
from jsna.narrative.markdown import escape_markdown, raw_html
from jsna.narrative.numbers import format_value
from jsna.narrative.own_measure_words import target_period
from jsna.settings.framework import PROGRESS
from jsna.settings.model import MONTH
from jsna.settings.own_measures import OwnMeasure
from jsna.settings.strategy import Priority, Strategy
from jsna.strategy_registers.registers import Registers
from jsna.tables.html_table import html_table

NOBODY, NO_TIME = "nobody named", "no time given"
PAST: Final = "past its day"
NOT_STATED: Final = "not stated"
OWN_BASELINE: Final = "its own first figures"
FINISHED: Final = "done"
ALL_SAID: Final = "all have a lead and a time, and none is past its day"
AS_STATED: Final = "Baselines and targets are as the strategy and its files state them."
PLANNED: Final = ("priority", "title", "lead", "when", "state")


@dataclass(frozen=True, eq=False)
class _Plan:
    """What a plan is made of: the frames of `actions_of`, `milestones_of` and `measures_of`."""

    actions: pd.DataFrame
    milestones: pd.DataFrame
    measures: pd.DataFrame


def delivery_plan(strategy: Strategy, registers: Registers, note: str = "") -> str:
    """Return the plan in the page grammar, a section for each priority; "" without anything in it.

    Args:
        strategy: Whose.
        registers: Its registers, of which actions and milestones are taken.
        note: What each caption says beside: that the data are invented.
    """
    plan = _Plan(
        actions_of(strategy, registers), milestones_of(strategy, registers), measures_of(strategy)
    )
    held = [part for one in (*strategy.priorities, None) if (part := _section(one, plan, note))]
    return "\n\n".join([_in_short(plan, registers.as_at), *held]) if held else ""


def actions_of(strategy: Strategy, registers: Registers) -> pd.DataFrame:
    """Return the strategy's actions: priority, title, lead, when, state and late, one row each.

    `late` is whether one that nothing says is done is past the day that was written.
    """
    return _planned(strategy, registers, "actions")


def milestones_of(strategy: Strategy, registers: Registers) -> pd.DataFrame:
    """Return the strategy's milestones, as `actions_of`."""
    return _planned(strategy, registers, "milestones")


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


def _planned(strategy: Strategy, registers: Registers, kind: str) -> pd.DataFrame:
    table = next((one for one in registers.tables if one.kind.id == kind), None)
    if table is None:
        return pd.DataFrame(columns=[*PLANNED, "late"]).astype({"late": "bool"})
    shown = published(table, registers.linked)
    names = short_titles(strategy)
    late, finished = overdue(table, registers.as_at), done(table)
    state = _told(shown, "status", NOT_STATED).replace(dict(PROGRESS))
    state = state.mask(late, state + f"; {PAST}").mask(finished, FINISHED)
    owners = _told(shown, "owner", NOBODY).str.split("; ")
    return pd.DataFrame(
        {
            "priority": _told(table.rows, "priority", ""),
            "title": shown["title"],
            "lead": [listed([names.get(one, one) for one in several]) for several in owners],
            "when": _told(shown, "due", NO_TIME).map(_month_in_words),
            "state": state,
            "late": late,
        }
    )


def _told(frame: pd.DataFrame, column: str, instead: str) -> pd.Series:
    """A column of a register, `instead` where it is blank or the kind does not have it."""
    held = frame[column] if column in frame else pd.Series("", index=frame.index)
    return held.astype("object").where(held != "", instead)


def _month_in_words(when: str) -> str:
    day = read_date(when).last if re.fullmatch(MONTH, when) else None
    return f"{day:%B %Y}" if day else when


def short_titles(strategy: Strategy) -> dict[str, str]:
    """Return title -> shorter name of each body."""
    names = short_names(strategy)
    return {body.title: names[body.id] for body in strategy.bodies}


def _in_short(plan: _Plan, as_at: date) -> str:
    actions = plan.actions
    told = [
        f"{number} {words}"
        for number, words in (
            ((actions["lead"] == NOBODY).sum(), "without a lead"),
            ((actions["when"] == NO_TIME).sum(), "without a time"),
            (actions["late"].sum(), PAST),
        )
        if number
    ]
    day = f"{as_at.day} {as_at:%B %Y}"
    parts = f"{counted(len(actions), 'action')}, {counted(len(plan.milestones), 'milestone')}"
    said = [
        f"The plan has {parts} and {counted(len(plan.measures), 'measure')}.",
        f"As at {day}, of the actions: {listed(told) or ALL_SAID}." if len(actions) else "",
        AS_STATED if len(plan.measures) else "",
    ]
    return " ".join(filter(None, said))


def _section(priority: Priority | None, plan: _Plan, note: str) -> str:
    """The tables of a priority, or of the whole strategy, under a heading; "" without any."""
    id, about = (priority.id, priority.title) if priority else ("", "the whole strategy")
    rows = (
        ("actions", "Actions", plan.actions, ACTION),
        ("milestones", "Milestones", plan.milestones, MILESTONE),
        ("measures", "Measures", plan.measures, MEASURE),
    )
    tables = [
        _table(f"{id or 'whole'}-{name}", f"{title}, {about}{note}",
               frame[frame["priority"] == id], columns)
        for name, title, frame, columns in rows
    ]  # fmt: skip
    held = [table for table in tables if table]
    title = f"Priority {priority.number}: {priority.title}" if priority else about.capitalize()
    aim = [escape_markdown(priority.aim)] if priority else []
    return "\n\n".join([f"## {escape_markdown(title)}", *aim, *held]) if held else ""


ACTION: Final = {
    "title": "Action", "lead": "Who leads", "when": "By when", "state": "How far",
}  # fmt: skip
MILESTONE: Final = {"title": "Milestone", "when": "By when", "state": "How far"}
MEASURE: Final = {
    "title": "Measure", "baseline": "Baseline", "target": "Target", "owner": "Who answers for it",
}  # fmt: skip


def _table(name: str, caption: str, rows: pd.DataFrame, names: dict[str, str]) -> str:
    if rows.empty:
        return ""
    frame = rows[list(names)].rename(columns=names)
    table = raw_html(html_table(frame, f"{caption}.", {}, names["title"]))
    return f"::: {{#tbl-delivery-plan-{name}}}\n{table}\n:::"
