"""The facts that a build replaced, kept with their lock so that what changed can be told.

They stand in `data/facts/<area>/previous/`. A build from the same files keeps the same ones, so
that it gives the same pack; a build from earlier files than those it replaces keeps none, since
a later state is not what came before.
"""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd

from jsna.errors import UserFileError
from jsna.facts.parquet import read_parquet
from jsna.facts.read_digests import PREVIOUS
from jsna.settings.indicator import Indicator
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.lock import LockEntry, read_lock, write_lock
from jsna.snapshots.verified_folder import DIGESTS, changed_files, write_digests

LOCK: Final = "facts.lock"
CATALOGUE: Final = "catalogue.json"
TABLES_KEPT: Final = ("facts", "published", "definitions")
KEPT: Final = (*(f"{table}.parquet" for table in TABLES_KEPT), LOCK, CATALOGUE)
SAID: Final = (
    "title", "measures", "unit", "multiplier", "polarity", "value_type", "year_type",
    "interval_method", "comparison_method", "matters", "caveats",
)  # fmt: skip
"""What of an indicator a reader would call another definition when it changes."""

Catalogue = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, eq=False)
class State:
    """An area's facts as they stand, or stood.

    Attributes:
        facts: FACT_COLUMNS.
        published: PUBLISHED_COLUMNS.
        definitions: DEFINITION_COLUMNS and snapshot_ids.
        catalogue: Indicator id -> what the catalogue said of it (SAID), as text.
        entries: The files that they were built from.
    """

    facts: pd.DataFrame
    published: pd.DataFrame
    definitions: pd.DataFrame
    catalogue: Catalogue
    entries: tuple[LockEntry, ...]

    @property
    def as_at(self) -> date:
        """The day on which the newest of the files was received."""
        return max(entry.retrieved for entry in self.entries).date()


def catalogue_said(indicators: Iterable[Indicator]) -> dict[str, dict[str, str]]:
    """Return indicator id -> what the catalogue says of it, as text."""
    return {
        item.id: {name: _text(getattr(item, name)) for name in SAID}
        for item in sorted(indicators, key=lambda i: i.id)
    }


def write_origin(
    folder: Path, area_slug: str, entries: Sequence[LockEntry], indicators: Iterable[Indicator]
) -> None:
    """Write beside an area's tables from which files, and by which catalogue, they were built."""
    write_lock(folder / LOCK, area_slug, entries)
    said = json.dumps(catalogue_said(indicators), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / CATALOGUE).write_text(said + "\n", "utf-8", newline="\n")


def keep_previous(old: Path, new: Path) -> None:
    """Copy what is to be remembered of the old folder into the new one, before it takes its place.

    What is no longer as it was built is not remembered: no change is told against damaged figures.

    Args:
        old: The area's facts so far; may be missing, or from before anything was remembered.
        new: The facts that replace it, with their origin written.
    """
    before, after = _entries(old), _entries(new)
    if not before or not after:
        return
    if {e.sha256 for e in before} == {e.sha256 for e in after}:
        if (old / PREVIOUS).is_dir() and not changed_files(old / PREVIOUS):
            shutil.copytree(old / PREVIOUS, new / PREVIOUS)
    elif _newest(before) <= _newest(after) and _is_whole(old):
        (new / PREVIOUS).mkdir()
        for name in KEPT:
            shutil.copyfile(old / name, new / PREVIOUS / name)
        write_digests(new / PREVIOUS)


def read_state(folder: Path) -> State | None:
    """Return the state that a folder holds, None if it holds none that is whole.

    Raises:
        UserFileError: a table is not as it was written.
    """
    entries = _entries(folder)
    files = {table: folder / f"{table}.parquet" for table in TABLES_KEPT}
    if not entries or not all(file.is_file() for file in files.values()):
        return None
    area_slug = folder.parent.name if folder.name == PREVIOUS else folder.name
    tables = {table: read_parquet(file, area_slug) for table, file in files.items()}
    return State(**tables, catalogue=_catalogue(folder), entries=entries)


def _is_whole(folder: Path) -> bool:
    """Return whether what is to be kept of a folder is as it was written."""
    return not {DIGESTS, *KEPT} & set(changed_files(folder))


def _entries(folder: Path) -> tuple[LockEntry, ...]:
    try:
        return read_lock(folder / LOCK)
    except (UserFileError, OSError):
        return ()


def _catalogue(folder: Path) -> dict[str, dict[str, str]]:
    try:
        told: dict[str, dict[str, str]] = parse_json((folder / CATALOGUE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told


def _newest(entries: Iterable[LockEntry]) -> Any:
    return max(entry.retrieved for entry in entries)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(str(part) for part in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
