"""`jsna check`: hold a rendered pack to every rule; each check is told, with what it found."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from jsna.errors import CheckFailed, Problem

if TYPE_CHECKING:
    from jsna.commands.console import Console
    from jsna.publish.check_result import CheckResult
    from jsna.settings.project import Project

NAME = "check"
HELP = "check a rendered pack: small counts, structure, links, licences, names, accessibility"
SHOWN = 20


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("area", help="a file of config/areas, without .yml")
    parser.add_argument("strategy", help="a folder of reports/strategies")
    parser.add_argument(
        "--axe", action="store_true", help="also run axe (WCAG 2.2 AA) in an installed browser"
    )


def run(args: Namespace, console: Console) -> int:
    """Check the pack and record the results in its manifest; return the exit code.

    Raises:
        CheckFailed: a check failed.
        UserFileError: the pack was never rendered, or the strategy's claims or registers, which it
            was made of, can't be read any more.
    """
    from jsna.commands.one_at_a_time import pack_alone
    from jsna.pack.own_files import check_files, tables_of
    from jsna.settings.project import open_project

    project = open_project().of(args.area, args.strategy)
    with pack_alone(project, console):
        results = check(project, axe=args.axe)
    tell(results, console)
    console.result(checks=plain_results(results))
    failed = [result.name for result in results if not result.passed]
    if failed:
        many = f"{len(failed)} of {len(results)} checks failed: {'; '.join(failed)}."
        raise CheckFailed(Problem(many, next_step="Each fault is named above, with its page."))
    check_files(tables_of(project), project)
    return 0


def check(project: Project, *, axe: bool = False, looked: bool = False) -> list[CheckResult]:
    """Return one result per check of a pack, and record them in its manifest.

    Args:
        project: With area and strategy chosen.
        axe: Also run axe.
        looked: See `gate.check_pack`.

    Raises:
        UserFileError: a pack that was never rendered.
        ToolMissing: axe was asked for and a part of it is not installed.
    """
    from jsna.pack.manifest import read_manifest, record_checks, record_look
    from jsna.publish.check_result import NEVER_SHOWN, CheckResult
    from jsna.publish.gate import check_pack
    from jsna.publish.looked_at import LOOKED_AT, seen

    results, folder = check_pack(project, looked=looked), project.pack_folder
    if axe:
        from jsna.publish.axe import axe_faults

        faults = axe_faults(sorted((folder / "site").rglob("*.html")))
        results.append(CheckResult("axe: WCAG 2.2 AA, nothing serious or critical", tuple(faults)))
    now = seen(folder, project)
    record_checks(folder, plain_results(results), now)
    if read_manifest(folder).get(LOOKED_AT):
        # what was looked at stays what it is; what it was held against is that of today
        passed = all(r.passed for r in results if r.name in NEVER_SHOWN)
        record_look(folder, now if passed else {})
    return results


def recorded_checks(project: Project) -> list[CheckResult]:
    """Return the checks that a manifest has of these very files; else check, and record them.

    For a command that has just rendered: what its disclosure gate passed, byte for byte, is not
    looked through twice.

    Raises:
        UserFileError: as `check`.
    """
    from jsna.pack.manifest import read_manifest
    from jsna.publish.check_result import CheckResult
    from jsna.publish.looked_at import CHECKED, LOOKED_AT, seen

    folder = project.pack_folder
    manifest = read_manifest(folder)
    now = seen(folder, project)
    if not manifest.get("checks") or manifest.get(CHECKED) != now:
        return check(project, looked=manifest.get(LOOKED_AT) == now)
    return [
        CheckResult(c["name"], tuple(c["faults"]), tuple(c.get("warnings", ())))
        for c in manifest["checks"]
    ]


def tell(results: list[CheckResult], console: Console) -> None:
    """Say what came of each check."""
    for result in results:
        _say(result, console)


def plain_results(results: list[CheckResult]) -> list[dict[str, object]]:
    """Return the results as the manifest and `--json` hold them."""
    return [
        {"name": r.name, "passed": r.passed, "faults": list(r.faults), "warnings": list(r.warnings)}
        for r in results
    ]


def _say(result: CheckResult, console: Console) -> None:
    console.say(f"{'passed' if result.passed else 'FAILED'}  {result.name}")
    told = [*result.faults, *(f"warning: {words}" for words in result.warnings)]
    for words in told[:SHOWN]:
        console.say(f"          {words}")
    if len(told) > SHOWN:
        console.say(f"          and {len(told) - SHOWN} more")
