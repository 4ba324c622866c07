"""`jsna override`: copy a file that comes with the package into the workspace, to change it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from jsna.errors import Problem, UserFileError

if TYPE_CHECKING:
    from pathlib import Path

    from jsna.commands.console import Console
    from jsna.settings.paths import Paths

NAME = "override"
HELP = "copy a file of the package (notebook, template, indicator) here, to change it"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", help="such as notebooks/priority_summary.ipynb")


def run(args: Namespace, console: Console) -> int:
    """Copy the file; return the exit code."""
    from jsna.settings.paths import find_paths

    paths = find_paths()
    override(paths, args.file)
    console.say(f"{args.file} is yours now. `jsna doctor` tells when the package's has changed.")
    console.result(file=args.file)
    return 0


def override(paths: Paths, name: str) -> None:
    """Copy a file of the package into the workspace and note what it was.

    Raises:
        UserFileError: not in a workspace, no such file, or the workspace has its own already.
    """
    from jsna.settings.paths import WORKSPACE
    from jsna.settings.unknown_name import did_you_mean
    from jsna.settings.workspace import read_workspace, workspace_text
    from jsna.snapshots.digest import sha256
    from jsna.snapshots.write_file import write_whole

    if paths.packaged is None:
        what = "this is a checkout: its files are the package's own."
        raise UserFileError(Problem(what, next_step="Edit the file itself."))
    known = _files(paths)
    if name not in known:
        what = f"the package has no file {name!r} that a workspace may replace."
        step = did_you_mean(name, known, "`jsna doctor` names the folders.")
        raise UserFileError(Problem(what, next_step=step))
    own = paths.root / name
    if own.exists():
        raise UserFileError(Problem(f"{name} is there already.", next_step="Edit it."))
    content = known[name].read_bytes()
    # the note first: a copy without it could never say whether the package's has changed since
    workspace = read_workspace(paths)
    noted = {**workspace.overrides, name: sha256(content)}
    text = workspace_text(workspace.model_copy(update={"overrides": noted}))
    write_whole(paths.root / WORKSPACE, text.encode())
    write_whole(own, content)


def _files(paths: Paths) -> dict[str, Path]:
    from jsna.settings.workspace import OVERRIDABLE

    assert paths.packaged is not None
    return {
        file.relative_to(paths.packaged).as_posix(): file
        for folder in OVERRIDABLE
        for file in sorted((paths.packaged / folder).rglob("*"))
        if file.is_file()
    }
