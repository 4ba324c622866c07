"""A small checkout of its own for one case: fetch its folder, read what was kept."""

import contextlib
import csv
import io
import shutil
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from jsna.cli import main

PROJECT = Path(__file__).resolve().parents[2]
SLUG = "a-place"
OWN = "source: local-csv"
LEVELS = ["england", "region", "county", "unitary", "district", "ward", "msoa", "lsoa"]
SHARES, NUMBERS = ("own-share", "own-second-share"), ("own-number",)


@dataclass(frozen=True)
class Answer:
    """What a command gave: its exit code and all that it printed."""

    code: int
    told: str


@dataclass(frozen=True)
class KeptFile:
    """One of the council's own files as it was kept.

    Attributes:
        sha256: Its snapshot.
        text: Its content.
    """

    sha256: str
    text: str

    @property
    def rows(self) -> list[dict[str, str]]:
        """Its rows as text."""
        return list(csv.DictReader(io.StringIO(self.text)))


@dataclass(frozen=True)
class Workspace:
    """A checkout below `root` and what is built below `work`."""

    root: Path
    work: Path

    def jsna(self, *words: str) -> Answer:
        """Run a command in this process; JSNA_HOME and JSNA_WORK must name this workspace."""
        told = io.StringIO()
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            code = main(list(words))
        return Answer(code, told.getvalue())

    def fetch(self, files: dict[str, str], lookups: dict[str, str]) -> Answer:
        """Put files into an empty folder and fetch the area from it."""
        folder = self.root / "downloads"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, text in {**files, **lookups}.items():
            (folder / name).write_text(text, "utf-8")
        return self.jsna("fetch", SLUG, "--from", str(folder))

    def kept(self) -> dict[str, KeptFile]:
        """Return every file of the council's own in the snapshots, by its id."""
        found = {}
        for about in sorted((self.work / "data" / "snapshots").rglob("snapshot.yml")):
            if OWN in about.read_text("utf-8"):
                text = about.with_name("content").read_text("utf-8-sig")
                found[about.parent.name] = KeptFile(about.parent.name, text)
        return found

    def pinned(self) -> str:
        """Return the area's lock, blank if there is none."""
        lock = self.work / "data" / "locks" / f"{SLUG}.lock"
        return lock.read_text("utf-8") if lock.is_file() else ""


def make_workspace(root: Path, code: str) -> Workspace:
    """Write a checkout with one area, three indicators of the council's and all sources."""
    for folder in ("config/areas", "data/catalogue/indicators/theme", "geo", "reports/strategies"):
        (root / folder).mkdir(parents=True)
    yaml = YAML(typ="safe")
    yaml.dump(area_settings(code), root / f"config/areas/{SLUG}.yml")
    for name in (*SHARES, *NUMBERS):
        file = root / f"data/catalogue/indicators/theme/{name}.yml"
        yaml.dump(indicator_settings(name), file)
    yaml.dump([{"id": "theme", "title": "Theme"}], root / "data/catalogue/themes.yml")
    shutil.copytree(PROJECT / "data/catalogue/sources", root / "data/catalogue/sources")
    return Workspace(root, root / "work")


def area_settings(code: str) -> dict:
    """Return the settings of the one area."""
    kind = {"E10": "county", "E07": "district"}.get(code[:3], "unitary authority")
    return {
        "name": "A Place", "code": code, "kind": kind,
        "region": {"code": "E12000091", "name": "A region"}, "contact": {"team": "A team"},
    }  # fmt: skip


def indicator_settings(name: str) -> dict:
    """Return an indicator of the council's own: a share in percent, or a number of people."""
    number = name in NUMBERS
    return {
        "title": name, "short_title": name, "measures": "M.",
        "unit": "people" if number else "%", "decimals": 0 if number else 1,
        "multiplier": 1 if number else 100, "polarity": "low-is-good",
        "value_type": "count" if number else "proportion", "year_type": "calendar",
        "interval_method": "none" if number else "wilson", "matters": 1, "theme": "theme",
        "comparison_method": "none" if number else "single-overlapping-interval",
        "allowed_range": [0, 100000] if number else [0, 100],
        "source": {"source": "local-csv", "id": name}, "levels": LEVELS,
    }  # fmt: skip
