"""`jsna run`: execute the chapters that changed, each in a fresh kernel."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from jsna.commands.arguments import a_number_of_workers, some_words
from jsna.errors import CheckFailed, Problem

if TYPE_CHECKING:
    from jsna.commands.console import Console
    from jsna.pack.plan import Plan
    from jsna.pack.run import RunResult
    from jsna.settings.project import Project

NAME = "run"
HELP = "execute the chapters of a pack that changed"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("area", help="a file of config/areas, without .yml")
    parser.add_argument("strategy", help="a folder of reports/strategies")
    parser.add_argument("--priority", type=some_words, help="only the chapters of this priority")
    parser.add_argument(
        "--workers", type=a_number_of_workers, default=0, help="runs side by side (default: cores)"
    )
    parser.add_argument("--force", action="store_true", help="run unchanged chapters again")
    add_cold_kernels(parser)


def add_cold_kernels(parser: ArgumentParser) -> None:
    """Add the argument for kernels that share nothing."""
    parser.add_argument(
        "--cold-kernels",
        action="store_true",
        help="start each chapter's kernel from nothing (slower; the outputs are the same)",
    )


def run(args: Namespace, console: Console) -> int:
    """Execute the plan; return the exit code."""
    from jsna.settings.project import open_project

    run_chapters(
        open_project().of(args.area, args.strategy),
        console,
        priority=args.priority or "",
        workers=args.workers,
        force=args.force,
        cold_kernels=args.cold_kernels,
    )
    return 0


def run_chapters(
    project: Project,
    console: Console,
    *,
    priority: str = "",
    workers: int = 0,
    force: bool = False,
    cold_kernels: bool = False,
) -> list[RunResult]:
    """Execute a plan's changed runs with a progress bar and return one result per run.

    A chapter that fails is told, and does not stop the rest.

    Raises:
        UserFileError: an unknown priority, a wrong parameter, or no facts.
        CheckFailed: every chapter failed.
    """
    from jsna.commands.one_at_a_time import pack_alone
    from jsna.pack.plan import make_plan
    from jsna.pack.run import run_plan

    plan = make_plan(project)
    runs = plan.only(priority) if priority else plan.runs
    with pack_alone(project, console), console.progress(len(runs), "Chapters") as bar:

        def progress(result: RunResult) -> None:
            bar.set_postfix_str(result.run.id)
            bar.update(1)

        results = run_plan(
            plan,
            workers=workers,
            force=force,
            only_priority=priority,
            cold_kernels=cold_kernels,
            progress=progress,
        )
    others = _not_available(plan, results) if priority else []
    _report(results, others, console)
    return results


def _not_available(plan: Plan, ran: list[RunResult]) -> list[RunResult]:
    """Return what readers will not get of the runs of a plan that were not run now."""
    from jsna.pack.assemble import recorded_results

    now = {result.run.id for result in ran}
    return [r for r in recorded_results(plan) if r.run.id not in now and not r.available]


def _report(results: list[RunResult], others: list[RunResult], console: Console) -> None:
    """Tell what was run, and of the whole plan what readers will not get."""
    from jsna.pack.availability import told

    counts = {s: sum(r.status == s for r in results) for s in ("done", "unchanged", "failed")}
    console.say(
        f"Chapters: {counts['done']} run, {counts['unchanged']} unchanged,"
        f" {counts['failed']} not available."
    )
    failed = [result for result in results if not result.available]
    if failed and len(failed) == len(results):
        problems = [Problem(told(r.run.id, r.reason)) for r in failed]
        raise CheckFailed(*problems, Problem("no chapter of the pack could be made."))
    for result in failed:
        console.say(f"Warning: {told(result.run.id, result.reason)}")
        console.say(f"  Details: {result.folder / 'run.json'}")
    for result in others:
        console.say(f"Not run now: {told(result.run.id, result.reason)}")
    console.result(
        chapters=[_as_json(result) for result in results],
        not_available={r.run.id: r.reason for r in [*failed, *others]},
    )


def _as_json(result: RunResult) -> dict[str, object]:
    return {
        "id": result.run.id,
        "status": result.status,
        "reason": result.reason,
        "seconds": result.seconds,
        "folder": str(result.folder),
    }
