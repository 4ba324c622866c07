"""`jsna plan`: what a strategy sets out, and the runs that make its pack, without running any."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jsna.commands.console import Console

NAME = "plan"
HELP = "list what a strategy sets out and the chapters that its pack has"
SETS_OUT = {"life_stages", "bodies", "matrix", "big_issues", "metrics", "milestones", "priorities"}
"""The parts of a strategy that `--json` gives whole."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("area", help="a file of config/areas, without .yml")
    parser.add_argument("strategy", help="a folder of reports/strategies")


def run(args: Namespace, console: Console) -> int:
    """Print the plan; return the exit code."""
    from jsna.narrative.framework_words import framework_lines
    from jsna.pack.parameters import check_parameters
    from jsna.pack.plan import make_plan
    from jsna.settings.project import open_project

    project = open_project().of(args.area, args.strategy)
    plan = make_plan(project)
    for entry in plan.runs:
        check_parameters(entry, project.paths.notebooks / f"{entry.notebook}.ipynb")
    console.say(f"{plan.strategy.title}: {len(plan.runs)} runs")
    width = max(len(entry.id) for entry in plan.runs)
    for entry in plan.runs:
        console.say(f"  {entry.id:<{width}}  {entry.notebook}  (page: {entry.page})")
    told = framework_lines(plan.strategy, datetime.now(UTC).date())
    console.say("\nWhat the strategy sets out:")
    for line in told:
        console.say(f"  {line}")
    console.result(
        area=args.area,
        strategy=args.strategy,
        runs=[vars(e) for e in plan.runs],
        sets_out={"lines": told, **plan.strategy.model_dump(mode="json", include=SETS_OUT)},
    )
    return 0
