"""Outlines that were kept as GeoParquet, read back."""

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

GEOMETRY: Final = "geometry"


def read_outlines(content: bytes, rows: "NDArray[Any] | None" = None) -> "GeoDataFrame":
    """Return the outlines of a GeoParquet file, with the CRS that it names.

    Args:
        content: The file.
        rows: The numbers of the rows that are wanted; all of them unless given.
    """
    import geopandas

    if rows is None:
        return geopandas.read_parquet(BytesIO(content))
    import pyarrow as pa
    from pyarrow import parquet

    table = parquet.read_table(BytesIO(content), use_threads=False, pre_buffer=False)
    some, buffer = table.take(pa.array(rows)), BytesIO()
    # only geopandas itself knows what its file says of the geometry
    parquet.write_table(some, buffer, compression="none")
    return geopandas.read_parquet(buffer)


def read_without_geometry(content: bytes) -> "pd.DataFrame":
    """Return the rows of a GeoParquet file without their outlines."""
    from pyarrow import parquet

    file = parquet.ParquetFile(BytesIO(content), pre_buffer=False)
    names = [name for name in file.schema_arrow.names if name != GEOMETRY]
    rows: pd.DataFrame = file.read(columns=names, use_threads=False).to_pandas(use_threads=False)
    return rows.reset_index(drop=True)
