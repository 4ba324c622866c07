import hashlib
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jsna.errors import SourceError
from jsna.settings.source import SourceSettings
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import INCOMING, SnapshotStore

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SOURCE = SourceSettings(
    id="a-source", title="A source", publisher="Publisher", licence="OGL-UK-3.0",
    attribution="© Publisher {year}.",
)  # fmt: skip


def add(store: SnapshotStore, content: bytes = b"a,b\r\n1,2\r\n", **changes):
    about = {
        "source": SOURCE, "title": "A file", "url": "https://example.org/", "retrieved": NOW,
        "media_type": "text/csv", "origin": Origin.HAND, "synthetic": False,
    }  # fmt: skip
    return store.add(content, Received(**(about | changes)))


@pytest.fixture
def store(tmp_path):
    return SnapshotStore(tmp_path / "snapshots")


def test_a_snapshot_is_its_bytes_with_where_they_came_from(store):
    snapshot = add(store)
    assert snapshot.sha256 == hashlib.sha256(b"a,b\r\n1,2\r\n").hexdigest()
    assert (snapshot.size, snapshot.licence, snapshot.attribution) == (
        10, "OGL-UK-3.0", "© Publisher 2026.")  # fmt: skip
    assert store.describe(snapshot.sha256) == snapshot
    assert store.read(snapshot.sha256) == b"a,b\r\n1,2\r\n"
    place = store.folder / snapshot.sha256[:2] / snapshot.sha256
    assert sorted(p.name for p in place.iterdir()) == ["content", "snapshot.yml"]


def test_the_same_bytes_keep_their_first_description(store):
    first = add(store)
    again = add(store, title="Another name", retrieved=NOW + timedelta(days=9))
    assert again == first


def test_invented_data_says_so_whatever_the_source(store):
    snapshot = add(store, synthetic=True)
    assert snapshot.licence == "synthetic"
    assert snapshot.attribution == "Invented data for demonstration. Not real statistics."


@pytest.mark.parametrize(
    ("origin", "synthetic", "said"),
    [("hand", False, "hand"), ("hand", True, "demo"), ("network", True, "network")],
)
def test_a_snapshot_says_how_it_came(store, origin, synthetic, said):
    snapshot = add(store, origin=Origin(origin), synthetic=synthetic)
    assert snapshot.origin is Origin(said)
    assert store.describe(snapshot.sha256).origin is Origin(said)


@pytest.mark.parametrize(
    ("url", "synthetic", "said"),
    [
        ("a.csv, downloaded by hand from https://example.org/", False, Origin.HAND),
        ("a.csv, downloaded by hand from https://example.org/", True, Origin.DEMO),
        ("https://example.org/a.csv", False, Origin.NETWORK),
    ],
)
def test_a_snapshot_kept_before_it_said_how_it_came_is_still_read(store, url, synthetic, said):
    snapshot = add(store, url=url, synthetic=synthetic)
    file = store.folder / snapshot.sha256[:2] / snapshot.sha256 / "snapshot.yml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    old = [line for line in lines if not line.startswith("origin:")]
    assert len(old) == len(lines) - 1
    file.write_text("".join(old), "utf-8")
    assert store.describe(snapshot.sha256).origin is said


def test_an_origin_that_is_none_is_damage(store):
    snapshot = add(store)
    file = store.folder / snapshot.sha256[:2] / snapshot.sha256 / "snapshot.yml"
    file.write_text(file.read_text("utf-8").replace("origin: hand", "origin: pigeon"), "utf-8")
    with pytest.raises(SourceError, match="its description can't be read"):
        store.describe(snapshot.sha256)


def test_tampered_content_is_found_out(store):
    snapshot = add(store)
    content = store.folder / snapshot.sha256[:2] / snapshot.sha256 / "content"
    content.write_bytes(b"a,b\r\n1,3\r\n")
    with pytest.raises(SourceError, match="changed on disk") as error:
        store.read(snapshot.sha256)
    assert error.value.exit_code == 3
    assert "fetch" in str(error.value)


def test_a_damaged_description_is_no_traceback(store):
    snapshot = add(store)
    (store.folder / snapshot.sha256[:2] / snapshot.sha256 / "snapshot.yml").write_text("a: [")
    with pytest.raises(SourceError, match="description"):
        store.describe(snapshot.sha256)


def test_a_snapshot_that_is_not_here(store):
    assert not store.has("0" * 64)
    for look in (store.read, store.describe):
        with pytest.raises(SourceError, match="not on this machine"):
            look("0" * 64)


def test_a_write_that_dies_leaves_no_snapshot(store, monkeypatch):
    written = []

    def dies(self: Path, target):
        written.extend(p.name for p in self.iterdir())
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", dies)
    with pytest.raises(KeyboardInterrupt):
        add(store)
    assert sorted(written) == ["content", "snapshot.yml"]
    assert [p for p in store.folder.rglob("*") if p.is_file()] == []
    monkeypatch.undo()
    assert add(store).size == 10


def test_what_a_killed_process_left_is_no_snapshot_and_goes_in_time(store):
    old, new = store.folder / f"{INCOMING}old", store.folder / f"{INCOMING}new"
    for folder in (old, new):
        folder.mkdir(parents=True)
        (folder / "content").write_bytes(b"half")
    hours_ago = time.time() - 7200
    os.utime(old, (hours_ago, hours_ago))
    add(store)
    assert not old.exists()
    assert new.exists()


def test_two_processes_may_keep_the_same_bytes_at_once(store, monkeypatch):
    place = Path.rename

    def late(self: Path, target: Path):
        monkeypatch.undo()
        add(store, title="The other process")
        return place(self, target)

    monkeypatch.setattr(Path, "rename", late)
    assert add(store).title == "The other process"
    assert not list(store.folder.glob(f"{INCOMING}*"))


def test_a_folder_that_may_not_be_written_to_is_an_error_of_the_disk(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    tmp_path.chmod(0o500)
    with pytest.raises(PermissionError):
        add(SnapshotStore(tmp_path / "snapshots"))
