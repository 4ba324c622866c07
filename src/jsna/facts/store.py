"""An area's facts on disk: the tables of `data/facts/<area>/` and its geography."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from jsna.errors import Problem, UserFileError
from jsna.facts.assemble import QUALITY_COLUMNS
from jsna.facts.build_key import Built, find_built, note_path, write_built
from jsna.facts.neighbour_sets import SET_COLUMNS
from jsna.facts.parquet import parquet_bytes, read_parquet
from jsna.facts.parts import OF_INDICATORS, write_parts
from jsna.facts.previous import keep_previous, write_origin
from jsna.geo.custom_areas import check_custom_areas
from jsna.geo.store import write_geography
from jsna.settings.area import Area
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.snapshots.lock import LockEntry, read_lock
from jsna.snapshots.snapshot import Snapshot
from jsna.snapshots.verified_folder import write_digests
from jsna.snapshots.write_folder import whole_folder
from jsna.sources.contract import Parsed, ParsedBoundaries, ParsedLookup

TABLES = ("facts", "published", "names", "quality", "definitions", "neighbours")
Held = tuple[Snapshot, list[Parsed]]


@dataclass(frozen=True, eq=False)
class Tables:
    """The six tables of an area.

    Attributes:
        facts: FACT_COLUMNS, one row per FACT_KEY, in its order.
        published: PUBLISHED_COLUMNS: what the sources themselves concluded.
        names: area_code, area_type, area_name and region_code ("" where not known, or not an
            authority); one row per area of the facts.
        quality: kind (conflict, duplicate, abolished, refused, gap, polarity, correction,
            vanished-ward, vintage, neighbour), indicator_id, area_code, detail, snapshot_id (of a
            duplicate in another file: the one dropped, then the one kept) and rows (how many
            facts, or rows of the file, it is about); one row per thing that a reader of the facts
            should know.
        definitions: DEFINITION_COLUMNS and snapshot_ids: what the sources say of indicators.
        neighbours: neighbour_sets.SET_COLUMNS: the area's neighbours by each set at hand.
        hashes: Table -> `parts.row_hashes` of it, where they are known.
    """

    facts: pd.DataFrame
    published: pd.DataFrame
    names: pd.DataFrame
    quality: pd.DataFrame
    definitions: pd.DataFrame
    neighbours: pd.DataFrame
    hashes: Mapping[str, Any] = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True, eq=False)
class FactStore(Tables):
    """The tables as they were built, and the ids of the snapshots they were built from."""

    snapshot_ids: tuple[str, ...]


def open_facts(paths: Paths, area: Area) -> FactStore:
    """Return the area's tables as they were last built.

    Raises:
        UserFileError: they were not built yet, were built from another set of files than the
            lock names, or by a version whose tables had other columns, or a table is not as it
            was built.
    """
    built = find_built(paths, area.slug)
    again = f"Run `jsna build {area.slug}`."
    folder = paths.facts(area.slug)
    if built is None or not all((folder / f"{name}.parquet").is_file() for name in TABLES):
        raise UserFileError(Problem(f"there are no facts for {area.slug} yet.", next_step=again))
    lock = paths.lock(area.slug)
    if lock.is_file() and {e.sha256 for e in read_lock(lock)} != set(built.snapshot_ids):
        what = f"the facts of {area.slug} were built from other files than its lock names."
        raise UserFileError(Problem(what, lock.name, next_step=again))
    tables = {name: read_parquet(folder / f"{name}.parquet") for name in TABLES}
    if list(tables["quality"]) != list(QUALITY_COLUMNS):
        what = f"the facts of {area.slug} were built by another version of jsna."
        raise UserFileError(Problem(what, next_step=again))
    return FactStore(**tables, snapshot_ids=built.snapshot_ids)


def read_neighbours(paths: Paths, area: Area) -> pd.DataFrame:
    """Return the area's neighbours by each set (neighbour_sets.SET_COLUMNS); no rows unbuilt."""
    file = paths.facts(area.slug) / "neighbours.parquet"
    return read_parquet(file) if file.is_file() else pd.DataFrame(columns=list(SET_COLUMNS))


def write_tables(
    project: Project,
    tables: Tables,
    parsed: Sequence[Held],
    built: Built,
    entries: Sequence[LockEntry],
) -> None:
    """Write the tables and the geography beside the old ones, then put them in their place.

    Each file is noted with its hash, by which it is known again when it is read.
    What they replace is kept inside the new folder as `previous` (facts/previous.py). A failure,
    Ctrl-C included, leaves the old facts; a kill between two renames leaves them under another
    name, from which the next build takes them back.

    Raises:
        SourceError: the boundaries and look-ups do not fit together.
        UserFileError: a custom area of the settings names an LSOA that is not the area's own, or
            a postcode sector that the look-up does not hold.
    """
    paths, area, folder = project.paths, project.area, project.facts_folder
    with whole_folder(folder) as new:
        for name in TABLES:
            (new / f"{name}.parquet").write_bytes(parquet_bytes(getattr(tables, name)))
        tables_by_name = {name: getattr(tables, name) for name in OF_INDICATORS}
        write_parts(new, tables_by_name, tables.hashes)
        held = [(snapshot, item) for snapshot, items in parsed for item in items]
        boundaries = [(s, item) for s, item in held if isinstance(item, ParsedBoundaries)]
        lookups = [(s, item) for s, item in held if isinstance(item, ParsedLookup)]
        geography = write_geography(new, area, boundaries, lookups)
        check_custom_areas(area, geography, paths.areas / f"{area.slug}.yml")
        write_origin(new, area.slug, entries, project.settings.indicators.values())
        keep_previous(folder, new)
        write_digests(new)
        note_path(paths, area.slug).unlink(missing_ok=True)
    write_built(paths, area.slug, built)
