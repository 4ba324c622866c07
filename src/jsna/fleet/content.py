"""What travels by content where a worker shares no disk with the command: names and hashes.

A file's name begins with `home/` (settings, catalogue, strategy, notebooks, template) or `work/`
(lock, snapshots, what they hold parsed, facts, chapters, pack). A worker says which of them it
lacks, by their SHA-256, and is sent these alone: what stays the same travels once.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from jsna.facts.build_key import note_path
from jsna.fetching.parsed_store import parsed_store
from jsna.fetching.shown_files import shown_files
from jsna.settings.load import AREAS
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.snapshots.digest import sha256
from jsna.snapshots.lock import read_lock
from jsna.snapshots.write_file import write_whole
from jsna.snapshots.write_folder import UNFINISHED, whole_folder

HOME: Final = "home"
WORK: Final = "work"
SHARED_BY_ALL: Final = ("data/catalogue", "data/corrections", "notebooks", "reports/template")
CHUNK_BYTES: Final = 32 << 20


def content_of(project: Project) -> dict[str, Path]:
    """Return every file that one area's work reads: name -> where it is here.

    The pack that stands there is left out: it is made anew.
    """
    return {**_home_files(project), **_work_files(project)}


def digests_of(files: Mapping[str, Path]) -> dict[str, str]:
    """Return name -> SHA-256 of files."""
    return {name: sha256(file.read_bytes()) for name, file in files.items()}


def paths_at(root: Path) -> Paths:
    """Return the folders of a project whose content lies below `root`."""
    return Paths(root / HOME, root / WORK)


def lacking(root: Path, content: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names whose files are not below `root`, or with other bytes."""
    return tuple(name for name, digest in content.items() if _digest(_at(root, name)) != digest)


def keep(root: Path, files: Mapping[str, bytes]) -> None:
    """Write files below `root`, each whole."""
    for name, content in files.items():
        write_whole(_at(root, name), content)


def remove_others(root: Path, content: Mapping[str, str], area: str, strategy: str) -> None:
    """Remove what lies below `root` in folders of this work and is no part of it."""
    paths = paths_at(root)
    ours = [paths.root / name for name in (*SHARED_BY_ALL, "config/areas", "reports/strategies")]
    ours += [paths.facts(area), paths.runs(area, strategy)]
    for file in (f for folder in ours for f in folder.rglob("*") if f.is_file()):
        if file.relative_to(root).as_posix() not in content:
            file.unlink()


def chunks(files: Mapping[str, Path], most: int = CHUNK_BYTES) -> Iterator[dict[str, bytes]]:
    """Yield files as messages of at most about `most` bytes."""
    message: dict[str, bytes] = {}
    size = 0
    for name, file in files.items():
        content = file.read_bytes()
        if message and size + len(content) > most:
            yield message
            message, size = {}, 0
        message[name] = content
        size += len(content)
    if message:
        yield message


def read_results(paths: Paths, area: str, strategy: str, *, pack: bool) -> dict[str, bytes]:
    """Return what was made of an area: facts, and with `pack` its chapters and pages too."""
    folders = _made_folders(paths, area, strategy) if pack else [paths.facts(area)]
    files = [f for folder in folders for f in _whole_files(folder)]
    files += [f for f in (note_path(paths, area), paths.shown(area)) if f.is_file()]
    return {f"{WORK}/{f.relative_to(paths.work).as_posix()}": f.read_bytes() for f in files}


def take_results(paths: Paths, area: str, strategy: str, files: Mapping[str, bytes]) -> None:
    """Put what a worker made of an area in its place here, each folder whole or not at all."""
    here = {_at(paths.work.parent, name, paths.work): data for name, data in files.items()}
    for folder in _made_folders(paths, area, strategy):
        own = {file: data for file, data in here.items() if file.is_relative_to(folder)}
        if own:
            with whole_folder(folder) as new:
                for file, data in own.items():
                    write_whole(new / file.relative_to(folder), data)
            here = {file: data for file, data in here.items() if file not in own}
    # the note that says that facts are whole comes after them
    for file, data in here.items():
        write_whole(file, data)


def _home_files(project: Project) -> dict[str, Path]:
    paths, slug = project.paths, project.strategy.slug
    found: dict[str, Path] = {}
    for folder in SHARED_BY_ALL:
        found |= {
            f"{folder}/{name}": file for name, file in paths.layers(folder).files("**/*").items()
        }
    strategy = paths.strategies.files(f"{slug}/**/*")
    found |= {f"reports/strategies/{name}": file for name, file in strategy.items()}
    areas = {name.removesuffix(".yml"): f for name, f in paths.areas.files("*.yml").items()}
    own = {slug: file for slug, file in areas.items() if slug in project.settings.areas}
    found |= {f"config/areas/{slug}.yml": file for slug, file in own.items()}
    # every area's settings are read and checked there, logos too
    brands = [area.brand for area in project.settings.areas.values() if area.brand]
    logos = {brand.logo: paths.areas / brand.logo for brand in brands if brand.logo}
    found |= {f"config/areas/{name}": file for name, file in logos.items()}
    found["docs/methods.md"] = paths.methods
    return {f"{HOME}/{name}": file for name, file in found.items() if "__pycache__" not in name}


def _work_files(project: Project) -> dict[str, Path]:
    paths, area = project.paths, project.area.slug
    files = [paths.lock(area), paths.shown(area), note_path(paths, area)]
    files.append(paths.fleet / AREAS / f"{area}.yml")
    parsed = parsed_store(paths.snapshots, project.settings)
    for id in _snapshots(project):
        files += _whole_files(paths.snapshots / id[:2] / id)
        for folder in (parsed.folder / parsed.key).glob(f"{id}-*"):
            files += _whole_files(folder)
    files += _whole_files(paths.facts(area))
    files += _whole_files(paths.runs(area, project.strategy.slug))
    there = [file for file in files if file.is_file()]
    return {f"{WORK}/{file.relative_to(paths.work).as_posix()}": file for file in there}


def _snapshots(project: Project) -> list[str]:
    """Return the ids of the snapshots that an area's work may read, sorted.

    Of its lock, of the facts that stand and of those before them, with which they are compared, and
    of every file of the council's own that a release showed: new figures are held against them.
    """
    paths, area = project.paths, project.area.slug
    locks = [paths.lock(area), *sorted(paths.facts(area).rglob("facts.lock"))]
    pinned = {entry.sha256 for lock in locks for entry in read_lock(lock)}
    return sorted(pinned | {file.sha256 for file in shown_files(paths, area)})


def _made_folders(paths: Paths, area: str, strategy: str) -> list[Path]:
    return [paths.facts(area), paths.runs(area, strategy), paths.pack(area, strategy)]


def _whole_files(folder: Path) -> Iterable[Path]:
    """Return the files of a folder, by name; none that a killed process left half-written."""
    found = sorted(f for f in folder.rglob("*") if f.is_file())
    return [f for f in found if not _unfinished(f.relative_to(folder))]


def _unfinished(name: Path) -> bool:
    return any(part.startswith(UNFINISHED) or part.endswith(".part") for part in name.parts)


def _digest(file: Path) -> str:
    try:
        return sha256(file.read_bytes())
    except OSError:
        return ""


def _at(root: Path, name: str, work: Path | None = None) -> Path:
    """Return where a file of a name goes.

    Raises:
        ValueError: the name leads elsewhere.
    """
    first, *rest = PurePosixPath(name).parts
    if first not in (HOME, WORK) or ".." in rest or not rest:
        raise ValueError(f"no name of a file of a fleet: {name!r}")
    folder = work if work and first == WORK else root / first
    return folder.joinpath(*rest)
