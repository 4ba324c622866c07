"""In which areas points lie, and how far they lie from one."""

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from jsna.sources.geography.crs import LONGITUDE_LATITUDE, NATIONAL_GRID

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries

NEAR: Final = 250.0
"""Metres. Generalised outlines run so far from the true ones; a point so near counts as inside."""
MOST_DEGREES: Final = {"latitude": 90.0, "longitude": 180.0}


def areas_of_points(
    points: pd.DataFrame, outlines: "GeoDataFrame", near: float = NEAR
) -> pd.Series:
    """Return the code of the area in which each point lies, "" where it lies in none.

    Of several areas that are equally near the first by code.

    Args:
        points: Columns latitude and longitude, in degrees; one without both lies nowhere.
        outlines: One row per area: code and geometry, in any coordinate system that is named.
        near: How far outside an area a point may lie and still count, in metres.
    """
    # geopandas is heavy and only maps need it
    import geopandas

    shapes = outlines[["code", "geometry"]].to_crs(NATIONAL_GRID)
    known = _on_the_grid(points)
    found = geopandas.sjoin_nearest(known, shapes, max_distance=near).sort_values("code")
    codes = found.loc[~found.index.duplicated(), "code"]
    return codes.reindex(points.index).fillna("").astype("object")


def far_from_areas(
    points: pd.DataFrame, codes: pd.Series, outlines: "GeoDataFrame", near: float = NEAR
) -> pd.Series:
    """Return whether each point lies further than `near` metres from the area named beside it.

    False where the point or the area is not known.

    Args:
        points: As `areas_of_points`.
        codes: The area of each point.
        outlines: As `areas_of_points`.
        near: In metres.
    """
    shapes = outlines.set_index("code").geometry.to_crs(NATIONAL_GRID)
    known = _on_the_grid(points).geometry
    named = codes.reindex(known.index)
    known = known[named.isin(shapes.index)]
    own = shapes.loc[named[known.index]].set_axis(known.index)
    far = known.distance(own) > near
    return far.reindex(points.index, fill_value=False)


def _on_the_grid(points: pd.DataFrame) -> "GeoDataFrame":
    """The points that are some place on earth, in metres."""
    import geopandas

    far = [points[name].abs() <= most for name, most in MOST_DEGREES.items()]
    known = points[np.logical_and.reduce(far)]
    places: GeoSeries = geopandas.GeoSeries(
        geopandas.points_from_xy(known["longitude"], known["latitude"]),
        index=known.index,
        crs=LONGITUDE_LATITUDE,
    )
    return geopandas.GeoDataFrame(geometry=places.to_crs(NATIONAL_GRID))
