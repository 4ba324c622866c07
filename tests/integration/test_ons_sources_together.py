"""One area by network and by hand: the same facts and the same map, from the same figures."""

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from jsna.fact_schema import FACT_COLUMNS
from jsna.facts.build import make_tables
from jsna.fetching.hand_downloads import fetch_folder
from jsna.fetching.live_lock import open_fetch
from jsna.fetching.registry import all_sources
from jsna.fetching.taking import Taking
from jsna.geo.clip import clip_geography
from jsna.http.policy import HttpPolicy
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.snapshots.store import SnapshotStore
from jsna.sources.contract import ParsedBoundaries, ParsedLookup
from loopback.arcgis import arcgis_routes, layer_of_csv, layer_of_geojson, renamed
from loopback.deprivation import HOST as FILES
from loopback.deprivation import deprivation_routes, file_7_of_2025
from loopback.nomis import DISTRICTS, LSOAS, FakeNomis, invented_table, nomis_routes, table_of_wide
from loopback.server import LoopbackServer

MINE = ("indices-of-deprivation", "ons-boundaries", "ons-lookups", "ons-population-estimates",
        "ons-population-projections")  # fmt: skip
NOW = datetime(2026, 11, 21, tzinfo=UTC)
LARGER = "WD24_LAD24_CTYUA24_RGN24_CTRY24_UK_LU"


@pytest.fixture(scope="module")
def file_7(real_data) -> bytes:
    return file_7_of_2025(real_data)


@pytest.fixture(scope="module")
def server(real_data, file_7, settings):
    geography, ons = real_data / "downloads" / "geography", real_data / "downloads" / "ons"
    lads = layer_of_geojson(geography / "LAD_May_2024_UK_BSC.geojson")
    lookup = layer_of_csv(geography / "LSOA21_WD24_LAD24_EW_LU.csv", most=2000)
    by_age = {"projected": "2018_SNPP_Population_single_year_focus.csv",
              "estimated": "MYE_2000_2023_single_year_focus.csv"}  # fmt: skip
    totals = {"projected": "2018_SNPP_Population_5yr_all_lad.csv",
              "estimated": "MYE_2011_2023_5yr_all_lad.csv"}  # fmt: skip
    tables = {
        kind: table_of_wide([ons / by_age[kind], ons / totals[kind]], ["regions", DISTRICTS])
        for kind in by_age
    }
    own = [r["LSOA21CD"] for r in lookup.rows if r["LAD24CD"] == "E08000018"]
    url = next(d.url for d in settings.sources["indices-of-deprivation"].downloads if d.live)
    changes = [{"LSOA11CD": r["LSOA21CD"], "LSOA11NM": r["LSOA21NM"], "LSOA21CD": r["LSOA21CD"],
                "LSOA21NM": r["LSOA21NM"], "CHGIND": "U"} for r in lookup.rows]  # fmt: skip
    routes = arcgis_routes(
        {
            "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5": layer_of_geojson(
                geography / "LSOA_2021_Boundaries_Rotherham_Rutland_BSC.geojson"
            ),
            "Middle_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V3": layer_of_geojson(
                geography / "MSOA_2021_Boundaries_Rotherham_Rutland_BSC.geojson"
            ),
            "Wards_December_2024_Boundaries_UK_BGC": layer_of_geojson(
                geography / "Wards_May_2024_Boundaries_BSC.geojson"
            ),
            "LAD_MAY_2025_UK_BGC_V2": renamed(lads, {"LAD24CD": "LAD25CD", "LAD24NM": "LAD25NM"}),
            "LSOA21_WD24_LAD24_EW_LU": lookup,
            "LSOA11_LSOA21_LAD22_EW_LU_v5": type(lookup)(changes),
            LARGER: layer_of_csv(geography / f"{LARGER}.csv", most=2000),
        }
    )
    routes |= nomis_routes(
        {
            "NM_2006_1": FakeNomis(tables["projected"], "PROJECTED_YEAR_NAME", "2018-based"),
            "NM_2002_1": FakeNomis(tables["estimated"], "DATE_NAME"),
            "NM_2014_1": FakeNomis(invented_table(own, [2024], LSOAS), "DATE_NAME"),
        }
    )
    routes |= deprivation_routes({url.split(FILES)[1]: file_7})
    with LoopbackServer(routes) as server:
        yield server


@pytest.fixture
def live(server, settings, project_root, tmp_path, monkeypatch):
    for name in MINE:
        monkeypatch.setenv("JSNA_BASE_URL_" + name.upper().replace("-", "_"), server.url)
    paths = Paths(project_root, tmp_path)
    policy = HttpPolicy(attempts=2, backoff_seconds=0.01)
    fetch = open_fetch(Project(paths, settings).of("rotherham"), lambda: NOW, policy, only=MINE)
    return fetch.run(), SnapshotStore(paths.snapshots)


def held(snapshots, store, settings):
    sources = all_sources(settings.indicators.values())
    return [(s, sources[s.source].parse(s, store.read(s.sha256))) for s in snapshots]


def by_hand(real_data: Path, file_7: bytes, settings, folder: Path):
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "file-7.csv").write_bytes(file_7)
    store = SnapshotStore(folder / "snapshots")
    folders = [
        real_data / "downloads" / "geography",
        real_data / "downloads" / "ons",
        folder / "files",
    ]
    fetched = fetch_folder(folders, Taking(settings.area("rotherham"), settings, store, NOW))
    snapshots = [s for _, s in fetched.used if s.source in MINE]
    return held(snapshots, store, settings)


def comparable(facts: pd.DataFrame) -> pd.DataFrame:
    """Facts without what one way alone offers: age bands, old estimates, estimates of LSOAs."""
    population = facts["indicator_id"].isin(["projected-population", "estimated-population"])
    bands = facts["age"].str.contains("-") & population
    old = (facts["indicator_id"] == "estimated-population") & (facts["period"] < "2011")
    small = population & (facts["area_type"] == "lsoa")
    columns = [c for c in FACT_COLUMNS if c != "snapshot_ids"]
    rows = facts.loc[~bands & ~old & ~small, columns]
    return rows.sort_values(columns[:9], ignore_index=True)


@pytest.mark.slow
def test_one_area_by_network_and_by_hand(live, real_data, file_7, settings, project_root, tmp_path):
    fetched, store = live
    assert fetched.failed == fetched.skipped == ()
    assert len(fetched.used) == 7 + 5 + 1
    area, paths = settings.area("rotherham"), Paths(project_root, tmp_path)
    network = held(fetched.snapshots, store, settings)
    hand = by_hand(real_data, file_7, settings, tmp_path / "hand")
    project = Project(paths, settings, area)
    one, two = (make_tables(project, part) for part in (network, hand))
    pd.testing.assert_frame_equal(comparable(one.facts), comparable(two.facts))
    assert one.facts["indicator_id"].nunique() > 20

    def geography(part):
        drawn = [(s, p) for s, items in part for p in items if isinstance(p, ParsedBoundaries)]
        told = [(s, p) for s, items in part for p in items if isinstance(p, ParsedLookup)]
        return clip_geography(area, drawn, told)

    mine, theirs = geography(network), geography(hand)
    assert mine.missing == theirs.missing == {}
    pd.testing.assert_frame_equal(mine.lookup, theirs.lookup)
    for kind in ("lsoa", "msoa", "ward"):
        pd.testing.assert_frame_equal(mine.tables[kind], theirs.tables[kind])
