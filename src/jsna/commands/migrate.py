"""`jsna migrate`: bring a workspace of an older version up to date, after showing what changes."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from jsna.errors import Problem, UserFileError

if TYPE_CHECKING:
    from jsna.commands.console import Console
    from jsna.settings.paths import Paths

NAME = "migrate"
HELP = "say what a workspace of an older version needs, and do it with --yes"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--yes", action="store_true", help="do it, instead of only showing it")


def run(args: Namespace, console: Console) -> int:
    """Show what would change, or change it; return the exit code."""
    from jsna.settings.paths import find_paths
    from jsna.snapshots.write_file import write_whole

    paths = find_paths()
    wanted = changes(paths)
    for name, (before, after) in wanted.items():
        console.say("\n".join(_difference(name, before, after)))
    if not wanted:
        console.say("Nothing to do: the workspace is of this version.")
    elif args.yes:
        for name, (_, after) in wanted.items():
            write_whole(paths.root / name, after.encode())
        console.say(f"{len(wanted)} files written.")
    else:
        console.say("Nothing was changed. `jsna migrate --yes` does it.")
    console.result(files=sorted(wanted), done=bool(args.yes and wanted))
    return 0


def changes(paths: Paths) -> dict[str, tuple[str, str]]:
    """Return the files that this version wants otherwise: name -> text before, text after.

    Raises:
        UserFileError: the workspace is of a newer version than this one.
    """
    from jsna.settings.paths import WORKSPACE
    from jsna.settings.workspace import LAYOUT, read_workspace, starting_files, workspace_text

    if paths.packaged is None:
        return {}
    workspace = read_workspace(paths)
    if workspace.layout > LAYOUT:
        what = f"this workspace is of layout {workspace.layout}; this version knows {LAYOUT}."
        raise UserFileError(Problem(what, WORKSPACE, next_step="`pip install -U jsna`."))
    if workspace.layout == LAYOUT:
        return {}  # what is not there now was taken out by its owner
    wanted = {
        name: ("", text)
        for name, text in starting_files().items()
        if not (paths.root / name).exists()
    }
    now = (paths.root / WORKSPACE).read_text("utf-8-sig")
    current = workspace_text(workspace.model_copy(update={"layout": LAYOUT}))
    return wanted | {WORKSPACE: (now, current)}


def _difference(name: str, before: str, after: str) -> list[str]:
    from difflib import unified_diff

    old, new = before.splitlines(), after.splitlines()
    return list(unified_diff(old, new, f"{name} now", f"{name} then", lineterm=""))
