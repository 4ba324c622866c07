"""Whether an area's facts are those of its lock and settings, told by one hash.

Imports nothing heavy: an unchanged build should cost a moment.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from jsna.errors import Problem, UserFileError
from jsna.fetching.code_digest import code_digest
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.snapshots.digest import data_digest
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.lock import LockEntry, read_lock
from jsna.snapshots.verified_folder import changed_files
from jsna.snapshots.write_file import write_whole

USED_OF_INDICATOR = {"id", "source", "year_type", "levels", "allowed_range", "on_request"}


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
    place = area.model_dump(mode="json", exclude={"lacks"})
    settled = [place, indicators, corrections, [str(e) for e in entries]]
    return data_digest([*settled, code_digest()])


def find_unchanged(project: Project) -> Built | None:
    """Return what was built last if nothing that it depends on has changed, else None.

    What was built must still be as it was: damaged or edited tables are built anew.

    Raises:
        UserFileError: nothing was fetched yet.
    """
    entries = read_lock(project.lock)
    built = find_built(project.paths, project.area.slug)
    same = built and built.key == build_key(project, entries)
    return built if same and not changed_files(project.facts_folder) else None


def check_built(project: Project) -> None:
    """Hold an area's facts to what was built, before anything is made of them.

    Raises:
        UserFileError: they were not built yet, or a file of them is no longer as it was built.
    """
    area = project.area.slug
    if find_built(project.paths, area) is None:
        step = f"Run `jsna fetch {area} --from DIR`, then `jsna build {area}`."
        raise UserFileError(Problem(f"there are no facts for {area} yet.", next_step=step))
    if changed := changed_files(project.facts_folder):
        raise UserFileError(changed_facts(area, changed))


def changed_facts(area_slug: str, changed: Sequence[str]) -> Problem:
    """Return what is told of facts that are not as they were built."""
    more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
    what = f"{changed[0]}{more} of these facts was changed or damaged on disk after the build."
    step = f"Run `jsna build {area_slug} --force`."
    return Problem(what, f"facts of {area_slug}", next_step=step)


def find_built(paths: Paths, area_slug: str) -> Built | None:
    """Return what was built last, None if nothing whole stands there."""
    try:
        told = parse_json(note_path(paths, area_slug).read_text("utf-8"))
        built = Built(**{**told, "snapshot_ids": tuple(told["snapshot_ids"])})
    except (OSError, ValueError, TypeError, LookupError):
        return None
    return built if paths.facts(area_slug).is_dir() else None


def write_built(paths: Paths, area_slug: str, built: Built) -> None:
    """Say that what stands in the facts folder is whole."""
    text = json.dumps(asdict(built), indent=1, sort_keys=True) + "\n"
    write_whole(note_path(paths, area_slug), text.encode())


def note_path(paths: Paths, area_slug: str) -> Path:
    """Return where the note stands: beside the folder, so that it is no part of the facts."""
    return paths.facts(area_slug).with_suffix(".json")
