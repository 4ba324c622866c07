"""The steps of one area of a fleet, in the words of the commands that do them alone."""

from pathlib import Path
from typing import Final

from jsna.commands.console import Console
from jsna.errors import CheckFailed, Problem
from jsna.fleet.order import Made, Stages, Wishes
from jsna.settings.project import Project

SILENT: Final = Console(quiet=True)
"""A worker tells nobody; the command tells what came of each area."""


def fetch(project: Project, wishes: Wishes) -> None:
    """Take the area's files, and pin them in its lock."""
    from jsna.commands.refresh import Files, take_files

    take_files(project, Files(tuple(map(Path, wishes.folders)), locked=wishes.locked), SILENT)


def build(project: Project, wishes: Wishes) -> None:
    """Build the area's facts, unless they stand."""
    from jsna.commands.build import build_area

    build_area(project, SILENT)


def chapters(project: Project, wishes: Wishes) -> Made:
    """Run the chapters that changed, lay the pack out, and check it.

    Raises:
        CheckFailed: the pack, or what stands in its place, may not be shown.
    """
    from jsna.commands.check import recorded_checks
    from jsna.commands.one_at_a_time import pack_claimed
    from jsna.commands.render import render
    from jsna.commands.run import run_chapters
    from jsna.narrative.english import counted
    from jsna.pack.manifest import read_manifest
    from jsna.publish.check_result import NEVER_SHOWN, WHOLE
    from jsna.publish.gate import lacks_by_reason

    with pack_claimed(project, SILENT):
        run_chapters(project, SILENT, workers=wishes.kernels, cold_kernels=wishes.cold_kernels)
        pack = render(project, SILENT, formats=wishes.formats, renderer=wishes.renderer)
        failed = [result for result in recorded_checks(project) if not result.passed]
    never = [fault for result in failed if result.name in NEVER_SHOWN for fault in result.faults]
    if never:
        raise CheckFailed(*map(Problem, never))
    missing = tuple(result.run.id for result in pack.failed)
    reasons = lacks_by_reason(read_manifest(project.pack_folder), project.area)
    lacking = tuple(f"{counted(n, 'section')}: {reason}" for reason, n in reasons.items())
    # what is lacking is told with its reason, and chapters by their names
    told = tuple(r.name for r in failed if r.name != WHOLE or not (lacking or missing))
    return Made(pack.unchanged, missing, told, lacking)


STAGES: Final = Stages(fetch, build, chapters)
