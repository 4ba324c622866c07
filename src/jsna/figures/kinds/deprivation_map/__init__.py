"""Map of small areas in classes, with outlines of larger ones above.

Made for deprivation by national fifth, and for its clusters (`clusters`). The legend is drawn
from the list of classes, beside the map and never on it, and counts the areas of each class. An
area without data is a class of its own: white, outlined in grey, marked with a cross.
"""

from typing import TYPE_CHECKING, Final

import pandas as pd

from jsna.figures.about import About
from jsna.figures.checks import require_columns
from jsna.figures.kind import FigureKind
from jsna.figures.kinds.deprivation_map.alt_text import map_alt
from jsna.figures.kinds.deprivation_map.ink import draw
from jsna.figures.kinds.deprivation_map.options import MapOptions
from jsna.figures.kinds.deprivation_map.table import map_cells
from jsna.figures.spec import Spec
from jsna.narrative.headlines import deprivation_headline
from jsna.sources.geography.crs import LONGITUDE_LATITUDE

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

GEOMETRY_COLUMNS: Final = ("code", "name", "layer", "geometry")
KIND: Final = FigureKind(
    id="choropleth",
    words="map",
    page="deprivation-map.md",
    columns=("area_code", "area_name", "value", "status"),
    options=MapOptions,
    alt=map_alt,
    table=map_cells,
    headline=deprivation_headline,
    draw=draw,
)


def choropleth_spec(
    frame: pd.DataFrame, geometry: "GeoDataFrame", about: About, options: MapOptions
) -> Spec[MapOptions]:
    """Return the spec of a map.

    Args:
        frame: One row per small area, with at least `KIND.columns`; `value` is its class, 1 to the
            number of classes. Further columns (ward, rank, decile) go into the CSV as they are.
        geometry: One row per shape, `GEOMETRY_COLUMNS`, in longitude and latitude: layer "fill"
            for the small areas of `frame`, "outline" for the lines above them.
        about: The figure's words and source; its measure names what is mapped.
        options: The classes, at most five, and the words of legend and alt text.

    Raises:
        ValueError: a column is missing, an area stands twice, a class is out of range, the
            areas of `frame` and the shapes to fill are not the same, or the shapes name no
            coordinate system, or another one.
    """
    require_columns(frame, KIND.columns)
    require_columns(geometry, GEOMETRY_COLUMNS)
    if geometry.crs != LONGITUDE_LATITUDE:
        raise ValueError(f"{about.id}: shapes must be in {LONGITUDE_LATITUDE}, not {geometry.crs}")
    _check(frame, geometry, about, len(options.classes))
    data = frame.sort_values("area_code", kind="stable").reset_index(drop=True)
    return KIND.spec(about, data, options, units={}, geometry=geometry)


def _check(frame: pd.DataFrame, geometry: "GeoDataFrame", about: About, classes: int) -> None:
    if not 2 <= classes <= 5:
        raise ValueError(f"{about.id}: a map takes two to five classes")
    if frame["area_code"].duplicated().any():
        raise ValueError(f"{about.id}: an area stands twice")
    known = frame["value"].dropna()
    if not known.isin(range(1, classes + 1)).all():
        raise ValueError(f"{about.id}: a class is not a whole number from 1 to {classes}")
    shapes = set(geometry.loc[geometry["layer"] == "fill", "code"])
    if unmatched := sorted(shapes.symmetric_difference(frame["area_code"])):
        few = ", ".join(unmatched[:5])
        raise ValueError(f"{about.id}: {len(unmatched)} areas and shapes do not match: {few}")
