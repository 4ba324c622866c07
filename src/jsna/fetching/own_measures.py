"""Files of figures of the council's own measures: whose they are, and as what they are taken in."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.disclosure.earlier_releases import shown_before
from jsna.disclosure.local_disclosure import OwnFile, protect_files
from jsna.disclosure.measured import counted_indicators
from jsna.errors import Problem
from jsna.fetching.folder_files import files_of_all
from jsna.fetching.own_places import own_places
from jsna.fetching.shown_files import OWN_FILES, shown_files
from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.settings.own_measures_file import FILE
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.snapshots.lock import read_lock
from jsna.snapshots.store import SnapshotStore
from jsna.sources.council.local_csv import COLUMNS, read_rows
from jsna.sources.council.measures_csv import as_local_csv, is_measures_file, measures_named

NO_MEASURES: Final = (
    "it has figures of measures that no strategy of {area} describes: {names} (they are described"
    f" in reports/strategies/<strategy>/{FILE})"
)
MOST_NAMED: Final = 3


def taken_in(name: str, content: bytes, area: Area, settings: Settings) -> tuple[bytes, str]:
    """Return a file as it is read, and why it is skipped ("" unless it is).

    A file of measures becomes the council's own CSV, line by line; any other stays as it is. One
    that has measures of this area's and others is no mistake of another area: it is refused.

    Raises:
        SourceError: it is of measures of this area, and a row can't be read.
    """
    if not is_measures_file(content):
        return content, ""
    known = settings.own_measures_of(area.slug)
    named = measures_named(content, name)
    if not named & set(known):
        few = ", ".join(sorted(named)[:MOST_NAMED])
        return content, NO_MEASURES.format(area=area.name, names=few or "none")
    return as_local_csv(content, name, known, area.code), ""


@dataclass(frozen=True, eq=False)
class ProtectedMeasures:
    """Figures of own measures as a fetch would keep them.

    Attributes:
        rows: As `local_csv.LocalRows.rows`, of every file.
        files: One sentence for each file that was read or skipped.
        notes: What is to be told of them.
    """

    rows: pd.DataFrame
    files: tuple[str, ...]
    notes: tuple[Problem, ...]


def protected_measures(project: Project) -> ProtectedMeasures:
    """Return the figures that lie in data/local and beside the area's strategies, hidden first.

    Raises:
        SourceError: a file has a row that can't be read; all are told together.
    """
    area, settings, paths = project.area, project.settings, project.paths
    known = counted_indicators(settings, area.slug)
    files, said = [], []
    for path, name in files_of_all(own_places(paths, settings, area)):
        content = path.read_bytes()
        if path.suffix.lower() != ".csv" or not is_measures_file(content):
            continue
        local, skipped = taken_in(name, content, area, settings)
        said.append(f"{name}: skipped: {skipped}." if skipped else f"{name}: read.")
        files += [] if skipped else [OwnFile(name, local)]
    if not files:
        return ProtectedMeasures(pd.DataFrame(), tuple(said), ())
    before = shown_before(shown_files(paths, area.slug), SnapshotStore(paths.snapshots), known)
    safe = protect_files(files, settings.sources[OWN_FILES], known, None, before.files)
    rows = [read_rows(one.content, file.name).rows for file, one in zip(files, safe, strict=True)]
    away = (problem for one in safe for problem in one.given_away)
    return ProtectedMeasures(
        pd.concat(rows, ignore_index=True), tuple(said), (*before.problems, *away)
    )


def kept_measures(paths: Paths, area: str) -> pd.DataFrame:
    """Return the council's own figures that an area's lock holds, as `LocalRows.rows`.

    No rows where there is no lock, or its files are not on this machine.
    """
    store, lock = SnapshotStore(paths.snapshots), paths.lock(area)
    entries = read_lock(lock) if lock.exists() else ()
    own = [e for e in entries if e.source == OWN_FILES and store.has(e.sha256)]
    frames = [read_rows(store.read(entry.sha256), entry.title).rows for entry in own]
    return pd.concat(frames) if frames else pd.DataFrame(columns=list(COLUMNS))
