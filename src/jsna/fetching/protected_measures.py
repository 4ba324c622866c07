"""Figures of own measures as a fetch would keep them: beside all that it would take with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from jsna.disclosure.earlier_releases import shown_before
from jsna.disclosure.measured import counted_indicators
from jsna.errors import Problem
from jsna.fetching.folder_files import files_of_all
from jsna.fetching.hand_downloads import look_ups_of_lock
from jsna.fetching.own_places import own_places
from jsna.fetching.read_downloads import read_files
from jsna.fetching.shown_files import OWN_FILES, shown_files
from jsna.fetching.taking import Taking
from jsna.settings.project import Project
from jsna.snapshots.store import SnapshotStore
from jsna.sources.council.local_csv import REQUIRED, read_rows
from jsna.sources.council.measures_csv import is_measures_file
from jsna.sources.csv_file import header


@dataclass(frozen=True, eq=False)
class ProtectedMeasures:
    """Figures of own measures as a fetch would keep them.

    Attributes:
        rows: As `local_csv.LocalRows.rows`, of every file.
        files: One sentence for each file of measures that was read or skipped.
        notes: What is to be told of them.
    """

    rows: pd.DataFrame
    files: tuple[str, ...]
    notes: tuple[Problem, ...]


def protected_measures(project: Project, now: datetime) -> ProtectedMeasures:
    """Return the figures that lie in data/local and beside the area's strategies, hidden first.

    The council's other files there are read with them: one table of a measure may stand in both
    kinds of file, and what one shows no other can hide. Nothing is kept.

    Args:
        project: Of which area.
        now: The time, UTC.

    Raises:
        SourceError: a file has a row that can't be read; all are told together.
    """
    area, settings, paths = project.area, project.settings, project.paths
    ids = [id.encode() for id in settings.own_measures_of(area.slug)]
    files = list(_own_files(files_of_all(own_places(paths, settings, area)), ids))
    measured = [name for path, name in files if is_measures_file(path.read_bytes())]
    if not measured:
        return ProtectedMeasures(pd.DataFrame(), (), ())
    store = SnapshotStore(paths.snapshots)
    known = counted_indicators(settings, area.slug)
    before = shown_before(shown_files(paths, area.slug), store, known)
    pinned = look_ups_of_lock(project, store)
    taking = Taking(area, settings, store, now, paths=paths, pinned=pinned)
    read, skipped, notes = read_files(files, taking, before)
    told = [f"{n}: skipped: {skipped[n]}." if n in skipped else f"{n}: read." for n in measured]
    kept = [file for file in read if file.snapshot.source == OWN_FILES]
    rows = [read_rows(file.content, file.name).rows for file in kept]
    every = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()
    return ProtectedMeasures(every, tuple(told), tuple(notes))


def _own_files(files: list[tuple[Path, str]], ids: list[bytes]) -> Iterator[tuple[Path, str]]:
    """Yield files of measures, and the council's other CSVs that have one of these in them."""
    for path, name in files:
        if path.suffix.lower() != ".csv" or not path.is_file():
            continue
        content = path.read_bytes()
        is_other = set(REQUIRED) <= set(header(content, REQUIRED))
        if is_measures_file(content) or (is_other and any(id in content for id in ids)):
            yield path, name
