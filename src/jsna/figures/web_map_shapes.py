"""The shapes of a map that is zoomed: no more corners than it can show, and what each one says."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from jsna.figures.kinds.deprivation_map.options import MapOptions
from jsna.figures.spec import Spec
from jsna.sources.geography.crs import LONGITUDE_LATITUDE, NATIONAL_GRID

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries

DECIMALS: Final = 5
"""Of a degree: about a metre."""
NO_DATA: Final = 0
"""The class of an area without a value."""
NO_DATA_WORDS: Final = "no data"


def coarser(geometry: "GeoDataFrame", steps: int) -> "GeoDataFrame":
    """Return the shapes with fewer corners; neighbours still share their borders.

    Measured on the National Grid, so that a step is as long everywhere; given back in longitude
    and latitude, to a metre.

    Args:
        geometry: As `choropleth_spec` takes it.
        steps: Into how many the map's longer side is parted: an outline may be moved by one.
    """
    metres = geometry.to_crs(NATIONAL_GRID)
    west, south, east, north = metres.total_bounds
    step = max(east - west, north - south) / steps
    layers = [_simplified(layer, step) for _, layer in metres.groupby("layer", sort=True)]
    shapes = pd.concat(layers).to_crs(LONGITUDE_LATITUDE)
    return shapes.set_geometry(_to_a_metre(shapes.geometry))


def _simplified(shapes: "GeoDataFrame", step: float) -> "GeoDataFrame":
    polygons = shapes.geom_type.isin(("Polygon", "MultiPolygon")).all()
    if polygons and shapes.is_valid_coverage():
        return shapes.set_geometry(shapes.simplify_coverage(step))
    return shapes.set_geometry(shapes.simplify(step))


def told_areas(spec: "Spec[MapOptions]", shapes: "GeoDataFrame") -> "GeoDataFrame":
    """Return one row per area, in the order of the figure's data: class, words and shape.

    Args:
        spec: The figure, of kind choropleth.
        shapes: As `coarser` gives them.

    Returns:
        Columns geometry, class (from 1; NO_DATA without a value) and words, which name the area
        and its class.
    """
    data = spec.data.set_index("area_code")
    place = data["area_name"] + (", " + data["ward"] if "ward" in data else "")
    classes = classes_of(data["value"])
    names = {NO_DATA: NO_DATA_WORDS} | dict(enumerate(class_words(spec), start=1))
    words = place + f". {spec.options.legend}: " + classes.map(names)
    areas = shapes[shapes["layer"] == "fill"].set_index("code")[["geometry"]]
    told = areas.join(pd.DataFrame({"class": classes, "words": words}))
    return told.loc[data.index].reset_index(drop=True)


def classes_of(value: pd.Series) -> pd.Series:
    """Return the class of each value, whole numbers; NO_DATA where there is none."""
    return value.fillna(NO_DATA).astype("int64")


def class_words(spec: "Spec[MapOptions]") -> list[str]:
    """Return the words of each class of a map, from 1."""
    words: Any = spec.options.classes
    return list(words)


def middles(areas: "GeoDataFrame") -> "GeoDataFrame":
    """Return a point inside each area, to a metre: where its mark stands."""
    return areas[["geometry"]].set_geometry(_to_a_metre(areas.representative_point()))


def _to_a_metre(shapes: "GeoSeries") -> "GeoSeries":
    return shapes.transform(lambda places: np.round(places, DECIMALS))
