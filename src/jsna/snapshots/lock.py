"""The lock of an area: which snapshots its facts are built from (`data/locks/<area>.lock`).

Small, in git, and the same bytes for the same set: a pack carries a copy and can be rebuilt
from it offline.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsna.errors import Problem, UserFileError
from jsna.snapshots.snapshot import Snapshot
from jsna.snapshots.write_file import write_whole
from jsna.snapshots.yaml_text import read_yaml, write_yaml

ENTRY_KEYS = ("sha256", "source", "title", "size", "retrieved")


@dataclass(frozen=True)
class LockEntry:
    """One snapshot of the set: its id, and enough to know it by and to fetch it again."""

    sha256: str
    source: str
    title: str
    size: int
    retrieved: datetime


def entry_of(snapshot: Snapshot) -> LockEntry:
    """Return the lock's entry for a snapshot."""
    return LockEntry(
        snapshot.sha256, snapshot.source, snapshot.title, snapshot.size, snapshot.retrieved
    )


def write_lock(path: Path, area_slug: str, entries: Iterable[LockEntry]) -> None:
    """Write the lock whole, sorted by source and id, each snapshot once."""
    unique = {entry.sha256: entry for entry in entries}.values()
    ordered = sorted(unique, key=lambda e: (e.source, e.sha256))
    rows = [{**asdict(e), "retrieved": e.retrieved.isoformat()} for e in ordered]
    write_whole(path, write_yaml({"area": area_slug, "snapshots": rows}))


def read_lock(path: Path) -> tuple[LockEntry, ...]:
    """Return the lock's entries, sorted by source and id.

    Raises:
        UserFileError: there is no lock yet, or it is not as `write_lock` writes it.
    """
    name = path.name
    try:
        return _entries(path.read_bytes())
    except FileNotFoundError:
        area = path.stem
        what = f"nothing was fetched for {area} yet: it has no lock."
        next_step = f"Run `jsna fetch {area} --from DIR` with a folder of downloaded files."
        raise UserFileError(Problem(what, name, next_step=next_step)) from None
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        what = "this lock can't be read."
        allowed = f"Each entry has {', '.join(ENTRY_KEYS)}."
        next_step = "Fetch again to write it anew."
        raise UserFileError(Problem(what, name, 0, allowed, next_step)) from error


@lru_cache(maxsize=64)
def _entries(content: bytes) -> tuple[LockEntry, ...]:
    """Return what a lock holds; one command asks for the same lock a dozen times."""
    entries = [_entry(row) for row in read_yaml(content)["snapshots"]]
    return tuple(sorted(entries, key=lambda e: (e.source, e.sha256)))


def _entry(row: dict[str, Any]) -> LockEntry:
    texts = [row[key] for key in ENTRY_KEYS if key != "size"]
    if set(row) != set(ENTRY_KEYS) or not all(isinstance(text, str) for text in texts):
        raise ValueError("not an entry of a lock")
    if not re.fullmatch("[0-9a-f]{64}", row["sha256"]) or not isinstance(row["size"], int):
        raise ValueError("not an entry of a lock")
    retrieved = datetime.fromisoformat(row["retrieved"]).astimezone(UTC)
    return LockEntry(**{**row, "retrieved": retrieved})
