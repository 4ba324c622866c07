"""Files of figures of the council's own measures: whose they are, and as what they are taken in."""

from typing import Final

import pandas as pd

from jsna.fetching.shown_files import OWN_FILES
from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.settings.own_measures_file import FILE
from jsna.settings.paths import Paths
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


def kept_measures(paths: Paths, area: str) -> pd.DataFrame:
    """Return the council's own figures that an area's lock holds, as `LocalRows.rows`.

    No rows where there is no lock, or its files are not on this machine.
    """
    store, lock = SnapshotStore(paths.snapshots), paths.lock(area)
    entries = read_lock(lock) if lock.exists() else ()
    own = [e for e in entries if e.source == OWN_FILES and store.has(e.sha256)]
    frames = [read_rows(store.read(entry.sha256), entry.title).rows for entry in own]
    return pd.concat(frames) if frames else pd.DataFrame(columns=list(COLUMNS))
