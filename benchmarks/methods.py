"""Our methods beside PHStatsMethods, and their growth to a million groups.

`python benchmarks/methods.py [--small] [--json FILE]`. Both work on the same invented counts in one
process; each of ours is the best of several, each of theirs is run once. PHStatsMethods is a test
extra: without it only our own growth is measured. It ends with an error if a result differs by
more than a billionth where theirs is right, or is less than a hundred times faster than theirs.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from jsna.analysis.funnel import funnel_significance
from jsna.analysis.rates import crude_rates, proportions

ROOT = Path(__file__).resolve().parents[1]
GROUPS = 10_000
GROWTH = (10_000, 100_000, 1_000_000)
FASTER, EQUAL = 100, 1e-9
MOST_GROWTH = 2.0
"""Seconds a group at the last step may be so many times those at the first."""
BOTH = [0.95, 0.998]
NAMES = {
    "value": "Value",
    "lower_95": "lower_95_ci",
    "upper_95": "upper_95_ci",
    "lower_998": "lower_99_8_ci",
    "upper_998": "upper_99_8_ci",
}


def main() -> int:
    """Print the tables, write the JSON; return 1 if an aim was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a tenth of the groups")
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "benchmarks-methods.json")
    args = parser.parse_args()
    shrink = 10 if args.small else 1
    beside = compare_with_theirs(GROUPS // shrink)
    grown = growth([groups // shrink for groups in GROWTH])
    report(beside, grown)
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_text(json.dumps({"beside": beside, "growth": grown}, indent=1) + "\n", "utf-8")
    slow = [row for row in beside if row["faster"] < FASTER]
    differ = [row for row in beside if row["largest_difference"] > EQUAL]
    steep = [name for name, row in grown.items() if row["growth"] > MOST_GROWTH]
    return 1 if slow or differ or steep else 0


def counts(groups: int) -> pd.DataFrame:
    """One row per group; no zero counts, which stop PHStatsMethods altogether."""
    rng = np.random.default_rng(20_130)
    n = rng.integers(500, 50_000, groups)
    x = np.maximum(rng.binomial(n, rng.uniform(0.0002, 0.05, groups)), 1)
    frame = pd.DataFrame({"group": np.arange(groups), "count": x, "denominator": n})
    return frame.assign(rate=1e5 * x / n)


def compare_with_theirs(groups: int) -> list[dict]:
    """Seconds of both and the largest relative difference, one row per method."""
    try:
        import PHStatsMethods as theirs
    except ImportError:
        print("PHStatsMethods is not installed (a test extra): our growth only.", file=sys.stderr)
        return []
    rows = counts(groups)
    x, n = "count", "denominator"
    by_rate = {"rate_type": "crude", "multiplier": 100_000}
    pairs: dict[str, tuple[Callable[[], pd.DataFrame], Callable[[], pd.DataFrame]]] = {
        "proportions, two levels": (
            lambda: proportions(rows),
            lambda: theirs.ph_proportion(rows, x, n, confidence=BOTH),
        ),
        "rates, two levels": (
            lambda: crude_rates(rows),
            lambda: theirs.ph_rate(rows, x, n, confidence=BOTH),
        ),
        "funnel significance, rates": (
            lambda: funnel_significance(rows, "rate").to_frame("label"),
            lambda: theirs.assign_funnel_significance(rows, x, "rate", n, "rate", **by_rate),
        ),
        "funnel significance, proportions": (
            lambda: funnel_significance(rows, "proportion").to_frame("label"),
            lambda: theirs.assign_funnel_significance(rows, x, "proportion", n),
        ),
    }
    return [beside(name, *pair) for name, pair in pairs.items()]


def beside(name: str, ours: Callable[[], pd.DataFrame], theirs: Callable[[], pd.DataFrame]) -> dict:
    mine, seconds = best(ours)
    started = time.perf_counter()
    other = theirs()
    taken = time.perf_counter() - started
    return {
        "method": name,
        "ours_seconds": seconds,
        "theirs_seconds": taken,
        "faster": taken / seconds,
        "largest_difference": largest_difference(mine, other),
    }


def best(work: Callable[[], pd.DataFrame], times: int = 5) -> tuple[pd.DataFrame, float]:
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        found = work()
        seconds.append(time.perf_counter() - started)
    return found, min(seconds)


def largest_difference(mine: pd.DataFrame, other: pd.DataFrame) -> float:
    """Relative, over values and limits; labels differ by all or nothing."""
    if "label" in mine:
        labels = other[next(name for name in other if "ignificance" in str(name))]
        return float((mine["label"].to_numpy() != labels.astype("str").to_numpy()).any())
    gaps = []
    for name, column in NAMES.items():
        if name in mine and column in other:
            a, b = mine[name].to_numpy(dtype=float), other[column].to_numpy(dtype=float)
            gaps.append(np.nanmax(np.abs(a - b) / np.maximum(np.abs(b), 1e-300)))
    return float(max(gaps))


def growth(steps: list[int]) -> dict[str, dict]:
    """Seconds of each method at each number of groups, and how a group's cost grew."""
    methods: dict[str, Callable[[pd.DataFrame], pd.DataFrame | pd.Series]] = {
        "proportions": proportions,
        "rates": crude_rates,
        "rates, grouped": lambda rows: crude_rates(rows, by=["group"]),
        "funnel significance": lambda rows: funnel_significance(rows, "rate"),
    }
    rows = {groups: counts(groups) for groups in steps}
    out = {}
    for name, method in methods.items():
        seconds = {groups: best(partial(method, rows[groups]), 3)[1] for groups in steps}
        first, last = (seconds[groups] / groups for groups in (steps[0], steps[-1]))
        out[name] = {"seconds": seconds, "growth": last / first}
    return out


def report(beside: list[dict], grown: dict[str, dict]) -> None:
    if beside:
        print("| method | ours | PHStatsMethods | times faster | largest difference |")
        print("|---|--:|--:|--:|--:|")
    for row in beside:
        print(
            f"| {row['method']} | {row['ours_seconds']:.4f} s | {row['theirs_seconds']:.2f} s"
            f" | {row['faster']:,.0f} | {row['largest_difference']:.1e} |"
        )
    print("\n| groups | seconds at each step | cost of a group, last over first |\n|---|---|--:|")
    for name, row in grown.items():
        steps = ", ".join(f"{groups:,}: {s:.3f} s" for groups, s in row["seconds"].items())
        print(f"| {name} | {steps} | {row['growth']:.2f} |")


if __name__ == "__main__":
    sys.exit(main())
