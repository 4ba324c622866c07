"""An area's outlines on disk, each kind read when it is first asked for.

Most chapters want the look-up alone: they should not pay for outlines, nor for geopandas.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from jsna.errors import Problem, UserFileError
from jsna.snapshots.verified_folder import read_verified

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

PREFIX: Final = "outlines-"


class StoredOutlines(Mapping[str, "GeoDataFrame"]):
    """Area type -> outlines, from the GeoParquet files `outlines-<type>.parquet` of a folder.

    Args:
        folder: With the hashes of its files.
        again: What to do when one of them is not as it was written.
    """

    def __init__(self, folder: Path, again: str) -> None:
        self._again = again
        found = sorted(folder.glob(f"{PREFIX}*.parquet"))
        self._files = {path.stem.removeprefix(PREFIX): path for path in found}
        self._read: dict[str, GeoDataFrame] = {}

    def __getitem__(self, kind: str) -> "GeoDataFrame":
        """Return outlines of a kind: one row per area.

        Raises:
            KeyError: there are none.
            UserFileError: the file names no coordinate system, as an earlier version wrote it,
                or is not as it was written.
        """
        if kind not in self._read:
            self._read[kind] = _outlines(self._content(kind), self._files[kind])
        return self._read[kind]

    def __iter__(self) -> Iterator[str]:
        """Yield the kinds, sorted."""
        return iter(self._files)

    def __len__(self) -> int:
        """Return the number of kinds."""
        return len(self._files)

    def codes(self) -> dict[str, tuple[str, ...]]:
        """Return the codes of each kind, without reading an outline."""
        read = {k: pd.read_parquet(BytesIO(self._content(k)), columns=["code"]) for k in self}
        return {kind: tuple(rows["code"]) for kind, rows in read.items()}

    def _content(self, kind: str) -> bytes:
        return read_verified(self._files[kind], self._again)


def _outlines(content: bytes, path: Path) -> "GeoDataFrame":
    # geopandas is heavy and only maps need it
    import geopandas

    try:
        return geopandas.read_parquet(BytesIO(content))
    except ValueError as error:
        what = "these outlines name no coordinate system: an earlier version wrote them."
        step = f"Run: jsna build {path.parent.name}"
        raise UserFileError(Problem(what, str(path), next_step=step)) from error
