"""Outlines that were kept as GeoParquet, read back."""

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def read_outlines(content: bytes) -> "GeoDataFrame":
    """Return the outlines of a GeoParquet file, with the CRS that it names."""
    import geopandas

    return geopandas.read_parquet(BytesIO(content))
