"""`jsna demo`: invent data for an invented council, and build its evidence pack from it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from jsna.commands.refresh import add_pack_arguments, wishes_of

if TYPE_CHECKING:
    from pathlib import Path

    from jsna.commands.console import Console
    from jsna.settings.project import Project

NAME = "demo"
HELP = "build an evidence pack of an invented council from invented data"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--all", action="store_true", help="every invented council, not one")
    parser.add_argument("--facts-only", action="store_true", help="stop when the facts are built")
    add_pack_arguments(parser)


def run(args: Namespace, console: Console) -> int:
    """Write the invented downloads and build the packs; return the exit code."""
    from jsna.demo.write import write_demo_downloads
    from jsna.settings.project import open_project

    checkout = open_project()
    folder = checkout.paths.demo_downloads
    councils = _councils(checkout, every=args.all)
    written = write_demo_downloads(folder, checkout.settings)
    console.say(f"SYNTHETIC: {len(written)} files of invented data in {folder}")
    if args.facts_only:
        for council in councils:
            _facts(council, console)
        return 0
    pages = [page for council in councils for page in _packs(council, args, console)]
    for page in pages:
        console.say(f"Open {page.as_uri()}")
    console.result(pages=[str(page) for page in pages], downloads=str(folder))
    return 0


def _councils(checkout: Project, *, every: bool) -> list[Project]:
    """Return the invented councils that have a strategy: the first, or every one.

    Raises:
        UserFileError: there is none.
    """
    from jsna.demo.write import synthetic_councils
    from jsna.errors import Problem, UserFileError

    invented = [area.slug for area in synthetic_councils(checkout.settings)]
    found = [checkout.of(slug) for slug in invented if checkout.settings.strategies_of(slug)]
    if not found:
        raise UserFileError(
            Problem(
                "no area is invented, so there is nothing to demonstrate.",
                allowed="The demonstration needs an area with `synthetic: true` and a strategy.",
                next_step="Restore config/areas and reports/strategies from the project.",
            )
        )
    return found if every else found[:1]


def _facts(project: Project, console: Console) -> None:
    """Build an area's facts and no pack: what a notebook opened by itself needs."""
    from jsna.commands.build import build_area
    from jsna.commands.fetch import fetch_area
    from jsna.demo.write import RETRIEVED

    # generated as a whole: nothing of an earlier version belongs to it
    fetch_area(project, [project.paths.demo_downloads], console, RETRIEVED, replace=True)
    build_area(project, console)


def _packs(council: Project, args: Namespace, console: Console) -> list[Path]:
    """Build the pack of each of the area's strategies; return where each begins."""
    from jsna.commands.refresh import Files, refresh
    from jsna.demo.write import RETRIEVED

    slug, begins = council.area.slug, []
    for number, strategy in enumerate(council.settings.strategies_of(slug)):
        project = council.of(slug, strategy.slug)
        folders = [project.paths.demo_downloads]
        files = Files(folders, fetch=number == 0, now=RETRIEVED, replace=True)
        refresh(project, files, wishes_of(args), console)
        pack = project.pack_folder
        begins.append(pack / "site" / "index.html" if "html" in args.to else pack)
    return begins
