"""Take files that a person downloaded: recognise each by what it holds, keep what is needed.

Many councils' networks block the publishers' APIs, so a folder of files from a browser is as
good a way in as the network: the same parse, the same provenance.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from jsna.errors import Problem, SourceError
from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.settings.source import SourceSettings
from jsna.snapshots.snapshot import Snapshot
from jsna.snapshots.store import SnapshotStore, describe_content
from jsna.sources.contract import Parsed, ParsedFacts, Source
from jsna.sources.csv_file import is_web_page
from jsna.sources.own_areas import own_codes, why_not_needed
from jsna.sources.registry import all_sources, recognise

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LARGEST_BYTES = 1 << 30
Tell = Callable[[str], None]


@dataclass(frozen=True)
class FolderFetch:
    """What became of each file of a folder.

    Attributes:
        used: Files that were kept, with their snapshots, in the order of their names.
        skipped: Files that were not, each with the reason.
    """

    used: tuple[tuple[Path, Snapshot], ...]
    skipped: tuple[tuple[Path, str], ...]


@dataclass(frozen=True)
class _Read:
    """One recognised file: where, its bytes, what they are, and what they hold.

    Of facts only the places are kept.
    """

    path: Path
    content: bytes
    snapshot: Snapshot
    parsed: list[Parsed]


def fetch_folder(
    folder: Path | Sequence[Path],
    area: Area,
    settings: Settings,
    store: SnapshotStore,
    now: datetime,
    tell: Tell | None = None,
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

    Raises:
        SourceError: the folder is not there, nothing that is needed was found in it, or a file
            is plainly a source's and can't be used.
    """
    sources = all_sources(settings.indicators.values())
    read, skipped = [], []
    folders = [folder] if isinstance(folder, Path) else list(folder)
    for path, name in [file for one in folders for file in files_of(one)]:
        if tell:
            tell(name)
        result = _read_file(path, name, sources, settings.sources, area, now)
        if isinstance(result, str):
            skipped.append((path, result))
        else:
            read.append(result)
    reasons = _reasons(read, area)
    skipped += [(file.path, reasons[file.path]) for file in read if reasons[file.path]]
    used = [file for file in read if not reasons[file.path]]
    if not used:
        raise _nothing_found(folders[0], skipped)
    kept = tuple((file.path, _keep(file, settings, area, store)) for file in used)
    return FolderFetch(kept, tuple(sorted(skipped)))


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
        yield folder, folder.name
        return
    if not folder.is_dir():
        what = "there is no such folder."
        raise SourceError(Problem(what, str(folder), next_step="Name a folder of downloads."))
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder)
        if not any(part.startswith(".") for part in name.parts):
            yield path, name.as_posix()


def _read_file(
    path: Path,
    name: str,
    sources: Mapping[str, Source],
    known: Mapping[str, SourceSettings],
    area: Area,
    now: datetime,
) -> _Read | str:
    """Return what a file holds, or why it is skipped."""
    if path.stat().st_size > LARGEST_BYTES:
        return "it is larger than any file that is read (1 GiB)"
    content = path.read_bytes()
    if not content.strip():
        return "it is empty"
    try:
        found = recognise(sources, name, content)
        if found is None:
            return _unknown(content)
        source, title = found
        snapshot = describe_content(
            content,
            source=known[source.id],
            title=title,
            url=hand_url(name, known[source.id]),
            retrieved=now,
            media_type=media_type(path),
            synthetic=area.synthetic,
        )
        parsed = [_places_only(item) for item in source.parse(snapshot, content)]
        return _Read(path, content, snapshot, parsed)
    except SourceError as error:
        raise SourceError(*(replace(p, file=name) for p in error.problems)) from error


def _places_only(item: Parsed) -> Parsed:
    """Return facts without what choosing files has no use for: all files together are large."""
    if not isinstance(item, ParsedFacts):
        return item
    places = item.facts[["area_code", "area_type"]].drop_duplicates()
    return replace(item, facts=places, published=places.head(0))


def _unknown(content: bytes) -> str:
    if is_web_page(content):
        return "it is a web page, not data: the download failed or asked for a sign-in"
    if content.startswith(b"PK"):
        return _unknown_archive(content)
    return "it is none of the kinds of file that are read"


def _unknown_archive(content: bytes) -> str:
    """Return why a workbook or another zip archive is skipped."""
    if not is_zipfile(BytesIO(content)):
        return "it is a workbook or an archive that breaks off: download it again"
    if "[Content_Types].xml" in ZipFile(BytesIO(content)).namelist():
        return "it is a document or workbook of a kind that is not read"
    return "it is a zip archive: unpack it into the folder"


def _reasons(read: Iterable[_Read], area: Area) -> dict[Path, str]:
    """Return why each file is not needed, "" where it is."""
    read = list(read)
    own = own_codes(area, [item for file in read for item in file.parsed])
    return {file.path: _reason(file, area, own) for file in read}


def _reason(file: _Read, area: Area, own: frozenset[str]) -> str:
    if _header_only(file):
        return "it has a header and no rows"
    reasons = [why_not_needed(item, area, own) for item in file.parsed]
    return "" if "" in reasons else (reasons or ["it holds nothing"])[0]


def _header_only(file: _Read) -> bool:
    return b"\n" not in file.content.strip() and all(
        isinstance(item, ParsedFacts) for item in file.parsed
    )


def _keep(file: _Read, settings: Settings, area: Area, store: SnapshotStore) -> Snapshot:
    snapshot = file.snapshot
    return store.add(
        file.content,
        source=settings.sources[snapshot.source],
        title=snapshot.title,
        url=snapshot.url,
        retrieved=snapshot.retrieved,
        media_type=snapshot.media_type,
        synthetic=area.synthetic,
    )


def _nothing_found(folder: Path, skipped: list[tuple[Path, str]]) -> SourceError:
    told = [Problem(f"skipped: {reason}.", path.name) for path, reason in skipped[:20]]
    more = f" ({len(skipped) - 20} more files were skipped.)" if len(skipped) > 20 else ""
    what = f"nothing that is needed was found in this folder.{more}"
    next_step = "`jsna fetch AREA --list` prints what to download and where from."
    return SourceError(Problem(what, str(folder), next_step=next_step), *told)
