"""Which files of the council's own figures were kept for an area so far.

Imports nothing heavy: an unchanged folder should cost little more than its hashes.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from jsna.errors import Problem, UserFileError
from jsna.settings.paths import Paths
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.lock import LockEntry, read_lock, write_lock
from jsna.snapshots.shown import ShownFile, add_shown, read_shown, shown_file

OWN_FILES: Final = "local-csv"
TAKE_IT_BACK: Final = (
    "Take it from the version control, or, if nothing was published from it, remove it to have it"
    " written anew."
)
PUT_IT_BACK: Final = (
    "Put back the manifest that was published, or, if the pack never was, remove its folder."
)


def shown_files(paths: Paths, area_slug: str) -> tuple[ShownFile, ...]:
    """Return every file of the council's own that was kept for an area, the newest first.

    From the list of what was shown, and for a project that has none yet from the lock, those that
    facts were built from, and the manifests of the area's packs.

    Raises:
        UserFileError: one of these stands there and can't be read: what it showed is not known.
    """
    listed = {file.sha256: file for file in read_shown(paths.shown(area_slug))}
    found = {file.sha256: file for file in _in_locks(paths, area_slug)}
    found |= {file.sha256: file for file in _in_manifests(paths.pack(area_slug, "").glob("*/"))}
    every = (found | listed).values()
    return tuple(sorted(every, key=lambda f: (f.retrieved, f.sha256), reverse=True))


def pin_files(paths: Paths, area_slug: str, entries: Iterable[LockEntry]) -> None:
    """Write an area's lock, and keep on the list what this one and those before it show."""
    pinned, before = list(entries), shown_files(paths, area_slug)
    write_lock(paths.lock(area_slug), area_slug, pinned)
    own = [shown_file(entry) for entry in pinned if entry.source == OWN_FILES]
    add_shown(paths.shown(area_slug), area_slug, [*before, *own])


def _in_locks(paths: Paths, area_slug: str) -> Iterator[ShownFile]:
    for path in [paths.lock(area_slug), *sorted(paths.facts(area_slug).rglob("facts.lock"))]:
        if not path.exists():
            continue
        try:
            own = [entry for entry in read_lock(path) if entry.source == OWN_FILES]
        except (UserFileError, OSError) as error:
            raise _unreadable(path, TAKE_IT_BACK) from error
        yield from map(shown_file, own)


def _in_manifests(packs: Iterable[Path]) -> Iterator[ShownFile]:
    for folder in sorted(packs):
        path = folder / "manifest.json"
        # a pack that is not finished was shown to nobody
        if folder.name.startswith(".") or not path.exists():
            continue
        try:
            told = parse_json(path.read_text("utf-8"))["snapshots"]
            own = [snapshot for snapshot in told if snapshot["source"] == OWN_FILES]
            files = [
                ShownFile(s["sha256"], s["title"], datetime.fromisoformat(s["retrieved"]))
                for s in own
            ]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise _unreadable(path, PUT_IT_BACK) from error
        yield from files


def _unreadable(path: Path, next_step: str) -> UserFileError:
    what = "this can't be read, so that nothing guards what it showed of the council's own figures."
    return UserFileError(Problem(what, str(path), next_step=next_step))
