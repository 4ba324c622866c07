"""The files of a lock, to the byte: here already, or taken from a folder that has them."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from jsna.errors import Problem, SourceError
from jsna.fetching.folder_files import files_of_all, hand_url, media_type
from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.snapshots.digest import sha256
from jsna.snapshots.lock import LockEntry
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import SnapshotStore
from jsna.sources.own_date import own_date


def take_locked(
    entries: Iterable[LockEntry],
    folders: Sequence[Path],
    area: Area,
    settings: Settings,
    store: SnapshotStore,
) -> int:
    """Verify every snapshot of a lock, take missing ones from folders, return how many.

    A file is known by its bytes alone, and keeps the time of receipt that the lock states.

    Raises:
        SourceError: a snapshot is missing and in no folder, or was changed on disk.
    """
    missing = {}
    for entry in entries:
        if store.has(entry.sha256):
            store.read(entry.sha256)
        else:
            missing[entry.sha256] = entry
    found = _by_content(folders, missing) if missing else {}
    if lost := [entry for sha, entry in missing.items() if sha not in found]:
        raise _not_here(lost)
    for sha, (path, name) in found.items():
        entry, about = missing[sha], settings.sources[missing[sha].source]
        content = path.read_bytes()
        store.add(
            content,
            Received(
                source=about,
                title=entry.title,
                url=hand_url(name),
                retrieved=entry.retrieved,
                media_type=media_type(path),
                origin=Origin.HAND,
                synthetic=area.synthetic,
                own_date=own_date(content),
            ),
        )
    return len(found)


def _by_content(
    folders: Sequence[Path], wanted: dict[str, LockEntry]
) -> dict[str, tuple[Path, str]]:
    sizes = {entry.size for entry in wanted.values()}
    found: dict[str, tuple[Path, str]] = {}
    for path, name in files_of_all(folders):
        if path.is_file() and path.stat().st_size in sizes:
            sha = sha256(path.read_bytes())
            found |= {sha: (path, name)} if sha in wanted else {}
    return found


def _not_here(lost: list[LockEntry]) -> SourceError:
    problems = [
        Problem(f"not on this machine: {e.title} ({e.sha256[:12]}, {e.size} bytes).") for e in lost
    ]
    step = Problem(
        f"{len(lost)} files of the lock are missing.",
        next_step="Name a folder that has them: `jsna fetch AREA --locked --from DIR`.",
    )
    return SourceError(*problems, step)
