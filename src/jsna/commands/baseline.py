"""`jsna baseline`: freeze the figures of a strategy's measures, and show what became of them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jsna.chapter.evidence import Evidence
    from jsna.commands.console import Console

NAME = "baseline"
HELP = "freeze the figures of a strategy's measures as they stood when it began, or show progress"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("area", help="the area, as in config/areas/<area>.yml")
    parser.add_argument("strategy", help="the strategy, as in reports/strategies/<strategy>/")
    parser.add_argument(
        "--name", default="", help="of a second baseline; pages show the one without a name"
    )
    one = parser.add_mutually_exclusive_group()
    one.add_argument(
        "--show", action="store_true", help="what became of each measure since; freezes nothing"
    )
    one.add_argument(
        "--instead",
        metavar="REASON",
        help="take one instead of the one that there is, which is kept, for this reason on record",
    )


def run(args: Namespace, console: Console) -> int:
    """Take a baseline, or show the progress since; return the exit code.

    Raises:
        UserFileError: a name that is none, a baseline where one stands already, none to show, one
            that was changed or is not whole, or the facts were not built yet.
    """
    from jsna.chapter.opening import open_evidence
    from jsna.settings.project import open_project

    _check_words(args)
    evidence = open_evidence(open_project().of(args.area, args.strategy))
    if args.show:
        return _show(evidence, args.name, console)
    return _take(evidence, args, console)


def _check_words(args: Namespace) -> None:
    import re

    from jsna.errors import Problem, UserFileError

    if args.name and not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", args.name):
        what = f"{args.name!r} is no name of a baseline."
        allowed = "A name is small letters, figures and hyphens: mid-term."
        raise UserFileError(Problem(what, allowed=allowed))
    if args.instead is not None and not args.instead.strip():
        step = 'Say why: --instead "REASON".'
        raise UserFileError(Problem("no reason is given for another baseline.", next_step=step))


def _take(evidence: Evidence, args: Namespace, console: Console) -> int:
    from jsna.chapter.baseline import figures_to_freeze
    from jsna.facts.baseline_file import (
        BaselineHead,
        check_free,
        figures_digest,
        write_baseline,
        write_instead,
    )
    from jsna.narrative.baseline_words import taken_words
    from jsna.tables.csv_file import csv_file

    if args.instead is None:
        check_free(evidence.project, args.name)
    # a later one, under a name of its own, is of its own day and not of the strategy's first
    before = evidence.as_at if args.name else evidence.strategy.start
    figures = figures_to_freeze(evidence, before)
    marked = figures.assign(synthetic="SYNTHETIC") if evidence.area.synthetic else figures
    content = csv_file(marked)
    head = BaselineHead(
        area=args.area,
        strategy=args.strategy,
        name=args.name,
        taken=evidence.as_at,
        strategy_start=evidence.strategy.start,
        before=before,
        rows=len(figures),
        sha256=figures_digest(content),
    )
    if args.instead is None:
        path = write_baseline(evidence.project, head, content)
    else:
        path = write_instead(evidence.project, head, content, args.instead.strip())
    without = int((figures["period"] == "").sum())
    known = len(figures) - without
    console.say(taken_words(head.taken, head.before, head.strategy_start))
    console.say(f"{known} of {len(figures)} measures have a baseline, {without} have none.")
    console.say(f"Put {path} and {path.with_suffix('.yml').name} under version control.")
    console.result(
        file=path,
        taken=head.taken,
        measures=len(figures),
        without_baseline=without,
        sha256=head.sha256,
    )
    return 0


def _show(evidence: Evidence, name: str, console: Console) -> int:
    from jsna.chapter.baseline import every_measure, in_words, progress_rows
    from jsna.errors import Problem, UserFileError
    from jsna.facts.baseline_file import baseline_path, read_baseline
    from jsna.narrative.baseline_words import progress_row

    found = read_baseline(evidence.project, name)
    if found is None:
        path = baseline_path(evidence.project, name)
        step = f"Take one: jsna baseline {evidence.area.slug} {evidence.strategy.slug}."
        raise UserFileError(Problem("there is no such baseline.", str(path), next_step=step))
    measures = every_measure(evidence)
    rows = progress_rows(evidence, found, measures)
    told = [
        progress_row(row, measure.indicator)
        for row, measure in zip(rows.to_dict("records"), measures, strict=True)
    ]
    for cells in told:
        console.say(_lines(cells))
    gone = _no_longer_asked(evidence, found.figures["indicator_id"])
    for line in (*gone, in_words(found, rows)):
        console.say(line)
    for one in found.head.instead:
        console.say(f"Taken instead of {one.file}, of {one.taken}: {one.reason}")
    counts = {str(state): int(n) for state, n in rows["state"].value_counts().items()}
    console.result(
        taken=found.head.taken,
        sha256=found.head.sha256,
        instead=[one.model_dump() for one in found.head.instead],
        counts=counts,
        measures=[{str(k).lower(): v for k, v in row.items()} for row in told],
        no_longer_asked=gone,
    )
    return 0


def _lines(cells: dict[str, str]) -> str:
    """Return a measure's name and what became of it; on a second line its figures."""
    measure, *others = cells.items()
    state = cells["Change since"]
    nothing = ("none", "no baseline", state)
    figures = "; ".join(f"{head}: {cell}" for head, cell in others if cell not in nothing)
    told = f"{measure[1]}: {state[:1].lower()}{state[1:]}"
    return f"{told}\n  {figures}" if figures else told


def _no_longer_asked(evidence: Evidence, ids: object) -> list[str]:
    """A sentence for each indicator of the baseline that the strategy or the catalogue dropped."""
    import pandas as pd

    cited = {id for priority in evidence.strategy.priorities for id in priority.indicators}
    lines = []
    for id in pd.unique(pd.Series(ids, dtype="str")):
        if id not in evidence.settings.indicators:
            lines.append(f"The baseline holds {id}, which the catalogue no longer describes.")
        elif id not in cited:
            lines.append(f"The baseline holds {id}, which no priority cites any more.")
    return lines
