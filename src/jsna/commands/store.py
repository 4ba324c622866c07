"""`jsna store`: what the stores of files and of what they hold take up, and what is left over."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from jsna.commands.console import Console
    from jsna.settings.project import Project

NAME = "store"
HELP = "say what the stores of files take up, and remove what nobody reads any more"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--sweep",
        action="store_true",
        help="remove what earlier versions, or an earlier catalogue, made of files",
    )


def run(args: Namespace, console: Console) -> int:
    """Print the sizes, and sweep if asked; return the exit code."""
    from jsna.narrative.file_size import printed_size
    from jsna.settings.project import open_project

    sizes = store_sizes(project := open_project())
    for what, size in sizes.items():
        console.say(f"{printed_size(size):>10}  {what}")
    swept = sweep(project) if args.sweep else []
    if args.sweep:
        console.say(f"{len(swept)} left-over folders removed.")
    elif sizes[LEFT_OVER]:
        console.say("`jsna store --sweep` removes what is left over.")
    console.result(sizes=sizes, swept=[folder.name for folder in swept])
    return 0


SNAPSHOTS = "files as received"
PARSED = "what they hold, parsed once for all areas"
LEFT_OVER = "the same by earlier versions or an earlier catalogue: left over"


def store_sizes(project: Project) -> dict[str, int]:
    """Return the bytes of each part of the store."""
    from jsna.fetching.parsed_store import parsed_store

    store = parsed_store(project.paths.snapshots, project.settings)
    return {
        SNAPSHOTS: _bytes([project.paths.snapshots]),
        PARSED: _bytes([store.folder / store.key]),
        LEFT_OVER: _bytes(store.others()),
    }


def sweep(project: Project) -> list[Path]:
    """Remove what is left over, and return the folders."""
    from jsna.fetching.parsed_store import parsed_store

    return parsed_store(project.paths.snapshots, project.settings).sweep()


def _bytes(places: Iterable[Path]) -> int:
    files = (f for place in places for f in [place, *place.rglob("*")] if f.is_file())
    return sum(file.stat().st_size for file in files)
