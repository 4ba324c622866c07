"""`jsna publish`: copy the site of a pack that passed every check to where it is served from."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from jsna.commands.arguments import a_path

if TYPE_CHECKING:
    from pathlib import Path

    from jsna.commands.console import Console

NAME = "publish"
HELP = "check a pack once more, and copy its site to a folder if every check passes"
KEPT = "What its registers hold is kept, so that what changes from now on can be told: {}"
NOT_KEPT = (
    "What the registers held was not kept: they are not what this pack shows any more."
    " `jsna refresh {} {}` and publish again, and what changes from then on can be told."
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("area", help="a file of config/areas, without .yml")
    parser.add_argument("strategy", help="a folder of reports/strategies")
    parser.add_argument(
        "--to", type=a_path, required=True, metavar="DIR", help="the folder that becomes the site"
    )


def run(args: Namespace, console: Console) -> int:
    """Check the pack, copy its site and keep what its registers showed; return the exit code.

    Raises:
        UserFileError: an unknown name, a pack that was never rendered, or a folder that holds
            something else than an earlier site of this pack.
        CheckFailed: a check failed; nothing was copied.
    """
    from jsna.commands.check import check
    from jsna.commands.one_at_a_time import pack_alone
    from jsna.pack.manifest import read_manifest
    from jsna.publish.kept_registers import keep_as_published
    from jsna.publish.release import copy_site, refused_checks, target_of
    from jsna.settings.project import open_project

    project = open_project().of(args.area, args.strategy)
    target = target_of(args.to, args.area, args.strategy)
    with pack_alone(project, console):
        refused_checks(check(project), args.area, args.strategy)
        manifest = read_manifest(project.pack_folder)
        files = copy_site(project.pack_folder, manifest, target)
        has_registers = project.strategy.has_registers
        kept = keep_as_published(project, manifest) if has_registers else None
    console.say(f"{len(files)} files published in {target}. Release {manifest['release']}.")
    if has_registers:
        _say_kept(kept, args, console)
    console.result(
        folder=str(target), files=len(files), release=manifest["release"],
        registers_kept=str(kept) if kept else "",
    )  # fmt: skip
    return 0


def _say_kept(kept: Path | None, args: Namespace, console: Console) -> None:
    if kept:
        console.say(KEPT.format(kept))
    else:
        console.note(NOT_KEPT.format(args.area, args.strategy))
