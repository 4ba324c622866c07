"""Tables as parquet with the same bytes for the same rows: no dates, no library's metadata."""

from io import BytesIO
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from jsna.snapshots.verified_folder import read_verified


def parquet_bytes(frame: pd.DataFrame) -> bytes:
    """Return a frame as parquet: its columns and rows and nothing else.

    pandas' own metadata carries versions, so it is left out; text comes back as text.
    """
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    plain = [pa.field(f.name, _plain(f.type)) for f in table.schema]
    buffer = BytesIO()
    parquet.write_table(
        table.cast(pa.schema(plain)), buffer, compression="zstd", store_schema=False
    )
    return buffer.getvalue()


def read_parquet(path: Path, area_slug: str = "") -> pd.DataFrame:
    """Return the table of a file; text columns are pandas' str.

    Args:
        path: A table of an area's facts.
        area_slug: Whose facts; by default the name of the folder.

    Raises:
        UserFileError: the file is not as it was built: changed, damaged, cut off or gone.
    """
    content = read_verified(path, build_again(area_slug or path.parent.name))
    # without threads: the tables are small, and a process with threads does not fork safely
    table = parquet.read_table(BytesIO(content), use_threads=False, pre_buffer=False)
    frame: pd.DataFrame = table.to_pandas(use_threads=False)
    return frame


def build_again(area_slug: str) -> str:
    """Return what to do about facts that are not as they were built."""
    return f"Run `jsna build {area_slug} --force`."


def _plain(kind: pa.DataType) -> pa.DataType:
    return pa.string() if pa.types.is_large_string(kind) else kind
