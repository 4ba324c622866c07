"""`jsna coverage`: what a strategy leaves open, from need to measure, counted and named."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from jsna.commands.console import Console
    from jsna.settings.project import Project

NAME = "coverage"
HELP = "list what a strategy leaves open: priorities and issues without an indicator, measures" \
    " without baseline, target, date, owner or source"  # fmt: skip


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("area", help="the area, as in config/areas/<area>.yml")
    parser.add_argument("strategy", help="the strategy, as in reports/strategies/<strategy>/")


def run(args: Namespace, console: Console) -> int:
    """Print what the strategy leaves open; return the exit code.

    Raises:
        UserFileError: an unknown area or strategy, or a mistake in a file of the settings.
    """
    from jsna.narrative.framework_words import parts_line
    from jsna.narrative.strategy_coverage_words import (
        complete_words,
        coverage_lines,
        coverage_table,
        keyed,
    )
    from jsna.settings.project import open_project

    project = open_project().of(args.area, args.strategy)
    checked, why_not = _checked(project)
    console.say(f"{project.strategy.title}: {parts_line(project.strategy)}")
    for line in coverage_lines(checked):
        console.say(f"  {line}")
    if complete := complete_words(checked):
        console.say(complete)
    if why_not:
        console.say(f"Which indicators have a figure was not looked at: {why_not}")
    lacks = checked[checked["lacks"]].drop(columns="lacks").astype({"line": "object"})
    console.result(
        area=args.area,
        strategy=args.strategy,
        figures_looked_at=not why_not,
        counts=list(keyed(coverage_table(checked))),
        left_open=list(keyed(lacks.where(lacks.notna(), None))),
    )
    return 0


def _checked(project: Project) -> tuple[pd.DataFrame, str]:
    """What is left open, and why the area's figures were not looked at; "" where they were."""
    from jsna.analysis.strategy_coverage import coverage
    from jsna.chapter.opening import open_evidence
    from jsna.chapter.strategy_coverage import checked_coverage
    from jsna.errors import SourceError, UserFileError

    try:
        return checked_coverage(open_evidence(project)), ""
    except (UserFileError, SourceError) as error:
        return coverage(project.strategy, project.settings.indicators), str(error)
