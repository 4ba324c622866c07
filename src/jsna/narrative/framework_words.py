"""What a strategy sets out, in a few lines: its term, its parts counted, and what they lack."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from jsna.analysis.strategy_coverage import goals_of
from jsna.narrative.english import counted, listed, sentence
from jsna.settings.framework import PROGRESS, Action, Cell, Metric
from jsna.settings.strategy import Strategy


def framework_lines(strategy: Strategy, day: date) -> list[str]:
    """Return one line each on the term as at `day`, the parts, and what the parts lack."""
    lines = (_term(strategy, day), parts_line(strategy), *_lacks(strategy))
    return [line for line in lines if line]


def _term(strategy: Strategy, day: date) -> str:
    if strategy.lasting:
        return ""
    status = strategy.status_on(day)
    after = f"; replaced by {strategy.replaced_by}" if strategy.replaced_by else ""
    return sentence(f"From {strategy.start:%B %Y} to {strategy.end:%B %Y}, {status}{after}")


def parts_line(strategy: Strategy) -> str:
    """Return what a strategy sets out, counted: "6 priorities and 34 big issues."."""
    objectives = [o for priority in strategy.priorities for o in priority.objectives]
    actions = [a for priority in strategy.priorities for a in priority.actions]
    parts = (
        (len(strategy.priorities), "priority", "priorities"),
        (len(strategy.life_stages), "life stage", ""),
        (len(strategy.big_issues), "big issue", ""),
        (len(objectives), "objective", ""),
        (len(actions), "action", ""),
        (len(strategy.matrix), "cell of accountable leads", "cells of accountable leads"),
        (len(strategy.headlines), "headline indicator", ""),
        (len(strategy.metrics) - len(strategy.headlines), "other metric", ""),
        (len(strategy.milestones), "milestone", ""),
    )
    told = [counted(number, one, many) for number, one, many in parts if number]
    return f"{listed(told)}.{_progress(actions)}"


def _progress(actions: list[Action]) -> str:
    """How far the actions were, where the document says so of any."""
    found = Counter(action.status for action in actions)
    if set(found) <= {""}:
        return ""
    told = [f"{found[state]} {words}" for state, words in PROGRESS.items() if found[state]]
    return f" Of the actions {listed(told)}."


def _lacks(strategy: Strategy) -> Iterator[str]:
    yield from _of_nobody(strategy)
    for kind, chosen in (("headline indicator", True), ("other metric", False)):
        metrics = [metric for metric in strategy.metrics if metric.headline is chosen]
        if lacking := _without(metrics, strategy):
            yield f"Of {counted(len(metrics), kind)}, {listed(lacking)}."
    yield from _unmeasured(strategy)


def _of_nobody(strategy: Strategy) -> Iterator[str]:
    if cells := strategy.without_lead:
        yield f"Without a lead: {'; '.join(map(_cell, cells))}."
    actions = [action for priority in strategy.priorities for action in priority.actions]
    nobody = [action for action in actions if not action.lead]
    if strategy.bodies and nobody:
        yield f"Actions for which nobody is named: {len(nobody)}."


def _unmeasured(strategy: Strategy) -> Iterator[str]:
    gaps = [gap for priority in strategy.priorities for gap in priority.unmeasured]
    gaps += [gap for issue in strategy.big_issues for gap in issue.unmeasured]
    if gaps:
        served = dict.fromkeys(gap.source for gap in gaps if gap.source)
        by = f", which these would serve: {'; '.join(served)}" if served else ""
        yield f"Wanted and not measured: {counted(len({gap.what for gap in gaps}), 'thing')}{by}."
    unmet = [issue.title for issue in strategy.big_issues if not issue.indicators]
    if unmet:
        yield f"Big issues without an indicator: {'; '.join(unmet)}."


def _cell(cell: Cell) -> str:
    return ", ".join(part for part in (cell.priority, cell.life_stage) if part)


def _without(metrics: list[Metric], strategy: Strategy) -> list[str]:
    lacking = (
        ("baseline", [m for m in metrics if not m.baseline]),
        ("target", [m for m in metrics if not (m.targets or goals_of(m, strategy))]),
        ("owner", [m for m in metrics if not m.owner]),
        ("source", [m for m in metrics if not m.source]),
        ("an indicator of the catalogue", [m for m in metrics if not m.indicators]),
    )
    return [f"{len(found)} without {what}" for what, found in lacking if found]
