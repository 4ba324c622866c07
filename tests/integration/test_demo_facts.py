"""The invented downloads become facts of the small council by the same way as real ones."""

import pytest

from jsna.demo.write import RETRIEVED, write_demo_downloads
from jsna.facts.build import build_facts
from jsna.facts.store import FactStore, open_facts
from jsna.fetching.hand_downloads import fetch_and_pin
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.snapshots.lock import read_lock


@pytest.fixture(scope="module")
def facts(invented_paths: Paths, settings: Settings) -> FactStore:
    project = Project(invented_paths, settings).of("otherborough")
    written = write_demo_downloads(invented_paths.demo_downloads, settings)
    fetched = fetch_and_pin(project, invented_paths.demo_downloads, RETRIEVED)
    # the other council's own figures, audit and measures are of no use here
    others = ("council-own-figures", "exampleshire-equity-audit", "exampleshire-own-measures")
    own = [f"SYNTHETIC-{name}.csv" for name in others]
    assert [path for path, _ in fetched.used] == sorted(p for p in written if p.name not in own)
    assert [path.name for path, _ in fetched.skipped] == own
    assert all(snapshot.licence == "synthetic" for _, snapshot in fetched.used)
    build_facts(project)
    return open_facts(invented_paths, project.area)


def test_the_lock_bears_the_invented_time(file_paths: Paths, facts: FactStore) -> None:
    entries = read_lock(file_paths.lock("otherborough"))
    assert {entry.retrieved for entry in entries} == {RETRIEVED}


def test_small_areas_and_both_populations_are_there(facts: FactStore) -> None:
    frame = facts.facts
    lsoas = frame[frame["area_type"] == "lsoa"]
    assert lsoas["area_code"].nunique() == 26
    assert {"imd-decile", "idaopi-rank", "census-residents"} <= set(lsoas["indicator_id"])
    assert set(frame["edition"]) == {"", "2025", "2022-based"}
    assert {"projected-population", "estimated-population"} <= set(frame["indicator_id"])


def test_what_is_suppressed_is_missing_and_never_nought(facts: FactStore) -> None:
    hidden = facts.facts[facts.facts["status"] == "suppressed"]
    assert len(hidden) > 10
    assert hidden[["value", "count", "lower_95", "upper_95"]].isna().all(axis=None)


def test_gaps_of_the_small_council_are_told(facts: FactStore) -> None:
    gaps = facts.quality[facts.quality["kind"] == "gap"]
    assert len(gaps) >= 5


def test_nothing_invented_is_refused_or_in_conflict(facts: FactStore) -> None:
    assert not facts.quality["kind"].isin(["refused", "conflict"]).any()
