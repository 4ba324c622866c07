"""`jsna refresh`: fetch, build, run, render and check, for one strategy or all of an area's."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jsna.commands.arguments import a_number_of_workers, a_path, some_words
from jsna.commands.refresh_all import refresh_each
from jsna.commands.run import add_cold_kernels
from jsna.errors import Problem, UserFileError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jsna.commands.console import Console
    from jsna.pack.rendered_pack import RenderedPack, RendererName
    from jsna.settings.project import Project

NAME = "refresh"
HELP = "do everything for an area and a strategy: fetch, build, run, render, check"


@dataclass(frozen=True)
class Wishes:
    """What the user wants of the pack."""

    formats: tuple[str, ...] = ("html", "docx", "pdf")
    renderer: RendererName = "auto"
    workers: int = 0
    force: bool = False
    cold_kernels: bool = False


@dataclass(frozen=True)
class Files:
    """Where an area's files come from.

    Attributes:
        folders: Of downloaded files; none asks the network.
        fetch: False when they were just taken for another strategy.
        locked: Take what the lock already pins, without asking the network.
        now: When they were received; the clock's time unless given.
        replace: Keep the folder's files alone, and drop what else the area had.
    """

    folders: Sequence[Path] = ()
    fetch: bool = True
    locked: bool = False
    now: datetime | None = None
    replace: bool = False


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("area", help="a file of config/areas, without .yml")
    parser.add_argument("strategy", nargs="?", help="a folder of reports/strategies")
    parser.add_argument("--all", action="store_true", help="every strategy of the area")
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--from", dest="folders", type=a_path, metavar="DIR", action="append", default=[],
        help="folder of downloaded files (may be repeated: the folders are read as one)",
    )  # fmt: skip
    source.add_argument(
        "--locked", action="store_true", help="the files of the lock, without asking the network"
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help="with --from: keep the folder's files alone, and drop what else the area had",
    )
    add_pack_arguments(parser)


def add_pack_arguments(parser: ArgumentParser) -> None:
    """Add what refresh and demo share."""
    parser.add_argument(
        "--to", type=some_words, default="html,docx,pdf", help="formats (default: %(default)s)"
    )
    parser.add_argument("--renderer", choices=("auto", "quarto", "embedded"), default="auto")
    parser.add_argument(
        "--workers", type=a_number_of_workers, default=0, help="runs side by side (default: cores)"
    )
    parser.add_argument("--force", action="store_true", help="run every chapter again")
    add_cold_kernels(parser)


def wishes_of(args: Namespace) -> Wishes:
    """Return the wishes that the arguments state."""
    formats = tuple(args.to.split(","))
    return Wishes(formats, args.renderer, args.workers, args.force, args.cold_kernels)


def run(args: Namespace, console: Console) -> int:
    """Refresh what was asked for; return the exit code."""
    from jsna.settings.project import open_project

    project = open_project().of(args.area)
    named = _strategies(args, [s.slug for s in project.settings.strategies_of(args.area)])
    # every name is looked up before anything is fetched
    projects = [project.of(args.area, strategy) for strategy in named]
    files = Files(args.folders, locked=args.locked, replace=args.replace)
    if args.all:
        refresh_each(projects, files, wishes_of(args), console)
    else:
        refresh(projects[0], files, wishes_of(args), console)
    return 0


def _strategies(args: Namespace, known: list[str]) -> list[str]:
    if args.strategy and not args.all:
        return [args.strategy]
    if args.all and known:
        return known
    raise UserFileError(
        Problem(
            "name a strategy, or say --all for every strategy of the area.",
            allowed=f"Strategies of {args.area}: {', '.join(known) or 'none yet'}.",
        )
    )


def refresh(project: Project, files: Files, wishes: Wishes, console: Console) -> RenderedPack:
    """Fetch, build, run, render and check one pack; return where it is.

    Only what must never be shown is an error: of other checks faults and warnings are told, since a
    pack with a broken link or a missing chapter is still one to read in the house.

    Args:
        project: Of which area and strategy.
        files: Where the area's files come from.
        wishes: Formats, renderer, workers, force.
        console: Where to report.

    Raises:
        CheckFailed: the pack, or what stands in its place, gives a small count away, or could
            not be looked at.
    """
    from jsna.commands.build import build_area
    from jsna.commands.one_at_a_time import pack_claimed
    from jsna.commands.render import render
    from jsna.commands.run import run_chapters
    from jsna.settings.parsed_before import parsed_once

    with parsed_once(project.paths.parsed_yaml), pack_claimed(project, console):
        if files.fetch:
            take_files(project, files, console)
        build_area(project, console)
        run_chapters(
            project,
            console,
            workers=wishes.workers,
            force=wishes.force,
            cold_kernels=wishes.cold_kernels,
        )
        pack = render(project, console, formats=wishes.formats, renderer=wishes.renderer)
        _check(project, console)
    return pack


def take_files(project: Project, files: Files, console: Console) -> None:
    """Take an area's files from where they are said to come from, and pin them in its lock."""
    from jsna.commands.fetch import fetch_area, fetch_locked, fetch_network

    if files.folders:
        fetch_area(project, files.folders, console, files.now, replace=files.replace)
    elif files.locked:
        fetch_locked(project, (), console)
    else:
        fetch_network(project, console)


def _check(project: Project, console: Console) -> None:
    """Tell what came of the checks.

    Raises:
        CheckFailed: a check failed without which nothing may be shown.
    """
    from jsna.commands.check import plain_results, recorded_checks, tell
    from jsna.errors import CheckFailed
    from jsna.publish.check_result import NEVER_SHOWN

    results = recorded_checks(project)
    failed = [result for result in results if not result.passed]
    console.say(f"Checks: {len(results) - len(failed)} passed, {len(failed)} failed.")
    tell([result for result in results if result.faults or result.warnings], console)
    console.result(checks=plain_results(results))
    never = [result for result in failed if result.name in NEVER_SHOWN]
    if never:
        raise CheckFailed(*(Problem(fault) for result in never for fault in result.faults))
