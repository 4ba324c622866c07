"""`jsna registers`: a strategy's registers, what they hold, what is due, and what is wrong."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from jsna.commands.console import Console
    from jsna.settings.project import Project
    from jsna.strategy_registers.registers import Registers

NAME = "registers"
HELP = "check a strategy's registers line by line: actions, risks, milestones and the like"
MOST_TOLD = 200
NOT_HELD = (
    "Places were not held against the area: it has no outlines of wards yet. `jsna build {}`"
    " makes them."
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    from jsna.commands.arguments import a_day

    parser.add_argument("area", help="the area, as in config/areas/<area>.yml")
    parser.add_argument("strategy", help="the strategy, as in reports/strategies/<strategy>/")
    parser.add_argument("--kind", default="", help="one kind of register alone")
    parser.add_argument(
        "--template", metavar="KIND", default="", help="print the CSV of a kind to write over"
    )
    parser.add_argument(
        "--on", type=a_day, metavar="YYYY-MM-DD", help="look at them as on this day, not today"
    )
    parser.add_argument(
        "--keep", action="store_true",
        help="keep them as released, so that what changes from now on can be told",
    )  # fmt: skip


def run(args: Namespace, console: Console) -> int:
    """Print what the registers hold and what is wrong in them; return the exit code.

    Raises:
        UserFileError: an unknown name, no register, or a file or row that can't be read.
        CheckFailed: something in them is wrong, and not only still open.
    """
    from jsna.settings.project import open_project
    from jsna.strategy_registers.registers import described_kind, read_registers

    _check_asked(args)
    project = open_project().of(args.area, args.strategy)
    if args.template:
        return _template(project, args.template, console)
    if args.kind:
        described_kind(project, args.kind)
    found = read_registers(project, args.on or datetime.now(UTC).date(), args.kind)
    found = _with_places(project, found, console)
    _check_there(project, found, args.kind)
    _say(project, found, console, args.kind)
    if args.keep:
        _keep(project, found, console)
    return _end(found)


def _check_asked(args: Namespace) -> None:
    """A release is of all registers: of one alone the others would be taken for gone."""
    from jsna.errors import Problem, UserFileError

    if args.keep and (args.kind or args.template):
        other = "--kind" if args.kind else "--template"
        what = f"--keep keeps all registers of a release, and {other} asks for one."
        raise UserFileError(Problem(what, next_step="Leave one of the two out."))


def _template(project: Project, kind: str, console: Console) -> int:
    from jsna.strategy_registers.register_file import template
    from jsna.strategy_registers.registers import described_kind

    text = template(described_kind(project, kind))
    # it is the result itself, so that `> actions.csv` holds nothing else
    if not console.as_json:
        console.answer(text.rstrip("\n"))
    console.result(template=text)
    return 0


def _with_places(project: Project, found: Registers, console: Console) -> Registers:
    """The registers held against the area's outlines; that they could not be is said."""
    from jsna.errors import JsnaError
    from jsna.geo.store import open_geography
    from jsna.strategy_registers.places import names_places, with_places

    if not names_places(found):
        return found
    try:
        wards = open_geography(project.paths, project.area).outlines("ward")
    except JsnaError:
        console.note(NOT_HELD.format(project.area.slug))
        return found
    return with_places(found, wards, project.area.name)


def _check_there(project: Project, found: Registers, kind: str) -> None:
    from jsna.errors import Problem, UserFileError
    from jsna.strategy_registers.registers import registers_folder

    if found.tables:
        return
    what = f"{project.strategy.slug} keeps no register{f' of the kind {kind}' if kind else ''}."
    kinds = f"Kinds are: {', '.join(project.settings.register_kinds)}."
    folder = registers_folder(project)
    root = project.paths.root
    named = (folder.relative_to(root) if folder.is_relative_to(root) else folder).as_posix()
    asked = f"jsna registers {project.area.slug} {project.strategy.slug} --template KIND"
    step = f"Make the folder {named}; `{asked} > {named}/KIND.csv` begins one."
    raise UserFileError(Problem(what, allowed=kinds, next_step=step))


def _say(project: Project, found: Registers, console: Console, kind: str) -> None:
    from jsna.narrative.register_words import findings_words, in_short, told_findings

    files = {table.kind.id: table.file for table in found.tables}
    for table in found.tables:
        console.say(f"{table.kind.title} ({table.file}): "
                    f"{in_short(table, found.linked, found.as_at)}")  # fmt: skip
        console.say(f"  {findings_words(found.findings, table.kind)}")
        if changed := _changed(project, found, table):
            console.say(f"  {changed}")
    gone = _gone(project, found) if not kind else []
    for id in gone:
        console.say(f"{id}: it was released last time, and is kept no longer.")
    told = told_findings(found.findings, files)
    still_open = told[told["Must be mended"] == "no"]  # mistakes are told when the command ends
    for row in still_open.head(MOST_TOLD).to_dict("records"):
        console.say(_line(row))
    if len(still_open) > MOST_TOLD:
        console.say(f"... and {len(still_open) - MOST_TOLD} more: --json has them all.")
    console.result(
        area=project.area.slug, strategy=project.strategy.slug, as_at=found.as_at.isoformat(),
        registers=[_counted(found, table) for table in found.tables],
        findings=[_keyed(row) for row in told.to_dict("records")], gone=gone,
    )  # fmt: skip


def _line(row: dict[Any, str]) -> str:
    where = f"{row['File']}, line {row['Line']}" if row["Line"] else row["File"]
    return f"open  {where}: {row['What']}"


def _keyed(row: dict[Any, str]) -> dict[str, str]:
    return {str(name).lower().replace(" ", "_"): cell for name, cell in row.items()}


def _counted(found: Registers, table: Any) -> dict[str, Any]:
    from jsna.analysis.register_counts import value_counts
    from jsna.analysis.register_due import done_count, overdue_count

    own = found.findings[found.findings["kind"] == table.kind.id]
    return {
        "kind": table.kind.id,
        "title": table.kind.title,
        "file": table.file,
        "rows": len(table.rows),
        "counts": {id: value_counts(table, id, found.linked) for id in table.kind.count_by},
        "done": done_count(table),
        "overdue": overdue_count(table, found.as_at),
        "findings": {str(rule): int(n) for rule, n in own["rule"].value_counts().items()},
    }


def _changed(project: Project, found: Registers, table: Any) -> str:
    from jsna.errors import UserFileError
    from jsna.narrative.register_words import change_words, day_words
    from jsna.settings.yaml_file import Problems
    from jsna.strategy_registers.released import changes_since_release, released_on

    problems = Problems(project.paths.root)
    since = released_on(project, problems)
    changed = changes_since_release(project, found, table, problems) if since else None
    if problems.found:
        raise UserFileError(*problems.found)
    if since is None:
        return ""
    if changed is None:
        return f"It was not among what was released on {day_words(since)}."
    return change_words(changed, day_words(since), table.kind)


def _gone(project: Project, found: Registers) -> list[str]:
    from jsna.strategy_registers.released import gone_since_release

    return gone_since_release(project, found)


def _keep(project: Project, found: Registers, console: Console) -> None:
    from jsna.strategy_registers.released import keep_release

    day = found.today or found.as_at
    files = keep_release(project, found, day)
    console.say(f"Kept as released on {day}: {files[-1].parent}")
    console.result(kept=[str(file) for file in files])


def _end(found: Registers) -> int:
    from jsna.analysis.register_findings import is_wrong
    from jsna.errors import CheckFailed, Problem

    wrong: pd.DataFrame = found.findings[is_wrong(found.findings)]
    if wrong.empty:
        return 0
    files = {table.kind.id: table.file for table in found.tables}
    told = [
        Problem(row["what"], files[row["kind"]], int(row["at"]))
        for row in wrong.head(MOST_TOLD).to_dict("records")
    ]
    if (more := len(wrong) - MOST_TOLD) > 0:
        told.append(Problem(f"{more} more mistakes are not listed here: --json has them all."))
    raise CheckFailed(*told)
