"""Whether a run would give what it gave before: its key, and all that it read, by content.

The key covers how the run is made: its notebook, its parameters, the area's own settings, the
package's sources, the parts of the maps' own pages and the versions of what computes and draws.
What else it is made of it tells itself (`facts/reads.py`): its record holds the name and digest of
each thing that it read, and it is repeated when any of them has another digest now. One that does
not tell depends on everything. See ADR 15.
"""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import jsna
from jsna.facts.build_key import check_built
from jsna.facts.read_digests import EVERYTHING, ReadDigests
from jsna.pack.plan import Plan, Run
from jsna.snapshots.digest import data_digest, folder_digest, sha256

PACKAGE = Path(jsna.__file__).parent
MAP_PAGE = "figures/web_map_parts"
DRAWN_WITH = (
    "esda", "folium", "geopandas", "libpysal", "matplotlib", "numpy", "pandas", "pyarrow",
    "pyproj", "scipy", "shapely",
)  # fmt: skip
KEY: Final = "key"
READ: Final = "read"
"""The entry of a run's record: name -> digest of what it read."""


@dataclass(frozen=True, eq=False)
class RunKeys:
    """What decides whether one plan's runs are repeated; what all runs share is read once."""

    plan: Plan

    def key(self, run: Run) -> str:
        """Return the run's key, 64 hex digits.

        Raises:
            UserFileError: the area has no facts yet, or they are not as they were built.
        """
        notebook = self.plan.project.paths.notebooks / f"{run.notebook}.ipynb"
        made_by = [run.id, run.page, run.notebook, run.parameters, sha256(notebook.read_bytes())]
        return data_digest([self.shared, made_by])

    def changed(self, record: Mapping[str, Any], run: Run) -> list[str]:
        """Return what is no longer as an earlier run of this record found it; [] for nothing.

        Raises:
            UserFileError: see `key`.
        """
        if record.get(KEY) != self.key(run):
            return ["how it is made"]
        read = record.get(READ)
        if not isinstance(read, dict) or not read:
            return [EVERYTHING]
        return [name for name, digest in read.items() if self.digests.of(name) != digest]

    @cached_property
    def digests(self) -> ReadDigests:
        """The digests of what runs read, as it stands now."""
        return ReadDigests(self.plan.project)

    @cached_property
    def everything(self) -> dict[str, str]:
        """What a run is recorded to have read that does not tell."""
        return {EVERYTHING: self.digests.of(EVERYTHING)}

    @cached_property
    def shared(self) -> str:
        """The digest of what all runs are made with."""
        check_built(self.plan.project)
        made_with = [
            self.plan.project.area.model_dump(mode="json"),
            *(folder_digest(PACKAGE, kind) for kind in ("*.py", "*.csv")),
            folder_digest(PACKAGE / MAP_PAGE, "*"),
            platform.python_version(),
            *(f"{name} {version(name)}" for name in DRAWN_WITH),
        ]
        return data_digest(made_with)
