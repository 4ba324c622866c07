"""Take files that a person downloaded: recognise each by what it holds, keep what is needed.

Many councils' networks block the publishers' APIs, so a folder of files from a browser is as
good a way in as the network: the same parse, the same provenance.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jsna.errors import Problem, SourceError
from jsna.fetching.fetch_memo import Outcome, fetch_key, recall, remember
from jsna.fetching.shown_files import pin_files, shown_files
from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.settings.source import SourceSettings
from jsna.snapshots.lock import entry_of
from jsna.snapshots.shown import ShownFile
from jsna.snapshots.snapshot import Origin, Received, Snapshot
from jsna.snapshots.store import SnapshotStore

if TYPE_CHECKING:
    import pandas as pd

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".json": "application/json",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_TOLD = 20
Tell = Callable[[str], None]


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
    store = SnapshotStore(paths.snapshots)
    fetched = fetch_folder(folder, area, project.settings, store, now, tell, paths=paths)
    pin_files(paths, area.slug, [entry_of(snapshot) for _, snapshot in fetched.used])
    return fetched


def fetch_folder(
    folder: Path | Sequence[Path],
    area: Area,
    settings: Settings,
    store: SnapshotStore,
    now: datetime,
    tell: Tell | None = None,
    *,
    required: bool = True,
    paths: Paths | None = None,
    lookups: Sequence["pd.DataFrame"] = (),
) -> FolderFetch:
    """Keep every file of a folder and its sub-folders that the area's facts need.

    Nothing is kept until every file was read, so that a broken one leaves no half of a set.

    Args:
        folder: The folder or folders, or one file.
        area: Whose facts are wanted.
        settings: The catalogue and the sources.
        store: Where snapshots are kept.
        now: The time of receipt, UTC.
        tell: Called with the name of each file before it is read.
        required: Whether it is an error if nothing that is needed was found.
        paths: Where it stands what earlier releases showed; without it they are not considered.
        lookups: Rows of look-ups that lie elsewhere: they place the areas of own figures too.

    Raises:
        SourceError: the folder is not there, nothing that is needed was found in it, or a file
            is plainly a source's and can't be used.
    """
    folders = [folder] if isinstance(folder, Path) else list(folder)
    files = _files_of_all(folders)
    key = fetch_key(files, area, settings)
    listed = shown_files(paths, area.slug) if paths else ()
    ids = frozenset(file.sha256 for file in listed if file.shown)
    # what look-ups from elsewhere say is in no key
    known = None if lookups else recall(store, area.slug, key, ids)
    if known is None:
        told = tell or (lambda _: None)
        known = _read_and_keep(files, area, settings, store, now, told, listed, lookups)
    if not known.used and required:
        raise _nothing_found(folders[0], known.skipped)
    if not lookups:
        remember(store, area.slug, key, known, ids)
    places = {name: path for path, name in files}
    return FolderFetch(
        tuple((places[name], store.describe(sha256)) for name, sha256 in known.used.items()),
        tuple(sorted((places[name], reason) for name, reason in known.skipped.items())),
        known.notes,
    )


def _read_and_keep(
    files: Sequence[tuple[Path, str]],
    area: Area,
    settings: Settings,
    store: SnapshotStore,
    now: datetime,
    tell: Tell,
    listed: Sequence[ShownFile],
    lookups: Sequence["pd.DataFrame"],
) -> Outcome:
    # pandas and the sources are heavy, and an unchanged folder needs neither
    from jsna.disclosure.earlier_releases import shown_before
    from jsna.fetching.read_downloads import read_files

    before = shown_before(listed, store, settings.indicators)
    needed, skipped, notes = read_files(files, area, settings, now, tell, before, lookups)
    used = {}
    for file in needed:
        snapshot = store.add(
            file.content,
            Received(
                source=settings.sources[file.snapshot.source],
                title=file.snapshot.title,
                url=file.snapshot.url,
                retrieved=now,
                media_type=file.snapshot.media_type,
                origin=Origin.HAND,
                synthetic=area.synthetic,
            ),
        )
        used[file.name] = snapshot.sha256
    return Outcome(used, skipped, tuple(notes))


def _files_of_all(folders: Sequence[Path]) -> list[tuple[Path, str]]:
    """Return the files of several folders, the folder's name before a file's that is taken."""
    named: dict[str, Path] = {}
    for folder in folders:
        for path, name in files_of(folder):
            named[f"{folder.name}/{name}" if name in named else name] = path
    return [(path, name) for name, path in named.items()]


def count_files(folders: Iterable[Path]) -> int:
    """Return how many files of these folders will be looked at."""
    return sum(1 for folder in folders for _ in files_of(folder))


def hand_url(name: str, source: SourceSettings) -> str:
    """Return where a hand-downloaded file came from: its name and the publisher's page."""
    return f"{name}, downloaded by hand from {source.homepage or 'the publisher'}"


def media_type(path: Path) -> str:
    """Return the media type of a file, from the end of its name."""
    return MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream")


def files_of(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file with its name below the folder, hidden ones left out, in order.

    Raises:
        SourceError: there is no such folder.
    """
    if folder.is_file():
        yield folder, _as_text(folder.name)
        return
    if not folder.is_dir():
        what = "there is no such folder."
        raise SourceError(Problem(what, str(folder), next_step="Name a folder of downloads."))
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder)
        if not any(part.startswith(".") for part in name.parts):
            yield path, _as_text(name.as_posix())


def _nothing_found(folder: Path, skipped: dict[str, str]) -> SourceError:
    told = [Problem(f"skipped: {reason}.", name) for name, reason in sorted(skipped.items())]
    more = f" ({len(told) - MOST_TOLD} more files were skipped.)" if len(told) > MOST_TOLD else ""
    what = f"nothing that is needed was found in this folder.{more}"
    next_step = "`jsna fetch AREA --list` prints what to download and where from."
    return SourceError(Problem(what, str(folder), next_step=next_step), *told[:MOST_TOLD])


def _as_text(name: str) -> str:
    """Return a name as text: old archives leave names in bytes that are no UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
