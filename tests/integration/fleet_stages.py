"""Stages of a fleet that cost nothing: what they make is small, and tells who made it of what."""

import json
import os
import time
from pathlib import Path

from jsna.errors import SourceError
from jsna.facts.build_key import Built, write_built
from jsna.fleet.order import Made, Stages, Wishes
from jsna.settings.project import Project
from jsna.snapshots.lock import read_lock
from jsna.snapshots.store import SnapshotStore
from jsna.snapshots.verified_folder import write_digests
from jsna.snapshots.write_folder import whole_folder

FAILS = "JSNA_TEST_FAILS"
"""The slug of the area whose build fails."""
SECONDS = "JSNA_TEST_SECONDS"
"""How long a stage takes."""


def fetch(project: Project, wishes: Wishes) -> None:
    """Have the files already."""
    read_lock(project.lock)


def build(project: Project, wishes: Wishes) -> None:
    """Make a table of what the area's snapshots hold."""
    time.sleep(float(os.environ.get(SECONDS, "0")))
    if os.environ.get(FAILS) == project.area.slug:
        raise SourceError("the file is damaged.")
    store, entries = SnapshotStore(project.paths.snapshots), read_lock(project.lock)
    with whole_folder(project.facts_folder) as folder:
        held = [store.read(entry.sha256).decode() for entry in entries]
        (folder / "facts.txt").write_text(f"{project.area.name}: {held}\n")
        write_digests(folder)
    ids = tuple(entry.sha256 for entry in entries)
    write_built(project.paths, project.area.slug, Built("key", ids, len(held), 0))


def chapters(project: Project, wishes: Wishes) -> Made:
    """Make a page of the table, beside a chapter."""
    time.sleep(float(os.environ.get(SECONDS, "0")))
    facts = (project.facts_folder / "facts.txt").read_text()
    title = project.settings.strategies[wishes.strategy].title
    with whole_folder(project.runs_folder) as runs:
        (runs / "chapter.txt").write_text(facts)
    with whole_folder(project.pack_folder) as pack:
        site = pack / "site"
        site.mkdir()
        (site / "index.html").write_text(f"<h1>{title}</h1>{facts}")
        (pack / "manifest.json").write_text(json.dumps(manifest(site)))
    note_work(project.paths.work, project.area.slug)
    return Made(unchanged=False)


def note_work(work: Path, area: str) -> None:
    """Note on which disk the work on an area was done, and by which process."""
    with (work / "worked").open("a") as file:
        file.write(f"{area} {os.getpid()}\n")


def manifest(site: Path) -> dict:
    """The parts of a manifest that are read of it."""
    import hashlib

    files = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in site.iterdir()}
    rest = {"area": {}, "strategy": {}, "snapshots": [], "chapters": []}
    return {"release": "1", "data_as_at": "1", "files": files, **rest}


STAGES = Stages(fetch, build, chapters)
