"""Find a built figure by its id: in the runs and packs of this checkout, or in one pack alone."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jsna.errors import Problem, UserFileError
from jsna.pack.availability import read_record
from jsna.pack.manifest import FILE, read_manifest
from jsna.settings.paths import Paths
from jsna.settings.unknown_name import did_you_mean
from jsna.snapshots.digest import sha256
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.verified_folder import changed_on_disk

SITE: Final = "site"
FIGURES: Final = "figures"
SAID: Final = frozenset(
    [
        "id",
        "headline",
        "subtitle",
        "sentence",
        "citation",
        "source",
        "snapshot_ids",
        "rule",
        "method",
        "synthetic",
    ]
)
"""What of a figure's JSON is read; `figures/bundle.py` writes it."""


@dataclass(frozen=True)
class FoundFigure:
    """A built figure.

    Attributes:
        area: Whose it is; "" where a site was handed over without its manifest.
        strategy: Likewise.
        folder: Where its files are.
        about: What its JSON says.
        site: The site it is a part of; None for a figure of a run.
    """

    area: str
    strategy: str
    folder: Path
    about: dict[str, Any]
    site: Path | None

    @property
    def values_file(self) -> Path:
        """The CSV of what it draws; it may have been left out when files were handed over."""
        return self.folder / f"{self.about['id']}.csv"

    @property
    def words_file(self) -> Path:
        """The JSON of what it says."""
        return self.folder / f"{self.about['id']}.json"

    @property
    def manifest(self) -> Path | None:
        """Where its pack's manifest belongs, beside the site; None for a figure of a run."""
        return self.site.parent / FILE if self.site else None

    def table(self) -> list[list[str]]:
        """Return what it draws, a header and one list per row as in its CSV; [] without it.

        Raises:
            UserFileError: the file is not as it was made.
        """
        try:
            text = _verified(self.values_file, self.site).decode("utf-8-sig")
        except FileNotFoundError:
            return []
        return list(csv.reader(text.splitlines()))


def find_figure(paths: Paths, id: str, area: str = "", strategy: str = "") -> FoundFigure:
    """Return the figure with this id, of the area and strategy if they are named.

    Raises:
        UserFileError: nothing was built yet, no figure has the id (the nearest match is told),
            or figures of several packs do and none was named.
    """
    files = {
        (place[0], place[1], file.stem): file
        for place, file in _files(paths)
        if (not area or place[0] == area) and (not strategy or place[1] == strategy)
    }
    if not files:
        step = "Run `jsna run AREA STRATEGY` first, or name a pack's folder with --pack."
        raise UserFileError(Problem("no figure was built here yet.", next_step=step))
    found = {key: file for key, file in files.items() if key[2] == id}
    if not found:
        raise _unknown(id, {key[2] for key in files})
    if len(found) > 1:
        raise _several(id, found)
    (key, file), *_ = found.items()
    site = file.parent.parent if file.parent.parent.name == SITE else None
    return FoundFigure(key[0], key[1], file.parent, _about(file, site), site)


def find_figure_of_site(site: Path, id: str) -> FoundFigure:
    """Return the figure with this id of one pack's site, as `site_of` returns it.

    Raises:
        UserFileError: no figure of the site has the id (the nearest match is told).
    """
    file = site / FIGURES / f"{id}.json"
    if not file.is_file():
        raise _unknown(id, {other.stem for other in file.parent.glob("*.json")})
    area, strategy = _whose(site.parent / FILE)
    return FoundFigure(area, strategy, file.parent, _about(file, site), site)


def site_of(folder: Path) -> Path | None:
    """Return the site that a folder is, holds, or is the figures of; None if there is none."""
    folder = folder.resolve()
    tried = (folder, folder / SITE, folder.parent)
    return next((place for place in tried if _is_site(place)), None)


def site_around(folder: Path) -> Path | None:
    """Return the site of the pack that a folder lies in; None outside of packs."""
    folder = folder.resolve()
    return next((site for place in (folder, *folder.parents) if (site := site_of(place))), None)


def _is_site(folder: Path) -> bool:
    return (folder / "index.html").is_file() and any((folder / FIGURES).glob("*.json"))


def _files(paths: Paths) -> Iterable[tuple[tuple[str, str], Path]]:
    """Each figure's JSON with its area and strategy; the runs' last, since they are newest."""
    packs = paths.pack("*", "*").relative_to(paths.work) / SITE / FIGURES / "*.json"
    runs = paths.runs("*", "*").relative_to(paths.work) / "*" / FIGURES / "*.json"
    for pattern in (packs, runs):
        for file in sorted(paths.work.glob(pattern.as_posix())):
            chapter, strategy, area = file.parents[1:4]
            if not chapter.name.startswith("."):
                yield (area.name, strategy.name), file


def _whose(manifest: Path) -> tuple[str, str]:
    """The area's and the strategy's slug, as far as the manifest is there to tell them."""
    try:
        content = parse_json(manifest.read_text("utf-8"))
        return str(content["area"]["slug"]), str(content["strategy"]["slug"])
    except (OSError, ValueError, LookupError, TypeError):
        return "", ""


def _verified(file: Path, site: Path | None) -> bytes:
    """Return the bytes of a figure's file, which are those that its pack or its run wrote.

    A site that was handed over without its manifest says nothing of hashes.

    Raises:
        UserFileError: they are others.
    """
    content = file.read_bytes()
    named = f"{FIGURES}/{file.name}"
    written = _files_of_pack(site) if site else read_record(file.parents[1]).get("outputs", {})
    if written and written.get(named) != sha256(content):
        raise changed_on_disk(file, "Run and render the pack again, or ask for an undamaged copy.")
    return content


def _files_of_pack(site: Path) -> dict[str, str]:
    try:
        files: dict[str, str] = read_manifest(site.parent)["files"]
    except (OSError, UserFileError):
        return {}
    return files


def _about(file: Path, site: Path | None) -> dict[str, Any]:
    content = _verified(file, site)
    try:
        about: Any = parse_json(content)
        lacking = sorted(SAID - about.keys())
    except (ValueError, AttributeError):
        lacking = sorted(SAID)
    if lacking:
        raise UserFileError(
            Problem(
                f"this is not what a figure says of itself: {', '.join(lacking)} is missing.",
                file=str(file),
                next_step="Render the pack again, or ask for an undamaged copy.",
            )
        )
    said: dict[str, Any] = about
    return said


def _unknown(id: str, known: set[str]) -> UserFileError:
    return UserFileError(
        Problem(
            f"no built figure has the id {id!r}.",
            allowed=f"{len(known)} figures are built; each page names its figures' ids under"
            ' "Cite this figure".',
            next_step=did_you_mean(id, known),
        )
    )


def _several(id: str, found: Iterable[tuple[str, str, str]]) -> UserFileError:
    places = ", ".join(f"{area} {strategy}" for area, strategy, _ in sorted(found))
    return UserFileError(
        Problem(
            f"several packs have a figure {id!r}.",
            allowed=f"They are: {places}.",
            next_step="Name the area and the strategy after the figure.",
        )
    )
