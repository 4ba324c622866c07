"""`jsna check`: hold a rendered pack to every rule; each check is told, with what it found."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from jsna.errors import CheckFailed, Problem

if TYPE_CHECKING:
    from jsna.commands.console import Console
    from jsna.publish.gate import CheckResult
    from jsna.settings.project import Project

NAME = "check"
HELP = "check a rendered pack: structure, links, licences, names, accessibility"
SHOWN = 20


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("area", help="a file of config/areas, without .yml")
    parser.add_argument("strategy", help="a folder of reports/strategies")
    parser.add_argument(
        "--axe", action="store_true", help="also run axe (WCAG 2.2 AA) in an installed browser"
    )


def run(args: Namespace, console: Console) -> int:
    """Check the pack and record the results in its manifest; return the exit code."""
    from jsna.settings.project import open_project

    results = check(open_project().of(args.area, args.strategy), axe=args.axe)
    for result in results:
        _say(result, console)
    console.result(checks=_plain(results))
    failed = [result.name for result in results if not result.passed]
    if failed:
        many = f"{len(failed)} of {len(results)} checks failed: {'; '.join(failed)}."
        raise CheckFailed(Problem(many, next_step="Each fault is named above, with its page."))
    return 0


def check(project: Project, *, axe: bool = False) -> list[CheckResult]:
    """Return one result per check of a pack, and record them in its manifest.

    Raises:
        UserFileError: a pack that was never rendered.
        ToolMissing: axe was asked for and a part of it is not installed.
    """
    from jsna.pack.manifest import record_checks
    from jsna.publish.gate import CheckResult, check_pack

    results, folder = check_pack(project), project.pack_folder
    if axe:
        from jsna.publish.axe import axe_faults

        faults = axe_faults(sorted((folder / "site").rglob("*.html")))
        results.append(CheckResult("axe: WCAG 2.2 AA, nothing serious or critical", tuple(faults)))
    record_checks(folder, _plain(results))
    return results


def _say(result: CheckResult, console: Console) -> None:
    console.say(f"{'passed' if result.passed else 'FAILED'}  {result.name}")
    for fault in result.faults[:SHOWN]:
        console.say(f"          {fault}")
    if len(result.faults) > SHOWN:
        console.say(f"          and {len(result.faults) - SHOWN} more")


def _plain(results: list[CheckResult]) -> list[dict[str, object]]:
    return [{"name": r.name, "passed": r.passed, "faults": list(r.faults)} for r in results]
