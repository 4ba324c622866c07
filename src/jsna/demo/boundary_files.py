"""Outlines of the invented small areas, wards and councils, as GeoJSON with ONS field names.

LSOAs are the cells around the places of `small_areas` (a Voronoi diagram) cut off at a wavy
coast; wards are unions of LSOAs and councils unions of wards, so that all outlines nest.
"""

import json
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely

from jsna.demo.country import ELSEWHERE, LAYOUTS
from jsna.sources.geography.crs import LONGITUDE_LATITUDE

DECIMALS = 5
"""Of a degree: about a metre."""
WAVES = ((2, 0.07), (3, 0.06), (5, 0.035), (8, 0.02))
CORNERS = 180
ISLAND = 0.04
"""Radius, as a part of the council's."""


def outlines(small_areas: pd.DataFrame) -> geopandas.GeoDataFrame:
    """Return the LSOAs of the drawn councils with their shapes, in longitude and latitude."""
    drawn = small_areas[small_areas["slug"] != ""]
    parts = [
        geopandas.GeoDataFrame(part, geometry=_cells(str(slug), part), crs=LONGITUDE_LATITUDE)
        for slug, part in drawn.groupby("slug")
    ]
    return pd.concat(parts).sort_index()


def dissolve(lsoas: geopandas.GeoDataFrame, keys: list[str]) -> geopandas.GeoDataFrame:
    """Return one row per combination of `keys`, its shape the union of its LSOAs' shapes."""
    return lsoas[[*keys, "geometry"]].dissolve(by=keys, as_index=False)


def geojson(areas: geopandas.GeoDataFrame, fields: dict[str, str]) -> bytes:
    """Return a feature collection.

    Args:
        areas: Has the columns that `fields` names.
        fields: ONS field name -> column, e.g. {"WD24CD": "ward_code"}.
    """
    named = areas[[*fields.values(), "geometry"]].set_axis([*fields, "geometry"], axis="columns")
    collection: dict[str, Any] = {
        "type": "FeatureCollection",
        "name": "SYNTHETIC invented outlines",
        "features": list(named.iterfeatures(drop_id=True)),
    }
    return json.dumps(collection, separators=(",", ":")).encode()


def _cells(slug: str, part: pd.DataFrame) -> np.ndarray:
    """Return the cell of each place, cut off at the council's coast."""
    layout = LAYOUTS.get(slug, ELSEWHERE)
    places = shapely.points(part[["x", "y"]].to_numpy())
    coast = _coast_around(places)
    together = shapely.multipoints(places)
    cells = shapely.get_parts(shapely.voronoi_polygons(together, extend_to=coast, ordered=True))
    cut = shapely.intersection(cells, coast)

    def to_degrees(places: np.ndarray) -> np.ndarray:
        longitude, latitude = layout.centre
        scale = layout.radius * np.array([1 / np.cos(np.radians(latitude)), 1.0])
        return np.round(places * scale + (longitude, latitude), DECIMALS)

    return np.asarray(shapely.normalize(_unfolded(shapely.transform(cut, to_degrees))))


def _unfolded(cells: np.ndarray) -> np.ndarray:
    """Return cells without the slivers that rounding folded over themselves.

    A cell that crosses itself can't be joined with others to a ward.
    """
    whole = shapely.make_valid(cells, method="structure", keep_collapsed=False)
    return np.where(shapely.is_valid(cells), cells, whole)


def _coast_around(places: np.ndarray) -> shapely.Geometry:
    """Return the coast, with an island or a headland for each place that would lie in the sea."""
    coast = _coast(len(places))
    shapely.prepare(coast)
    astray = places[~shapely.contains(coast, places)]
    return shapely.union_all([coast, *shapely.buffer(astray, ISLAND)]) if len(astray) else coast


def _coast(seed: int) -> shapely.Polygon:
    """Return a wavy line around the unit circle."""
    rng = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    waves = [size * np.cos(n * angle + rng.random() * 2 * np.pi) for n, size in WAVES]
    radius = 1.06 + np.sum(waves, axis=0)
    return shapely.Polygon(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))
