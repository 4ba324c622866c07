"""A folder with only the new files takes nothing away from an area."""

from datetime import UTC, datetime

import pytest
from fingertips_files import fingertips_csv, row
from geo_files import area, geojson, square
from invented_facts import indicator
from source_samples import SAMPLES

from jsna.errors import SourceError
from jsna.fetching.hand_downloads import fetch_and_pin
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.settings.source import SourceSettings
from jsna.snapshots.lock import read_lock
from jsna.snapshots.store import SnapshotStore

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OWN = (
    "indicator_id,area_code,period,value,count,denominator\n2,E06900001,2024-01-01/P1Y,5,50,1000\n"
)


@pytest.fixture
def project(tmp_path):
    about = {
        name: SourceSettings(id=name, title=name, publisher="P", licence="OGL-UK-3.0",
                             attribution="A", homepage="https://example.org/")
        for name in SAMPLES
    }  # fmt: skip
    indicators = {"1": indicator(), "2": indicator(id="2", source={"source": "local-csv",
                                                                   "id": "2"})}  # fmt: skip
    settings = Settings({}, indicators, {}, about, {})
    return Project(Paths(tmp_path, tmp_path), settings, area())


def fetch(project, files, **more):
    folder = project.paths.root / f"folder-{len(list(project.paths.root.iterdir()))}"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    local = project.paths.local_data
    folders = [folder, *([local] if local.is_dir() else [])]
    return fetch_and_pin(project, folders, NOW, **more)


def titles(project):
    return sorted(entry.title for entry in read_lock(project.lock))


def of(year, value="50.0", **more):
    return row(time_period=year, value=value, **more)


OLD = fingertips_csv(of("2019"), of("2020"))
NEW_YEAR = fingertips_csv(of("2021"))
REVISED = fingertips_csv(of("2019", "51.0"), of("2020", "52.0"), of("2021"))


def test_what_the_folder_does_not_hold_is_kept_and_said(project):
    first = fetch(project, {"old.csv": OLD})
    second = fetch(project, {"new.csv": NEW_YEAR})
    ids = {entry.sha256 for entry in read_lock(project.lock)}
    assert ids == {first.used[0][1].sha256, second.used[0][1].sha256}
    assert [entry.sha256 for entry in second.before.kept] == [first.used[0][1].sha256]


def test_a_file_goes_when_newer_files_hold_all_of_it(project):
    fetch(project, {"old.csv": OLD})
    second = fetch(project, {"new.csv": REVISED})
    assert [e.sha256 for e in read_lock(project.lock)] == [second.used[0][1].sha256]
    assert len(second.before.superseded) == 1
    assert second.before.kept == ()


def test_to_replace_drops_it_after_it_was_listed(project):
    first = fetch(project, {"old.csv": OLD})
    seen = []

    def announce(fetched):
        seen.append(([e.sha256 for e in fetched.before.kept], len(read_lock(project.lock))))

    second = fetch(project, {"new.csv": NEW_YEAR}, announce=announce, replace_all=True)
    assert seen == [([first.used[0][1].sha256], 1)]
    assert [e.sha256 for e in read_lock(project.lock)] == [second.used[0][1].sha256]


def test_a_file_that_is_no_longer_on_this_machine_is_told(project):
    fetch(project, {"old.csv": OLD})
    (lost,) = read_lock(project.lock)
    folder = SnapshotStore(project.paths.snapshots).folder
    for path in sorted(folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    second = fetch(project, {"new.csv": NEW_YEAR})
    assert second.before.lost == (lost,)
    assert len(read_lock(project.lock)) == 1


def test_the_council_s_own_files_alone_make_no_folder_acceptable(project):
    project.paths.local_data.mkdir(parents=True)
    (project.paths.local_data / "own.csv").write_text(OWN, "utf-8")
    with pytest.raises(SourceError, match="nothing that is needed"):
        fetch(project, {"notes.txt": b"x"})
    assert not project.lock.exists()


def test_the_council_s_own_files_are_taken_beside_a_folder_s(project):
    project.paths.local_data.mkdir(parents=True)
    (project.paths.local_data / "own.csv").write_text(OWN, "utf-8")
    fetch(project, {"old.csv": OLD})
    assert {entry.source for entry in read_lock(project.lock)} == {"fingertips", "local-csv"}


def test_a_figure_that_the_council_took_out_of_data_local_is_shown_no_more(project):
    project.paths.local_data.mkdir(parents=True)
    own = project.paths.local_data / "own.csv"
    own.write_text(OWN + OWN.splitlines()[1].replace("2024", "2023") + "\n", "utf-8")
    fetch(project, {"old.csv": OLD})
    (was,) = [entry for entry in read_lock(project.lock) if entry.source == "local-csv"]
    own.write_text(OWN, "utf-8")
    fewer = fetch(project, {"new.csv": NEW_YEAR})
    assert fewer.before.withdrawn == (was,)
    (now,) = [entry for entry in read_lock(project.lock) if entry.source == "local-csv"]
    own.unlink()
    none = fetch(project, {"new.csv": NEW_YEAR})
    assert none.before.withdrawn == (now,)
    assert {entry.source for entry in read_lock(project.lock)} == {"fingertips"}


def test_a_folder_of_outlines_alone_is_placed_by_the_look_up_that_the_area_has(project):
    outlines = geojson(
        [{"LSOA21CD": "E01900001", "LSOA21NM": "Elsewhere 001A"}], [square(-1.0, 53.0)]
    )
    with pytest.raises(SourceError, match="nothing that is needed"):
        fetch(project, {"lsoas.geojson": outlines})
    fetch(project, {"lookup.csv": SAMPLES["ons-lookups"][1]})
    again = fetch(project, {"lsoas.geojson": outlines})
    assert [path.name for path, _ in again.used] == ["lsoas.geojson"]
    assert len(read_lock(project.lock)) == 2


def test_an_unchanged_folder_of_outlines_is_read_again_only_for_another_look_up(
    project, monkeypatch
):
    outlines = geojson([{"LSOA21CD": "E01900001", "LSOA21NM": "A Place 1A"}], [square(-1.0, 53.0)])
    folder = project.paths.root / "same"
    folder.mkdir()
    (folder / "lsoas.geojson").write_bytes(outlines)
    fetch(project, {"lookup.csv": SAMPLES["ons-lookups"][1]})
    fetch_and_pin(project, [folder], NOW)
    read = []
    monkeypatch.setattr("jsna.fetching.read_downloads.read_files",
                        lambda *args: read.append(1) or ([], {}, []))  # fmt: skip
    fetch_and_pin(project, [folder], NOW)
    assert not read, "neither the folder nor the look-up has changed"
    project.lock.write_text(project.lock.read_text().replace("source: ons-lookups", "source: gone"))
    with pytest.raises(SourceError, match="nothing that is needed"):
        fetch_and_pin(project, [folder], NOW)
    assert read
