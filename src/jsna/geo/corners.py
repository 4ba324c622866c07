"""How detailed outlines are: by how many corners they have."""

import geopandas as gpd
import shapely


def mean_corners(outlines: gpd.GeoDataFrame) -> float:
    """Return the mean number of an outline's points, the closing one counted; nan of none."""
    return float(shapely.get_num_coordinates(outlines.geometry).mean())
