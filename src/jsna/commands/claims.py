"""`jsna claims`: what a strategy states, held against the area's facts, with a verdict each."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from jsna.commands.console import Console

NAME = "claims"
HELP = "hold what a strategy states against the area's facts: one verdict and reason a claim"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("area", help="the area, as in config/areas/<area>.yml")
    parser.add_argument("strategy", help="the strategy, as in reports/strategies/<strategy>/")
    parser.add_argument(
        "--strict",
        action="store_true",
        help="end with exit code 4 if any claim is contradicted (a strategy in force, a draft)",
    )


def run(args: Namespace, console: Console) -> int:
    """Print every claim with its verdict and reason; return the exit code.

    Raises:
        UserFileError: the strategy has no claims.csv, or with one problem for each thing that is
            wrong in it, or the facts were not built yet.
        CheckFailed: with --strict, a claim is contradicted.
    """
    from jsna.chapter.claims import checked_claims, table_of
    from jsna.chapter.opening import open_evidence
    from jsna.narrative.claim_words import in_short
    from jsna.settings.project import open_project

    project = open_project().of(args.area, args.strategy)
    evidence = open_evidence(project)
    checked = checked_claims(evidence)
    table = table_of(evidence, checked)
    for line in _lines(table):
        console.say(line)
    console.say(in_short(checked))
    counts = {str(word): int(n) for word, n in checked["verdict"].value_counts().items()}
    console.result(
        area=args.area,
        strategy=args.strategy,
        counts=counts,
        claims=[_keyed(row) for row in table.to_dict("records")],
    )
    return _end(table, strict=args.strict)


def _lines(table: pd.DataFrame) -> list[str]:
    """Two lines a claim: verdict, place and claim; below it the reason."""
    return [
        f"{row['Verdict']:<22}  {row['Id']}  {row['Document']}, line {row['Line']}: {row['Claim']}"
        f"\n{'':<22}  {row['Why']}"
        for row in table.to_dict("records")
    ]


def _keyed(row: dict[object, str]) -> dict[str, str]:
    return {str(name).lower().replace(" ", "_"): cell for name, cell in row.items()}


def _end(table: pd.DataFrame, *, strict: bool) -> int:
    from jsna.analysis.claims import Verdict
    from jsna.errors import CheckFailed, Problem

    wrong = table[table["Verdict"] == Verdict.CONTRADICTED]
    if not strict or wrong.empty:
        return 0
    raise CheckFailed(
        *(
            Problem(f"contradicted: {row['Claim']} {row['Why']}", row["Document"], int(row["Line"]))
            for row in wrong.to_dict("records")
        )
    )
