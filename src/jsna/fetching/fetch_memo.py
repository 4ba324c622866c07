"""What was made of a folder last time: the same files and settings need not be read again.

Imports nothing heavy: an unchanged folder should cost next to nothing.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jsna.errors import Problem
from jsna.fetching.code_digest import code_digest
from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.snapshots.digest import data_digest
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.store import SnapshotStore
from jsna.snapshots.write_file import write_whole

Places = Iterable[tuple[Path, str]]


def fetch_key(files: Places, area: Area, settings: Settings) -> str:
    """Return a hash of all that decides what a folder's files become, but not of what they hold.

    Args:
        files: Each file with its name below the folder.
        area: Whose facts are wanted.
        settings: The catalogue and the sources.
    """
    held = [(name, _mark(path)) for path, name in files]
    own = {n: m.model_dump(mode="json") for n, m in settings.own_measures_of(area.slug).items()}
    settled: list[Any] = [area.model_dump(mode="json"), held, code_digest(), own]
    for models in (settings.indicators, settings.sources):
        settled.append([m.model_dump(mode="json") for _, m in sorted(models.items())])
    return data_digest(settled)


@dataclass(frozen=True)
class Outcome:
    """What became of a folder.

    Attributes:
        used: Name of each used file -> snapshot id.
        skipped: Name of each other one -> the reason.
        notes: What is to be told of the council's own figures.
        placed_by: Ids of the look-ups of the lock by which areas were known as own; None where
            the folder has one of its own.
    """

    used: dict[str, str]
    skipped: dict[str, str]
    notes: tuple[Problem, ...] = ()
    placed_by: tuple[str, ...] | None = None


def recall(
    store: SnapshotStore, area_slug: str, key: str, before: frozenset[str] = frozenset()
) -> Outcome | None:
    """Return what became of a folder, if that is known.

    None if the folder, the settings or the code are others, a snapshot is gone, or something was
    shown (`before`: snapshot ids) that was neither known then nor came of this folder.
    """
    try:
        told = parse_json(_place(store, area_slug).read_text("utf-8"))
        notes = tuple(Problem(**note) for note in told["notes"])
        placed_by = None if told["placed_by"] is None else tuple(map(str, told["placed_by"]))
        known = Outcome(dict(told["used"]), dict(told["skipped"]), notes, placed_by)
        ids = set(map(str, known.used.values()))
        same = told["key"] == key and set(told["before"]) - ids == before - ids
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return None
    return known if same and all(store.has(sha256) for sha256 in ids) else None


def remember(
    store: SnapshotStore,
    area_slug: str,
    key: str,
    outcome: Outcome,
    before: frozenset[str] = frozenset(),
) -> None:
    """Keep what became of each file, for `recall`."""
    told = asdict(outcome) | {"key": key, "before": sorted(before)}
    write_whole(_place(store, area_slug), json.dumps(told, indent=1, sort_keys=True).encode())


def _mark(path: Path) -> tuple[int, int, int]:
    """Return what changes when a file does.

    No hash of its bytes: any file of the folder may hold small numbers of people, and whoever has
    a hash of those can try all of them until it fits.
    """
    about = path.lstat() if path.is_symlink() and not path.exists() else path.stat()
    return about.st_mtime_ns, about.st_ctime_ns, about.st_ino


def _place(store: SnapshotStore, area_slug: str) -> Path:
    return store.folder / ".fetched" / f"{area_slug}.json"
