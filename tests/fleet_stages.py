"""Stages of a fleet that cost next to nothing, for tests of who does what where."""

import json
import os
import shutil
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from jsna.errors import SourceError
from jsna.facts.build_key import Built, write_built
from jsna.fleet.order import Made, Stages, Wishes
from jsna.settings.project import Project
from jsna.snapshots.digest import sha256
from jsna.snapshots.lock import entry_of, read_lock, write_lock
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import SnapshotStore
from jsna.snapshots.verified_folder import write_digests
from jsna.snapshots.write_folder import whole_folder

FAILS = "E09000007"
"""The authority whose build fails."""
BREAKS = "E09000001"
"""The authority whose build meets a bug."""
SECONDS = "JSNA_TEST_SECONDS"
"""How long a stage takes."""


def pin_a_snapshot(project: Project) -> None:
    """Keep one file of the area, and pin it in its lock."""
    received = Received(
        source=project.settings.sources["fingertips"],
        title="One file",
        url="https://example.org/file",
        retrieved=datetime(2026, 1, 1, tzinfo=UTC),
        media_type="text/csv",
        origin=Origin.NETWORK,
        synthetic=False,
    )
    content = f"all of {project.area.name}".encode()
    snapshot = SnapshotStore(project.paths.snapshots).add(content, received)
    write_lock(project.lock, project.area.slug, [entry_of(snapshot)])


def fetch(project: Project, wishes: Wishes) -> None:
    """Keep the area's one file."""
    pin_a_snapshot(project)


def build(project: Project, wishes: Wishes) -> None:
    """Make a table of what the area's snapshots hold."""
    _work(project, "build")
    if project.area.code == FAILS:
        raise SourceError("the file is damaged.")
    if project.area.code == BREAKS:
        raise RuntimeError("what nobody thought of")
    store, entries = SnapshotStore(project.paths.snapshots), read_lock(project.lock)
    held = [store.read(entry.sha256).decode() for entry in entries]
    with whole_folder(project.facts_folder) as folder:
        (folder / "facts.txt").write_text(f"{project.area.name}: {held}\n")
        write_digests(folder)
    ids = tuple(entry.sha256 for entry in entries)
    write_built(project.paths, project.area.slug, Built("key", ids, len(held), 0))


def chapters(project: Project, wishes: Wishes) -> Made:
    """Make a page of the table, beside a chapter."""
    _work(project, "chapters")
    facts = (project.facts_folder / "facts.txt").read_text()
    with whole_folder(project.runs_folder) as runs:
        (runs / "chapter.txt").write_text(facts)
    with whole_folder(project.pack_folder) as pack:
        site = pack / "site"
        site.mkdir()
        (site / "index.html").write_text(f"<h1>{project.strategy.title}</h1>{facts}")
        (pack / "manifest.json").write_text(manifest_of(site))
    return Made(unchanged=False)


def manifest_of(site: Path) -> str:
    """Return the parts of a manifest that are read of it."""
    files = {
        f.relative_to(site).as_posix(): sha256(f.read_bytes())
        for f in site.rglob("*")
        if f.is_file()
    }
    rest = {"area": {}, "strategy": {}, "snapshots": [], "chapters": []}
    return json.dumps({"release": "1", "data_as_at": "1", "files": files, **rest})


def _work(project: Project, what: str) -> None:
    """Note what is done on which disk by which process, and take some time for it."""
    with (project.paths.work / "worked.txt").open("a") as file:
        file.write(f"{what} {project.area.slug} {os.getpid()}\n")
    time.sleep(float(os.environ.get(SECONDS, "0")))


CHEAP = Stages(fetch, build, chapters)

# -- with real facts and two real chapters -------------------------------------------------------

DOWNLOADS = "JSNA_TEST_DOWNLOADS"
"""The folder of the invented councils' files."""


def fetch_invented(project: Project, wishes: Wishes) -> None:
    """Take the invented councils' files, as if received on their day."""
    from jsna.demo.write import RETRIEVED
    from jsna.fetching.hand_downloads import fetch_and_pin

    fetch_and_pin(project, Path(os.environ[DOWNLOADS]), RETRIEVED)


def build_facts(project: Project, wishes: Wishes) -> None:
    """Build the area's facts."""
    from jsna.commands.fleet_stages import build as really_build

    _work(project, "build")
    really_build(project, wishes)


def two_chapters(project: Project, wishes: Wishes) -> Made:
    """Run two chapters, each in a kernel forked from one parent, and make a site of them."""
    from jsna.pack.plan import make_plan
    from jsna.pack.run import run_plan

    _work(project, "chapters")
    plan = make_plan(project)
    runs = tuple(run for run in plan.runs if run.id in ("ward-inequalities", "what-changed"))
    results = run_plan(replace(plan, runs=runs), workers=1)
    with whole_folder(project.pack_folder) as pack:
        for result in results:
            shutil.copytree(result.folder, pack / "site" / result.run.id)
            (pack / "site" / result.run.id / "run.json").unlink()  # tells how long it took
            (result.folder / "run.json").unlink()
        (pack / "manifest.json").write_text(manifest_of(pack / "site"))
    return Made(False, tuple(r.run.id for r in results if not r.available))


TWO_CHAPTERS = Stages(fetch_invented, build_facts, two_chapters)
