"""`jsna demo`: invent data for an invented council, and build its evidence pack from it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from jsna.commands.refresh import add_pack_arguments, wishes_of

if TYPE_CHECKING:
    from pathlib import Path

    from jsna.commands.console import Console
    from jsna.settings.area import Area
    from jsna.settings.load import Settings
    from jsna.settings.paths import Paths

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
    from jsna.settings.load import load_settings
    from jsna.settings.paths import find_paths

    paths = find_paths()
    settings = load_settings(paths)
    councils = _councils(settings, every=args.all)
    written = write_demo_downloads(paths.demo_downloads, settings)
    console.say(f"SYNTHETIC: {len(written)} files of invented data in {paths.demo_downloads}")
    if args.facts_only:
        for area in councils:
            _facts(area, paths, console)
        return 0
    pages = [page for area in councils for page in _packs(area, settings, paths, args, console)]
    for page in pages:
        console.say(f"Open {page.as_uri()}")
    console.result(pages=[str(page) for page in pages], downloads=str(paths.demo_downloads))
    return 0


def _councils(settings: Settings, *, every: bool) -> list[Area]:
    """Return the invented councils that have a strategy: the first, or every one.

    Raises:
        UserFileError: there is none.
    """
    from jsna.demo.write import synthetic_councils
    from jsna.errors import Problem, UserFileError

    found = [a for a in synthetic_councils(settings) if settings.strategies_of(a.slug)]
    if not found:
        raise UserFileError(
            Problem(
                "no area is invented, so there is nothing to demonstrate.",
                allowed="The demonstration needs an area with `synthetic: true` and a strategy.",
                next_step="Restore config/areas and reports/strategies from the project.",
            )
        )
    return found if every else found[:1]


def _facts(area: Area, paths: Paths, console: Console) -> None:
    """Build an area's facts and no pack: what a notebook opened by itself needs."""
    from jsna.commands.build import build_area
    from jsna.commands.fetch import fetch_area
    from jsna.demo.write import RETRIEVED

    fetch_area(area.slug, paths.demo_downloads, console, RETRIEVED)
    build_area(area.slug, console)


def _packs(
    area: Area, settings: Settings, paths: Paths, args: Namespace, console: Console
) -> list[Path]:
    """Build the pack of each of the area's strategies; return where each begins."""
    from jsna.commands.refresh import refresh
    from jsna.demo.write import RETRIEVED

    begins = []
    for number, strategy in enumerate(settings.strategies_of(area.slug)):
        refresh(
            area.slug,
            strategy.slug,
            paths.demo_downloads,
            wishes_of(args),
            console,
            fetch=number == 0,
            now=RETRIEVED,
        )
        pack = paths.pack(area.slug, strategy.slug)
        begins.append(pack / "site" / "index.html" if "html" in args.to else pack)
    return begins
