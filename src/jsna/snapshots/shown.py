"""What an area's releases showed of the council's own figures (`data/locks/<area>.shown`).

A lock holds the files of today; whoever kept an earlier release still has what it showed. Small, in
git, and added to at each fetch. A file that was fetched and never left the house is marked by hand
with `shown: false`.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jsna.errors import Problem, UserFileError
from jsna.snapshots.lock import LockEntry
from jsna.snapshots.write_file import write_whole
from jsna.snapshots.yaml_text import read_yaml, write_yaml

KEYS = ("sha256", "title", "retrieved", "shown")


@dataclass(frozen=True)
class ShownFile:
    """One file as it was kept, without small counts.

    Attributes:
        sha256: Its snapshot.
        title: What it is.
        retrieved: When it was received, UTC.
        shown: Whether anyone outside may have seen what was made of it.
    """

    sha256: str
    title: str
    retrieved: datetime
    shown: bool = True


def shown_file(entry: LockEntry) -> ShownFile:
    """Return what a lock's entry adds to what was shown."""
    return ShownFile(entry.sha256, entry.title, entry.retrieved)


def read_shown(path: Path) -> tuple[ShownFile, ...]:
    """Return what was shown so far, the newest first; nothing if there is no such file.

    Raises:
        UserFileError: it is not as `add_shown` writes it.
    """
    try:
        rows = list(read_yaml(path.read_bytes())["files"] or ())
    except FileNotFoundError:
        return ()
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise _unreadable(path, "it has no list of files") from error
    return _in_order(_file(row, number, path) for number, row in enumerate(rows, 1))


def add_shown(path: Path, area_slug: str, files: Iterable[ShownFile]) -> None:
    """Add files to those that were shown; one that is listed already stays as it is marked."""
    before = {file.sha256: file for file in read_shown(path)}
    every = _in_order(({file.sha256: file for file in files} | before).values())
    if every:
        rows = [{**asdict(f), "retrieved": f.retrieved.isoformat()} for f in every]
        write_whole(path, write_yaml({"area": area_slug, "files": rows}))


def _in_order(files: Iterable[ShownFile]) -> tuple[ShownFile, ...]:
    return tuple(sorted(files, key=lambda f: (f.retrieved, f.sha256), reverse=True))


def _file(row: Any, number: int, path: Path) -> ShownFile:
    try:
        if set(row) != set(KEYS) or not re.fullmatch("[0-9a-f]{64}", row["sha256"]):
            raise ValueError("other keys")
        if not isinstance(row["shown"], bool):
            raise ValueError("neither true nor false")
        retrieved = datetime.fromisoformat(row["retrieved"]).astimezone(UTC)
        return ShownFile(row["sha256"], str(row["title"]), retrieved, row["shown"])
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        raise _unreadable(path, f"file {number} of its list is not as it was written") from error


def _unreadable(path: Path, why: str) -> UserFileError:
    allowed = f"Each file has {', '.join(KEYS)}; shown is true or false."
    next_step = "Take it from the version control: without it nothing guards what was shown."
    return UserFileError(
        Problem(f"what was shown can't be read: {why}.", path.name, 0, allowed, next_step)
    )
