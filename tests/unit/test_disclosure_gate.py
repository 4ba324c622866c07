"""The gate fails where a hidden count can be worked out, within a file or between two."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from attack_tools.council_files import random_case
from jsna.disclosure.exposure import exposed
from jsna.disclosure.local_disclosure import OwnFile, protect_files, protect_local
from jsna.publish.disclosure import disclosure_faults
from jsna.settings.area import Area
from jsna.settings.load import load_settings
from jsna.settings.paths import Paths, find_paths
from jsna.settings.source import Disclosure, SourceSettings
from jsna.snapshots.shown import ShownFile, add_shown
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import SnapshotStore
from jsna.sources.council.local_csv import read_rows

ABOUT = SourceSettings(
    id="local-csv", title="Own", publisher="Us", licence="council-own", attribution="Own.",
    disclosure=Disclosure(round_to=1),
    disclosure_rules={"four": Disclosure(lowest_count=0, highest_count=4, round_to=1)},
)  # fmt: skip
DAY = datetime(2025, 1, 1, tzinfo=UTC)
HEADER = "indicator_id,area_code,period,value,count,denominator,status,disclosure_rule\n"


def file(counts: dict[str, float | None], rule: str = "") -> bytes:
    lines = [
        f"falls,{area},2024-01-01/P1Y,,,500,suppressed,{rule}"
        if count is None
        else f"falls,{area},2024-01-01/P1Y,{count / 5},{count:g},500,final,{rule}"
        for area, count in counts.items()
    ]
    return (HEADER + "\n".join(lines) + "\n").encode()


def faults(*contents: bytes) -> list[str]:
    read = [read_rows(c, "own.csv").rows.assign(file=str(i)) for i, c in enumerate(contents)]
    rows = pd.concat(read, ignore_index=True)
    return exposed(rows, ABOUT, {})


WARDS = {"E05000001": 3.0, "E05000002": 20.0, "E05000003": 40.0, "E06999999": 63.0}


def test_a_protected_file_passes():
    assert faults(protect_local(file(WARDS), "own.csv", ABOUT, {}).content) == []


def test_a_small_count_is_told_without_its_size():
    assert faults(file(WARDS)) == [
        "falls, E05000001, 2024-01-01/P1Y, Persons, All ages: a small count is shown"
    ]


def test_a_hidden_count_that_can_be_worked_out_is_told():
    told = faults(file(WARDS | {"E05000001": None}))
    assert len(told) == 1
    assert "E05000001" in told[0]
    assert "worked out" in told[0]


def test_an_earlier_release_that_hides_another_ward_gives_both_away():
    first = file(WARDS | {"E05000001": None, "E05000002": None})
    second = file(WARDS | {"E05000001": None, "E05000003": None})
    assert faults(first) == faults(second) == []
    assert len(faults(first, second)) == 1


def test_each_row_is_held_to_its_own_rule():
    assert faults(file({"E05000001": 6.0, "E05000002": 30.0}, rule="four")) == []
    assert len(faults(file({"E05000001": 0.0}, rule="four"))) == 1


def test_a_pack_without_own_figures_has_nothing_to_tell(project_root, tmp_path):
    settings = load_settings(find_paths(project_root))
    area: Area = next(iter(settings.areas.values()))
    paths: Paths = find_paths(project_root)
    manifest = {"snapshots": [{"source": "fingertips"}], "strategy": {"slug": "none"}}
    assert disclosure_faults(manifest, area, settings, paths, tmp_path) == []


@pytest.mark.parametrize("hidden", ["E05000001", None])
def test_the_gate_reads_the_snapshots_that_the_pack_names(
    hidden, project_root, tmp_path, monkeypatch
):
    monkeypatch.setenv("JSNA_WORK", str(tmp_path))
    paths = find_paths(project_root)
    settings = load_settings(paths)
    counts = WARDS | ({hidden: None} if hidden else {"E05000001": 30.0, "E06999999": 90.0})
    kept = SnapshotStore(paths.snapshots).add(
        file(counts), Received(source=settings.sources["local-csv"], title="own.csv", url="own.csv",
        retrieved=datetime(2026, 1, 1, tzinfo=UTC), media_type="text/csv",
        origin=Origin.HAND, synthetic=False),
    )  # fmt: skip
    named = {"source": "local-csv", "sha256": kept.sha256, "title": "own.csv"}
    manifest = {"snapshots": [named], "strategy": {"slug": "none"}}
    area = next(iter(settings.areas.values()))
    assert bool(disclosure_faults(manifest, area, settings, paths)) is bool(hidden)
    # an earlier release that is gone was not held against the pack, which is no pass
    add_shown(paths.shown(area.slug), area.slug, [ShownFile("0" * 64, "older.csv", DAY)])
    told = disclosure_faults(manifest, area, settings, paths)
    assert len(told) == 1 + bool(hidden)
    assert "older.csv, received 2025-01-01: this earlier release is not on this machine" in told[0]
    write = paths.shown(area.slug)
    write.write_text(write.read_text().replace("shown: true", "shown: false"))
    assert len(disclosure_faults(manifest, area, settings, paths)) == bool(hidden)


@pytest.mark.parametrize("seed", [8, 11])
def test_rates_alone_that_were_hidden_are_no_fault(seed):
    """Rates of one decimal, no counts: rounded, their sums contradicted each other."""
    (release,) = random_case(seed).releases
    about = ABOUT.model_copy(update={
        "disclosure": Disclosure(),
        "disclosure_rules": {"mental-health": Disclosure(lowest_count=0, highest_count=4)},
    })  # fmt: skip
    files = [OwnFile(name, text.encode()) for name, text in release.files.items()]
    kept = protect_files(files, about, {})
    assert sum(int((one.why != "").sum()) for one in kept) > 1
    rows = [read_rows(k.content, "own.csv").rows.assign(file=str(i)) for i, k in enumerate(kept)]
    assert exposed(pd.concat(rows, ignore_index=True), about, {}) == []
