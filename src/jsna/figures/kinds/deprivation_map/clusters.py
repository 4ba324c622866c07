"""Map of clusters: where small areas with high or low values lie among their like, and where not.

A choropleth whose classes have no order: each kind of cluster has its colour and a mark of its
own on the map, which the legend repeats.
"""

from typing import TYPE_CHECKING, Final

import pandas as pd

from jsna.figures.about import About
from jsna.figures.kinds.deprivation_map import choropleth_spec
from jsna.figures.kinds.deprivation_map.options import MapOptions
from jsna.figures.spec import Spec

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

CLUSTERS: Final = (
    "high among high", "low among low", "high among low", "low among high", "no cluster",
)  # fmt: skip
"""The classes, 1 to 5, as `analysis.spatial_clusters` names them."""


def cluster_map_spec(
    frame: pd.DataFrame,
    geometry: "GeoDataFrame",
    about: About,
    *,
    legend: str,
    places: tuple[str, ...] = (),
) -> Spec[MapOptions]:
    """Return the spec of a map of clusters.

    Args:
        frame: As `choropleth_spec`; `value` is the class, a place in `CLUSTERS` from 1.
        geometry: As `choropleth_spec`.
        about: The figure's words and source.
        legend: Heading of the legend.
        places: Names of the larger areas that hold most of class 1, for the alt text.

    Raises:
        ValueError: as `choropleth_spec`.
    """
    options = MapOptions(legend, CLUSTERS, places=places, look="clusters")
    return choropleth_spec(frame, geometry, about, options)
