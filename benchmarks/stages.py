"""Measure each stage of the demonstration pack, cold and unchanged, against the plain way.

`make bench`, or `python benchmarks/stages.py [--without plain quarto] [--json FILE]`. Everything
is built in a fresh folder (JSNA_WORK), so "cold" has no snapshots, facts or cached runs. All of it
is measured in one run on one machine: the ratios travel to another machine, the seconds do not.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import AREA, ROOT, STRATEGY, Bench
from measure import Measured
from page_weight import heaviest
from plain_way import by_pandoc, by_papermill, by_quarto
from report import as_json, failures, missed, report


def main() -> int:
    """Print the tables, write the JSON; return 1 if a command failed or an aim was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", nargs="*", default=[], choices=["plain", "quarto"])
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "benchmarks.json")
    args = parser.parse_args()
    quarto = os.environ.get("JSNA_QUARTO") or shutil.which("quarto")
    with tempfile.TemporaryDirectory(prefix="jsna-bench-") as folder:
        home = Path(folder)
        bench = Bench(home, None if "quarto" in args.without else quarto)
        bench.move_to(home / "demo")
        measure_demo(bench)
        downloads = bench.work / "data" / "demo"
        bench.move_to(home / "stages")
        measure_stages(bench, downloads)
        if "plain" not in args.without:
            measure_plain(bench, home / "plain")
        measure_single(bench)
    print(report(bench))
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_text(json.dumps(as_json(bench), indent=1) + "\n", "utf-8")
    return 1 if failures(bench) or missed(bench) else 0


def measure_demo(bench: Bench) -> None:
    """Everything in one command, as `make pack` does it, twice."""
    for times in (bench.cold, bench.unchanged):
        times.append(bench.jsna("demo", "demo", "--renderer", "embedded"))


def measure_stages(bench: Bench, downloads: Path) -> None:
    """One command after another, then all of them again with nothing changed."""
    folder = downloads / AREA if (downloads / AREA).is_dir() else downloads
    stages = {
        "fetch": ("fetch", AREA, "--from", str(folder)),
        "build": ("build", AREA),
        "run": ("run", AREA, STRATEGY),
        "render, embedded": ("render", AREA, STRATEGY, "--renderer", "embedded"),
    }
    if bench.quarto:
        stages["render, Quarto"] = ("render", AREA, STRATEGY, "--renderer", "quarto")
    for times in (bench.cold, bench.unchanged):
        times += [bench.jsna(name, *words) for name, words in stages.items()]


def measure_plain(bench: Bench, out: Path) -> None:
    """The same runs and pages, one command each."""
    out.mkdir()
    plan = [sys.executable, "-m", "jsna.cli", "plan", AREA, STRATEGY, "--json"]
    runs = json.loads(subprocess.check_output(plan, env=bench.env, cwd=ROOT))["runs"]
    bench.notes |= {"runs": len(runs)}
    env, notebooks = bench.env, ROOT / "notebooks"
    bench.plain.append(_as("run", by_papermill(runs, notebooks, out / "runs", env, ROOT)))
    project = out / "project"
    shutil.copytree(bench.pack / "project", project)
    formats = {stem: ("html", "docx", "pdf") for stem in _priorities(bench)}
    pages = {p: formats.get(p.stem, ("html",)) for p in sorted(project.glob("*.qmd"))}
    bench.notes |= {"pages": len(pages), "of priorities": len(formats)}
    embedded = by_pandoc(pages, out, env)
    bench.plain.append(_as("render, embedded", embedded))
    if bench.quarto:
        bench.plain.append(_as("render, Quarto", by_quarto(bench.quarto, pages, env)))


def measure_single(bench: Bench) -> None:
    """The start, the largest file, the heaviest page."""
    starts = [bench.jsna("help", "--help") for _ in range(5)]
    bench.single["jsna --help (s)"] = min(m.seconds for m in starts)
    bench.unchanged += [m for m in starts if m.failed]
    bench.single["demo, cold (s)"] = bench.cold[0].seconds
    bench.single["demo, unchanged (s)"] = bench.unchanged[0].seconds
    bench.single["peak memory (MiB)"] = max(m.peak_mib for m in bench.cold + bench.unchanged)
    data = Path(os.environ.get("JSNA_TEST_DATA", ROOT.parent / "shared" / "data")) / "downloads"
    if data.is_dir():
        command = [sys.executable, str(ROOT / "benchmarks" / "parse_file.py"), str(data)]
        best = min(
            (json.loads(subprocess.check_output(command, cwd=ROOT)) for _ in range(3)),
            key=lambda found: found["parse_seconds"],
        )
        bench.notes["largest Fingertips file"] = best
        bench.single["largest Fingertips file (s)"] = best["parse_seconds"]
    site = sorted((bench.pack / "site").glob("*.html"))
    pages = [page for page in site if page.stem in _priorities(bench)]
    if pages:
        page, weight = heaviest(pages)
        bench.notes["heaviest priority page"] = page.name
        bench.single["heaviest priority page (KB)"] = weight / 1000


def _priorities(bench: Bench) -> set[str]:
    """Return the names of the pages that are priorities': those with a Word file."""
    return {file.stem for file in (bench.pack / "site").glob("*.docx")}


def _as(name: str, measured: Measured) -> Measured:
    return Measured(name, measured.seconds, measured.peak_mib, measured.failed)


if __name__ == "__main__":
    sys.exit(main())
