"""A million Fingertips rows into facts, and one area's facts out of all England's.

`python benchmarks/sources.py [--rows N] [--json FILE]`. The rows are those of a real file
(`JSNA_TEST_DATA`), over and over under other area codes; each way runs in a process of its own.
Beside ours: fingertips_py's own call for data, which reads CSV by pandas, on the same file served
by this machine; it neither checks nor tidies. Ends with an error if an aim is missed.
"""

import argparse
import hashlib
import json
import os
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from measure import measure

if TYPE_CHECKING:
    from jsna.snapshots.snapshot import Snapshot

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("JSNA_TEST_DATA", ROOT.parent / "shared" / "data"))
FOLDER = DATA / "downloads" / "fingertips"
REAL, REAL_YEARS = "91547_smoking_qof_all_areatypes.csv", {"91547": "financial"}
AUTHORITIES, AUTHORITIES_YEARS = "93861_air_pollution_mortality_new_method.csv", {}
INDICATORS = 100
AIMS = {
    "parse, validate and tidy (s)": 15.0,
    "its peak (MiB)": 2048.0,
    "facts of one area (s)": 0.3,
}


def main() -> int:
    """Print the table, write the JSON; return 1 if an aim was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "benchmarks-sources.json")
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.step:
        STEPS[args.step[0]](Path(args.step[1]))
        return 0
    if not (FOLDER / REAL).is_file():
        print(f"no real files ({REAL}): nothing measured", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory(prefix="jsna-bench-") as folder:
        found = measured(Path(folder), args.rows)
    report(found)
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    return 1 if any(found[name] > most for name, most in AIMS.items()) else 0


def measured(home: Path, rows: int) -> dict[str, float]:
    found: dict[str, float] = {"rows": replicate(home / "data.csv", rows)}
    for name in ("ours", "store", "theirs"):
        command = [sys.executable, str(Path(__file__)), "--step", name, str(home)]
        taken = measure(name, command, os.environ, ROOT)
        if taken.failed:
            raise SystemExit(f"{name} failed: {taken.failed}")
        found |= json.loads((home / f"{name}.json").read_text("utf-8"))
        found |= {"its peak (MiB)" if name == "ours" else f"{name}, peak (MiB)": taken.peak_mib}
    ours = found["parse, validate and tidy (s)"]
    found["fingertips_py / ours"] = found["fingertips_py and pandas (s)"] / ours
    return found


def replicate(path: Path, rows: int) -> int:
    """Write so many rows of the real file; each time round the areas have other codes."""
    real = pd.read_csv(FOLDER / REAL, dtype="str", keep_default_na=False)
    times = -(-rows // len(real))
    with path.open("w", encoding="utf-8", newline="") as file:
        for turn in range(times):
            part = real.head(rows - turn * len(real))
            codes = part["Area Code"] if turn == 0 else part["Area Code"] + f"x{turn}"
            part.assign(**{"Area Code": codes}).to_csv(file, index=False, header=turn == 0)
    return rows


def ours(home: Path) -> None:
    """From bytes to checked facts, one row per key."""
    from jsna.fact_schema import fact_schema
    from jsna.facts.assemble import assemble_facts
    from jsna.sources.fingertips.source import Fingertips

    content = (home / "data.csv").read_bytes()
    snapshot, source = described(content), Fingertips(REAL_YEARS)
    begun, worked = time.perf_counter(), time.process_time()
    (parsed,) = source.parse(snapshot, content)
    read = time.perf_counter()
    facts, _, _ = assemble_facts(parsed.facts, {snapshot.sha256: ""})
    tidy = time.perf_counter()
    fact_schema().validate(facts, lazy=True)
    ended = time.perf_counter()
    save(home, "ours", {
        "facts": len(facts), "refused": len(parsed.refused), "parse (s)": read - begun,
        "tidy (s)": tidy - read, "validate (s)": ended - tidy,
        "parse, validate and tidy (s)": ended - begun,
        "processor time of it, all cores (s)": time.process_time() - worked,
    })  # fmt: skip


def described(content: bytes) -> "Snapshot":
    from jsna.snapshots.snapshot import Origin, Snapshot

    return Snapshot(
        sha256=hashlib.sha256(content).hexdigest(), source="fingertips", title="data.csv",
        publisher="", url="", licence="", retrieved=datetime.now(UTC), attribution="",
        size=len(content), media_type="text/csv", origin=Origin.HAND,
    )  # fmt: skip


def store(home: Path) -> None:
    """One area out of every authority's facts on a hundred indicators."""
    from pyarrow import parquet

    from jsna.fact_schema import FACT_COLUMNS
    from jsna.facts.parquet import parquet_bytes
    from jsna.snapshots.verified_folder import write_digests

    facts = authorities()
    path = home / "facts.parquet"
    ordered = facts.sort_values(["indicator_id", "area_code", "period"], ignore_index=True)
    path.write_bytes(parquet_bytes(ordered[list(FACT_COLUMNS)]))
    write_digests(home)
    code = facts["area_code"].iloc[0]
    begun = time.perf_counter()
    found = parquet.read_table(path, filters=[("area_code", "in", [code])]).to_pandas()
    ended = time.perf_counter()
    assert found["indicator_id"].nunique() == INDICATORS and set(found["area_code"]) == {code}
    save(home, "store", {
        "facts in the store": len(facts), "facts found": len(found),
        "authorities": facts["area_code"].nunique(), "facts of one area (s)": ended - begun,
    })  # fmt: skip


def authorities() -> pd.DataFrame:
    """A real file's facts of authorities, under a hundred indicators."""
    from jsna.fact_schema import AUTHORITY_TYPES
    from jsna.sources.fingertips.source import Fingertips

    content = (FOLDER / AUTHORITIES).read_bytes()
    (parsed,) = Fingertips(AUTHORITIES_YEARS).parse(described(content), content)
    one = parsed.facts[parsed.facts["area_type"].isin(AUTHORITY_TYPES)]
    return pd.concat([one.assign(indicator_id=f"{n:05d}") for n in range(INDICATORS)])


def theirs(home: Path) -> None:
    """fingertips_py's call for one indicator's data, answered by the same file."""
    from fingertips_py import retrieve_data

    handler = partial(Quiet, directory=str(home))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        retrieve_data.base_url = f"http://127.0.0.1:{server.server_port}/"
        begun = time.perf_counter()
        frame = retrieve_data.get_data_by_indicator_ids([91547], 402)
        ended = time.perf_counter()
        server.shutdown()
    save(home, "theirs", {"rows read by theirs": len(frame),
                          "fingertips_py and pandas (s)": ended - begun})  # fmt: skip


class Quiet(SimpleHTTPRequestHandler):
    """Answers every request with the one file."""

    def do_GET(self) -> None:
        """Send the file, whatever was asked for."""
        self.path = "/data.csv"
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def save(home: Path, name: str, found: dict[str, float]) -> None:
    (home / f"{name}.json").write_text(json.dumps(found), "utf-8")


def report(found: dict[str, float]) -> None:
    print("\n| | measured | at most | |\n|---|--:|--:|---|")
    for name, value in found.items():
        shown = f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"
        most = AIMS.get(name)
        verdict = "" if most is None else "met" if value <= most else "MISSED"
        print(f"| {name} | {shown} | {'' if most is None else most} | {verdict} |")


STEPS = {"ours": ours, "store": store, "theirs": theirs}

if __name__ == "__main__":
    sys.exit(main())
