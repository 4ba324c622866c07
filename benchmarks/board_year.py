"""What a full board's year costs: 5,000 rows of registers, 500 own measures x 60 periods.

`python benchmarks/board_year.py [--rows 5000] [--measures 500] [--periods 60] [--folder DIR]`. The
demonstration's stages are measured as they are and with these added, in the same run, in fresh
folders. What counts is the ratio of processor time, which what else the machine does hardly moves.
Every kind of register gets an equal share of the rows.
"""

import argparse
import csv
import io
import json
import math
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from bench import AREA, ROOT, STRATEGY
from fresh_folder import copy_checkout, environment, write_demo_files
from measure import Measured, measure

from jsna.settings.load import load_settings
from jsna.settings.paths import Paths
from jsna.settings.register_kind import RegisterColumn, RegisterKind
from jsna.settings.strategy import Strategy

FIRST_YEAR: Final = 2021
MEASURE: Final = """\
  - id: added-{n}
    title: Added measure {n}, of no meaning
    priority: {priority}
    unit: "%"
    kind: share
    decimals: 1
    polarity: high-is-good
    frequency: month
    target: 60
    target_by: 2026-03
    owner: Head of invented services
    source: Invented returns
"""


def main() -> int:
    """Print a table of both and their ratios; return 1 if a command failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, most in (("rows", 5_000), ("measures", 500), ("periods", 60)):
        parser.add_argument(f"--{name}", type=int, default=most)
    parser.add_argument("--without", nargs="*", default=(), choices=COMMANDS)
    parser.add_argument("--folder", type=Path, help="where to build both, to look at them after")
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "board-year.json")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jsna-board-") as folder:
        plain, full = ((args.folder or Path(folder)) / name for name in ("plain", "full"))
        for home in (plain, full):
            copy_checkout(home)
        add_registers(full, args.rows)
        add_measures(full, args.measures, args.periods)
        found = stages((plain, full), args.without)
    print(table(found["plain"], found["full"]))
    args.json.parent.mkdir(parents=True, exist_ok=True)
    told = {
        name: {one.name: (one.seconds, one.processor) for one in all_}
        for name, all_ in found.items()
    }
    args.json.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    return 1 if any(one.failed for all_ in found.values() for one in all_) else 0


def add_registers(home: Path, rows: int) -> None:
    """Add rows to the demonstration's registers, an equal number to every kind that has a file."""
    settings = load_settings(Paths(home, home))
    strategy = settings.strategies[STRATEGY]
    folder = home / "reports" / "strategies" / STRATEGY / "registers"
    files = sorted(folder.glob("*.csv"))
    for place, file in enumerate(files):
        number = rows // len(files) + (place < rows % len(files))
        kind = settings.register_kinds[file.stem]
        with file.open(encoding="utf-8-sig", newline="") as opened:
            columns, *there = csv.reader(opened)
        told = io.StringIO()
        writer = csv.DictWriter(told, columns, extrasaction="ignore", lineterminator="\n")
        writer.writerows(invented_rows(kind, strategy, number, len(there)))
        text = file.read_text("utf-8").rstrip("\n")
        file.write_text(f"{text}\n{told.getvalue()}", "utf-8")


def invented_rows(
    kind: RegisterKind, strategy: Strategy, number: int, there: int = 0
) -> Iterator[dict[str, str]]:
    """Yield rows of a kind, after those that are there, in which every cell holds what it may."""
    for n in range(there + 1, there + number + 1):
        yield _added_up(kind, {c.id: _cell(c, strategy, n) for c in kind.columns}, n)


def _added_up(kind: RegisterKind, row: dict[str, str], n: int) -> dict[str, str]:
    """Return a row in which shares and products are those of their numbers, of enough people."""
    people = {id: 20 + n % 50 for id in (kind.people.columns if kind.people else ())}
    for share in kind.shares:
        people.setdefault(share.count, 20 + n % 50)
        people[share.base] = 4 * people[share.count]
        row[share.column] = "25"
    row |= {id: str(number) for id, number in people.items()}
    for product in kind.products:
        row[product.column] = f"{math.prod(float(row[id]) for id in product.of):g}"
    return row


def _cell(column: RegisterColumn, strategy: Strategy, n: int) -> str:
    if column.type == "choice":
        return column.allowed[n % len(column.allowed)]
    if column.in_sequence:
        return str(n)
    if column.type == "number":
        low = 0.0 if column.at_least is None else column.at_least
        high = low + 900 if column.at_most is None else column.at_most
        return f"{low + n % max(int(high - low), 1):g}"
    priorities = [one.id for one in strategy.priorities]
    return {
        "date": f"{2024 + n % 3}-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
        "priority": priorities[n % len(priorities)],
        "owner": strategy.bodies[n % len(strategy.bodies)].id,
        "body": strategy.bodies[n % len(strategy.bodies)].id,
        "web": f"https://invented.example/{n}",
        "text": f"Words for {column.title.lower()}, added row {_in_letters(n)}",
    }.get(column.type, "")


def _in_letters(n: int) -> str:
    """Return a number without a digit, since some columns hold none."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(n))


def add_measures(home: Path, measures: int, periods: int) -> None:
    """Add measures to the demonstration's own, and their figures to its local data."""
    file = home / "reports" / "strategies" / STRATEGY / "measures.yml"
    strategy = load_settings(Paths(home, home)).strategies[STRATEGY]
    priorities = [one.id for one in strategy.priorities]
    head, more, rest = file.read_text("utf-8").partition("measures:\n")
    added = "".join(
        MEASURE.format(n=n, priority=priorities[n % len(priorities)]) for n in range(measures)
    )
    file.write_text(f"{head}{more}{added}{rest}", "utf-8")
    lines = ["measure,period,numerator,denominator,value,note"]
    for n in range(measures):
        lines += [_figure(n, number) for number in range(periods)]
    place = home / "data" / "local" / "measures" / "added.csv"
    place.parent.mkdir(parents=True)
    place.write_text("\n".join(lines) + "\n", "utf-8")


def _figure(n: int, number: int) -> str:
    """One figure of a measure, some of which are small enough to be hidden."""
    people = 12 + 13 * (n % 30) + 7 * (number % 5)
    reached = int(people * (0.35 + (n * 31 + number * 17) % 23 / 100))
    month = f"{FIRST_YEAR + number // 12}-{number % 12 + 1:02d}"
    return f"added-{n},{month},{reached},{people},,SYNTHETIC: invented"


def stages(homes: Sequence[Path], without: Collection[str]) -> dict[str, list[Measured]]:
    """Return what each command takes in each home: in an empty folder, then with nothing changed.

    The homes take turns at each command, so that a machine which grows busier slows all of them.
    """
    for home in homes:
        write_demo_files(home)
    found: dict[str, list[Measured]] = {home.name: [] for home in homes}
    for name, words in COMMANDS.items():
        for home in homes if name not in without else ():
            found[home.name].append(_measured(home, name, words))
    return found


COMMANDS: Final = {
    "fetch": ("fetch", AREA, "--from", "data/demo"),
    "build": ("build", AREA),
    "run": ("run", AREA, STRATEGY),
    "registers": ("registers", AREA, STRATEGY, "--quiet"),
    "measures": ("measures", AREA, STRATEGY, "--quiet"),
    "due": ("due", "--area", AREA, "--quiet"),
    "render": ("render", AREA, STRATEGY, "--renderer", "embedded"),
    "check": ("check", AREA, STRATEGY),
    "run, unchanged": ("run", AREA, STRATEGY),
    "render, unchanged": ("render", AREA, STRATEGY, "--renderer", "embedded"),
}
PACK: Final = ("fetch", "build", "run", "render")
"""The commands that make a pack, from its files to its pages."""


def _measured(home: Path, name: str, words: tuple[str, ...]) -> Measured:
    command = [sys.executable, "-m", "jsna.cli", *words]
    found = measure(f"{home.name}: {name}", command, environment(home), home)
    told = found.failed if name not in MAY_FAIL else ""
    return replace(found, name=name, failed=told)


MAY_FAIL: Final = ("registers", "check")
"""Commands that end with an error where what they look at has a mistake."""


def table(plain: list[Measured], full: list[Measured]) -> str:
    """Return a line for each stage: what both take, and by how much the second is longer."""
    lines = [
        "| stage | demo | with all of it | ratio | by the clock | peak |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    pairs = [*zip(plain, full, strict=True)]
    sums = [
        sum((one for one in found if one.name in PACK), Measured("the pack", 0, 0))
        for found in (plain, full)
    ]
    lines += [
        f"| {one.name} | {one.processor:.1f} s | {other.processor:.1f} s"
        f" | {other.processor / one.processor:.1f} | {other.seconds / one.seconds:.1f}"
        f" | {other.peak_mib:.0f} MiB |"
        for one, other in [*pairs, tuple(sums)]
    ]
    failed = [f"- FAILED {one.name}: {one.failed}" for one in (*plain, *full) if one.failed]
    return "\n".join([*lines, *failed])


if __name__ == "__main__":
    sys.exit(main())
