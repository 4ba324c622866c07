"""`jsna local`: the template of a council's own CSV, and what is wrong with a filled-in one."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jsna.commands.arguments import a_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from jsna.commands.console import Console
    from jsna.errors import Problem
    from jsna.settings.indicator import Indicator

NAME = "local"
HELP = "print the template of a council's own CSV, or check a filled-in one"
MOST_TOLD = 50
WHY_NOT = "the file is as it was brought in: nothing of it is hidden yet."


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--template", action="store_true", help="print the CSV to write over")
    parser.add_argument("action", nargs="?", choices=("check",), help="check a file, line by line")
    parser.add_argument("file", nargs="?", type=a_path, help="the council's own CSV")


def run(args: Namespace, console: Console) -> int:
    """Print the template or the report; return the exit code.

    Raises:
        UserFileError: there is no file, it could identify a person, or rows have mistakes.
    """
    if args.template:
        return _template(console)
    if args.action and args.file:
        return _check(args.file, console)
    from jsna.errors import Problem, UserFileError

    what = "say what to do."
    raise UserFileError(
        Problem(what, allowed="`jsna local --template`, or `jsna local check FILE`.")
    )


def _template(console: Console) -> int:
    from jsna.sources.council.local_csv import template

    # it is the result itself, so that `> my.csv` holds nothing else
    if not console.as_json:
        console.answer(template().rstrip("\n"))
    console.result(template=template())
    return 0


def _check(path: Path, console: Console) -> int:
    """Read a file as a build would; nothing of it is kept.

    Raises:
        UserFileError: with one problem for each line that would be refused.
    """
    from jsna.errors import SourceError, UserFileError
    from jsna.settings.project import open_project
    from jsna.settings.user_file import read_user_file
    from jsna.sources.council.local_csv import read_rows
    from jsna.sources.guarded import guarded_read

    content = read_user_file(path)
    console.not_for_publication(WHY_NOT)
    try:
        rows = guarded_read(lambda: read_rows(content, path.name), path.name).rows
    except SourceError as error:
        raise UserFileError(*error.problems) from error
    indicators = open_project().settings.indicators
    problems = _unknown(rows, {id: one.title for id, one in indicators.items()}, path.name)
    problems += _too_small(rows, indicators, path.name)
    problems += _contradicted(rows, indicators, path.name)
    if problems:
        raise UserFileError(*_first(problems))
    console.say(
        f"{path.name}: {len(rows)} rows are right. {rows['indicator_id'].nunique()} indicators,"
        f" {rows['area_code'].nunique()} areas, {rows['period'].nunique()} periods,"
        f" {int(rows['value'].isna().sum())} rows without a value."
    )
    console.result(file=path.name, rows=len(rows), indicators=sorted(set(rows["indicator_id"])))
    return 0


def _unknown(rows: pd.DataFrame, known: Mapping[str, str], file: str) -> list[Problem]:
    """One problem for each indicator that the catalogue does not describe, at its first line."""
    from jsna.errors import Problem
    from jsna.settings.unknown_name import did_you_mean

    first = rows.drop_duplicates("indicator_id")
    strange = first[~first["indicator_id"].isin(known)]
    problems = []
    for row, id in strange["indicator_id"].items():
        hint = did_you_mean(id, known)
        what = f"the catalogue does not describe the indicator {id!r}, so that nothing shows it."
        allowed = "Each needs a file in data/catalogue/indicators with `source: local-csv`."
        problems.append(Problem(what, file, int(str(row)) + 2, allowed, hint))
    return problems


def _too_small(rows: pd.DataFrame, indicators: Mapping[str, Indicator], file: str) -> list[Problem]:
    """One problem for each indicator with areas smaller than the catalogue allows it."""
    from jsna.errors import Problem
    from jsna.facts.keep import within_levels
    from jsna.sources.gss_code import area_types

    facts = rows.assign(area_type=area_types(rows["area_code"]), line=rows.index + 2)
    described = facts[facts["indicator_id"].isin(list(indicators))]
    kept, _ = within_levels(described, indicators.values())
    left_out = described.drop(kept.index)
    problems = []
    for id, own in left_out.groupby("indicator_id"):
        kinds = ", ".join(sorted(set(own["area_type"])))
        what = f"{id} is not kept for areas so small ({kinds}); rows left out: {len(own)}."
        levels = f"Its levels in the catalogue are {', '.join(indicators[str(id)].levels)}."
        next_step = "Leave these rows out of the file."
        problems.append(Problem(what, file, int(own["line"].min()), levels, next_step))
    return problems


def _contradicted(
    rows: pd.DataFrame, indicators: Mapping[str, Indicator], file: str
) -> list[Problem]:
    """One problem for each line whose value can't be of its count and denominator."""
    from jsna.errors import Problem
    from jsna.sources.council.value_of_count import contradicted

    reasons = contradicted(rows, indicators)
    found = reasons[reasons != ""]
    return [Problem(f"{why}.", file, int(str(row)) + 2) for row, why in found.items()]


def _first(problems: list[Problem]) -> list[Problem]:
    from jsna.errors import Problem

    ordered = sorted(problems, key=lambda problem: problem.line)
    more = len(ordered) - MOST_TOLD
    last = [Problem(f"{more} more lines are wrong.")] if more > 0 else []
    return ordered[:MOST_TOLD] + last
