"""`jsna measures`: the template of own measures, and what their figures tell."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from jsna.analysis.measure_judgement import JudgedMeasure
    from jsna.commands.console import Console
    from jsna.settings.own_measures import OwnMeasure
    from jsna.settings.project import Project

NAME = "measures"
HELP = "print the template of a strategy's own measures, or what their figures tell"
NOT_FETCHED: Final = (
    "As `jsna fetch {area}` will keep them: small counts hidden, the others rounded. Pages show"
    " them once the area is fetched and built."
)
AS_KEPT: Final = "As they were fetched: there are no figures of them in data/local now."


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("area", help="a file of config/areas, without .yml")
    parser.add_argument("strategy", help="a folder of reports/strategies")
    parser.add_argument(
        "--template", action="store_true", help="print the CSV to fill, a row a measure"
    )


def run(args: Namespace, console: Console) -> int:
    """Print the template, or each measure with what is told of it; return the exit code.

    Raises:
        UserFileError: the strategy describes no measure.
        SourceError: a file of figures has a row that can't be read, with every line.
    """
    from jsna.settings.project import open_project

    project = open_project().of(args.area, args.strategy)
    measures = _described(project)
    if args.template:
        return _template(measures, console)
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    today = now.date()
    judged, said = _judged(project, measures, now)
    _tell(judged, said, console, today)
    return 0


def _described(project: Project) -> dict[str, OwnMeasure]:
    from jsna.errors import Problem, UserFileError
    from jsna.settings.own_measures_file import FILE

    if measures := project.strategy.own_measures.by_id:
        return measures
    what = f"{project.strategy.slug} describes no measures of the council's own."
    place = f"reports/strategies/{project.strategy.slug}/{FILE}"
    step = f"Describe them in {place}: docs/measures.md says how."
    raise UserFileError(Problem(what, next_step=step))


def _template(measures: Mapping[str, OwnMeasure], console: Console) -> int:
    from jsna.sources.council.measures_csv import template

    # it is the result itself, so that `> my.csv` holds nothing else
    if not console.as_json:
        console.answer(template(measures).rstrip("\n"))
    console.result(template=template(measures))
    return 0


def _judged(
    project: Project, measures: Mapping[str, OwnMeasure], now: datetime
) -> tuple[list[JudgedMeasure], list[str]]:
    """Return each measure with what is told of it, and where its figures came from."""
    from jsna.analysis.measure_judgement import judge_measure
    from jsna.fetching.own_measures import kept_measures
    from jsna.fetching.protected_measures import protected_measures

    found = protected_measures(project, now)
    if len(found.rows):
        said = [*found.files, *map(str, found.notes), NOT_FETCHED.format(area=project.area.slug)]
        rows = found.rows
    else:
        rows, said = kept_measures(project.paths, project.area.slug), [*found.files, AS_KEPT]
    # a file of the council's own may have a measure's figures of wards too
    rows = rows[rows["area_code"].isin(project.area.codes)]
    return [
        judge_measure(one, rows[rows["indicator_id"] == id], now.date(), project.strategy.end)
        for id, one in measures.items()
    ], said


def _tell(judged: list[JudgedMeasure], said: list[str], console: Console, today: date) -> None:
    told = [_told(one, today) for one in judged]
    for line in said:
        console.say(line)
    for one in told if not console.as_json else ():
        console.answer(f"\n{one['measure']}\n  {one['finding']}")
        for key in ("projection", "exceptions"):
            if one[key]:
                words = ", ".join(one[key]) if key == "exceptions" else one[key]
                console.answer(f"  {'! ' if key == 'exceptions' else ''}{words}")
    number = sum(bool(one["exceptions"]) for one in told)
    console.say(f"\n{number} of {len(told)} measures need to be looked at.")
    console.result(measures=told, exceptions=number)


def _told(judged: JudgedMeasure, today: date) -> dict[str, Any]:
    from jsna.analysis.smart_check import smart_check
    from jsna.analysis.year_projection import project_year
    from jsna.narrative.own_measure_words import (
        exceptions_of,
        finding_sentence,
        projection_sentence,
    )

    measure, projection = judged.measure, project_year(judged)
    past = measure.review is not None and measure.review < today
    return {
        "measure": measure.id,
        "title": measure.title,
        "finding": finding_sentence(judged),
        "variation": judged.variation,
        "rule": judged.rule,
        "assurance": judged.assurance,
        "trajectory": judged.plan,
        "projection": projection_sentence(projection, judged) if projection else "",
        "exceptions": exceptions_of(judged, review_past=past),
        "owner": measure.owner,
        "due": judged.due.isoformat() if judged.due else "",
        "hidden": judged.hidden,
        "smart": {
            one.letter: {"met": one.met, "reason": one.reason} for one in smart_check(judged)
        },
    }
