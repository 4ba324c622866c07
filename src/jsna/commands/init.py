"""`jsna init`: lay out a workspace, a folder of a council's own for its settings and packs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from jsna.commands.arguments import a_path
from jsna.errors import Problem, UserFileError

if TYPE_CHECKING:
    from pathlib import Path

    from jsna.commands.console import Console

NAME = "init"
HELP = "lay out a folder of your own for settings, strategies and packs"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("folder", type=a_path, help="the folder; made if it is not there")


def run(args: Namespace, console: Console) -> int:
    """Write what a workspace starts with; return the exit code."""
    written = lay_out(args.folder)
    console.say(f"{args.folder} is a workspace: {len(written)} files written.")
    console.say(
        f"Next: cd {args.folder}, then `jsna area new NAME`. `jsna demo` needs neither area nor"
        " data, and shows what a pack is."
    )
    console.result(folder=str(args.folder), written=written)
    return 0


def lay_out(folder: Path) -> list[str]:
    """Write the files of a workspace that a folder lacks, and return their names.

    Raises:
        UserFileError: it is a file, a workspace already, or a checkout of the project.
    """
    from jsna.settings.paths import WORKSPACE
    from jsna.settings.workspace import starting_files
    from jsna.snapshots.write_file import write_whole

    if folder.exists() and not folder.is_dir():
        raise UserFileError(Problem(f"{folder} is a file.", next_step="Name a folder."))
    if (folder / WORKSPACE).is_file():
        what = f"{folder} is a workspace already."
        raise UserFileError(Problem(what, next_step="`jsna migrate` brings an old one up to date."))
    if (folder / "data" / "catalogue").is_dir() and (folder / "src").is_dir():
        what = f"{folder} is a checkout of the project, which is a workspace by itself."
        raise UserFileError(Problem(what, next_step="Name a folder outside of it."))
    # the file that makes it a workspace comes last: a half of one is none
    files = starting_files()
    names = [name for name in files if name != WORKSPACE and not (folder / name).exists()]
    for name in (*names, WORKSPACE):
        write_whole(folder / name, files[name].encode())
    return [*names, WORKSPACE]
