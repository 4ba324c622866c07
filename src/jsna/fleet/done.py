"""Which areas need nothing: their pack stands, made of what would make it now.

What was done is noted when an area's pack has taken its place, so that a fleet that is ended at any
moment goes on where it was.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jsna.errors import UserFileError
from jsna.fetching.own_places import own_places
from jsna.fleet.order import Wishes
from jsna.fleet.same_code import code_state
from jsna.fleet.status import Row, row_from
from jsna.pack.manifest import FILE, edited_files
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.snapshots.digest import data_digest, files_digest, folder_digest, sha256
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.write_file import write_whole


@dataclass(frozen=True)
class AreaKeys:
    """The keys of the areas of one fleet; what all share is read once.

    Attributes:
        project: No area chosen.
        wishes: What is wanted.
        asked_on: The day, where the network is asked: an answer of yesterday is not today's.
    """

    project: Project
    wishes: Wishes
    asked_on: str = ""

    def key(self, area: str, inputs: str = "") -> str:
        """Return a hash of all that an area's pack is made of, its lock too.

        Args:
            area: Which.
            inputs: What `inputs` gave before the area's work began; as it is now if not given.
        """
        lock = self.project.paths.lock(area)
        pinned = sha256(lock.read_bytes()) if lock.is_file() else ""
        return data_digest([inputs or self.inputs(area), pinned])

    def inputs(self, area: str) -> str:
        """Return a hash of all that is there before an area's work begins.

        Taken before, since what is saved while the work goes on may have come too late for it: an
        area whose files changed meanwhile is done again, and never taken for done.
        """
        project = self.project.of(area, self.wishes.strategy)
        own, local, brand = project.area, project.paths.local_data, project.area.brand
        logo = project.paths.areas / brand.logo if brand and brand.logo else None
        return data_digest(
            [
                self._shared,
                own.model_dump(mode="json"),
                sha256(logo.read_bytes()) if logo and logo.is_file() else "",
                folder_digest(local, "*") if local.is_dir() else "",
                [
                    sha256(f.read_bytes())
                    for f in own_places(project.paths, project.settings, own)
                    if f.is_file()
                ],
            ]
        )

    @cached_property
    def _shared(self) -> str:
        project, wishes = self.project, self.wishes
        settings, paths = project.settings, project.paths
        models = (settings.indicators, settings.sources, settings.corrections, settings.themes)
        from_folders = wishes.folders or wishes.locked
        return data_digest(
            [
                [[m.model_dump(mode="json") for _, m in sorted(each.items())] for each in models],
                files_digest(paths.strategies.files(f"{wishes.strategy}/**/*")),
                files_digest(paths.template.files("**/*")),
                files_digest(paths.notebooks.files("*.ipynb")),
                sha256(paths.methods.read_bytes()),
                asdict(wishes) | {"kernels": 0, "cold_kernels": False},
                list(marks(map(Path, wishes.folders))),
                "" if from_folders else self.asked_on,
                code_state(),
            ]
        )


def marks(folders: Iterable[Path]) -> Iterable[list[Any]]:
    """Yield what changes when a file of some folders does: name, size and time of each."""
    for folder in folders:
        files = (
            [folder] if folder.is_file() else sorted(f for f in folder.rglob("*") if f.is_file())
        )
        for file in files:
            about = file.stat()
            yield [str(file), about.st_size, about.st_mtime_ns]


def find_done(paths: Paths, strategy: str, area: str, key: str) -> Row | None:
    """Return what was noted of an area, if the pack that stands there is that one; else None."""
    try:
        noted = parse_json(_note(paths, strategy, area).read_text("utf-8"))
        row = row_from(noted["row"])
        same = noted["key"] == key and noted["manifest"] == _manifest(paths, strategy, area)
    except (OSError, ValueError, TypeError, LookupError, UserFileError):
        return None
    whole = same and not edited_files(paths.pack(area, strategy))
    return row if whole else None


def note_done(paths: Paths, strategy: str, row: Row, key: str) -> None:
    """Note that an area's pack stands."""
    noted = {
        "key": key,
        "manifest": _manifest(paths, strategy, row.area),
        "row": asdict(row),
    }
    text = json.dumps(noted, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    write_whole(_note(paths, strategy, row.area), text.encode())


def _manifest(paths: Paths, strategy: str, area: str) -> str:
    return sha256((paths.pack(area, strategy) / FILE).read_bytes())


def _note(paths: Paths, strategy: str, area: str) -> Path:
    return paths.fleet / "done" / strategy / f"{area}.json"
