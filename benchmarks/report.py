"""The tables and the JSON of a benchmark run."""

import os
import sys
from dataclasses import asdict
from typing import Any

from bench import Bench
from measure import Measured

AIMS = {  # what was measured -> the most it may be
    "demo, cold (s)": 90,
    "demo, unchanged (s)": 5,
    "peak memory (MiB)": 1536,
    "jsna --help (s)": 0.5,
    "largest Fingertips file (s)": 2,
    "heaviest priority page (KB)": 400,
}


def report(bench: Bench) -> str:
    """Return the tables as Markdown."""
    again = {m.name: m for m in bench.unchanged}
    plain = {m.name: m for m in bench.plain}
    lines = [
        "| stage | cold | unchanged | peak | the plain way | plain / ours |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for m in bench.cold:
        other = plain.get(m.name)
        lines.append(
            f"| {m.name} | {m.seconds:.1f} s | {again[m.name].seconds:.1f} s | {m.peak_mib:.0f} MiB"
            f" | {f'{other.seconds:.1f} s' if other else ''}"
            f" | {f'{other.seconds / m.seconds:.1f}' if other else ''} |"
        )
    lines += ["", "| aim | measured | at most | |", "|---|--:|--:|---|"]
    for name, most in AIMS.items():
        value = bench.single.get(name)
        verdict = "not measured" if value is None else "met" if value <= most else "MISSED"
        lines.append(f"| {name} | {'' if value is None else f'{value:.2f}'} | {most} | {verdict} |")
    lines += ["", *(f"- {name}: {note}" for name, note in bench.notes.items())]
    lines += [f"- FAILED {m.name}: {m.failed}" for m in failures(bench)]
    return "\n".join(lines)


def failures(bench: Bench) -> list[Measured]:
    return [m for m in bench.cold + bench.unchanged + bench.plain if m.failed]


def missed(bench: Bench) -> list[str]:
    return [n for n, most in AIMS.items() if bench.single.get(n, 0) > most]


def as_json(bench: Bench) -> dict[str, Any]:
    tables = {name: [asdict(m) for m in getattr(bench, name)] for name in ("cold", "unchanged")}
    own = {"cores": os.cpu_count(), "python": sys.version.split()[0], "quarto": bool(bench.quarto)}
    plain = [asdict(m) for m in bench.plain]
    single = {"single": bench.single, "notes": bench.notes, "machine": own}
    return {**tables, "plain": plain, **single, "missed": missed(bench)}
