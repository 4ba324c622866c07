"""`jsna fleet`: the packs of many areas at once, with one status table and a page to find each."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING

from jsna.commands.arguments import a_number_of_workers, a_path, some_words
from jsna.commands.run import add_cold_kernels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jsna.commands.console import Console
    from jsna.fleet.crew import Crew
    from jsna.fleet.members import Member
    from jsna.fleet.order import Wishes
    from jsna.fleet.run import Fleet
    from jsna.fleet.status import Row
    from jsna.pack.rendered_pack import RendererName
    from jsna.settings.project import Project

NAME = "fleet"
HELP = "build the packs of many areas at once, and one table and page of them all"
UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
LEAST_BYTES = 512 << 20


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    which = parser.add_argument_group("which areas (those without settings: by the register)")
    which.add_argument("areas", nargs="*", help="areas of config/areas, or any authority's name or ONS code")  # noqa: E501  # fmt: skip
    which.add_argument("--all", action="store_true", help="every upper-tier authority of England")
    which.add_argument("--region", default="", help="those of one region, by its code or name")
    which.add_argument("--team", default="", help="whom readers of areas without settings write to")
    which.add_argument("--email", default="", help="their address")
    which.add_argument(
        "--write-areas", action="store_true",
        help="write the settings of areas that have none into config/areas, to be kept",
    )  # fmt: skip
    files = parser.add_mutually_exclusive_group()
    files.add_argument(
        "--from", dest="folders", type=a_path, metavar="DIR", action="append", default=[],
        help="folder of downloaded files for all areas (may be repeated)",
    )  # fmt: skip
    files.add_argument(
        "--locked", action="store_true", help="the files of each area's lock, without the network"
    )
    parser.add_argument("--strategy", default="core", help="the strategy (default: %(default)s)")
    parser.add_argument(
        "--to", type=some_words, default="html", help="formats (default: %(default)s)"
    )
    parser.add_argument("--renderer", choices=("auto", "quarto", "embedded"), default="auto")
    parser.add_argument("--force", action="store_true", help="do areas that are done again")
    add_cold_kernels(parser)
    crew = parser.add_argument_group("who does the work")
    crew.add_argument(
        "--workers", type=a_number_of_workers, default=0,
        help="areas side by side on this machine (default: cores)",
    )  # fmt: skip
    crew.add_argument(
        "--scheduler", default="", metavar="ADDRESS",
        help="a Dask scheduler that runs already, such as tcp://10.0.0.5:8786",
    )  # fmt: skip
    crew.add_argument(
        "--memory", type=a_size, default=0, metavar="SIZE",
        help="a worker that takes more with its chapters, such as 3G, is started again"
        " (default: an even share of this machine's, or what an existing one was started with)",
    )  # fmt: skip


def a_size(text: str) -> int:
    """Return the bytes of a size such as 3G or 1536M."""
    plain = text.strip().upper().removesuffix("IB").removesuffix("B")
    number, unit = plain.rstrip("KMG"), plain[len(plain.rstrip("KMG")) :]
    try:
        size = int(float(number) * UNITS[unit])
    except (ValueError, KeyError, OverflowError):
        raise ArgumentTypeError(f"{text!r} is not a size such as 3G or 1536M") from None
    if size < LEAST_BYTES:
        raise ArgumentTypeError(f"{text!r} is less than one chapter needs: 512M at least")
    return size


def run(args: Namespace, console: Console) -> int:
    """Build every area's pack; return 0, or the lowest exit code of those that failed."""
    from jsna.commands.ended_by_signals import ended_by_signals
    from jsna.fleet.members import write_members
    from jsna.settings.project import open_project
    from jsna.snapshots.work_lock import at_work

    project = open_project()
    members = _members(args, project)
    place = at_work(project.paths.fleet / ".at-work", "a fleet", console.note)
    with ended_by_signals(), place:
        write_members(members, project.paths, as_own=args.write_areas)
        # what was written is read from here on
        return _work(args, open_project(), members, console)


def _members(args: Namespace, project: Project) -> list[Member]:
    from jsna.errors import Problem, UserFileError
    from jsna.fleet.members import Contact, members_of

    if not (args.areas or args.all or args.region):
        what = "name the areas, or say --region CODE or --all."
        raise UserFileError(Problem(what, next_step="`jsna fleet --help` tells more."))
    return members_of(
        project.settings.areas,
        args.areas,
        region=args.region,
        every=args.all,
        contact=Contact(args.team, args.email),
        made_before=project.settings.of_register,
    )


def _work(args: Namespace, project: Project, members: Sequence[Member], console: Console) -> int:
    from datetime import datetime
    from time import monotonic

    from jsna.fleet.run import Progress, by_slug, run_fleet
    from jsna.fleet.status import counted, exit_code
    from jsna.fleet.status_page import write_status_page

    fleet = _fleet(args, project, members, datetime.now().astimezone())
    console.note(_announcement(fleet))
    progress = Progress(monotonic())
    rows: dict[str, Row] = {}

    def report(row: Row, left: int) -> None:
        console.note(progress.line(row, left, datetime.now().astimezone()))

    of_strategy = project.of(members[0].slug, args.strategy)
    try:
        run_fleet(fleet, rows, report)
    finally:
        # however it ends, the table tells how far it came
        if len(rows) == len(members):
            ended = by_slug(members, rows)
            page = write_status_page(of_strategy, ended, datetime.now().astimezone())
            console.say(f"{counted(ended)}. {page.as_uri()}")
            _tell(ended, page.parent.as_posix(), console)
    return exit_code(ended)


def _fleet(args: Namespace, project: Project, members: Sequence[Member], now: datetime) -> Fleet:
    """Return what is to be done; every name is looked up before anything is.

    Raises:
        UserFileError: an unknown strategy, or one of another area; a format that is none.
    """
    from jsna.commands.fleet_stages import STAGES
    from jsna.fleet.run import Fleet

    for member in members:
        project.settings.strategy(args.strategy, member.slug)
    return Fleet(
        project, members, _wishes(args), STAGES, _crew(args),
        asked_on=f"{now:%Y-%m-%d}", force=args.force,
    )  # fmt: skip


def _wishes(args: Namespace) -> Wishes:
    from jsna.fleet.order import Wishes
    from jsna.pack.render_quarto import find_quarto
    from jsna.pack.rendered_pack import checked_formats

    formats = tuple(args.to.split(","))
    checked_formats(formats)
    # settled here: workers with and without Quarto would lay out other pages
    auto: RendererName = "quarto" if find_quarto() else "embedded"
    return Wishes(
        args.strategy,
        formats,
        auto if args.renderer == "auto" else args.renderer,
        tuple(str(folder.resolve()) for folder in args.folders),
        args.locked,
        cold_kernels=args.cold_kernels,
    )


def _crew(args: Namespace) -> Crew:
    import os

    from jsna.fleet.crew import Crew

    return Crew(args.workers or os.cpu_count() or 1, args.scheduler, args.memory)


def _announcement(fleet: Fleet) -> str:
    from jsna.narrative.english import counted

    crew, areas = fleet.crew, len(fleet.members)
    own = counted(crew.workers, "worker")
    who = f"the workers of {crew.scheduler}" if crew.scheduler else own
    limit = f"{crew.limit / 1e9:.1f} GB" if crew.limit else "the memory that it was given"
    bound = f", each started again beyond {limit}"
    return f"{counted(areas, 'area')}, {fleet.wishes.strategy}, {who}{bound}."


def _tell(rows: Sequence[Row], folder: str, console: Console) -> None:
    """Say which areas failed and which packs lack something, and keep it all for `--json`."""
    from dataclasses import asdict

    from jsna.commands.console import print_error

    # with --quiet too: a pack that lacks something is not fit to be published as it is
    for row in rows:
        if row.status == "failed":
            print_error(f"FAILED  {row.name}: {row.why}")
        elif lacking := (*row.not_available, *row.lacking, *row.failed_checks):
            lacks = "; ".join(lacking)
            print_error(f"lacks   {row.name}: {lacks}")
    console.result(areas=[asdict(row) for row in rows], folder=folder)
