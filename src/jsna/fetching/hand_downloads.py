"""Take files that a person downloaded: recognise each by what it holds, keep what is needed.

Many councils' networks block the publishers' APIs, so a folder of files from a browser is as
good a way in as the network: the same parse, the same provenance.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from jsna.errors import Problem, SourceError
from jsna.fetching.fetch_memo import Outcome, fetch_key, recall, remember
from jsna.fetching.folder_files import files_of_all
from jsna.fetching.from_before import FromBefore
from jsna.fetching.shown_files import pin_files, shown_files
from jsna.fetching.taking import Taking, Tell
from jsna.settings.project import Project
from jsna.snapshots.lock import LockEntry, entry_of, read_lock
from jsna.snapshots.shown import ShownFile
from jsna.snapshots.snapshot import Origin, Received, Snapshot
from jsna.snapshots.store import SnapshotStore
from jsna.sources.geography.source_ids import LOOKUPS

MOST_TOLD = 20


@dataclass(frozen=True)
class FolderFetch:
    """What became of each file of a folder.

    Attributes:
        used: Files that were kept, with their snapshots, in the order of their names.
        skipped: Files that were not, each with the reason.
        notes: What earlier releases of the council's own figures give away, or leave unknown.
        before: What becomes of what the area had and the folder does not hold.
    """

    used: tuple[tuple[Path, Snapshot], ...]
    skipped: tuple[tuple[Path, str], ...]
    notes: tuple[Problem, ...] = ()
    before: FromBefore = field(default_factory=FromBefore)


def fetch_and_pin(
    project: Project,
    folder: Path | Sequence[Path],
    now: datetime,
    tell: Tell | None = None,
    *,
    announce: Callable[[FolderFetch], None] | None = None,
    replace_all: bool = False,
) -> FolderFetch:
    """Keep every file of a folder that the area's facts need, and write the area's lock.

    What the area had and the folder does not hold stays in the lock (`kept_from_before`).

    Arguments and errors as `fetch_folder`; what earlier releases showed is considered.

    Args:
        project: Whose facts.
        folder: The folder or folders, or one file.
        now: The time of receipt, UTC.
        tell: Called with the name of each file before it is read.
        announce: Called with what became of all files before the lock is written.
        replace_all: Whether the lock is to hold the folder's files alone.
    """
    area, paths = project.area, project.paths
    store = SnapshotStore(paths.snapshots)
    pinned = look_ups_of_lock(project, store)
    taking = Taking(area, project.settings, store, now, paths=paths, pinned=pinned)
    fetched = fetch_folder(folder, replace(taking, tell=tell) if tell else taking)
    entries = [entry_of(snapshot) for _, snapshot in fetched.used]
    fetched = replace(fetched, before=_before(project, entries, taking.store))
    if announce:
        announce(fetched)
    kept = () if replace_all else fetched.before.kept
    pin_files(paths, area.slug, [*entries, *kept])
    return fetched


def look_ups_of_lock(project: Project, store: SnapshotStore) -> tuple[str, ...]:
    """Return the ids of the look-ups that the area has from before, sorted."""
    had = read_lock(project.lock) if project.lock.exists() else ()
    ids = (entry.sha256 for entry in had if entry.source == LOOKUPS)
    return tuple(sorted(id for id in ids if store.has(id)))


def _before(project: Project, taken: Sequence[LockEntry], store: SnapshotStore) -> FromBefore:
    """Return what becomes of what the area had; nothing heavy where the folder holds it all."""
    if not project.lock.exists():
        return FromBefore()
    had = read_lock(project.lock)
    if {entry.sha256 for entry in had} <= {entry.sha256 for entry in taken}:
        return FromBefore()
    from jsna.fetching.kept_from_before import from_before
    from jsna.fetching.registry import all_sources

    return from_before(had, taken, all_sources(project.settings.indicators.values()), store)


def fetch_folder(
    folder: Path | Sequence[Path], taking: Taking, *, required: bool = True
) -> FolderFetch:
    """Keep every file of a folder and its sub-folders that the area's facts need.

    Nothing is kept until every file was read, so that a broken one leaves no half of a set.

    Args:
        folder: The folder or folders, or one file.
        taking: For whom, when, and what is known besides.
        required: Whether it is an error if nothing that is needed was found.

    Raises:
        SourceError: the folder is not there, nothing that is needed was found in it, or a file
            is plainly a source's and can't be used.
    """
    folders = [folder] if isinstance(folder, Path) else list(folder)
    files = files_of_all(folders)
    slug, store = taking.area.slug, taking.store
    key = fetch_key(files, taking.area, taking.settings)
    listed = shown_files(taking.paths, slug) if taking.paths else ()
    ids = frozenset(file.sha256 for file in listed if file.shown)
    # what look-ups from elsewhere say is in no key
    known = None if taking.lookups else recall(store, slug, key, ids)
    if known and known.placed_by not in (None, taking.pinned):
        known = None
    if known is None:
        known = _read_and_keep(files, taking, listed)
    if required and not _from_outside(known.used, files, folders[0], taking):
        raise _nothing_found(folders[0], known.skipped)
    if not taking.lookups:
        remember(store, slug, key, known, ids)
    places = {name: path for path, name in files}
    return FolderFetch(
        tuple((places[name], store.describe(sha256)) for name, sha256 in known.used.items()),
        tuple(sorted((places[name], reason) for name, reason in known.skipped.items())),
        known.notes,
    )


def _read_and_keep(
    files: Sequence[tuple[Path, str]], taking: Taking, listed: Sequence[ShownFile]
) -> Outcome:
    # pandas and the sources are heavy, and an unchanged folder needs neither
    from jsna.disclosure.earlier_releases import shown_before
    from jsna.disclosure.measured import counted_indicators
    from jsna.fetching.read_downloads import read_files

    settings = taking.settings
    known = counted_indicators(settings, taking.area.slug)
    before = shown_before(listed, taking.store, known)
    needed, skipped, notes = read_files(files, taking, before)
    used = {}
    for file in needed:
        snapshot = taking.store.add(
            file.content,
            Received(
                source=settings.sources[file.snapshot.source],
                title=file.snapshot.title,
                url=file.snapshot.url,
                retrieved=taking.now,
                media_type=file.snapshot.media_type,
                origin=Origin.HAND,
                synthetic=taking.area.synthetic,
                own_date=file.snapshot.own_date,
            ),
            file.snapshot.sha256,
        )
        used[file.name] = snapshot.sha256
    own = any(file.holds_look_up for file in needed)
    return Outcome(used, skipped, tuple(notes), None if own else taking.pinned)


def _from_outside(
    used: Mapping[str, str], files: Sequence[tuple[Path, str]], named: Path, taking: Taking
) -> bool:
    """Whether a file of the folder that was named is needed: the council's own are always there."""
    local = taking.paths.local_data if taking.paths else None
    if local is None or named.resolve().is_relative_to(local.resolve()):
        return bool(used)
    own = [local, taking.paths.strategies.own] if taking.paths else []
    outside = (n for p, n in files if not any(p.is_relative_to(place) for place in own))
    return any(name in used for name in outside)


def _nothing_found(folder: Path, skipped: dict[str, str]) -> SourceError:
    told = [Problem(f"skipped: {reason}.", name) for name, reason in sorted(skipped.items())]
    more = f" ({len(told) - MOST_TOLD} more files were skipped.)" if len(told) > MOST_TOLD else ""
    what = f"nothing that is needed was found in this folder.{more}"
    next_step = "`jsna fetch AREA --list` prints what to download and where from."
    return SourceError(Problem(what, str(folder), next_step=next_step), *told[:MOST_TOLD])
