"""`jsna needs`: what is worse, worsening or unequal in an area and no priority cites."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jsna.chapter.evidence import Evidence
    from jsna.chapter.need_tests import NeedTests
    from jsna.commands.console import Console

NAME = "needs"
HELP = "list what is worse, worsening or unequal and no priority of a strategy cites; strengths too"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("area", help="the area, as in config/areas/<area>.yml")
    parser.add_argument("strategy", help="the strategy, as in reports/strategies/<strategy>/")


def run(args: Namespace, console: Console) -> int:
    """Print the finding, then each need and strength that no priority cites; return the exit code.

    Raises:
        UserFileError: an unknown name, or the facts were not built yet.
    """
    from jsna.chapter.need_tests import need_tests
    from jsna.chapter.needs_not_covered import better_row, better_words, csv_table, headline
    from jsna.chapter.opening import open_evidence
    from jsna.settings.project import open_project

    evidence = open_evidence(open_project().of(args.area, args.strategy))
    found = need_tests(evidence)
    rows = [better_row(evidence, priority) for priority in evidence.strategy.priorities]
    better = [better_words(row) for row in rows if row["all_better"]]
    console.say(headline(found))
    for line in _lines(evidence, found):
        console.say(line)
    console.say(f"Priorities with only better measures: {'; '.join(better) or 'none'}.")
    tests = csv_table(found)
    console.result(
        area=args.area,
        strategy=args.strategy,
        finding=headline(found),
        tests=tests.astype("object").where(tests.notna(), None).to_dict("records"),
        priorities_better_throughout=better,
    )
    return 0


def _lines(evidence: Evidence, found: NeedTests) -> list[str]:
    """One line a need or strength: what it is, the measure, its figures."""
    from jsna.analysis.needs import GAP, LEVEL, MOVED, Found
    from jsna.chapter.needs_not_covered import shown_row

    words = {LEVEL: "worse", MOVED: "getting worse", GAP: "unequal"}
    wanted = (Found.NEED, Found.NEED_BY_SOURCE, Found.STRENGTH, Found.STRENGTH_BY_SOURCE)
    lines = []
    for said in wanted:
        for kind, word in words.items():
            for test in found.found(kind, said).to_dict("records"):
                row = shown_row(evidence, found, test)
                told = word if said in wanted[:2] else "better"
                lines.append(
                    f"{told:<14} {row['Measure']}: {row['Figure']}, {row['Held against']};"
                    f" {row['Year']}; away {row['Away']}; adjusted p {row['Adjusted p']}"
                )
    return lines
