"""From a folder of the publishers' own files to an area's facts."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from conftest import run_jsna
from jsna.analysis.tier import LOWER, UPPER, authorities_of
from jsna.chapter.evidence import register_with
from jsna.cli import main
from jsna.errors import UserFileError
from jsna.fact_schema import ENGLAND, FACT_KEY, fact_schema
from jsna.facts.select import newest_period, peers, series
from jsna.facts.store import FactStore, open_facts
from jsna.fetching.shown_files import OWN_FILES
from jsna.geo.store import open_geography
from jsna.settings.load import load_settings
from jsna.settings.paths import Paths
from jsna.snapshots.lock import read_lock
from jsna.snapshots.store import SnapshotStore

AREAS = {"rotherham": "E08000018", "rutland": "E06000017"}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(project_root, real_data, tmp_path_factory) -> Paths:
    """Both real areas, fetched and built by the commands."""
    paths = Paths(project_root, tmp_path_factory.mktemp("work"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JSNA_HOME", str(project_root))
        patch.setenv("JSNA_WORK", str(paths.work))
        for area in AREAS:
            folder = str(real_data / "downloads")
            assert main(["fetch", area, "--from", folder, "--quiet"]) == 0
            assert main(["build", area, "--quiet"]) == 0
    return paths


@pytest.fixture(scope="module")
def facts_of(built) -> Callable[[str], FactStore]:
    settings = load_settings(built)
    return lambda area: open_facts(built, settings.area(area))


@pytest.fixture(scope="module", params=list(AREAS))
def area(request) -> str:
    return str(request.param)


@pytest.fixture
def here(built, monkeypatch) -> Paths:
    monkeypatch.setenv("JSNA_HOME", str(built.root))
    monkeypatch.setenv("JSNA_WORK", str(built.work))
    return built


def test_the_facts_hold_their_schema(facts_of, area):
    store = facts_of(area)
    fact_schema().validate(store.facts)
    assert not store.facts.duplicated(list(FACT_KEY)).any()
    assert set(store.quality["kind"]) <= {"abolished", "conflict", "duplicate", "refused", "gap"}
    assert set(store.names["area_code"]) <= set(store.facts["area_code"])
    assert store.names["area_code"].is_unique
    ids = {i for text in store.facts["snapshot_ids"].unique() for i in text.split()}
    assert ids <= set(store.snapshot_ids)


@pytest.mark.parametrize(
    ("name", "label", "rotherham", "rutland"),
    [
        ("projected-population", "mid-2018", 264_672, 39_696),
        ("projected-population", "mid-2043", 290_171, 46_527),
        ("estimated-population", "mid-2023", 271_194, 40_643),
    ],
)
def test_population(facts_of, area, name, label, rotherham, rutland):
    rows = series(facts_of(area).facts, name, [AREAS[area]], "Persons", "All ages")
    value = rows.loc[rows["period_label"] == label, "value"].item()
    assert round(value) == {"rotherham": rotherham, "rutland": rutland}[area]


def test_small_areas_are_our_own(facts_of, area):
    facts = facts_of(area).facts
    kinds = facts.groupby("area_type")["area_code"].nunique()
    assert kinds["ward"] == {"rotherham": 25, "rutland": 15}[area]
    deciles = facts.query("indicator_id == 'imd-decile' and edition == '2025'")
    assert len(deciles) == {"rotherham": 170, "rutland": 26}[area]
    share = (deciles["value"] == 1).mean() * 100
    assert round(share, 1) == {"rotherham": 21.2, "rutland": 0.0}[area]
    older = facts.query("indicator_id == 'imd-decile' and edition == '2015'")
    assert len(older) == {"rotherham": 167, "rutland": 23}[area]


def test_the_interval_of_one_file_stands_beside_the_verdict_of_another(facts_of, area):
    store = facts_of(area)
    rows = series(store.facts, "90362", [AREAS[area]], "Male")
    both = rows[rows["snapshot_ids"].str.contains(" ")]
    assert len(both) >= 5
    assert both[["lower_95", "upper_95"]].notna().all(axis=None)
    labels = store.published.query("indicator_id == '90362' and comparator == 'england'")
    ours = labels[(labels["area_code"] == AREAS[area]) & (labels["sex"] == "Male")]
    assert set(both["period"]) <= set(ours["period"])


def test_the_newest_period_of_cumulative_quarters_ends_last(facts_of, area):
    rows = series(facts_of(area).facts, "91112", [AREAS[area]])
    assert newest_period(rows) == "2021-04-01/P57M"


def test_no_authority_is_ranked_twice_under_two_codes(facts_of, area):
    """Each list is of its period: whom the source gives in another's place stands for it alone."""
    store = facts_of(area)
    register = register_with(store.names, invented=False)

    def codes(indicator_id: str, label: str) -> dict[str, set[str]]:
        rows = store.facts.query("indicator_id == @indicator_id and period_label == @label")
        period = rows["period"].iloc[0]
        given = peers(store.facts, indicator_id, period, ("county", "unitary", "district"))
        lists = {tier: authorities_of(given, register, period, tier) for tier in (UPPER, LOWER)}
        assert all(rows["area_code"].is_unique for rows in lists.values())
        return {tier: set(rows["area_code"]) for tier, rows in lists.items()}

    barnsley_sheffield, before = {"E08000038", "E08000039"}, {"E08000016", "E08000019"}
    new, county, district = {"E06000063", "E06000064"}, {"E10000006"}, {"E07000026"}
    children, adults = codes("93700", "2022/23"), codes("93881", "2021/22")
    for found in (*children.values(), *adults.values()):
        assert barnsley_sheffield <= found
        assert not before & found
    # the file of 2022/23 gives the two that came after in the county's place
    assert all(new <= found and not (county | district) & found for found in children.values())
    assert not any(new & found for found in adults.values())
    assert county <= adults[UPPER]
    assert district <= adults[LOWER]
    assert not district & adults[UPPER]
    assert not county & adults[LOWER]


def test_england_and_regions_have_one_headline_each(facts_of, area):
    facts = facts_of(area).facts
    headline = facts[(facts["breakdown"] == "") & (facts["area_code"] == ENGLAND)]
    keys = ["indicator_id", "period", "edition", "sex", "age"]
    assert not headline.duplicated(keys).any()


def test_what_is_missing_or_refused_is_told(facts_of, area):
    quality = facts_of(area).quality
    refused = quality[quality["kind"] == "refused"]
    many = refused[refused["detail"].str.contains("6267 rows, lines 11362 to 17628")]
    assert many["rows"].tolist() == [6267]
    gaps = quality[quality["kind"] == "gap"]
    assert {"93085"} <= set(gaps["indicator_id"])
    assert set(gaps["area_code"]) == {AREAS[area]}


def test_the_geography_stands_beside_the_facts(built, area):
    geography = open_geography(built, load_settings(built).area(area))
    assert len(geography.lookup) == {"rotherham": 170, "rutland": 26}[area]


def test_files_that_hold_nothing_for_an_area_are_not_in_its_lock(built):
    titles = {area: {e.title for e in read_lock(built.lock(area))} for area in AREAS}
    assert titles["rutland"] - titles["rotherham"] == {"Fingertips export of 8 indicators"}
    assert not any("11 indicators" in title for title in titles["rotherham"])


def test_the_same_lock_gives_the_same_bytes_under_another_hash_seed_and_clock(here, tmp_path):
    first = _bytes(here.facts("rutland"))
    work = tmp_path / "again"
    shutil.copytree(here.snapshots, work / "data" / "snapshots")
    shutil.copytree(here.lock("rutland").parent, work / "data" / "locks")
    elsewhere = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    done = run_jsna(work, "build", "rutland", "--quiet", **elsewhere)
    assert done.returncode == 0, done.stderr
    again = _bytes(Paths(here.root, work).facts("rutland"))
    assert again == first
    assert {"facts.parquet", "published.parquet", "lookup.parquet", "quality.parquet"} <= set(first)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_an_unchanged_build_does_nothing(here, capsys):
    assert main(["build", "rutland", "--quiet"]) == 0
    before = here.facts("rutland").stat().st_mtime_ns
    assert main(["build", "rutland", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] is True
    assert here.facts("rutland").stat().st_mtime_ns == before


def test_facts_of_another_set_of_files_are_not_opened(built, tmp_path):
    work = Paths(built.root, tmp_path)
    shutil.copytree(built.facts("rutland").parent, work.facts("rutland").parent)
    shutil.copytree(built.lock("rutland").parent, work.lock("rutland").parent)
    area = load_settings(built).area("rutland")
    assert not open_facts(work, area).facts.empty
    shutil.copy(built.lock("rotherham"), work.lock("rutland"))
    with pytest.raises(UserFileError, match="jsna build rutland"):
        open_facts(work, area)
    shutil.rmtree(work.facts("rutland"))
    with pytest.raises(UserFileError, match="no facts for rutland yet"):
        open_facts(work, area)


def test_a_changed_snapshot_stops_the_build_and_leaves_the_facts(
    here, capsys, tmp_path, monkeypatch
):
    work = tmp_path / "tampered"
    shutil.copytree(here.work, work)
    paths = Paths(here.root, work)
    monkeypatch.setenv("JSNA_WORK", str(work))
    facts = _bytes(paths.facts("rutland"))
    entry = next(e for e in read_lock(paths.lock("rutland")) if e.source == "fingertips")
    content = paths.snapshots / entry.sha256[:2] / entry.sha256 / "content"
    content.write_bytes(content.read_bytes().replace(b"1", b"2", 1))
    (work / "data" / "facts" / "rutland.json").unlink()
    assert main(["build", "rutland", "--quiet"]) == 3
    assert "changed on disk" in capsys.readouterr().err
    assert _bytes(paths.facts("rutland")) == facts
    assert main(["fetch", "rutland", "--locked", "--quiet"]) == 3


def test_snapshots_carry_licence_and_attribution(built):
    store = SnapshotStore(built.snapshots)
    for entry in read_lock(built.lock("rotherham")):
        snapshot = store.describe(entry.sha256)
        if entry.source == OWN_FILES:
            # the measures of its strategies, which the project itself carries
            assert snapshot.licence == "council-own"
            continue
        assert snapshot.licence == "OGL-UK-3.0"
        assert "{year}" not in snapshot.attribution
        assert "supplied by hand" in snapshot.url
        assert len(store.read(entry.sha256)) == entry.size


def test_numbers_come_through_parquet_unrounded(real_data, facts_of):
    file = real_data / "downloads/fingertips/DERIVED_fingertips_layout_wider_with_CI.csv"
    raw = pd.read_csv(file).query("`Indicator ID` == 93722 and `Area Code` == 'E06000017'")
    facts = facts_of("rutland").facts.query("indicator_id == '93722' and area_code == 'E06000017'")
    if facts.empty:
        pytest.skip("the catalogue does not have 93722")
    ours = facts.sort_values("period")["value"].tolist()
    assert ours == raw.sort_values("Time period Sortable")["Value"].tolist()
