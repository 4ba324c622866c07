"""Where each place of a map is drawn: at its point, or inside the ward that alone is known."""

from typing import TYPE_CHECKING

from jsna.figures.kinds.place_map.options import AT_ITS_POINT, PlaceMapOptions
from jsna.figures.spec import Spec
from jsna.sources.geography.crs import LONGITUDE_LATITUDE

if TYPE_CHECKING:
    from geopandas import GeoSeries


def located(spec: Spec[PlaceMapOptions]) -> "GeoSeries":
    """Return one point per place in longitude and latitude, on the index of the spec's data.

    Raises:
        ValueError: there are no outlines.
    """
    # geopandas is heavy and only maps need it
    import geopandas

    if spec.geometry is None:
        raise ValueError(f"{spec.id}: a map needs geometry")
    data = spec.data
    inner = spec.geometry.set_index("code").geometry.representative_point()
    wards = inner.loc[data["ward_code"]].set_axis(data.index)
    points = geopandas.GeoSeries(
        geopandas.points_from_xy(data["longitude"], data["latitude"]),
        index=data.index,
        crs=LONGITUDE_LATITUDE,
    )
    return points.where(data["value"] == AT_ITS_POINT, wards)
