"""`jsna due`: everything with a date: releases, reviews, actions, milestones, strategies."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsna.errors import Problem, UserFileError

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from jsna.chapter.dated_things import Scope
    from jsna.commands.console import Console
    from jsna.settings.project import Project
    from jsna.settings.strategy import Strategy

NAME = "due"
HELP = "list everything with a date: past, this month, next quarter, later; as a calendar too"
ENDING = ".ics"
LEFT_OUT = "Left out: {0}, which {1} (--strategy {0} lists it)."
OVER = "is over and was replaced"
INVENTED = "is invented"
FAULTY = "Left out, since its file has a mistake: {}"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    from jsna.commands.arguments import a_day, a_path, some_words

    parser.add_argument("--area", type=some_words, help="one area's strategies alone")
    parser.add_argument("--strategy", type=some_words, help="one strategy alone")
    parser.add_argument(
        "--on", type=a_day, metavar="DATE", help="as seen from this day (default: today)"
    )
    parser.add_argument(
        "--to", type=a_path, metavar="FILE.ics", help="write a calendar file of all that is open"
    )


def run(args: Namespace, console: Console) -> int:
    """Print what falls due when, and write the calendar; return the exit code.

    Raises:
        UserFileError: an unknown area or strategy, a mistake in a file of theirs that holds a date,
            or a file to write that is no calendar. Where none is named, what is lost by a mistake
            is told, and the others' dates are listed.
    """
    from jsna.analysis.due import by_time
    from jsna.chapter.dated_things import all_dated

    if args.to is not None:
        _check_calendar(args.to)
    scope, left_out = _scope(args, args.on or _today())
    things = by_time(all_dated(scope), scope.on)
    if scope.problems.found and (args.area or args.strategy):
        raise UserFileError(*scope.problems.found)
    left_out += [FAULTY.format(problem) for problem in scope.problems.found]
    _tell(things, scope, console)
    _tell_left_out(left_out, console)
    written = _write(things, scope, args.to, console) if args.to else 0
    console.result(
        on=scope.on, area=args.area or "", strategy=args.strategy or "", things=_plain(things),
        counts=things["state"].value_counts().to_dict(), left_out=left_out,
        events_written=written, synthetic=bool(_invented(scope)),
    )  # fmt: skip
    return 0


def _today() -> date:
    from datetime import UTC, datetime

    return datetime.now(UTC).date()


def _check_calendar(file: Path) -> None:
    what, step = "", f"Name a file that ends in {ENDING}."
    if file.is_dir():
        what = f"{file} is a folder."
    elif file.suffix.lower() != ENDING:
        what = f"{file} does not end in {ENDING}, by which programs know a calendar."
    if what:
        raise UserFileError(Problem(what, next_step=step))


def _scope(args: Namespace, on: date) -> tuple[Scope, list[str]]:
    """Return whose dates are asked for, and what is left out and why, one sentence each."""
    from jsna.chapter.dated_things import Scope
    from jsna.settings.project import open_project
    from jsna.settings.yaml_file import Problems

    project = open_project()
    strategies, left_out = _strategies(project, args.area or "", args.strategy or "", on)
    own = args.area or _only({one.area for one in strategies if one.area})
    project = project.of(own) if own else project
    known = project.settings.indicators
    named = [id for one in strategies for id in one.every_indicator_id]
    ids = named if args.area or args.strategy else known
    scope = Scope(
        project.paths, project.settings, tuple(strategies), on, project.chosen_area,
        tuple(known[id] for id in dict.fromkeys(ids) if id in known),
        _newest(project) if own else {}, problems=Problems(project.paths.root),
    )  # fmt: skip
    return scope, left_out


def _strategies(
    project: Project, area: str, strategy: str, on: date
) -> tuple[list[Strategy], list[str]]:
    """Return the strategies that are meant, and what is left out where none is named.

    One that is over and was replaced has nothing to be done any more; an invented one stands among
    others only where its area is named.
    """
    settings = project.settings
    if area:
        settings.area(area)
    if strategy:
        return [settings.strategy(strategy, area)], []
    every = settings.strategies_of(area) if area else settings.strategies.values()
    ordered = sorted(every, key=lambda one: one.slug)
    over = {one.slug: OVER for one in ordered if one.replaced_by and one.end < on}
    invented = {slug for slug, one in settings.areas.items() if one.synthetic} - {area}
    aside = {one.slug: INVENTED for one in ordered if one.area in invented} | over
    told = [LEFT_OUT.format(slug, why) for slug, why in aside.items()]
    if not area:
        faulty = [problem for one in settings.faulty.values() for problem in one.problems]
        told += [FAULTY.format(problem) for problem in faulty]
    return [one for one in ordered if one.slug not in aside], told


def _only(names: set[str]) -> str:
    return next(iter(names)) if len(names) == 1 else ""


def _newest(project: Project) -> dict[str, str]:
    """Return the newest period of each indicator in the area's own facts; {} before a build."""
    from jsna.errors import SourceError
    from jsna.facts.periods import in_time
    from jsna.facts.store import open_facts

    try:
        facts = open_facts(project.paths, project.area).facts
    except (UserFileError, SourceError):
        return {}  # nothing was built, or not as it is needed: the rules then give no day
    own = facts[(facts["area_code"] == project.area.code) & facts["value"].notna()]
    last = in_time(own[["indicator_id", "period"]]).drop_duplicates("indicator_id", keep="last")
    return dict(zip(last["indicator_id"], last["period"], strict=True))


def _tell(things: pd.DataFrame, scope: Scope, console: Console) -> None:
    from jsna.analysis.due import OPEN, When
    from jsna.chapter.dated.releases import KIND as RELEASE
    from jsna.narrative.due_words import counts_line, heading, line_of, without_day

    if invented := _invented(scope):
        console.say(invented)
    for when in (*OPEN, When.NO_DAY):
        rows = things[things["state"] == str(when)]
        if when == When.NO_DAY:  # what is blank, or a rule without a month, is counted alone
            rows = rows[(rows["written"] != "") & (rows["kind"] != RELEASE)]
        if len(rows):
            console.say(heading(when, scope.on))
        for row in rows.to_dict("records"):
            console.say(f"  {line_of(row)}")
    console.say(counts_line(things, scope.on))
    if none := without_day(things):
        console.say(f"Without a day: {none}.")


def _invented(scope: Scope) -> str:
    return "SYNTHETIC: invented data." if scope.area and scope.area.synthetic else ""


def _tell_left_out(left_out: list[str], console: Console) -> None:
    for told in left_out:
        console.note(told)


def _write(things: pd.DataFrame, scope: Scope, file: Path, console: Console) -> int:
    from jsna.analysis.due import OPEN
    from jsna.snapshots.write_file import write_whole
    from jsna.tables.calendar_file import calendar_file

    events = int(things["state"].isin([str(when) for when in OPEN]).sum())
    about = [one.short_title for one in scope.strategies]
    name = f"Due: {about[0] if len(about) == 1 else scope.area.name if scope.area else 'all'}"
    write_whole(file, calendar_file(things, name, scope.on, _invented(scope)))
    console.say(f"Calendar: {file}, {events} events.")
    return events


def _plain(things: pd.DataFrame) -> list[dict[str, Any]]:
    """Return one object a thing; what is missing is null."""
    told = things.assign(due=things["due"].dt.strftime("%Y-%m-%d")).astype("object")
    return [
        {str(key): value for key, value in row.items()}
        for row in told.where(told.notna(), None).to_dict("records")
    ]
