"""`jsna build`: build an area's facts from the files of its lock."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jsna.commands.console import Console
    from jsna.facts.build_key import BuiltFacts
    from jsna.settings.project import Project

NAME = "build"
HELP = "build an area's facts from the files of its lock"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("area", help="a file of config/areas, without .yml")
    parser.add_argument("--force", action="store_true", help="build again what stands already")


def run(args: Namespace, console: Console) -> int:
    """Build the facts; return the exit code."""
    from jsna.settings.project import open_project

    build_area(open_project().of(args.area), console, force=args.force)
    return 0


def build_area(project: Project, console: Console, *, force: bool = False) -> BuiltFacts:
    """Build an area's facts and geography, unless they stand already.

    Args:
        project: Whose facts.
        console: Where to report.
        force: Whether to build what stands already, too.

    Raises:
        UserFileError: nothing was fetched yet.
        SourceError: a snapshot is missing, changed or can't be parsed, or boundaries and
            look-ups do not fit together.
    """
    from jsna.commands.one_at_a_time import area_alone
    from jsna.facts.build_key import BuiltFacts, find_unchanged

    with area_alone(project, console):
        unchanged = None if force else find_unchanged(project)
        built = BuiltFacts(unchanged, True) if unchanged else _build(project, console, force)
    state = "unchanged" if built.unchanged else "built"
    console.say(
        f"Facts of {project.area.slug}: {state}, {built.facts} facts from"
        f" {len(built.snapshot_ids)} files, {built.problems} notes on their quality."
    )
    console.result(facts=built.facts, notes=built.problems, unchanged=built.unchanged)
    return built


def _build(project: Project, console: Console, force: bool) -> BuiltFacts:
    # pandas and the sources are heavy, and an unchanged build needs neither
    from jsna.facts.build import build_facts
    from jsna.snapshots.lock import read_lock

    _tell_damage(project, console)
    with console.progress(len(read_lock(project.lock)), "Sources") as bar:

        def tell(title: str) -> None:
            bar.set_postfix_str(title[:40])
            bar.update(1)

        return build_facts(project, tell, force=force)


def _tell_damage(project: Project, console: Console) -> None:
    """Say which files of the last build are not as they were built, before they are replaced."""
    from jsna.facts.build_key import changed_facts, find_built
    from jsna.snapshots.verified_folder import changed_files

    changed = changed_files(project.facts_folder)
    if changed and find_built(project.paths, project.area.slug):
        console.note(f"Built anew: {changed_facts(project.area.slug, changed).what}")
