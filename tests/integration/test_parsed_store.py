"""What a file holds is parsed once for all areas: the same to the last type, or parsed again."""

import dataclasses
import shutil
from datetime import UTC, datetime
from pathlib import Path

import geopandas
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from jsna.cli import main
from jsna.fetching import parsed_store as parsed_store_module
from jsna.fetching.file_parts import FactsByPlace, OutlinesByPlace, at_hand
from jsna.fetching.folder_files import hand_url, media_type
from jsna.fetching.parsed_store import FOLDER, PARTS, parsed_store
from jsna.fetching.registry import all_sources, recognise
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import describe_content

FILES = (
    "indicator_92443*CountyUA*.csv", "*Nearest*Neighbours*.csv", "LSOA_2021_Boundaries_*.geojson",
    "*LSOA*Ward*.csv", "File_1_IoD2025*.xlsx", "MYE_2000_2023_single_year_focus.csv", "*.csv",
)  # fmt: skip
"""One of each kind, and then whatever else is small."""
LARGEST = 3_000_000


@pytest.fixture(scope="module")
def read_files(real_data: Path, settings):
    """Source, snapshot and bytes of one real file of each source and layout at hand."""
    sources = all_sources(settings.indicators.values())
    folders = (real_data / "downloads", real_data / "more")
    found = {}
    for pattern in FILES:
        for path in sorted(f for folder in folders for f in folder.rglob(pattern)):
            if path.stat().st_size > LARGEST:
                continue
            content = path.read_bytes()
            known = recognise(sources, path.name, content)
            if not isinstance(known, tuple) or (known[0].id, known[1]) in found:
                continue
            source, title = known
            about = settings.sources[source.id]
            snapshot = describe_content(
                content,
                Received(
                    source=about, title=title, url=hand_url(path.name),
                    retrieved=datetime(2026, 1, 1, tzinfo=UTC), media_type=media_type(path),
                    origin=Origin.HAND, synthetic=False,
                ),
            )  # fmt: skip
            found[source.id, title] = (source, snapshot, content)
    return list(found.values())


@pytest.fixture(scope="module")
def parsed_files(read_files, settings, tmp_path_factory):
    """Those files, what each was parsed to, and a store that has kept that; to be read alone."""
    store = parsed_store(tmp_path_factory.mktemp("kept") / "snapshots", settings)
    return store, [(*file, store.parse(*file)) for file in read_files]


def test_what_is_read_back_is_what_was_parsed_to_the_last_type(parsed_files):
    (store, files), kinds = parsed_files, set()
    for source, snapshot, content, parsed in files:
        again = store.parse(_unreadable(source), snapshot, content)
        assert len(again) == len(parsed)
        for one, other in zip(parsed, again, strict=True):
            kinds.add(one.kind)
            _assert_same(one, other)
    assert {"facts", "boundaries", "neighbours"} <= kinds
    assert len(files) > 6


def test_a_few_places_are_read_without_the_rest(parsed_files):
    (store, files), kinds = parsed_files, set()
    for source, snapshot, content, parsed in files:
        for one, part in zip(parsed, store.by_place(source, snapshot, content), strict=True):
            kinds.add(one.kind)
            if isinstance(part, OutlinesByPlace):
                _assert_same(part.whole(), one)
                codes = one.outlines["code"].tolist()[3:90:7]
                ours = one.outlines[one.outlines["code"].isin(codes)].reset_index(drop=True)
                _assert_same(part.of(codes), dataclasses.replace(one, outlines=ours))
            elif isinstance(part, FactsByPlace):
                _assert_same(part.whole(), one)
                codes = one.facts["area_code"].unique().tolist()[::5]
                _assert_by_place(part, at_hand(one, store.indicators), codes)
    assert {"facts", "boundaries"} <= kinds


def _assert_by_place(kept, made, codes) -> None:
    """What was kept gives what was just read gives, of some places and of none."""
    told = (kept.has_shared, kept.has_projected)
    assert told == (made.has_shared, made.has_projected)
    for some in (codes, ["E00000000"]):
        assert_frame_equal(kept.own(some), made.own(some), check_exact=True)
        assert_frame_equal(kept.own_published(some), made.own_published(some), check_exact=True)
    for table in ("places", "wards", "names", "refused"):
        assert_frame_equal(getattr(kept, table), getattr(made, table), check_exact=True)


def _unreadable(source):
    """A source that must not be asked."""

    class Source:
        id = source.id

        def parse(self, snapshot, content):
            raise AssertionError("it was parsed again")

    return Source()


def _assert_same(one, other) -> None:
    assert type(one) is type(other)
    for part in dataclasses.fields(one):
        ours, theirs = getattr(one, part.name), getattr(other, part.name)
        if isinstance(ours, geopandas.GeoDataFrame):
            assert ours.crs == theirs.crs
            assert ours.geometry.geom_equals(theirs.geometry).all()
            ours, theirs = (pd.DataFrame(f.drop(columns="geometry")) for f in (ours, theirs))
        if isinstance(ours, pd.DataFrame):
            assert_frame_equal(ours, theirs, check_exact=True)
        else:
            assert ours == theirs


@pytest.fixture(scope="module")
def one_file(read_files):
    """A file of facts."""
    return next(file for file in read_files if file[0].id == "fingertips")


@pytest.fixture
def kept(one_file, settings, tmp_path):
    """A store with one file in it: the store, what was given to it, and its folder there."""
    store = parsed_store(tmp_path / "snapshots", settings)
    store.parse(*one_file)
    (place,) = (tmp_path / FOLDER / store.key).iterdir()
    return store, one_file, place


@pytest.mark.parametrize(
    "damage", ["flipped", "cut", "gone", "no list", "another kind", "no table"]
)
def test_what_is_not_as_it_was_written_is_parsed_again(kept, damage):
    store, (source, snapshot, content), place = kept
    table = next(place.glob("0-facts.parquet"))
    if damage == "flipped":
        raw = bytearray(table.read_bytes())
        raw[len(raw) // 2] ^= 1
        table.write_bytes(bytes(raw))
    elif damage == "cut":
        table.write_bytes(table.read_bytes()[:100])
    elif damage == "gone":
        table.unlink()
    else:
        texts = {"no list": "7", "another kind": '[{"kind": "spell"}]', "no table": "[{}]"}
        (place / PARTS).write_text(texts[damage])
    asked = []

    class Source:
        id = source.id

        def parse(self, snapshot, content):
            asked.append(snapshot.sha256)
            return source.parse(snapshot, content)

    for _ in range(2):
        (one, *_rest) = store.parse(Source(), snapshot, content)
        _assert_same(one, source.parse(snapshot, content)[0])
    assert asked == [snapshot.sha256], "once, and then it is kept again"


def test_another_code_or_catalogue_reads_nothing_of_this_one(kept, settings, monkeypatch, tmp_path):
    store, _, _ = kept
    monkeypatch.setattr(parsed_store_module, "code_digest", lambda: "another")
    newer = parsed_store(tmp_path / "snapshots", settings)
    assert newer.key != store.key
    assert [folder.name for folder in newer.others()] == [store.key]
    assert newer.sweep() and not (tmp_path / FOLDER / store.key).exists()
    assert newer.others() == []


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), TypeError("a mixture")])
def test_what_can_t_be_kept_costs_time_alone(one_file, settings, tmp_path, monkeypatch, error):
    def full(*_, **__):
        raise error

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    store = parsed_store(tmp_path / "snapshots", settings)
    source, snapshot, content = one_file
    (one, *_rest) = store.parse(source, snapshot, content)
    _assert_same(one, source.parse(snapshot, content)[0])
    assert not list((tmp_path / FOLDER).rglob("*.*"))


def test_nothing_of_a_council_s_own_figures_is_kept(paths, settings, tmp_path, capsys):
    folder = tmp_path / "downloads"
    folder.mkdir()
    assert main(["local", "--template"]) == 0
    (folder / "own.csv").write_text(capsys.readouterr().out, "utf-8")
    main(["fetch", "rutland", "--from", str(folder), "--quiet"])
    store = parsed_store(paths.snapshots, settings)
    assert not store.folder.exists() or not list(store.folder.rglob("*.parquet"))


def test_the_command_tells_sizes_and_sweeps(paths, settings, capsys):
    store = parsed_store(paths.snapshots, settings)
    old = store.folder / "0123456789abcdef" / "file"
    old.mkdir(parents=True)
    (old / PARTS).write_text("x" * 5000)
    assert main(["store"]) == 0
    told = capsys.readouterr().out
    assert "5.0 KB" in told.replace("5 KB", "5.0 KB") and "--sweep" in told
    assert main(["store", "--sweep"]) == 0
    assert "1 left-over folders removed" in capsys.readouterr().out
    assert not old.exists()
    shutil.rmtree(store.folder)
    assert main(["store", "--json"]) == 0
