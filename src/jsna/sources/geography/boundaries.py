"""Source: boundaries from the ONS Open Geography Portal, as GeoJSON with ONS field names.

The kind of area and the vintage come from the field names (WD24CD: wards of 2024). Longitude
and latitude only (EPSG:4326): the portal has served "GeoJSON" in British National Grid metres,
so coordinates are checked against the United Kingdom's extent.
"""

import io
import json
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jsna.errors import FormatChanged, Problem, Truncated
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.settings.source import SourceSettings
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.contract import Fetched, NotMine, Parsed, ParsedBoundaries, Request
from jsna.sources.csv_text import from_utf16
from jsna.sources.geography.crs import LONGITUDE_LATITUDE
from jsna.sources.geography.layers import HOSTS, LayerRequest, fetch_rows, layer_requests
from jsna.sources.geography.ons_field import AREA_TYPES, OnsField, in_capitals, ons_fields
from jsna.sources.geography.outline import has_outline
from jsna.sources.geography.source_ids import BOUNDARIES

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries

    from jsna.http.client import Http

HEAD_BYTES = 1 << 12
KEY = re.compile(rb'"([A-Za-z]{2,5}\d{2}(?:[Cc][Dd]|[Nn][Mm]))"\s*:')
TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"')
PROPERTIES_BYTES = 1 << 14
MOST_PROPERTIES = 4
"""How many are looked at: a file's own, such as its coordinate system's, may stand first."""
POSITION = re.compile(rb'"coordinates"\s*:[\s\[]*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*[],]')
WEST, SOUTH, EAST, NORTH = -9.0, 49.0, 3.0, 61.0
TITLES = {
    "lsoa": "lower layer super output areas",
    "msoa": "middle layer super output areas",
    "ward": "electoral wards",
    "district": "local authority districts",
    "county": "counties and unitary authorities",
    "region": "regions",
    "country": "countries",
}
NO_FIELDS = (
    "it is GeoJSON without fields that are named as ONS names codes and names (LSOA21CD with"
    " LSOA21NM): nothing says which areas it outlines, nor of which year"
)
NAMELESS = "it has {} without {}: outlines are read only with the names of their areas"
AGAIN = "Download it again as GeoJSON in longitude and latitude (EPSG:4326)."
METRES = "Metres of the British National Grid (EPSG:27700) look like that."
LATITUDE_FIRST = "Latitude stands before longitude."
POINTS = "its areas are points or lines, centroids for example, and have no outline"
FLAT = (b"Point", b"MultiPoint", b"LineString", b"MultiLineString")
OUTLINED = (b"Polygon", b"MultiPolygon", b"GeometryCollection")
REPAIRED = "outline repaired: it crossed itself as published"


@dataclass(frozen=True)
class Boundaries:
    """Outlines of one kind of area and vintage.

    Attributes:
        about: The catalogue's sources, which name the layers; without them nothing is asked for.
    """

    about: Mapping[str, SourceSettings] = field(default_factory=dict)
    id: str = BOUNDARIES
    hosts: tuple[str, ...] = HOSTS

    def with_addresses(self, about: Mapping[str, SourceSettings]) -> "Boundaries":
        """Return the source that asks for the layers of these settings."""
        return Boundaries(about)

    def requests(self, indicators: Sequence[Indicator], area: Area) -> list[Request]:
        """Return one request for the area's part of each layer that the catalogue names."""
        return layer_requests(self.about, self.id, area) if self.about else []

    def fetch(self, request: Request, http: "Http") -> list[Fetched]:
        """Return the area's outlines of a layer as one GeoJSON file (see `layers.fetch_rows`)."""
        if not isinstance(request, LayerRequest):
            raise TypeError(f"no request of this source: {request}")
        features = fetch_rows(request, http, geometry=True)
        collection = {"type": "FeatureCollection", "features": features}
        content = json.dumps(collection, separators=(",", ":"), ensure_ascii=False).encode()
        return [Fetched(content, request.url, "application/geo+json")]

    def recognise(self, name: str, content: bytes) -> str | NotMine | None:
        """Return a title with kind and vintage if it is GeoJSON with ONS field names.

        GeoJSON without them is not ours, because nothing says what its areas are.

        Raises:
            SourceError: it is that, and breaks off or is not in longitude and latitude.
        """
        content = from_utf16(content)
        if not _is_collection(content):
            return None
        names = in_capitals(_property_names(content))
        fields = _fields(names)
        if not fields:
            return NotMine(NO_FIELDS)
        if fields[0].name not in names:
            return NotMine(NAMELESS.format(fields[0].code, fields[0].name))
        if _has_points_alone(content):
            return NotMine(POINTS)
        if not _is_closed(content):
            raise Truncated(Problem("the GeoJSON breaks off.", name, next_step=AGAIN))
        if first := POSITION.search(content):
            longitude, latitude = float(first[1]), float(first[2])
            _check_extent(np.array([[longitude, latitude, longitude, latitude]]), name)
        return f"Boundaries of {TITLES[fields[0].area_type]}, {fields[0].vintage}"

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return the outlines: one row per area.

        Beside the contract's columns there is `note`, which says where an outline that crossed
        itself was repaired.

        Raises:
            SourceError: not whole GeoJSON, only the first page of an answer, no ONS field
                names, a shape missing, or coordinates that are not longitude and latitude.
        """
        file, content = snapshot.title, from_utf16(content)
        whole = _load(content, file)
        collection, without = _with_outlines(_each_once(whole), file)
        as_it_is = len(collection["features"]) == len(whole["features"])
        areas = _read(content if as_it_is else json.dumps(collection).encode(), file)
        areas = areas.rename(columns=dict(zip(areas.columns, _spelled(areas), strict=True)))
        fields = _fields([str(name) for name in areas.columns])
        if fields and fields[0].name not in areas:
            what = NAMELESS.format(fields[0].code, fields[0].name)
            raise FormatChanged(Problem(f"{what}.", file))
        if not fields:
            what = "no field is named as ONS names codes and names."
            raise FormatChanged(Problem(what, file, 0, "For example LSOA21CD with LSOA21NM."))
        expected = len(collection["features"])
        shapes, repaired = _sound_shapes(areas.geometry, expected, file)
        note = pd.Series(np.where(repaired, REPAIRED, ""), areas.index, dtype="str")
        rows = _rows(areas, fields, file).assign(geometry=shapes, note=note)
        outlines = type(areas)(rows).sort_values("code", ignore_index=True)
        kind, vintage = fields[0].area_type, fields[0].vintage
        return [ParsedBoundaries(kind, vintage, outlines, _named(without, fields[0]))]


def _fields(names: list[str]) -> list[OnsField]:
    """Return the code fields, the outlined areas' own first: larger areas may lack their names."""
    return ons_fields(names, AREA_TYPES.values())


def _is_collection(content: bytes) -> bool:
    head = content[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"{") and b'"FeatureCollection"' in content


def _has_points_alone(content: bytes) -> bool:
    """Return whether features are at points or along lines, and none has an outline."""
    has = {kind for kind in (*FLAT, *OUTLINED) if b'"%s"' % kind in content}
    return bool(has) and has.isdisjoint(OUTLINED)


def _property_names(content: bytes) -> list[str]:
    """Return the names of the first properties that ONS named, wherever they stand in a file."""
    place = content.find(b'"properties"')
    for _ in range(MOST_PROPERTIES):
        if place < 0:
            break
        keys = [key.decode() for key in KEY.findall(content[place : place + PROPERTIES_BYTES])]
        if keys:
            return list(dict.fromkeys(keys))
        place = content.find(b'"properties"', place + 1)
    return []


def _spelled(areas: "GeoDataFrame") -> list[str]:
    return [
        name if name == areas.geometry.name else spelled
        for name, spelled in zip(areas.columns, in_capitals(map(str, areas.columns)), strict=True)
    ]


def _each_once(collection: dict[str, Any]) -> dict[str, Any]:
    """Return the collection without features that stand in it twice, to the letter."""
    features = collection["features"]
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        return collection
    if len({json.dumps(f.get("properties")) for f in features}) == len(features):
        return collection
    return collection | {"features": [*{json.dumps(f): f for f in features}.values()]}


def _with_outlines(
    collection: dict[str, Any], file: str
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the collection without features that have no outline, and the properties of those.

    What is drawn on a map is an area: a point or a line is no outline of one, nor is nothing.

    Raises:
        SourceError: none has one.
    """
    features = collection["features"]
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        raise FormatChanged(Problem("its features are no GeoJSON features.", file, 0, "", AGAIN))
    outlined = [has_outline(feature.get("geometry")) for feature in features]
    kept = list(compress(features, outlined))
    if not kept:
        raise FormatChanged(Problem("no feature has an outline.", file, next_step=AGAIN))
    lost = compress(features, (not has for has in outlined))
    return collection | {"features": kept}, [_properties(feature) for feature in lost]


def _properties(part: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties of a collection or a feature; none where they are no such thing."""
    told = part.get("properties")
    return told if isinstance(told, dict) else {}


def _named(without: Sequence[Mapping[str, Any]], own: OnsField) -> tuple[str, ...]:
    """Return code and name of areas, from their properties."""
    rows = [{key.upper(): value for key, value in row.items()} for row in without]
    return tuple(f"{row.get(own.code, 'an area')} ({row.get(own.name, '')})" for row in rows)


def _is_closed(content: bytes) -> bool:
    """Return whether every brace is closed; those within texts, such as names, do not count."""
    if content.count(b"{") == content.count(b"}"):
        return True
    bare = TEXT.sub(b"", content)
    return bare.count(b"{") == bare.count(b"}")


def _load(content: bytes, file: str) -> dict[str, Any]:
    try:
        collection = json.loads(content.decode("utf-8-sig"))
    except (ValueError, UnicodeDecodeError, RecursionError) as error:
        what = f"this is not whole GeoJSON: {error}."
        raise Truncated(Problem(what, file, getattr(error, "lineno", 0), "", AGAIN)) from error
    if not isinstance(collection, dict) or not collection.get("features"):
        detail = collection.get("error", "") if isinstance(collection, dict) else ""
        what = f"the GeoJSON has no features{f': {detail}' if detail else ''}."
        raise FormatChanged(Problem(what, file, next_step=AGAIN))
    inside = _properties(collection)
    if collection.get("exceededTransferLimit") or inside.get("exceededTransferLimit"):
        what = "this is only the first page of the portal's answer (exceededTransferLimit)."
        raise Truncated(Problem(what, file, next_step="Download the whole layer as a file."))
    return collection


def _read(content: bytes, file: str) -> "GeoDataFrame":
    """Return the features as they stand in the file: one row each, properties and outline."""
    # geopandas is heavy and only boundaries need it
    import geopandas
    from shapely.errors import ShapelyError

    try:
        with warnings.catch_warnings():
            # of a shape that is none: it is missing then, and counted below
            warnings.simplefilter("ignore", RuntimeWarning)
            areas = geopandas.read_file(io.BytesIO(content))
    except (RuntimeError, ValueError, ShapelyError) as error:  # what GDAL and GEOS raise
        what = f"the outlines cannot be read: {error}."
        raise FormatChanged(Problem(what, file, next_step=AGAIN)) from error
    if not isinstance(areas, geopandas.GeoDataFrame):
        raise FormatChanged(Problem("no feature has an outline.", file, next_step=AGAIN))
    # whatever the file says of its system: its coordinates are checked
    return areas.set_crs(LONGITUDE_LATITUDE, allow_override=True)


def _rows(areas: "GeoDataFrame", fields: list[OnsField], file: str) -> pd.DataFrame:
    """Return code, name and the code of the next larger area in the file, if it has one."""
    own = fields[0]
    larger = [field for field in fields if field.area_type != own.area_type]
    parent = areas[larger[0].code] if larger else pd.Series("", areas.index)
    columns = {"code": areas[own.code], "name": areas[own.name], "parent_code": parent}
    rows = pd.DataFrame(columns).fillna("").astype("str")
    codes = ["code", "parent_code"]
    rows[codes] = rows[codes].apply(lambda column: column.str.upper())
    twice = rows["code"][rows["code"].duplicated() | (rows["code"] == "")]
    if not twice.empty:
        what = f"{len(twice)} outlines have no code of their own, for example '{twice.iloc[0]}'."
        raise FormatChanged(Problem(what, file, next_step=AGAIN))
    return rows


def _sound_shapes(
    shapes: "GeoSeries", expected: int, file: str
) -> tuple["GeoSeries", "pd.Series[bool]"]:
    """Return each feature's outline, mended where it crosses itself, and which were."""
    there = shapes.geom_type.notna() & ~shapes.is_empty
    if len(shapes) != expected or not there.all():
        what = f"{expected} areas, but {int(there.sum())} shapes."
        raise FormatChanged(Problem(what, file, next_step=AGAIN))
    _check_extent(shapes.bounds.to_numpy(), file)
    crossing = ~shapes.is_valid
    mended = shapes[crossing].make_valid(method="structure", keep_collapsed=False)
    return shapes.where(~crossing, mended), crossing


def _check_extent(bounds: np.ndarray[Any, Any], file: str) -> None:
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    if not (west >= WEST and south >= SOUTH and east <= EAST and north <= NORTH):
        what = (
            "the coordinates are not longitude and latitude in the United Kingdom: they run from"
            f" {west:.6g}, {south:.6g} to {east:.6g}, {north:.6g}."
        )
        swapped = south >= WEST and north <= EAST and west >= SOUTH and east <= NORTH
        allowed = LATITUDE_FIRST if swapped else METRES
        raise FormatChanged(Problem(what, file, 0, allowed, AGAIN))


SOURCE = Boundaries()
