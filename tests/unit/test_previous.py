"""What a build keeps of the facts that it replaces: the last earlier state, and only that."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from invented_facts import fact, facts_of, indicator, labels_of

from jsna.facts.build_key import Built, write_built
from jsna.facts.parquet import parquet_bytes
from jsna.facts.previous import PREVIOUS, keep_previous, read_state, write_origin
from jsna.settings.paths import Paths
from jsna.snapshots.digest import folder_digest
from jsna.snapshots.lock import LockEntry
from jsna.snapshots.verified_folder import write_digests


def state(folder: Path, *days: int, value: float = 60.0, title: str = "T") -> Path:
    """A folder of facts built from one file a day."""
    folder.mkdir(parents=True)
    tables = {"facts": facts_of(fact(value=value)), "published": labels_of("Worse"),
              "definitions": labels_of("x")}  # fmt: skip
    for name, frame in tables.items():
        (folder / f"{name}.parquet").write_bytes(parquet_bytes(frame))
    entries = [
        LockEntry(f"{day:064}", "fingertips", "A file", 1, datetime(2026, 1, day, tzinfo=UTC))
        for day in days
    ]
    write_origin(folder, "a-place", entries, [indicator(title=title)])
    write_digests(folder)
    return folder


def test_a_build_from_newer_files_keeps_what_it_replaces(tmp_path):
    old, new = state(tmp_path / "old", 1, value=60.0, title="Old"), state(tmp_path / "new", 1, 2)
    keep_previous(old, new)
    kept = read_state(new / PREVIOUS)
    assert kept.facts["value"].tolist() == [60.0]
    assert kept.catalogue["1"]["title"] == "Old"
    assert kept.as_at.day == 1
    assert read_state(new).as_at.day == 2


def test_a_build_from_the_same_files_keeps_the_same_previous_to_the_byte(tmp_path):
    first, old = state(tmp_path / "first", 1), state(tmp_path / "old", 2)
    keep_previous(first, old)
    again = state(tmp_path / "again", 2, value=61.0)
    keep_previous(old, again)
    assert folder_digest(again / PREVIOUS, "*") == folder_digest(old / PREVIOUS, "*")
    assert read_state(again / PREVIOUS).facts["value"].tolist() == [60.0]


def test_only_one_previous_is_kept(tmp_path):
    first, old, new = (state(tmp_path / name, day) for day, name in enumerate("abc", start=1))
    keep_previous(first, old)
    keep_previous(old, new)
    assert read_state(new / PREVIOUS).as_at.day == 2
    assert not (new / PREVIOUS / PREVIOUS).exists()


def test_a_later_state_is_not_what_came_before(tmp_path):
    late, early = state(tmp_path / "late", 9), state(tmp_path / "early", 3)
    keep_previous(late, early)
    assert not (early / PREVIOUS).exists()


@pytest.mark.parametrize("lacking", ["facts.lock", "all"])
def test_without_an_origin_nothing_is_kept(tmp_path, lacking):
    old, new = tmp_path / "old", state(tmp_path / "new", 2)
    if lacking != "all":
        (state(old, 1) / lacking).unlink()
    keep_previous(old, new)
    assert not (new / PREVIOUS).exists()


@pytest.mark.parametrize("lacking", ["facts.lock", "facts.parquet", "definitions.parquet"])
def test_half_a_state_is_none(tmp_path, lacking):
    folder = state(tmp_path / "x", 1)
    (folder / lacking).unlink()
    assert read_state(folder) is None
    assert read_state(tmp_path / "nowhere") is None


def test_the_run_key_covers_the_previous_facts(tmp_path, monkeypatch):
    from jsna.pack import run_key
    from jsna.pack.plan import make_plan
    from jsna.settings.load import load_settings
    from jsna.settings.paths import find_paths
    from jsna.settings.project import Project

    settings = load_settings(find_paths())
    strategy = settings.strategies_of("exampleshire")[0]
    monkeypatch.setattr(run_key, "PACKAGE", tmp_path / "package")
    work = Paths(find_paths().root, tmp_path)
    plan = make_plan(Project(work, settings).of("exampleshire", strategy.slug))
    new = state(work.facts("exampleshire"), 2)
    write_built(work, "exampleshire", Built("key", (), 1, 0))
    keep_previous(state(tmp_path / "old", 1), new)
    write_digests(new)
    name = f"file:work/data/facts/exampleshire/{PREVIOUS}/facts.parquet"
    run, before = plan.runs[0], run_key.RunKeys(plan)
    record = {"key": before.key(run), "read": {name: before.digests.of(name)}}
    assert before.changed(record, run) == []
    (new / PREVIOUS / "facts.parquet").write_bytes(b"others")
    write_digests(new)
    assert run_key.RunKeys(plan).changed(record, run) == [name]
