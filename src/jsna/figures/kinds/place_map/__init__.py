"""Map of places, each at its point or somewhere in the ward that alone is known of it.

No class and no colour tells places apart: each has a number, and the key and the table its name.
"""

from typing import TYPE_CHECKING, Final

import pandas as pd

from jsna.figures.about import About
from jsna.figures.checks import require_columns
from jsna.figures.kind import FigureKind
from jsna.figures.kinds.deprivation_map import GEOMETRY_COLUMNS
from jsna.figures.kinds.place_map.alt_text import place_map_alt
from jsna.figures.kinds.place_map.headline import place_map_headline
from jsna.figures.kinds.place_map.ink import draw
from jsna.figures.kinds.place_map.options import AT_ITS_POINT, IN_ITS_WARD, PlaceMapOptions
from jsna.figures.kinds.place_map.table import place_map_cells
from jsna.figures.spec import Spec
from jsna.sources.geography.crs import LONGITUDE_LATITUDE

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

READING: Final = (
    "A white mark stands somewhere in the ward that its place is in, not at the place. A ward"
    " without a mark has no place in the list, which does not say that it has none."
)
KIND: Final = FigureKind(
    id="place-map",
    words="places",
    page="place-map.md",
    columns=("name", "what", "ward", "ward_code", "latitude", "longitude"),
    options=PlaceMapOptions,
    alt=place_map_alt,
    table=place_map_cells,
    headline=place_map_headline,
    draw=draw,
)


def place_map_spec(
    frame: pd.DataFrame, geometry: "GeoDataFrame", about: About, *, what: str
) -> Spec[PlaceMapOptions]:
    """Return the spec of a map of places.

    Args:
        frame: One row per place, `KIND.columns`: name, what it is ("" where nothing says so), its
            ward's name and code, latitude and longitude in degrees, both missing where only the
            ward is known.
        geometry: One row per ward: code, name and geometry, in longitude and latitude.
        about: The figure's words and source.
        what: What the column `what` is called; "" to leave it out of the table.

    Raises:
        ValueError: a column is missing, there are no rows, a ward has no outline, a point is
            half, or the shapes name no coordinate system, or another one.
    """
    require_columns(frame, KIND.columns)
    require_columns(geometry, ("code", "name", "geometry"))
    if geometry.crs != LONGITUDE_LATITUDE:
        raise ValueError(f"{about.id}: shapes must be in {LONGITUDE_LATITUDE}, not {geometry.crs}")
    if not frame["ward_code"].isin(geometry["code"]).all():
        raise ValueError(f"{about.id}: a place lies in a ward without an outline")
    if (frame["latitude"].isna() != frame["longitude"].isna()).any():
        raise ValueError(f"{about.id}: a point has a latitude and a longitude")
    order = ["ward", "name", "what", "latitude", "longitude"]
    data = frame[list(KIND.columns)].sort_values(order, kind="stable").reset_index(drop=True)
    data.insert(0, "number", range(1, len(data) + 1))
    exact = data["latitude"].notna().map({True: AT_ITS_POINT, False: IN_ITS_WARD})
    data = data.assign(value=exact.astype("int64"), status="final")
    shapes = geometry.assign(layer="outline")[list(GEOMETRY_COLUMNS)].sort_values("code")
    options = PlaceMapOptions(about.measure, what=what)
    return KIND.spec(
        about, data, options, units={}, notes=(READING,), geometry=shapes.reset_index(drop=True)
    )
