"""Figures of own measures are fetched as the council's own: hidden first, and nobody else's."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jsna.errors import SourceError
from jsna.fetching.fetch_memo import fetch_key
from jsna.fetching.hand_downloads import fetch_folder
from jsna.fetching.own_places import own_places
from jsna.fetching.taking import Taking
from jsna.settings.load import Settings
from jsna.settings.own_measures import OwnMeasures
from jsna.settings.paths import Paths
from jsna.snapshots.store import SnapshotStore
from jsna.sources.council.local_csv import REQUIRED, read_rows

DAY = datetime(2026, 1, 15, tzinfo=UTC)
HEAD = "measure,period,numerator,denominator,value,note\n"
ROWS = "delayed-days,2025-04,438,,,\ndelayed-days,2025-05,4,,,seen on the ward\n"


def taking(settings: Settings, tmp_path: Path, area: str = "exampleshire") -> Taking:
    return Taking(settings.area(area), settings, SnapshotStore(tmp_path / "snapshots"), DAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "local" / "measures"
    place.mkdir(parents=True)
    (place / "hospital.csv").write_text(HEAD + ROWS, "utf-8")
    return place


def test_small_counts_are_hidden_before_anything_is_kept(
    settings: Settings, tmp_path: Path, folder: Path
) -> None:
    found = fetch_folder(folder, taking(settings, tmp_path))
    ((_, snapshot),) = found.used
    kept = SnapshotStore(tmp_path / "snapshots").read(snapshot.sha256)
    rows = read_rows(kept, "kept").rows
    assert snapshot.source == "local-csv"
    assert rows["area_code"].unique().tolist() == [settings.area("exampleshire").code]
    assert rows["value"].fillna(-1).tolist() == [440, -1]
    # neither the count nor the words beside it, anywhere below the store
    stored = [p.read_bytes() for p in (tmp_path / "snapshots").rglob("*") if p.is_file()]
    assert not any(b"seen on the ward" in one or b",438," in one for one in stored)


def test_another_councils_fetch_leaves_them_alone(
    settings: Settings, tmp_path: Path, folder: Path
) -> None:
    found = fetch_folder(folder, taking(settings, tmp_path, "otherborough"), required=False)
    assert not found.used
    assert (
        "measures that no strategy of Otherborough describes: delayed-days" in (found.skipped[0][1])
    )


def test_a_file_of_own_and_unknown_measures_is_refused_with_its_line(
    settings: Settings, tmp_path: Path, folder: Path
) -> None:
    (folder / "hospital.csv").write_text(HEAD + ROWS + "delayed-day,2025-06,450,,,\n", "utf-8")
    with pytest.raises(SourceError, match="Did you mean 'delayed-days'") as caught:
        fetch_folder(folder, taking(settings, tmp_path))
    assert caught.value.problems[0].line == 4
    assert not (tmp_path / "snapshots").exists()


@pytest.mark.parametrize("below", ["", "\n,,,,,\n"], ids=["nothing", "blanks"])
@pytest.mark.parametrize("head", [HEAD, f"{','.join(REQUIRED)}\n"], ids=["measures", "own"])
def test_a_header_alone_is_nobodys_and_stops_nothing(
    settings: Settings, tmp_path: Path, folder: Path, head: str, below: str
) -> None:
    (folder / "template.csv").write_text(head + below, "utf-8")
    found = fetch_folder(folder, taking(settings, tmp_path))
    ((path, why),) = found.skipped
    assert (path.name, why) == ("template.csv", "it has a header and no rows")
    assert len(found.used) == 1


def test_a_changed_description_reads_the_same_folder_anew(settings: Settings) -> None:
    area, slug = settings.area("exampleshire"), "exampleshire-hws"
    plan = settings.strategies[slug].with_own_measures(OwnMeasures())
    other = replace(settings, strategies={**settings.strategies, slug: plan})
    assert fetch_key([], area, settings) != fetch_key([], area, other)


def test_figures_beside_a_strategy_are_its_own_areas(
    settings: Settings, project_root: Path
) -> None:
    paths = Paths(project_root, project_root / "nowhere")
    (own,) = own_places(paths, settings, settings.area("rotherham"))
    assert own.name == "measures.csv" and own.parent.name == "rotherham-bcf-2017"
    assert own_places(paths, settings, settings.area("rutland")) == []
