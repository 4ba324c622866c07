"""What travels by content: named by hash, sent where it lacks, put in place whole."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from fleet_stages import pin_a_snapshot
from jsna.fleet import content
from jsna.fleet.order import Built, Failure, Lacking, Order, Outcome, Wishes
from jsna.fleet.task import TOKEN, chapters, limit_of, shares_disk
from jsna.settings.brand import Brand
from jsna.settings.paths import Paths
from jsna.settings.project import Project, project_at
from jsna.snapshots.lock import entry_of, write_lock
from jsna.snapshots.shown import ShownFile, add_shown
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import SnapshotStore
from jsna.snapshots.write_file import write_whole

AREA = "rutland"
RETRIEVED = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def project(project_root: Path, tmp_path: Path) -> Project:
    found = project_at(Paths(project_root, tmp_path / "command")).of(AREA, "core")
    pin_a_snapshot(found)
    return found


def test_a_worker_is_sent_what_it_lacks_and_reads_the_same_project(
    project: Project, tmp_path: Path
) -> None:
    files, root = content.content_of(project), tmp_path / "worker"
    digests = content.digests_of(files)
    assert set(content.lacking(root, digests)) == set(files)
    for message in content.chunks(files):
        content.keep(root, message)
    assert content.lacking(root, digests) == ()
    there = project_at(content.paths_at(root)).of(AREA, "core")
    assert there.area == project.area and there.strategy == project.strategy
    assert there.settings.indicators == project.settings.indicators
    # what the checks compare a pack with is the same on both disks
    assert there.settings.areas == project.settings.areas
    assert there.lock.read_bytes() == project.lock.read_bytes()


def test_logos_and_what_earlier_releases_showed_go_too(project: Project, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    (root / "config/areas").mkdir(parents=True)
    (root / "config/areas/crest.svg").write_text("<svg/>", "utf-8")
    other = project.settings.areas["rotherham"]
    brand = Brand(logo="crest.svg", logo_alt="Rotherham")
    areas = {**project.settings.areas, "rotherham": other.model_copy(update={"brand": brand})}
    paths = Paths(root, project.paths.work, packaged=project.paths.root)
    before = replace(project, paths=paths, settings=replace(project.settings, areas=areas))
    kept = SnapshotStore(paths.snapshots)
    received = {of: kept.add(of.encode(), _received(project, of)) for of in ("shown", "previous")}
    shown = ShownFile(received["shown"].sha256, "Own figures", RETRIEVED)
    add_shown(paths.shown(AREA), AREA, [shown])
    lock = paths.facts(AREA) / "previous" / "facts.lock"
    write_lock(lock, AREA, [entry_of(received["previous"])])
    sent = content.content_of(before)
    assert sent["home/config/areas/crest.svg"].read_text("utf-8") == "<svg/>"
    for snapshot in received.values():
        place = f"work/data/snapshots/{snapshot.sha256[:2]}/{snapshot.sha256}"
        assert {f"{place}/content", f"{place}/snapshot.yml"} <= set(sent)


def _received(project: Project, title: str) -> Received:
    source = project.settings.sources["local-csv"]
    return Received(source, title, "own.csv", RETRIEVED, "text/csv", Origin.HAND, synthetic=False)


@pytest.mark.parametrize(("said", "own", "limit"), [(7, 5, 7), (0, 5, 5), (0, None, 0)])
def test_a_worker_is_bound_by_the_command_or_by_what_it_was_started_with(
    said: int, own: int | None, limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = SimpleNamespace(memory_manager=SimpleNamespace(memory_limit=own))
    monkeypatch.setattr("dask.distributed.get_worker", lambda: worker)
    order = Order(AREA, Wishes("core"), Paths(tmp_path, tmp_path), "", "", said)
    assert limit_of(order) == limit


def test_no_worker_has_no_bound_of_its_own(tmp_path: Path) -> None:
    assert limit_of(Order(AREA, Wishes("core"), Paths(tmp_path, tmp_path), "", "")) == 0


def test_a_changed_file_is_lacking_and_one_that_went_is_removed(
    project: Project, tmp_path: Path
) -> None:
    files, root = content.content_of(project), tmp_path / "worker"
    for message in content.chunks(files):
        content.keep(root, message)
    (root / "home/reports/template/pack.css").write_text("an earlier version")
    gone = root / "home/data/catalogue/indicators/gone.yml"
    gone.write_text("an indicator of before")
    digests = content.digests_of(files)
    assert content.lacking(root, digests) == ("home/reports/template/pack.css",)
    content.remove_others(root, digests, AREA, "core")
    assert not gone.exists() and content.lacking(root, digests) != ()


def test_messages_are_bounded_and_lose_nothing(tmp_path: Path) -> None:
    files = {f"work/{n}": tmp_path / str(n) for n in range(5)}
    for file in files.values():
        file.write_bytes(b"x" * 10)
    messages = list(content.chunks(files, most=25))
    assert [len(message) for message in messages] == [2, 2, 1]
    assert {name for message in messages for name in message} == set(files)


def test_what_was_made_replaces_what_stood_there_folder_by_folder(tmp_path: Path) -> None:
    worker, command = Paths(tmp_path, tmp_path / "w"), Paths(tmp_path, tmp_path / "c")
    for paths, text in ((worker, "new"), (command, "old")):
        for folder in (paths.facts(AREA), paths.runs(AREA, "core"), paths.pack(AREA, "core")):
            write_whole(folder / "sub" / "file", text.encode())
    write_whole(command.pack(AREA, "core") / "page-of-before.html", b"old")
    write_whole(worker.runs(AREA, "core") / ".unfinished-1-x" / "half", b"half")
    write_whole(worker.facts(AREA).with_suffix(".json"), b"whole")
    made = content.read_results(worker, AREA, "core", pack=True)
    content.take_results(command, AREA, "core", made)
    assert content.read_results(command, AREA, "core", pack=True) == made
    assert (command.pack(AREA, "core") / "sub/file").read_text() == "new"
    assert [f.name for f in command.pack(AREA, "core").iterdir()] == ["sub"]
    assert command.facts(AREA).with_suffix(".json").read_text() == "whole"
    assert not any("half" in name for name in made)


@pytest.mark.parametrize("name", ["work/../../etc/passwd", "/etc/passwd", "else/file", "work"])
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no name of a file"):
        content.keep(tmp_path / "worker", {name: b"x"})
    assert list(tmp_path.iterdir()) == []


def test_a_disk_is_shared_where_the_commands_word_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = Paths(tmp_path, tmp_path / "work")
    monkeypatch.delenv("JSNA_WORK", raising=False)
    assert not shares_disk(paths, "word")
    write_whole(paths.fleet / TOKEN, b"word")
    assert shares_disk(paths, "word")
    # the same path on another machine holds another command's word
    assert not shares_disk(paths, "another")
    monkeypatch.setenv("JSNA_WORK", str(tmp_path / "own"))
    assert not shares_disk(paths, "word")


def test_chapters_after_a_build_that_came_to_nothing_pass_it_on(tmp_path: Path) -> None:
    order = Order(AREA, Wishes("core"), Paths(tmp_path, tmp_path), "", "")
    lacking = Lacking("tcp://127.0.0.1:1", None)
    assert chapters(order, None, lacking) is lacking
    failure = Failure("no lock.", 2)
    assert chapters(order, None, Built(failure, 1.0)) == Outcome(None, failure, 1.0)
