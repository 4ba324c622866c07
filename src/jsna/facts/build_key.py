"""Whether an area's facts are those of its lock and settings, told by one hash.

Imports nothing heavy: an unchanged build should cost a moment.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from jsna.fetching.code_digest import code_digest
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.snapshots.digest import data_digest
from jsna.snapshots.lock import LockEntry, read_lock
from jsna.snapshots.write_file import write_whole

USED_OF_INDICATOR = {"id", "source", "year_type", "levels", "allowed_range"}


@dataclass(frozen=True)
class Built:
    """What was built last: from what, and how much.

    Attributes:
        key: As `build_key` gives it.
        snapshot_ids: The snapshots, sorted.
        facts: Number of facts.
        problems: Number of rows of the quality table.
    """

    key: str
    snapshot_ids: tuple[str, ...]
    facts: int
    problems: int


@dataclass(frozen=True)
class BuiltFacts:
    """What a build came to.

    Attributes:
        built: From what, and how much.
        unchanged: Whether it stood already and nothing was done.
    """

    built: Built
    unchanged: bool

    @property
    def facts(self) -> int:
        """Number of facts."""
        return self.built.facts

    @property
    def problems(self) -> int:
        """Number of rows of the quality table."""
        return self.built.problems

    @property
    def snapshot_ids(self) -> tuple[str, ...]:
        """The snapshots that it was built from, sorted."""
        return self.built.snapshot_ids


def build_key(project: Project, entries: Iterable[LockEntry]) -> str:
    """Return a hash of all that an area's facts depend on: snapshots, settings and code."""
    area, settings = project.area, project.settings
    indicators = [
        i.model_dump(mode="json", include=USED_OF_INDICATOR)
        for _, i in sorted(settings.indicators.items())
    ]
    corrections = [c.model_dump(mode="json") for _, c in sorted(settings.corrections.items())]
    settled = [area.model_dump(mode="json"), indicators, corrections, [str(e) for e in entries]]
    return data_digest([*settled, code_digest()])


def find_unchanged(project: Project) -> Built | None:
    """Return what was built last if nothing that it depends on has changed, else None.

    Raises:
        UserFileError: nothing was fetched yet.
    """
    entries = read_lock(project.lock)
    built = find_built(project.paths, project.area.slug)
    return built if built and built.key == build_key(project, entries) else None


def find_built(paths: Paths, area_slug: str) -> Built | None:
    """Return what was built last, None if nothing whole stands there."""
    try:
        told = json.loads(note_path(paths, area_slug).read_text("utf-8"))
        built = Built(**{**told, "snapshot_ids": tuple(told["snapshot_ids"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return built if paths.facts(area_slug).is_dir() else None


def write_built(paths: Paths, area_slug: str, built: Built) -> None:
    """Say that what stands in the facts folder is whole."""
    text = json.dumps(asdict(built), indent=1, sort_keys=True) + "\n"
    write_whole(note_path(paths, area_slug), text.encode())


def note_path(paths: Paths, area_slug: str) -> Path:
    """Return where the note stands: beside the folder, so that it is no part of the facts."""
    return paths.facts(area_slug).with_suffix(".json")
