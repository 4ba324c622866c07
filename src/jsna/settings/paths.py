"""Where the project's files are: the checkout, and the folder that built files go to."""

import os
from dataclasses import dataclass
from pathlib import Path

from jsna.errors import Problem, UserFileError


@dataclass(frozen=True)
class Paths:
    """The project's folders.

    Attributes:
        root: The checkout: settings, catalogue, strategies, notebooks, template.
        work: Where built things go; the checkout unless JSNA_WORK names another folder.
    """

    root: Path
    work: Path

    @property
    def areas(self) -> Path:
        """The areas' YAML files."""
        return self.root / "config" / "areas"

    @property
    def catalogue(self) -> Path:
        """The indicator and source catalogue."""
        return self.root / "data" / "catalogue"

    @property
    def strategies(self) -> Path:
        """One folder per strategy."""
        return self.root / "reports" / "strategies"

    @property
    def template(self) -> Path:
        """The template both renderers use."""
        return self.root / "reports" / "template"

    @property
    def notebooks(self) -> Path:
        """The chapters' notebooks."""
        return self.root / "notebooks"

    @property
    def corrections(self) -> Path:
        """Figures that their publishers have wrong."""
        return self.root / "data" / "corrections"

    @property
    def local_data(self) -> Path:
        """The council's own CSV files."""
        return self.work / "data" / "local"

    @property
    def snapshots(self) -> Path:
        """The snapshot store."""
        return self.work / "data" / "snapshots"

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

    def pack(self, area_slug: str, strategy_slug: str) -> Path:
        """The built pack of one area and strategy."""
        return self.work / "reports" / "packs" / area_slug / strategy_slug


def find_paths(start: Path | None = None) -> Paths:
    """Return the folders of the checkout that holds `start` (default: the current folder).

    JSNA_HOME names the checkout and JSNA_WORK the folder for built files, when set.

    Raises:
        UserFileError: no folder above `start` holds `config/areas` and `data/catalogue`, or
            JSNA_WORK names a file.
    """
    home = os.environ.get("JSNA_HOME")
    tried = [Path(home)] if home else [p for p in _upwards(start or Path.cwd())]
    tried += [] if home else [Path(__file__).resolve().parents[3]]
    for folder in tried:
        if (folder / "config" / "areas").is_dir() and (folder / "data" / "catalogue").is_dir():
            return Paths(folder.resolve(), _work(folder))
    raise UserFileError(
        Problem(
            "this folder is not inside a checkout of the project.",
            allowed="It needs config/areas and data/catalogue.",
            next_step="Change to the checkout, or set JSNA_HOME to it.",
        )
    )


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
