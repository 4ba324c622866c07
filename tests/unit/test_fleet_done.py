"""Which areas of a fleet need nothing: what their pack is made of is as it was, and so is it."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fleet_stages import manifest_of
from jsna.fleet.done import AreaKeys, find_done, marks, note_done
from jsna.fleet.order import Wishes
from jsna.fleet.status import Row
from jsna.settings.brand import Brand
from jsna.settings.paths import Paths
from jsna.settings.project import Project, project_at
from jsna.snapshots.lock import LockEntry, write_lock

AREA = "rutland"
ROW = Row(AREA, "Rutland", "E06000017", "East Midlands", "built", better=3, seconds=1.0)
WISHES = Wishes("core")


@pytest.fixture
def project(project_root: Path, tmp_path: Path, settings: object) -> Project:
    found = project_at(Paths(project_root, tmp_path))
    _pin(found.paths, "a")
    return found


def _pin(paths: Paths, digit: str) -> None:
    entry = LockEntry(digit * 64, "fingertips", "t", 1, datetime(2026, 1, 1, tzinfo=UTC))
    write_lock(paths.lock(AREA), AREA, [entry])


def _key(project: Project, wishes: Wishes = WISHES, day: str = "") -> str:
    return AreaKeys(project, wishes, day).key(AREA)


def _from(project: Project, folder: Path) -> Wishes:
    return replace(WISHES, folders=(str(folder),))


def _other_lock(project: Project) -> str:
    _pin(project.paths, "b")
    return _key(project)


def _logo(project: Project, picture: str) -> Project:
    (project.paths.root / "config/areas/crest.svg").write_text(picture, "utf-8")
    brand = Brand(logo="crest.svg", logo_alt="Rutland")
    areas = dict(project.settings.areas)
    areas[AREA] = areas[AREA].model_copy(update={"brand": brand})
    return replace(project, settings=replace(project.settings, areas=areas))


def _own_figures(project: Project) -> str:
    project.paths.local_data.mkdir(parents=True)
    (project.paths.local_data / "own.csv").write_text("x")
    return _key(project)


@pytest.mark.parametrize(
    "change",
    [
        _other_lock,
        _own_figures,
        lambda p: _key(p, replace(WISHES, formats=("html", "docx"))),
        lambda p: _key(p, replace(WISHES, renderer="quarto")),
        lambda p: _key(p, day="2026-02-01"),
        lambda p: AreaKeys(p, WISHES).key("rotherham"),
    ],
)
def test_whatever_a_pack_is_made_of_makes_another_key(
    change: Callable[[Project], str], project: Project
) -> None:
    before = _key(project)
    assert _key(project) == before
    assert change(project) != before


def test_a_logo_with_other_bytes_makes_another_key(project: Project, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    paths = Paths(root, project.paths.work, packaged=project.paths.root)
    (root / "config/areas").mkdir(parents=True)
    with_logo = _logo(replace(project, paths=paths), "<svg/>")
    before = _key(with_logo)
    assert before != _key(replace(project, paths=paths)) and before == _key(with_logo)
    (root / "config/areas/crest.svg").write_text("<svg>another</svg>", "utf-8")
    assert _key(with_logo) != before


def test_what_is_saved_while_the_work_goes_on_is_not_taken_for_done(project: Project) -> None:
    keys = AreaKeys(project, WISHES)
    inputs = keys.inputs(AREA)
    _own_figures(project)
    _pin(project.paths, "b")  # the work pins what it took
    noted = keys.key(AREA, inputs)
    assert noted != _key(project), "done again with the figures that came too late"
    shutil.rmtree(project.paths.local_data)
    assert noted == _key(project)


def test_how_the_work_is_shared_out_makes_none(project: Project) -> None:
    assert _key(project, replace(WISHES, kernels=4, cold_kernels=True)) == _key(project)


def test_only_a_network_is_asked_again_the_next_day(project: Project) -> None:
    locked = replace(WISHES, locked=True)
    assert _key(project, locked, "2026-02-01") == _key(project, locked, "2026-02-02")


def test_a_file_that_was_downloaded_since_is_seen(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    before = _key(project, _from(project, folder))
    (folder / "new.csv").write_text("x")
    assert list(marks([folder / "new.csv"])) == list(marks([folder]))
    assert _key(project, _from(project, folder)) != before


def test_what_was_noted_is_found_while_the_pack_stands_as_it_was(
    project: Project,
) -> None:
    paths, key = project.paths, _key(project)
    site = paths.pack(AREA, "core") / "site"
    assert find_done(paths, "core", AREA, key) is None
    site.mkdir(parents=True)
    (site / "index.html").write_text("page")
    (site.parent / "manifest.json").write_text(manifest_of(site))
    note_done(paths, "core", ROW, key)
    assert find_done(paths, "core", AREA, key) == ROW
    assert find_done(paths, "core", AREA, "another key") is None
    (site / "index.html").write_text("edited")
    assert find_done(paths, "core", AREA, key) is None
    (site / "index.html").write_text("page")
    assert find_done(paths, "core", AREA, key) == ROW
    note = paths.fleet / "done" / "core" / f"{AREA}.json"
    note.write_text(note.read_text()[:40])
    assert find_done(paths, "core", AREA, key) is None
