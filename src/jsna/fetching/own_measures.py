"""Files of figures of the council's own measures: whose they are, and as what they are taken in."""

from typing import Final

import pandas as pd

from jsna.fetching.shown_files import OWN_FILES
from jsna.fetching.why_not_read import HEADER_ALONE
from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.settings.own_measures_file import FILE
from jsna.settings.paths import Paths
from jsna.snapshots.lock import read_lock
from jsna.snapshots.store import SnapshotStore
from jsna.sources.council.local_csv import COLUMNS, REQUIRED, read_rows
from jsna.sources.council.measures_csv import as_local_csv, is_measures_file, measures_named
from jsna.sources.csv_file import header
from jsna.sources.csv_text import plain_csv

NO_MEASURES: Final = (
    "it has figures of measures that no strategy of {area} describes: {names} (they are described"
    f" in reports/strategies/<strategy>/{FILE})"
)
MOST_NAMED: Final = 3
BLANK_CELLS: Final = b' \t,;"'


def taken_in(name: str, content: bytes, area: Area, settings: Settings) -> tuple[bytes, str]:
    """Return a file as it is read, and why it is skipped ("" unless it is).

    A file of measures becomes the council's own CSV, line by line; any other stays as it is. One
    that has measures of this area's and others is no mistake of another area: it is refused. A
    header of either alone, as a template has it, is of nobody.

    Raises:
        SourceError: it is of measures of this area, and a row can't be read.
    """
    is_measures = is_measures_file(content)
    is_own = is_measures or set(REQUIRED) <= set(header(content, REQUIRED))
    if is_own and not _has_rows(content):
        return content, HEADER_ALONE
    if not is_measures:
        return content, ""
    known = settings.own_measures_of(area.slug)
    named = measures_named(content, name)
    if not named & set(known):
        few = ", ".join(sorted(named)[:MOST_NAMED])
        return content, NO_MEASURES.format(area=area.name, names=few or "none")
    return as_local_csv(content, name, known, area.code), ""


def _has_rows(content: bytes) -> bool:
    lines = plain_csv(content).strip().splitlines()
    return any(line.strip(BLANK_CELLS) for line in lines[1:])


def kept_measures(paths: Paths, area: str) -> pd.DataFrame:
    """Return the council's own figures that an area's lock holds, as `LocalRows.rows`.

    No rows where there is no lock, or its files are not on this machine.
    """
    store, lock = SnapshotStore(paths.snapshots), paths.lock(area)
    entries = read_lock(lock) if lock.exists() else ()
    own = [e for e in entries if e.source == OWN_FILES and store.has(e.sha256)]
    frames = [read_rows(store.read(entry.sha256), entry.title).rows for entry in own]
    return pd.concat(frames) if frames else pd.DataFrame(columns=list(COLUMNS))
