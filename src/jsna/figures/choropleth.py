"""Map of small areas in five classes, with outlines of larger ones above.

Made for deprivation by national fifth. The legend is drawn from the list of classes, beside
the map and never on it, and counts the areas of each class. An area without data is a class
of its own: white, outlined in grey, marked with a cross.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import pandas as pd

from jsna.figures.about import About
from jsna.figures.checks import require_columns
from jsna.figures.kinds.deprivation_map import KIND
from jsna.figures.kinds.deprivation_map.options import MapOptions
from jsna.figures.spec import Spec
from jsna.sources.geography.crs import LONGITUDE_LATITUDE

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

GEOMETRY_COLUMNS: Final = ("code", "name", "layer", "geometry")
FIFTHS_OF_DEPRIVATION: Final = (
    "1 most deprived fifth", "2", "3", "4", "5 least deprived fifth",
)  # fmt: skip


def choropleth_spec(
    frame: pd.DataFrame,
    geometry: "GeoDataFrame",
    about: About,
    *,
    classes: Sequence[str] = FIFTHS_OF_DEPRIVATION,
    legend: str,
    areas: str = "neighbourhoods",
    worst_places: Sequence[str] = (),
) -> Spec[MapOptions]:
    """Return the spec of a map.

    Args:
        frame: One row per small area, with at least `KIND.columns`; `value` is its class, 1 to the
            number of classes. Further columns (ward, rank, decile) go into the CSV as they are.
        geometry: One row per shape, `GEOMETRY_COLUMNS`, in longitude and latitude: layer "fill"
            for the small areas of `frame`, "outline" for the lines above them.
        about: The figure's words and source; its measure names what is mapped.
        classes: Words of each class, from 1; at most five.
        legend: Heading of the legend, e.g. "National fifth, 2025".
        areas: What the small areas are called.
        worst_places: Names of the larger areas that hold most of class 1, for the alt text.

    Raises:
        ValueError: a column is missing, an area stands twice, a class is out of range, the
            areas of `frame` and the shapes to fill are not the same, or the shapes name no
            coordinate system, or another one.
    """
    require_columns(frame, KIND.columns)
    require_columns(geometry, GEOMETRY_COLUMNS)
    if geometry.crs != LONGITUDE_LATITUDE:
        raise ValueError(f"{about.id}: shapes must be in {LONGITUDE_LATITUDE}, not {geometry.crs}")
    _check(frame, geometry, about, classes)
    data = frame.sort_values("area_code", kind="stable").reset_index(drop=True)
    options = MapOptions(tuple(classes), legend, areas, tuple(worst_places))
    return KIND.spec(about, data, options, units={}, geometry=geometry)


def _check(
    frame: pd.DataFrame, geometry: "GeoDataFrame", about: About, classes: Sequence[str]
) -> None:
    if not 2 <= len(classes) <= 5:
        raise ValueError(f"{about.id}: a map takes two to five classes")
    if frame["area_code"].duplicated().any():
        raise ValueError(f"{about.id}: an area stands twice")
    known = frame["value"].dropna()
    if not known.isin(range(1, len(classes) + 1)).all():
        raise ValueError(f"{about.id}: a class is not a whole number from 1 to {len(classes)}")
    shapes = set(geometry.loc[geometry["layer"] == "fill", "code"])
    if unmatched := sorted(shapes.symmetric_difference(frame["area_code"])):
        few = ", ".join(unmatched[:5])
        raise ValueError(f"{about.id}: {len(unmatched)} areas and shapes do not match: {few}")
