"""What was made of a folder last time: the same files and settings need not be read again.

Imports nothing heavy: an unchanged folder should cost little more than its hashes.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.snapshots.store import SnapshotStore
from jsna.snapshots.write_file import write_whole
from jsna.sources.code_digest import code_digest

Places = Iterable[tuple[Path, str]]


def fetch_key(files: Places, area: Area, settings: Settings) -> str:
    """Return a hash of all that decides what a folder's files become.

    Args:
        files: Each file with its name below the folder.
        area: Whose facts are wanted.
        settings: The catalogue and the sources.
    """
    held = [(name, _sha256(path)) for path, name in files]
    settled: list[Any] = [area.model_dump(mode="json"), held, code_digest()]
    for models in (settings.indicators, settings.sources):
        settled.append([m.model_dump(mode="json") for _, m in sorted(models.items())])
    return hashlib.sha256(json.dumps(settled, sort_keys=True).encode()).hexdigest()


def recall(
    store: SnapshotStore, area_slug: str, key: str
) -> tuple[dict[str, str], dict[str, str]] | None:
    """Return name -> snapshot id of used files and name -> reason of skipped ones, if known.

    None if the folder, the settings or the code are others, or a snapshot is gone.
    """
    try:
        told = json.loads(_place(store, area_slug).read_text("utf-8"))
        used, skipped = dict(told["used"]), dict(told["skipped"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
    whole = told.get("key") == key and all(store.has(sha256) for sha256 in used.values())
    return (used, skipped) if whole else None


def remember(
    store: SnapshotStore, area_slug: str, key: str, used: dict[str, str], skipped: dict[str, str]
) -> None:
    """Keep what became of each file, for `recall`."""
    text = json.dumps({"key": key, "used": used, "skipped": skipped}, indent=1, sort_keys=True)
    write_whole(_place(store, area_slug), text.encode())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _place(store: SnapshotStore, area_slug: str) -> Path:
    return store.folder / ".fetched" / f"{area_slug}.json"
