import json

import pytest
from geo_files import WEB_PAGE, geojson, snapshot, square

from jsna.errors import SourceError
from jsna.sources.contract import NotMine
from jsna.sources.geography.boundaries import REPAIRED, SOURCE
from jsna.sources.geography.crs import LONGITUDE_LATITUDE

WARDS = [
    {"WD24CD": "E05900002", "WD24NM": "Two", "LAD24CD": "E06900001", "LAD24NM": "A"},
    {"WD24CD": "E05900001", "WD24NM": "One", "LAD24CD": "E06900001", "LAD24NM": "A"},
]
SQUARES = [square(-1.0, 53.0), square(-1.01, 53.0)]


def parse(content):
    return SOURCE.parse(snapshot(content), content)[0]


def test_kind_vintage_and_parent_come_from_the_field_names():
    content = geojson(WARDS, SQUARES)
    assert SOURCE.recognise("x.geojson", content) == "Boundaries of electoral wards, 2024"
    parsed = parse(content)
    assert (parsed.area_type, parsed.vintage) == ("ward", "2024")
    assert parsed.outlines["code"].tolist() == ["E05900001", "E05900002"]
    assert parsed.outlines["parent_code"].tolist() == ["E06900001"] * 2
    assert parsed.outlines.crs == LONGITUDE_LATITUDE
    assert parsed.outlines.geometry[0].bounds == pytest.approx((-1.01, 53.0, -1.0, 53.01))


def test_the_parent_is_known_by_its_code_alone():
    rows = [{k: v for k, v in ward.items() if k != "LAD24NM"} for ward in WARDS]
    assert parse(geojson(rows, SQUARES)).outlines["parent_code"].tolist() == ["E06900001"] * 2


def test_wards_without_names_do_not_pass_for_outlines_of_their_district():
    content = geojson([{k: v for k, v in WARDS[0].items() if k != "WD24NM"}], SQUARES[:1])
    found = SOURCE.recognise("x.geojson", content)
    assert isinstance(found, NotMine) and "WD24CD without WD24NM" in found.because
    with pytest.raises(SourceError, match="WD24CD without WD24NM"):
        parse(content)


def test_a_coordinate_system_that_the_file_only_claims_is_not_believed():
    claim = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    outlines = parse(geojson(WARDS, SQUARES, crs=claim)).outlines
    assert outlines.crs == LONGITUDE_LATITUDE
    assert outlines.total_bounds == pytest.approx((-1.01, 53.0, -0.99, 53.01))


def test_a_mark_of_the_byte_order_is_no_fault():
    content = b"\xef\xbb\xbf" + geojson(WARDS, SQUARES)
    assert parse(content).outlines["name"].tolist() == ["One", "Two"]


def test_without_larger_areas_the_parent_is_blank():
    rows = [{"LSOA21CD": "E01900001", "LSOA21NM": "A 001A"}]
    parsed = parse(geojson(rows, SQUARES[:1]))
    assert (parsed.area_type, parsed.outlines["parent_code"].tolist()) == ("lsoa", [""])


def test_national_grid_metres_are_refused():
    content = geojson(WARDS, [square(442000, 392000, 500), square(443000, 392000, 500)])
    with pytest.raises(SourceError, match="not longitude and latitude"):
        SOURCE.recognise("x.geojson", content)
    with pytest.raises(SourceError, match=r"EPSG:27700.*EPSG:4326"):
        parse(content)


def test_latitude_before_longitude_is_told_as_that():
    content = geojson(WARDS, [square(53.0, -1.0), square(53.1, -1.0)])
    with pytest.raises(SourceError, match="Latitude stands before longitude"):
        SOURCE.recognise("x.geojson", content)


def test_a_feature_that_stands_twice_to_the_letter_is_read_once():
    content = geojson([*WARDS, WARDS[0]], [*SQUARES, SQUARES[0]])
    assert parse(content).outlines["code"].tolist() == ["E05900001", "E05900002"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le"])
def test_codes_in_small_letters_and_another_encoding_are_read(codec):
    content = geojson([{k: v.lower() if k.endswith("CD") else v for k, v in row.items()}
                       for row in WARDS], SQUARES).decode().encode(codec)  # fmt: skip
    assert SOURCE.recognise("x.geojson", content) == "Boundaries of electoral wards, 2024"
    outlines = parse(content).outlines
    assert outlines["code"].tolist() == ["E05900001", "E05900002"]
    assert set(outlines["parent_code"]) == {"E06900001"}


def test_one_stray_outline_among_good_ones_is_refused():
    content = geojson(WARDS, [SQUARES[0], square(53.0, -1.0)])
    with pytest.raises(SourceError, match="not longitude and latitude"):
        parse(content)


def test_an_outline_that_crosses_itself_is_repaired_and_said():
    bow = [[-1.0, 53.0], [-0.99, 53.01], [-0.99, 53.0], [-1.0, 53.01], [-1.0, 53.0]]
    parsed = parse(geojson(WARDS, [{"type": "Polygon", "coordinates": [bow]}, SQUARES[1]]))
    outlines = parsed.outlines.set_index("code")
    assert outlines["note"].to_dict() == {"E05900001": "", "E05900002": REPAIRED}
    assert outlines.geometry.is_valid.all()
    assert outlines.geometry["E05900002"].area == pytest.approx(0.00005)


@pytest.mark.parametrize(
    "shape",
    [{"type": "Polygon", "coordinates": "x"}, {"type": "Blob", "coordinates": []},
     {"type": "Polygon", "coordinates": [[[-1.0, 53.0], [-0.99, 53.0]]]},
     {"type": "Polygon", "coordinates": [[[-1.0, 53.0], [-0.99, 53.0], [-0.99, 53.1]]]},
     {"type": "Polygon", "coordinates": []}, 7],
    ids=["words", "kind", "two points", "not closed", "empty", "number"],
)  # fmt: skip
def test_a_shape_that_is_none_is_named_and_left_out(shape):
    parsed = parse(geojson(WARDS, [SQUARES[0], shape]))
    assert len(parsed.outlines) == 1
    assert WARDS[1]["WD24CD"] in parsed.without_outline[0]


def test_truncated():
    content = geojson(WARDS, SQUARES)[:-40]
    with pytest.raises(SourceError, match="breaks off"):
        SOURCE.recognise("x.geojson", content)
    with pytest.raises(SourceError, match="not whole GeoJSON"):
        parse(content)


def test_a_number_with_two_points_is_told_as_broken():
    content = geojson(WARDS, SQUARES).replace(b"53.0", b"53.53.0", 1)
    assert isinstance(SOURCE.recognise("x.geojson", content), str)
    with pytest.raises(SourceError, match="not whole GeoJSON"):
        parse(content)


def test_only_the_first_page_of_an_answer_is_refused():
    for content in (
        geojson(WARDS, SQUARES, exceededTransferLimit=True),
        geojson(WARDS, SQUARES, properties={"exceededTransferLimit": True}),
    ):
        with pytest.raises(SourceError, match="first page"):
            parse(content)


def test_an_error_answer_of_the_portal_is_told():
    content = json.dumps({"error": {"code": 400, "message": "Invalid URL"}}).encode()
    assert SOURCE.recognise("x.geojson", content) is None
    with pytest.raises(SourceError, match="Invalid URL"):
        parse(content)


def test_an_area_without_an_outline_is_named_and_the_others_are_read():
    parsed = parse(geojson(WARDS, [SQUARES[0], None]))
    assert parsed.outlines["code"].tolist() == [WARDS[0]["WD24CD"]]
    assert parsed.without_outline == (f"{WARDS[1]['WD24CD']} ({WARDS[1]['WD24NM']})",)


@pytest.mark.parametrize("odd", [-1.5, "E05900001", ["WD24CD"], None])
def test_properties_that_are_none_are_left_out_and_stop_nothing(odd):
    lost = json.loads(geojson(WARDS, [SQUARES[0], None]))
    lost["features"][1]["properties"] = lost["properties"] = odd
    parsed = parse(json.dumps(lost).encode())
    assert parsed.outlines["code"].tolist() == [WARDS[0]["WD24CD"]]
    assert parsed.without_outline == ("an area ()",)


def test_properties_may_stand_behind_a_long_outline_in_small_letters():
    ring = [[-1.0 + n / 1e6, 53.0] for n in range(60_000)]
    ring += [[-0.94, 53.1], [-1.0, 53.0]]
    feature = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"wd24cd": "E05900001", "wd24nm": "One", "lad24cd": "E06900001"},
    }
    content = json.dumps({"features": [feature], "type": "FeatureCollection"}).encode()
    assert content.index(b"properties") > 1 << 20
    assert SOURCE.recognise("x.geojson", content) == "Boundaries of electoral wards, 2024"
    assert parse(content).outlines["code"].tolist() == ["E05900001"]


def test_no_shape_or_a_repeated_code_is_refused():
    with pytest.raises(SourceError, match=r"no feature has an outline|2 areas, but 0 shapes"):
        parse(geojson(WARDS, [None, None]))
    with pytest.raises(SourceError, match="no code of their own"):
        parse(geojson([WARDS[0], WARDS[0]], SQUARES))


@pytest.mark.parametrize(
    "content",
    [WEB_PAGE, b"", b'{"type": "FeatureCollection", "features": []}',
     geojson([{"name": "x"}], SQUARES[:1])],
)  # fmt: skip
def test_anything_else_is_not_recognised(content):
    assert not SOURCE.recognise("Wards_May_2024.geojson", content)


def test_geojson_with_other_names_of_fields_is_told_what_it_lacks():
    content = geojson([{"lsoa21_code": "E01000001"}], SQUARES[:1])
    found = SOURCE.recognise("lsoas.geojson", content)
    assert isinstance(found, NotMine) and "LSOA21CD with LSOA21NM" in found.because


def test_field_names_that_are_not_ours_are_told():
    with pytest.raises(SourceError, match="LSOA21CD"):
        parse(geojson([{"name": "x"}], SQUARES[:1]))
