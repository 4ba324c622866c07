"""Every strategy of an area in one go: files and facts once, then each pack, whatever stops one."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from jsna.errors import CheckFailed, JsnaError, SourceError, UserFileError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jsna.commands.console import Console
    from jsna.commands.refresh import Files, Wishes
    from jsna.settings.project import Project

OF_ONE_PACK = (UserFileError, SourceError, CheckFailed)
"""What may stop one strategy's pack and not the next one's; a missing tool stops all."""


def refresh_each(
    projects: Sequence[Project], files: Files, wishes: Wishes, console: Console
) -> None:
    """Fetch and build once, then make and check each strategy's pack, and tell what came of all.

    Args:
        projects: One for each strategy of the same area.
        files: Where the area's files come from.
        wishes: As of one pack.
        console: Where to report.

    Raises:
        UserFileError, SourceError: nothing could be fetched or built.
        JsnaError: what stopped packs, each problem under its strategy, once the others are made.
    """
    from jsna.commands.build import build_area
    from jsna.commands.refresh import refresh, take_files
    from jsna.settings.parsed_before import parsed_once

    with parsed_once(projects[0].paths.parsed_yaml):
        if files.fetch:
            take_files(projects[0], files, console)
        build_area(projects[0], console)
        stopped: dict[str, JsnaError] = {}
        for number, project in enumerate(projects, 1):
            slug = project.strategy.slug
            console.say(f"Pack {number} of {len(projects)}: {slug}")
            try:
                refresh(project, replace(files, fetch=False), wishes, console)
            except OF_ONE_PACK as error:
                stopped[slug] = error
    _tell(projects, stopped, console)
    if stopped:
        raise _together(stopped)


@dataclass(frozen=True)
class PackTold:
    """What came of one pack.

    Attributes:
        strategy: Its slug.
        made: Whether nothing stopped it.
        checks: How many checks it was held to.
        failed: The names of those that failed.
    """

    strategy: str
    made: bool
    checks: int
    failed: tuple[str, ...]

    def __str__(self) -> str:
        """Return it in a line."""
        if not self.made:
            return f"{self.strategy}: stopped, see below"
        passed = f"{self.checks - len(self.failed)} of {self.checks} checks passed"
        failed = f"; failed: {', '.join(self.failed)}" if self.failed else ""
        return f"{self.strategy}: {passed}{failed}"


def _tell(projects: Sequence[Project], stopped: dict[str, JsnaError], console: Console) -> None:
    packs = [_told(project, stopped) for project in projects]
    for pack in packs:
        console.say(str(pack))
    console.result(packs=[asdict(pack) for pack in packs])


def _told(project: Project, stopped: dict[str, JsnaError]) -> PackTold:
    from jsna.pack.manifest import read_manifest

    slug = project.strategy.slug
    if slug in stopped:
        return PackTold(slug, False, 0, ())
    checks = read_manifest(project.pack_folder).get("checks", [])
    failed = tuple(check["name"] for check in checks if not check["passed"])
    return PackTold(slug, True, len(checks), failed)


def _together(stopped: dict[str, JsnaError]) -> JsnaError:
    """Return one error of all: of their kind if that is one, else the first's."""
    problems = [
        replace(problem, what=f"{slug}: {problem.what}")
        for slug, error in stopped.items()
        for problem in error.problems
    ]
    return type(next(iter(stopped.values())))(*problems)
