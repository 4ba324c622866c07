"""What stands in a GeoJSON file's place of an outline and is none: the area is named, not drawn."""

import json

import pytest
from geo_files import geojson, snapshot, square

from jsna.errors import SourceError
from jsna.fetching.why_not_read import why_not_read
from jsna.sources.contract import NotMine
from jsna.sources.geography.boundaries import SOURCE
from jsna.sources.geography.outline import has_outline

RING = square(-1.0, 53.0)["coordinates"][0]
WARDS = [{"WD24CD": f"E0590000{n}", "WD24NM": f"Ward {n}", "LAD24CD": "E06900001",
          "LAD24NM": "A Place"} for n in (1, 2)]  # fmt: skip
NONE = {
    "null": None, "nothing": {}, "no coordinates": {"type": "Polygon"},
    "no rings": {"type": "Polygon", "coordinates": []},
    "null for rings": {"type": "Polygon", "coordinates": None},
    "an empty ring": {"type": "Polygon", "coordinates": [[]]},
    "no polygons": {"type": "MultiPolygon", "coordinates": []},
    "null for a place": {"type": "Polygon", "coordinates": [[[None, None]] * 4]},
    "words for places": {"type": "Polygon", "coordinates": [[["-1.0", "53.0"]] * 4]},
    "a ring that is open": {"type": "Polygon", "coordinates": [RING[:-1]]},
    "a point": {"type": "Point", "coordinates": [-1.0, 53.0]},
    "a line": {"type": "LineString", "coordinates": RING},
    "an empty collection": {"type": "GeometryCollection", "geometries": []},
}  # fmt: skip


@pytest.mark.parametrize("name", NONE)
def test_an_area_without_an_outline_is_named_and_the_rest_is_used(name):
    content = geojson(WARDS, [square(-1.0, 53.0), NONE[name]])
    (parsed,) = SOURCE.parse(snapshot(content), content)
    assert parsed.outlines["code"].tolist() == ["E05900001"]
    assert parsed.without_outline == ("E05900002 (Ward 2)",)


def test_outlines_of_several_parts_or_with_heights_are_outlines():
    high = {"type": "Polygon", "coordinates": [[[*place, 10.5] for place in RING]]}
    assert has_outline(high) and has_outline(square(0, 51))
    assert has_outline({"type": "MultiPolygon", "coordinates": [[RING], [RING, RING]]})
    assert has_outline({"type": "GeometryCollection", "geometries": [square(0, 51)]})
    content = geojson(WARDS[:1], [{"type": "Point", "coordinates": [-1.0, 53.0]}])
    with pytest.raises(SourceError, match="no feature has an outline"):
        SOURCE.parse(snapshot(content), content)


def test_centroids_are_no_broken_outlines_but_another_file():
    # in metres too, as they are published: whatever they are in, they are not wanted
    for place in ([-1.0, 53.0], [440000.0, 390000.0]):
        content = geojson(WARDS[:1], [{"type": "Point", "coordinates": place}])
        found = SOURCE.recognise("centroids.geojson", content)
        assert isinstance(found, NotMine) and "points or lines" in found.because
    mixed = geojson(WARDS, [{"type": "Point", "coordinates": [-1.0, 53.0]}, square(-1.0, 53.0)])
    assert SOURCE.recognise("wards.geojson", mixed) == "Boundaries of electoral wards, 2024"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (json.dumps({"type": "Feature", "properties": WARDS[0]}).encode(), "JSON of a kind"),
        (b"\xef\xbb\xbf [1, 2, 3]", "JSON of a kind"),
        (b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"/>', "KML"),
        (b"SQLite format 3\0" + b"\0" * 90, "GeoPackage"),
    ],
)
def test_other_kinds_of_outlines_are_told_how_they_are_read(content, words):
    assert words in why_not_read(content) and "outlines are read as GeoJSON" in why_not_read(
        content
    )
