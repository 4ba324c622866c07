"""Where files are: the workspace or checkout, what the package brings, and what is built."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jsna.errors import Problem, UserFileError
from jsna.settings.layers import Layers

WORKSPACE: Final = "jsna.yml"
"""The file that makes a folder a workspace."""
PACKAGED: Final = Path(__file__).resolve().parents[1] / "packaged"
"""What an installed package brings: catalogue, notebooks, template, invented councils."""
CHECKOUT: Final = Path(__file__).resolve().parents[3]
"""The checkout, where the package runs from one."""


@dataclass(frozen=True)
class Paths:
    """The project's folders.

    Attributes:
        root: The workspace or checkout: settings, catalogue, strategies, notebooks, template.
        work: Where built things go; `root` unless JSNA_WORK names another folder.
        packaged: What the package brings for what a workspace leaves out; None in a checkout.
    """

    root: Path
    work: Path
    packaged: Path | None = None

    def layers(self, folder: str) -> Layers:
        """Return a folder of the workspace, over the one that the package brings."""
        return Layers(self.root / folder, self.packaged / folder if self.packaged else None)

    @property
    def areas(self) -> Layers:
        """The areas' YAML files."""
        return self.layers("config/areas")

    @property
    def catalogue(self) -> Layers:
        """The indicator and source catalogue."""
        return self.layers("data/catalogue")

    @property
    def strategies(self) -> Layers:
        """One folder per strategy."""
        return self.layers("reports/strategies")

    @property
    def template(self) -> Layers:
        """The template both renderers use."""
        return self.layers("reports/template")

    @property
    def notebooks(self) -> Layers:
        """The chapters' notebooks."""
        return self.layers("notebooks")

    @property
    def methods(self) -> Path:
        """The document of methods, which the methods page prints."""
        return self.layers("docs") / "methods.md"

    @property
    def corrections(self) -> Layers:
        """Figures that their publishers have wrong."""
        return self.layers("data/corrections")

    @property
    def local_data(self) -> Path:
        """The council's own CSV files."""
        return self.work / "data" / "local"

    @property
    def snapshots(self) -> Path:
        """The snapshot store."""
        return self.work / "data" / "snapshots"

    @property
    def parsed_yaml(self) -> Path:
        """What YAML files were found to hold, so that each is parsed once."""
        return self.work / "data" / "runs" / ".parsed-yaml.json"

    @property
    def demo_downloads(self) -> Path:
        """The generated files of the demonstration councils."""
        return self.work / "data" / "demo"

    def lock(self, area_slug: str) -> Path:
        """The lock that pins an area's snapshots."""
        return self.work / "data" / "locks" / f"{area_slug}.lock"

    def shown(self, area_slug: str) -> Path:
        """The list of what the area's releases showed of the council's own figures."""
        return self.work / "data" / "locks" / f"{area_slug}.shown"

    def journal(self, area_slug: str) -> Path:
        """What an unfinished fetch of the area has so far; gone when its lock is written."""
        return self.work / "data" / "locks" / f"{area_slug}.fetching"

    @property
    def fleet(self) -> Path:
        """What `jsna fleet` keeps: areas made from the register, and what was done."""
        return self.work / "data" / "fleet"

    def fleet_status(self, strategy_slug: str) -> Path:
        """The status table of many areas' packs of one strategy, and the page that finds one."""
        return self.work / "reports" / "fleet" / strategy_slug

    def at_work(self, area_slug: str, strategy_slug: str = "") -> Path:
        """What a process holds while it works on an area's data, or on one of its packs."""
        name = ".".join(filter(None, (area_slug, strategy_slug)))
        return self.work / "data" / "runs" / ".at-work" / name

    def facts(self, area_slug: str) -> Path:
        """The area's built tables."""
        return self.work / "data" / "facts" / area_slug

    def runs(self, area_slug: str, strategy_slug: str) -> Path:
        """Executed notebooks, figure bundles and their run keys, before they are laid out."""
        return self.work / "data" / "runs" / area_slug / strategy_slug

    def rendered(self, area_slug: str, strategy_slug: str) -> Path:
        """What the renderer wrote of a pack's pages, to be taken again where nothing changed."""
        return self.work / "data" / "runs" / area_slug / f".{strategy_slug}.rendered"

    def standing(self, area_slug: str, strategy_slug: str) -> Path:
        """What a pack was made of when it was laid out last, so that it need not be read."""
        return self.work / "data" / "runs" / ".standing" / f"{area_slug}.{strategy_slug}.json"

    def pack(self, area_slug: str, strategy_slug: str) -> Path:
        """The built pack of one area and strategy."""
        return self.work / "reports" / "packs" / area_slug / strategy_slug


def find_paths(start: Path | None = None) -> Paths:
    """Return the folders of the workspace or checkout that holds `start` (the current folder).

    A workspace has a file `jsna.yml`; a checkout has `config/areas` and `data/catalogue`.
    JSNA_HOME names it and JSNA_WORK the folder for built files, when set. Outside of both, a
    package that runs from its own checkout works on that.

    Raises:
        UserFileError: there is none, or JSNA_WORK names a file.
    """
    home = os.environ.get("JSNA_HOME")
    tried = [Path(home)] if home else [p for p in _upwards(start or Path.cwd())]
    tried += [] if home else [CHECKOUT]
    for folder in tried:
        if (folder / WORKSPACE).is_file():
            return Paths(folder.resolve(), _work(folder), packaged_files())
        if (folder / "config" / "areas").is_dir() and (folder / "data" / "catalogue").is_dir():
            return Paths(folder.resolve(), _work(folder))
    raise UserFileError(
        Problem(
            "this folder is not inside a workspace.",
            allowed=f"A workspace has a file {WORKSPACE}; a checkout has config/areas and "
            "data/catalogue.",
            next_step="Make one with `jsna init FOLDER` and change to it, or set JSNA_HOME to it.",
        )
    )


def packaged_files() -> Path:
    """Return the folder of what the package brings: in a checkout, the checkout itself."""
    return PACKAGED if PACKAGED.is_dir() else CHECKOUT


def _work(checkout: Path) -> Path:
    """Return where built files go: JSNA_WORK if it is set, else the checkout.

    Raises:
        UserFileError: it names something else than a folder.
    """
    named = os.environ.get("JSNA_WORK", "").strip()
    if not named:
        return checkout.resolve()
    for place in (Path(named), *Path(named).absolute().parents):
        if place.exists() and not place.is_dir():
            what = f"JSNA_WORK names a place that is no folder: {place} is a file."
            raise UserFileError(Problem(what, next_step="Set it to a folder, or unset it."))
    return Path(named).resolve()


def _upwards(folder: Path) -> list[Path]:
    folder = folder.resolve()
    return [folder, *folder.parents]
