"""How a fleet grows: many invented councils, or many real ones from a folder of files.

`python benchmarks/fleet.py [--areas 10 50 153] [--country N] [--from DIR] [--folder DIR] [--json
FILE]`. Each number of areas is built in a fresh folder, with no file read before, as `jsna fleet`
does it: `core` as HTML. What counts is the processor time of an area more: whether it is the same
however many there are. The files are of the same country for each number: who is compared with
more councils takes longer for each, however many of them are built.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from bench import ROOT
from fresh_folder import copy_checkout, environment, write_demo_files
from measure import measure

from jsna.fleet.members import LOWER_TIER
from jsna.register.authorities import authorities

SIZES: Final = (10, 50, 153)
COUNCIL: Final = """\
# An invented council of a benchmark. None of its figures is real.
name: Invented Council {letters}
code: E0691{n:04d}
kind: unitary authority
region: {{code: E12900001, name: Examplelands}}
contact: {{team: "Public health intelligence (invented)"}}
synthetic: true
"""


@dataclass(frozen=True)
class Grown:
    """What a fleet of one size took.

    Attributes:
        areas: How many were asked for.
        built: How many were built.
        seconds: Wall time.
        processor: Seconds of all processors.
        worker_mib: The most that a worker took with its chapters.
        failed: The end of what the command printed if it ended with an error, else "".
    """

    areas: int
    built: int
    seconds: float
    processor: float
    worker_mib: float
    failed: str


def main() -> int:
    """Print a row for each size; return 1 if a fleet ended with an error or left an area out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, nargs="+", default=SIZES)
    parser.add_argument("--country", type=int, help="councils of the files; the most of --areas")
    parser.add_argument("--from", dest="files", type=Path, help="files of real areas")
    parser.add_argument("--folder", type=Path, help="where to build, to look at it after")
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "fleet.json")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jsna-fleet-bench-") as folder:
        home = args.folder or Path(folder)
        country = max(args.country or 0, *args.areas)
        found = [grown(home / str(n), n, args.files, country) for n in sorted(args.areas)]
    print(table(found))
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_text(json.dumps([asdict(one) for one in found], indent=1) + "\n", "utf-8")
    return 1 if any(one.failed or one.built < one.areas for one in found) else 0


def grown(home: Path, number: int, files: Path | None, country: int) -> Grown:
    """Return what a fleet of so many areas takes in an empty folder, of files of a country."""
    copy_checkout(home)
    if files is None:
        areas = add_councils(home, country)[:number]
        write_demo_files(home)
    else:
        areas = real_areas(number)
    words = ["fleet", *areas, "--from", str(files.resolve() if files else home / "data" / "demo")]
    contact = ["--team", "Intelligence team", "--email", "team@example.org"]
    command = [sys.executable, "-m", "jsna", *words, *contact, "--quiet"]
    took = measure(f"{number} areas", command, environment(home), home)
    told = home / "reports" / "fleet" / "core" / "status.json"
    rows = json.loads(told.read_text("utf-8")) if told.is_file() else []
    return Grown(
        number,
        sum(row["status"] == "built" for row in rows),
        took.seconds,
        took.processor,
        max((row["peak_mib"] for row in rows), default=0),
        took.failed,
    )


def add_councils(home: Path, number: int) -> list[str]:
    """Write the settings of so many invented councils, and return their names in commands."""
    slugs = [f"invented-{n:03d}" for n in range(1, number + 1)]
    for n, slug in enumerate(slugs, 1):
        letters = "".join(chr(ord("A") + int(digit)) for digit in f"{n:03d}")
        text = COUNCIL.format(letters=letters, n=n)
        (home / "config" / "areas" / f"{slug}.yml").write_text(text, "utf-8")
    return slugs


def real_areas(number: int) -> list[str]:
    """Return codes of upper-tier authorities, evenly over the register."""
    codes = [one.code for one in authorities() if not one.ends and one.kind != LOWER_TIER]
    return [codes[n * len(codes) // number] for n in range(number)]


def table(found: Sequence[Grown]) -> str:
    """Return a line for each size, with what an area more costs beside the size before."""
    lines = [
        "| areas | built | minutes | processor seconds | of an area | of an area more | worker |",
        "|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for one, before in zip(found, [None, *found], strict=False):
        more = ""
        if before:
            more = f"{(one.processor - before.processor) / (one.areas - before.areas):.1f}"
        lines.append(
            f"| {one.areas} | {one.built} | {one.seconds / 60:.1f} | {one.processor:.0f}"
            f" | {one.processor / one.areas:.1f} | {more} | {one.worker_mib:.0f} MiB |"
        )
    return "\n".join(
        [*lines, *(f"- FAILED {one.areas}: {one.failed}" for one in found if one.failed)]
    )


if __name__ == "__main__":
    sys.exit(main())
