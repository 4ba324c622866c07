"""Boundaries and look-ups from a map service: whole, of the right kind, the same as by hand."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from geo_files import area, snapshot, square

from jsna.commands.console import Console
from jsna.commands.doctor import check_layers
from jsna.errors import CheckFailed, SourceError
from jsna.geo.clip import clip_geography
from jsna.http.client import Http
from jsna.http.errors import (
    EmptyAnswer,
    FormatChanged,
    RateLimited,
    RequestRefused,
    ServiceDown,
    Truncated,
)
from jsna.http.policy import HttpPolicy
from jsna.settings.load import load_settings
from jsna.settings.paths import Paths
from jsna.sources.geography.boundaries import Boundaries
from jsna.sources.geography.layers import check_layer
from jsna.sources.geography.lookups import Lookups
from loopback.arcgis import (
    HOST,
    FakeLayer,
    arcgis_routes,
    layer_of_csv,
    layer_of_geojson,
    layer_path,
    renamed,
)
from loopback.server import LoopbackServer, Reply

QUICK = HttpPolicy(attempts=2, backoff_seconds=0.01)
LSOA = "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5"
MSOA = "Middle_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V3"
WARD = "Wards_December_2024_Boundaries_UK_BGC"
LAD = "LAD_MAY_2025_UK_BGC_V2"
LOOKUP = "LSOA21_WD24_LAD24_EW_LU"
CHANGES = "LSOA11_LSOA21_LAD22_EW_LU_v5"
LARGER = "WD24_LAD24_CTYUA24_RGN24_CTRY24_UK_LU"
OWN = "E06900001"


@pytest.fixture(scope="module")
def about(project_root, tmp_path_factory):
    return load_settings(Paths(project_root, tmp_path_factory.mktemp("work"))).sources


def invented(lsoas: int = 5, **more) -> dict[str, FakeLayer]:
    """Layers of one place with so many LSOAs, and of another beside it."""
    codes = [f"E019{n:05}" for n in range(lsoas)] + ["E01999999"]
    names = [f"A Place {n // 3 + 1:03}{'ABC'[n % 3]}" for n in range(lsoas)] + ["Elsewhere 001A"]
    place = [OWN] * lsoas + ["E06999999"]
    wards = [f"E0590000{n % 2}" for n in range(lsoas)] + ["E05999999"]
    base = [{"LSOA21CD": c, "LSOA21NM": n} for c, n in zip(codes, names, strict=True)]
    lookup = [
        row | {"WD24CD": w, "WD24NM": f"Ward {w[-1]}", "LAD24CD": p, "LAD24NM": "A Place"}
        for row, w, p in zip(base, wards, place, strict=True)
    ]
    shapes = [square(-1.0 + n / 100, 53.0) for n in range(len(codes))]
    wide = [
        {"WD24CD": w, "WD24NM": f"Ward {w[-1]}", "LAD24CD": p, "LAD24NM": "A Place"}
        for w, p in dict(zip(wards, place, strict=True)).items()
    ]
    msoas = sorted({n[:-1] for n in names})
    changes = [
        {"LSOA11CD": r["LSOA21CD"], "LSOA11NM": r["LSOA21NM"], **r, "CHGIND": "U"} for r in base
    ]
    return {
        LSOA: FakeLayer(base, shapes, **more),
        MSOA: FakeLayer([{"MSOA21CD": f"E0290000{n}", "MSOA21NM": m} for n, m in enumerate(msoas)],
                        shapes[: len(msoas)]),
        WARD: FakeLayer(wide, shapes[: len(wide)]),
        LAD: FakeLayer([{"LAD25CD": OWN, "LAD25NM": "A Place"}], shapes[:1]),
        LOOKUP: FakeLayer(lookup),
        CHANGES: FakeLayer(changes),
        LARGER: FakeLayer([r | {"CTYUA24CD": r["LAD24CD"], "CTYUA24NM": "A Place",
                                "RGN24CD": "E12900001", "RGN24NM": "A region"} for r in wide]),
    }  # fmt: skip


def ask(server, source, name, where=None):
    """Return what one request brings: the parsed outlines or rows."""
    where = where or area()
    request = next(r for r in source.requests([], where) if r.layer.name == name)
    http = Http(policy=QUICK, base_urls={HOST: server.url})
    (item,) = source.fetch(request, http)
    assert source.recognise("", item.content)
    (parsed,) = source.parse(snapshot(item.content), item.content)
    return parsed


# -- the same as by hand ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real_layers(real_data) -> dict[str, FakeLayer]:
    geography = real_data / "downloads" / "geography"
    lads = layer_of_geojson(geography / "LAD_May_2024_UK_BSC.geojson", most=100)
    return {
        LSOA: layer_of_geojson(
            geography / "LSOA_2021_Boundaries_Rotherham_Rutland_BSC.geojson", most=50
        ),
        MSOA: layer_of_geojson(geography / "MSOA_2021_Boundaries_Rotherham_Rutland_BSC.geojson"),
        WARD: layer_of_geojson(geography / "Wards_May_2024_Boundaries_BSC.geojson", flag="top"),
        LAD: renamed(lads, {"LAD24CD": "LAD25CD", "LAD24NM": "LAD25NM"}),
        LOOKUP: layer_of_csv(geography / "LSOA21_WD24_LAD24_EW_LU.csv", most=2000, flag="top"),
        LARGER: layer_of_csv(geography / f"{LARGER}.csv", most=2000, flag=""),
    }


@pytest.mark.parametrize("slug", ["rotherham", "rutland"])
def test_the_network_gives_the_geography_that_files_give(
    real_layers, real_data, about, project_root, slug, tmp_path
):
    place = load_settings(Paths(project_root, tmp_path)).area(slug)
    boundaries, lookups = Boundaries(about), Lookups(about)
    with LoopbackServer(arcgis_routes(real_layers)) as server:
        live = [(snapshot(b"x", n), ask(server, boundaries, n, place)) for n in (LSOA, MSOA, WARD)]
        tables = [(snapshot(b"y", n), ask(server, lookups, n, place)) for n in (LOOKUP, LARGER)]
    by_hand, files = [], []
    for path in sorted((real_data / "downloads" / "geography").iterdir()):
        content = path.read_bytes()
        if path.suffix == ".csv":
            files += [(snapshot(b"y"), p) for p in lookups.parse(snapshot(content), content)]
        elif path.name.startswith(("LSOA", "MSOA", "Wards")):
            by_hand += [(snapshot(b"x"), p) for p in boundaries.parse(snapshot(content), content)]
    one, two = clip_geography(place, live, tables), clip_geography(place, by_hand, files)
    assert one.vintages == two.vintages
    assert one.unmatched == two.unmatched
    pd.testing.assert_frame_equal(one.lookup, two.lookup)
    for kind in ("lsoa", "msoa", "ward"):
        pd.testing.assert_frame_equal(one.tables[kind], two.tables[kind])


# -- what is asked ------------------------------------------------------------------------------


def test_every_layer_of_the_catalogue_is_asked_for(about):
    found = [
        r.layer.name for s in (Boundaries(about), Lookups(about)) for r in s.requests([], area())
    ]
    assert found == [LSOA, MSOA, WARD, LAD, LOOKUP, CHANGES, LARGER]


def test_without_the_catalogue_nothing_is_asked():
    assert Boundaries().requests([], area()) == Lookups().requests([], area()) == []


def test_only_the_areas_own_lsoas_are_asked_for(about):
    with LoopbackServer(arcgis_routes(invented(5))) as server:
        lsoas = ask(server, Boundaries(about), LSOA)
        msoas = ask(server, Boundaries(about), MSOA)
    assert list(lsoas.outlines["code"]) == [f"E019{n:05}" for n in range(5)]
    assert list(msoas.outlines["name"]) == ["A Place 001", "A Place 002"]


def test_a_former_code_is_asked_for_beside_the_present_one(about):
    with LoopbackServer(arcgis_routes(invented(3))) as server:
        place = area("E06900009", former_codes=(OWN,))
        assert len(ask(server, Boundaries(about), LSOA, place).outlines) == 3


def test_a_county_is_made_of_its_districts(about):
    layers = invented(4)
    larger = [row | {"CTYUA24CD": "E10900001"} if row["LAD24CD"] == OWN else row
              for row in layers[LARGER].rows]  # fmt: skip
    layers[LARGER] = replace(layers[LARGER], rows=larger)
    with LoopbackServer(arcgis_routes(layers)) as server:
        county = area("E10900001", "county")
        assert len(ask(server, Boundaries(about), LSOA, county).outlines) == 4
        assert len(ask(server, Lookups(about), LOOKUP, county).rows) == 4


def test_fields_in_lower_case_are_the_same_fields(about):
    with LoopbackServer(arcgis_routes(invented(3, spelled=str.lower))) as server:
        parsed = ask(server, Boundaries(about), LSOA)
    assert parsed.vintage == "2021"


@pytest.mark.parametrize("flag", ["top", "properties", ""])
def test_pages_are_put_together_wherever_the_service_says_that_there_are_more(about, flag):
    with LoopbackServer(arcgis_routes(invented(250, most=30, flag=flag))) as server:
        outlines = ask(server, Boundaries(about), LSOA).outlines
    assert len(outlines) == 250 == outlines["code"].nunique()


# -- what goes wrong ----------------------------------------------------------------------------


def refusal(about, layers=None, faults=(), name=LSOA, source=Boundaries) -> SourceError:
    with LoopbackServer(arcgis_routes(layers or invented(40, most=10))) as server:
        for path, replies in faults:
            server.fail(path, replies)
        with pytest.raises(SourceError) as error:
            ask(server, source(about), name)
    return error.value


def error_inside(code: int, message: str) -> Reply:
    return Reply(json.dumps({"error": {"code": code, "message": message}}).encode())


@pytest.mark.parametrize(
    ("code", "message", "kind"),
    [
        (400, "Invalid or missing input parameters.", RequestRefused),
        (429, "Too many requests.", RateLimited),
        (503, "Service unavailable.", ServiceDown),
    ],
)
def test_an_error_inside_200_is_an_error(about, code, message, kind):
    path = layer_path(LSOA) + "/query"
    error = refusal(about, faults=[(path, [error_inside(code, message)])])
    assert type(error) is kind
    assert message.rstrip(".") in str(error)


def test_an_error_on_a_later_page_is_an_error(about):
    count = Reply(json.dumps({"count": 40}).encode())
    page = Reply(json.dumps({"features": [
        {"type": "Feature", "properties": {"LSOA21CD": "E01900000", "LSOA21NM": "A Place 001A"},
         "geometry": square(-1, 53)}]}).encode())  # fmt: skip
    replies = [count, page, error_inside(500, "Error performing query operation")]
    error = refusal(about, faults=[(layer_path(LSOA) + "/query", replies)])
    assert type(error) is ServiceDown


def test_a_layer_that_is_gone_is_told_by_its_name(about):
    layers = invented()
    del layers[WARD]
    error = refusal(about, layers, name=WARD)
    assert type(error) is RequestRefused
    assert WARD in str(error)
    assert "doctor --layers" in str(error)


def test_another_layer_under_the_name_is_refused(about):
    layers = invented()
    layers[WARD] = renamed(layers[WARD], {"WD24CD": "WD23CD", "WD24NM": "WD23NM"})
    error = refusal(about, layers, name=WARD)
    assert type(error) is FormatChanged
    assert "ward 2024" in str(error)


def test_a_missing_page_is_told(about):
    empty = Reply(json.dumps({"type": "FeatureCollection", "features": []}).encode())
    counted = Reply(json.dumps({"count": 40}).encode())
    error = refusal(about, faults=[(layer_path(LSOA) + "/query", [counted, empty])])
    assert type(error) is Truncated
    assert "0 of 40" in str(error)


@pytest.mark.parametrize("miscount", [3, -3])
def test_a_count_that_does_not_fit_is_told(about, miscount):
    error = refusal(about, invented(40, most=10, miscount=miscount))
    assert type(error) is Truncated


def test_the_same_page_again_is_told(about):
    error = refusal(about, invented(40, most=10, pages=False))
    assert type(error) is Truncated
    assert "twice" in str(error)


def test_a_layer_without_the_area_is_told(about):
    layers = invented()
    layers[LAD] = FakeLayer([{"LAD25CD": "E06999999", "LAD25NM": "Elsewhere"}], [square(-1, 53)])
    assert type(refusal(about, layers, name=LAD)) is EmptyAnswer


def test_metres_are_no_longitude_and_latitude(about):
    layers = invented(3)
    metres = [square(430_000, 390_000, 500) for _ in layers[LSOA].rows]
    layers[LSOA] = replace(layers[LSOA], shapes=metres)
    error = refusal(about, layers)
    assert "longitude and latitude" in str(error)


def test_html_and_half_an_answer_are_errors(about):
    path = layer_path(LSOA)
    half = Reply(b'{"maxRecordCount": 10, "fields": [')
    page = Reply(b"<html><body>Maintenance</body></html>", media_type="text/html")
    assert "Maintenance" in str(refusal(about, faults=[(path, [page])]))
    assert type(refusal(about, faults=[(path, [half, half])])) is Truncated


def test_a_crossed_outline_is_repaired_and_said(about):
    layers = invented(1)
    bow = {
        "type": "Polygon",
        "coordinates": [[[-1, 53], [-0.9, 53.1], [-0.9, 53], [-1, 53.1], [-1, 53]]],
    }
    layers[LSOA] = replace(layers[LSOA], shapes=[bow, square(-1, 53)])
    with LoopbackServer(arcgis_routes(layers)) as server:
        parsed = ask(server, Boundaries(about), LSOA)
    assert "repaired" in parsed.outlines["note"].iloc[0]


# -- the checker --------------------------------------------------------------------------------


def test_the_checker_says_which_layer_is_gone(about):
    layers = invented()
    del layers[MSOA]
    with LoopbackServer(arcgis_routes(layers)) as server:
        http = Http(policy=QUICK, base_urls={HOST: server.url})
        by_name = {layer.name: layer for layer in about["ons-boundaries"].layers}
        assert check_layer(http, by_name[LSOA]) == 1000
        with pytest.raises(RequestRefused):
            check_layer(http, by_name[MSOA])


def test_the_doctor_tells_every_layer_and_fails_on_one_that_is_gone(monkeypatch, capsys):
    layers = invented()
    del layers[MSOA]
    with LoopbackServer(arcgis_routes(layers)) as server:
        monkeypatch.setenv("JSNA_BASE_URL_ONS_BOUNDARIES", server.url)
        with pytest.raises(CheckFailed) as error:
            check_layers(Console(), QUICK)
    assert MSOA in str(error.value)
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in told] == ["ok", "GONE", "ok", "ok", "ok", "ok", "ok"]
