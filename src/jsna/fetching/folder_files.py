"""The files of a folder: which there are, what kind by their names, where they came from."""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from jsna.errors import Problem, SourceError

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".json": "application/json",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def files_of_all(folders: Sequence[Path]) -> list[tuple[Path, str]]:
    """Return the files of several folders with names that differ; none stands twice.

    A file's name is that below its folder; where an earlier folder has the same, as many of the
    folders above it are put before it as it takes.
    """
    named: dict[str, Path] = {}
    seen: set[Path] = set()
    for folder in folders:
        found = [(path, name) for path, name in files_of(folder) if path.resolve() not in seen]
        seen |= {path.resolve() for path, _ in found}
        named |= {_free_name(folder, name, named): path for path, name in found}
    return [(path, name) for name, path in named.items()]


def _free_name(folder: Path, name: str, taken: Collection[str]) -> str:
    """Return a file's name with as much of its folder before it as no other file has."""
    for above in folder.resolve().parts[::-1]:
        if name not in taken:
            break
        name = f"{above}/{name}"
    return name


def count_files(folders: Iterable[Path]) -> int:
    """Return how many files of these folders will be looked at."""
    return sum(1 for folder in folders for _ in files_of(folder))


def hand_url(name: str) -> str:
    """Return what is known of where a file of a folder came from: its name, and no address."""
    return f"{name}, supplied by hand"


def media_type(path: Path) -> str:
    """Return the media type of a file, from the end of its name."""
    return MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream")


def files_of(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file with its name below the folder, hidden ones left out, in order.

    Pipes, devices and links to nothing too, so that whoever put them there is told.

    Raises:
        SourceError: there is no such folder, or one of those in it may not be opened.
    """
    if folder.is_file():
        yield folder, _as_text(folder.name)
        return
    if not folder.is_dir():
        what = "this is a pipe or a device." if folder.exists() else "there is no such folder."
        raise SourceError(Problem(what, str(folder), next_step="Name a folder of downloads."))
    inside = [path for path in sorted(folder.rglob("*")) if not _is_hidden(path, folder)]
    _check_open([folder, *(path for path in inside if path.is_dir())])
    for path in inside:
        if not path.is_dir():
            yield path, _as_text(path.relative_to(folder).as_posix())


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _check_open(folders: Sequence[Path]) -> None:
    """Raise SourceError for those that may not be opened: their files would be lost unsaid."""
    shut = [folder for folder in folders if not os.access(folder, os.R_OK | os.X_OK)]
    if shut:
        what = "this folder may not be opened, so that nobody knows what is in it."
        step = "Ask whoever it belongs to for the right to read it, or copy its files elsewhere."
        raise SourceError(*(Problem(what, str(folder), next_step=step) for folder in shut))


def _as_text(name: str) -> str:
    """Return a name as text: old archives leave names in bytes that are no UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
