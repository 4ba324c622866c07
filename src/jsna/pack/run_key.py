"""The run key: a hash of everything a chapter depends on, so that unchanged runs are skipped.

It covers the notebook, the plan entry with the area, indicator, source and strategy settings it
uses, the council's own words that it shows, the facts and outlines of the area (their bytes, those
of the facts that they replaced, which stand inside the same folder, and its lock), the template,
the package's sources, the parts of the maps' own pages and the versions of what computes and
draws. A change of any of them repeats the run.
"""

import platform
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jsna
from jsna.facts.build_key import check_built
from jsna.pack.commentary_key import commentary_entry, indicators_named
from jsna.pack.plan import Plan, Run
from jsna.snapshots.digest import data_digest, files_digest, folder_digest, sha256

PACKAGE = Path(jsna.__file__).parent
MAP_PAGE = "figures/web_map_parts"
DRAWN_WITH = (
    "folium", "geopandas", "matplotlib", "numpy", "pandas", "pyarrow", "pyproj", "shapely",
)  # fmt: skip


@dataclass(frozen=True)
class RunKeys:
    """The keys of one plan's runs; what all runs share is read once."""

    plan: Plan

    def key(self, run: Run) -> str:
        """Return the run's key, 64 hex digits.

        Raises:
            UserFileError: the area has no facts yet, or they are not as they were built.
        """
        notebook = self.plan.project.paths.notebooks / f"{run.notebook}.ipynb"
        return data_digest([self._shared, sha256(notebook.read_bytes()), self._entry(run)])

    @cached_property
    def _shared(self) -> list[str]:
        project = self.plan.project
        paths = project.paths
        check_built(project)
        lock = project.lock
        return [
            folder_digest(project.facts_folder, "*"),
            sha256(lock.read_bytes()) if lock.is_file() else "",
            files_digest(paths.template.files("**/*")),
            folder_digest(PACKAGE, "*.py"),
            folder_digest(PACKAGE / MAP_PAGE, "*"),
            platform.python_version(),
            *(f"{name} {version(name)}" for name in DRAWN_WITH),
        ]

    def _entry(self, run: Run) -> dict[str, Any]:
        """Return the plan entry with the settings it uses: its priority's, or all of them."""
        strategy, settings = self.plan.strategy, self.plan.project.settings
        used = [p for p in strategy.priorities if run.priority in ("", p.id)]
        named = {id for priority in used for id in priority.indicators}
        # the population outlook may stand on any page
        quoted = indicators_named(self.plan, run)
        ids = sorted(named | quoted | set(strategy.numbers_affected))
        if run.all_indicators:
            ids = sorted(settings.indicators)
        return {
            "run": [run.id, run.page, run.notebook, run.parameters],
            "area": self.plan.area.model_dump(mode="json", exclude={"lacks"}),
            "strategy": strategy.model_dump(mode="json", exclude={"priorities", "commentary"}),
            "commentary": commentary_entry(self.plan, run),
            "priorities": [priority.model_dump(mode="json") for priority in used],
            "indicators": [settings.indicators[id].model_dump(mode="json") for id in ids],
            "sources": [
                source.model_dump(mode="json") for _, source in sorted(settings.sources.items())
            ],
        }
