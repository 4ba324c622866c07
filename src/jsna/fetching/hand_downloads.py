"""Take files that a person downloaded: recognise each by what it holds, keep what is needed.

Many councils' networks block the publishers' APIs, so a folder of files from a browser is as
good a way in as the network: the same parse, the same provenance.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from jsna.errors import Problem, SourceError
from jsna.fetching.fetch_memo import Outcome, fetch_key, recall, remember
from jsna.fetching.folder_files import files_of_all
from jsna.fetching.shown_files import pin_files, shown_files
from jsna.fetching.taking import Taking, Tell
from jsna.settings.project import Project
from jsna.snapshots.lock import entry_of
from jsna.snapshots.shown import ShownFile
from jsna.snapshots.snapshot import Origin, Received, Snapshot
from jsna.snapshots.store import SnapshotStore

MOST_TOLD = 20


@dataclass(frozen=True)
class FolderFetch:
    """What became of each file of a folder.

    Attributes:
        used: Files that were kept, with their snapshots, in the order of their names.
        skipped: Files that were not, each with the reason.
        notes: What earlier releases of the council's own figures give away, or leave unknown.
    """

    used: tuple[tuple[Path, Snapshot], ...]
    skipped: tuple[tuple[Path, str], ...]
    notes: tuple[Problem, ...] = ()


def fetch_and_pin(
    project: Project, folder: Path | Sequence[Path], now: datetime, tell: Tell | None = None
) -> FolderFetch:
    """Keep every file of a folder that the area's facts need, and write the area's lock.

    Arguments and errors as `fetch_folder`; what earlier releases showed is considered.
    """
    area, paths = project.area, project.paths
    taking = Taking(area, project.settings, SnapshotStore(paths.snapshots), now, paths=paths)
    fetched = fetch_folder(folder, replace(taking, tell=tell) if tell else taking)
    pin_files(paths, area.slug, [entry_of(snapshot) for _, snapshot in fetched.used])
    return fetched


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
    if known is None:
        known = _read_and_keep(files, taking, listed)
    if not known.used and required:
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
    from jsna.fetching.read_downloads import read_files

    settings = taking.settings
    before = shown_before(listed, taking.store, settings.indicators)
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
            ),
        )
        used[file.name] = snapshot.sha256
    return Outcome(used, skipped, tuple(notes))


def _nothing_found(folder: Path, skipped: dict[str, str]) -> SourceError:
    told = [Problem(f"skipped: {reason}.", name) for name, reason in sorted(skipped.items())]
    more = f" ({len(told) - MOST_TOLD} more files were skipped.)" if len(told) > MOST_TOLD else ""
    what = f"nothing that is needed was found in this folder.{more}"
    next_step = "`jsna fetch AREA --list` prints what to download and where from."
    return SourceError(Problem(what, str(folder), next_step=next_step), *told[:MOST_TOLD])
