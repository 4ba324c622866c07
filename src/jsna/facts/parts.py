"""A digest of each indicator's rows, so that who reads a few of them can tell that they changed.

They are written beside the tables when these are built (`parts.json`), by content: the same rows
have the same digest whichever file, table or order of indicators they come in.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jsna.snapshots.digest import sha256
from jsna.snapshots.json_text import parse_json

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

PARTS: Final = "parts.json"
OF_INDICATORS: Final = ("facts", "published")
"""The tables that are read an indicator at a time."""

Parts = Mapping[str, Mapping[str, str]]
"""Table -> indicator id -> digest of its rows."""


def indicator_digests(
    frame: "pd.DataFrame", hashes: "NDArray[np.uint64] | None" = None
) -> dict[str, str]:
    """Return indicator id -> digest of its rows: their values, columns and order.

    Args:
        frame: A table with a column `indicator_id`.
        hashes: `row_hashes` of it, where they are known.
    """
    columns = " ".join(f"{name}:{kind}" for name, kind in frame.dtypes.items())
    hashes = row_hashes(frame) if hashes is None else hashes
    groups: Mapping[Any, Any] = frame.groupby("indicator_id", sort=True).indices
    return {
        str(id): sha256(columns.encode() + hashes[rows].tobytes()) for id, rows in groups.items()
    }


def row_hashes(frame: "pd.DataFrame") -> "NDArray[np.uint64]":
    """Return a hash of each row's values."""
    # pandas is heavy, and who reads the digests does without
    import pandas as pd

    return pd.util.hash_pandas_object(frame, index=False).to_numpy()


def write_parts(
    folder: Path,
    tables: "Mapping[str, pd.DataFrame]",
    hashes: "Mapping[str, NDArray[np.uint64]] | None" = None,
) -> None:
    """Write the digests of tables into the folder that holds them.

    Args:
        folder: That of the tables.
        tables: By name.
        hashes: `row_hashes` of those of which they are known.
    """
    known = hashes or {}
    told = {name: indicator_digests(frame, known.get(name)) for name, frame in tables.items()}
    text = json.dumps(told, indent=1, sort_keys=True)
    (folder / PARTS).write_text(f"{text}\n", "utf-8", newline="\n")


def read_parts(folder: Path) -> Parts:
    """Return the digests beside some tables; none where they can't be read."""
    try:
        told: Any = parse_json((folder / PARTS).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    whole = isinstance(told, dict) and all(isinstance(of, dict) for of in told.values())
    return told if whole else {}
