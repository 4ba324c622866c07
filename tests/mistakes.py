"""A small checkout of one area with a pack, and what people do to its files."""

import hashlib
import shutil
from pathlib import Path

from ruamel.yaml import YAML

from jsna.cli import main

ROOT = Path(__file__).resolve().parents[1]
AREA, STRATEGY = "a-place", "a-plan"
BOTH = (AREA, STRATEGY)
ALLOWED = {0, 2, 3, 4, 5}
"""Exit codes of anything a user can do: never 1, which is a bug."""

SETTINGS = {
    "config/areas/a-place.yml": {
        "name": "A Place", "code": "E06900001", "kind": "unitary authority",
        "region": {"code": "E12900001", "name": "A region"},
        "contact": {"team": "A team", "email": "team@place.example"},
        "neighbours": ["E06900002"], "former_codes": ["E07900009"],
        "custom_areas": [{"name": "Ours", "lsoas": ["E01900001"]}],
        "lacks": [{"what": "deprivation.map_by_fifth", "why": "Not drawn."}],
    },
    "data/catalogue/indicators/theme/91.yml": {
        "title": "T", "short_title": "T", "measures": "M.", "unit": "%", "decimals": 1,
        "multiplier": 100, "polarity": "low-is-good", "value_type": "proportion",
        "year_type": "financial", "interval_method": "wilson", "matters": 1, "theme": "theme",
        "comparison_method": "single-overlapping-interval", "allowed_range": [0, 100],
        "source": {"source": "fingertips", "id": "91"}, "levels": ["england", "unitary", "ward"],
        "breaks": [{"since": "2020-04-01", "what": "Counted anew."}],
        "goals": [{"value": 5, "since": "2020-01-01", "source": "A goal."}],
        "next_release": "2027-01-31", "life_stages": ["adults"], "caveats": ["Care."],
    },
    "data/catalogue/themes.yml": [{"id": "theme", "title": "Theme"}],
    "data/corrections/wrong.yml": {
        "source": "fingertips", "indicator": "91", "area_code": "E06900001",
        "period": "2020-04-01/P1Y", "expect": 1.5, "corrected": 2.5, "reason": "Known.",
        "told": "The publisher.", "told_on": "2026-01-01", "status": "reported",
    },
    "reports/strategies/a-plan/strategy.yml": {
        "title": "A plan", "short_title": "Plan", "area": "a-place", "start": "2025-01-01",
        "end": "2030-12-31", "document": {"title": "A plan"},
        "life_stages": [{"id": "adults", "title": "Adults", "ages": "18 and over", "start": 18}],
        "age_bands": [{"label": "65 and over", "start": 65}],
        "goals": [{"indicator": "91", "value": 5, "since": "2025-01-01", "source": "Ours."}],
        "priorities": [{"id": "one", "number": 1, "title": "One", "aim": "Better.",
                        "indicators": ["91"], "life_stages": ["adults"]}],
    },
}  # fmt: skip
COPIED = ("data/catalogue/sources/fingertips.yml", "data/catalogue/sources/local-csv.yml")
YAML_FILES = (*SETTINGS, *COPIED)
CONTENT = "Indicator ID,Area Code\n91,E06900001\n"
ID = hashlib.sha256(CONTENT.encode()).hexdigest()
LISTED = f"sha256: {ID}, source: fingertips, title: A file, size: {len(CONTENT)}"
RECEIVED = "'2026-01-05T09:00:00+00:00'"
KEPT = f"data/snapshots/{ID[:2]}/{ID}"
COMMENTARY = """---
status: draft
---
Words of ours, with a number: {{ 91.value }}.
"""
BUILT = {
    f"{KEPT}/content": CONTENT,
    f"{KEPT}/snapshot.yml": (
        f"sha256: {ID}\nsource: fingertips\ntitle: A file\npublisher: OHID\nurl: https://x.example\n"
        f"retrieved: {RECEIVED}\nlicence: OGL-UK-3.0\nattribution: Source.\nsize: {len(CONTENT)}\n"
        "media_type: text/csv\norigin: hand\n"
    ),
    "data/locks/a-place.lock": (
        f"area: a-place\nsnapshots:\n- {{{LISTED}, retrieved: {RECEIVED}}}\n"
    ),
    "data/locks/a-place.shown": "area: a-place\nfiles: []\n",
    "data/facts/a-place.json": '{"key": "k", "snapshot_ids": [], "facts": 1, "problems": 0}',
    "data/facts/a-place/digests.json": "{}",
    "data/runs/a-place/a-plan/one/run.json": '{"key": "k", "status": "done", "outputs": {}}',
    "data/runs/a-place/a-plan/one/chapter.ipynb": '{"cells": []}',
    "data/snapshots/.fetched/a-place.json": '{"key": "k", "used": {}, "skipped": {}}',
    "reports/packs/a-place/a-plan/manifest.json": '{"files": {}, "chapters": []}',
    "reports/packs/a-place/a-plan/render.json": '{"key": "k"}',
    "reports/packs/a-place/a-plan/site/index.html": "<!doctype html><title>x</title>",
    "reports/packs/a-place/a-plan/site/figures/one.91.trend.json": "{}",
    "downloads/91.csv": "Indicator ID,Area Code\n91,E06900001\n",
    "downloads/wards.geojson": '{"type": "FeatureCollection", "features": []}',
    "reports/strategies/a-plan/commentary/one.md": COMMENTARY,
    "reports/strategies/a-plan/references.bib": "@book{one, title={A}, year={2020}}\n",
    "own.csv": "indicator_id,area_code\n91,E06900001\n",
}
"""What commands leave behind, or are given; read back and damaged."""
COMMANDS = (
    ("indicators",), ("indicators", "91"), ("indicators", "--due"), ("plan", *BOTH),
    ("fetch", AREA, "--list"), ("fetch", AREA, "--from", "downloads"), ("fetch", AREA, "--locked"),
    ("build", AREA), ("build", AREA, "--force"), ("diff", AREA), ("run", *BOTH),
    ("render", *BOTH, "--to", "html", "--renderer", "embedded"), ("check", *BOTH),
    ("explain", "one.91.trend"), ("cite", "one.91.trend"), ("verify", "own.csv"),
    ("equity", "own.csv"), ("local", "check", "own.csv"), ("disclosure", "own.csv"),
    ("publish", *BOTH, "--to", "out"), ("migrate",), ("migrate", "--yes"), ("store",),
    ("store", "--sweep"), ("commentary", *BOTH), ("commentary", *BOTH, "one", "--approve"),
    ("area", "new", "Norfolk"), ("area", "new", "a-place"), ("init", "made"), ("init", "."),
    ("override", "notebooks/priority_summary.ipynb"), ("override", "own.csv"),
)  # fmt: skip
READERS = tuple(words for words in COMMANDS if "own.csv" in words or "downloads" in words)


def make_checkout(root: Path) -> None:
    """Write the small checkout and what commands leave behind into a folder."""
    for name, content in SETTINGS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        YAML(typ="safe").dump(content, root / name)
    for name in COPIED:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes((ROOT / name).read_bytes())
    for name, text in BUILT.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    for folder in ("notebooks", "reports/template"):
        if not (root / folder).exists():
            (root / folder).symlink_to(ROOT / folder)


def put_back(root: Path, file: str) -> None:
    """Undo what a command made of a checkout in which one file was changed."""
    (root / "config/areas/norfolk.yml").unlink(missing_ok=True)
    shutil.rmtree(root / "made", ignore_errors=True)
    for made in ("data/facts", "data/runs", "data/locks", "data/snapshots", "reports/packs"):
        shutil.rmtree(root / made, ignore_errors=True)
    (root / file).unlink(missing_ok=True)
    for name, text in BUILT.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    if file in SETTINGS:
        YAML(typ="safe").dump(SETTINGS[file], root / file)
    elif file in COPIED:
        (root / file).write_bytes((ROOT / file).read_bytes())


def run_here(root: Path, words: tuple[str, ...]) -> int:
    """Run a command in a checkout; return its exit code. Whatever else it does is a bug.

    `JSNA_HOME` and the current folder have to be the checkout's.
    """
    try:
        return main(list(words))
    except SystemExit as ended:
        return int(ended.code or 0) if not isinstance(ended.code, str) else 1
