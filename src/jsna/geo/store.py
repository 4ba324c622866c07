"""An area's geography on disk, beside its facts: GeoParquet outlines, a look-up, a JSON note.

The same boundaries and look-ups give the same bytes. Files are written under temporary names
and moved into place together, so that an interrupted write leaves what was there before.
"""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from jsna.errors import Problem, UserFileError
from jsna.geo.clip import clip_geography
from jsna.geo.geography import FURTHER, FurtherLookup, Geography
from jsna.geo.kept_files import LOOKUP, NOTE, SECTORS
from jsna.geo.stored_outlines import PREFIX, StoredOutlines
from jsna.geo.vintage import Boundary, Lookup
from jsna.settings.area import Area
from jsna.settings.paths import Paths
from jsna.snapshots.verified_folder import read_verified, write_digests
from jsna.snapshots.write_file import write_whole

TOLD = (
    "area_code", "vintages", "method", "snapshot_ids", "missing", "unmatched", "sector_method",
    "sector_ids",
)  # fmt: skip


def write_geography(
    folder: Path, area: Area, boundaries: Sequence[Boundary], lookups: Sequence[Lookup]
) -> Geography:
    """Clip boundaries and look-ups to the area, write them into `folder`, and return them.

    Raises:
        SourceError: boundaries and look-ups are not of one vintage; nothing is written.
    """
    geography = clip_geography(area, boundaries, lookups)
    save_geography(folder, geography)
    return geography


def save_geography(folder: Path, geography: Geography) -> None:
    """Write `outlines-<type>.parquet`, `lookup.parquet` and `geography.json` into `folder`."""
    files = {f"{PREFIX}{kind}.parquet": _parquet(t) for kind, t in geography.tables.items()}
    files[LOOKUP] = _parquet(geography.lookup)
    if len(geography.sectors):
        files[SECTORS] = _parquet(geography.sectors)
    files |= {f"{name}.parquet": _parquet(one.rows) for name, one in _further(geography).items()}
    files[NOTE] = _note(geography)
    for name, content in files.items():
        write_whole(folder / name, content)
    perhaps = [SECTORS, *(f"{name}.parquet" for name in FURTHER)]
    found = {*folder.glob(f"{PREFIX}*.parquet"), *(folder / name for name in perhaps)}
    for stale in found - {folder / name for name in files}:
        stale.unlink(missing_ok=True)
    write_digests(folder)


def open_geography(paths: Paths, area: Area) -> Geography:
    """Return the area's geography as it was last built.

    Raises:
        UserFileError: it has not been built yet.
    """
    return read_geography(paths.facts(area.slug), area.slug)


def read_geography(folder: Path, area_slug: str) -> Geography:
    """Return the geography in a folder; its outlines are read when they are asked for.

    Raises:
        UserFileError: the folder has none, or a file of it is not as it was written.
    """
    again = f"Run `jsna build {area_slug} --force`."
    if not (folder / NOTE).is_file():
        what = f"the geography of {area_slug} has not been built."
        step = f"Run: jsna build {area_slug}"
        raise UserFileError(Problem(what, str(folder / NOTE), next_step=step))
    told: dict[str, Any] = json.loads(read_verified(folder / NOTE, again))
    tables = StoredOutlines(folder, again)
    for ids in ("snapshot_ids", "sector_ids"):
        told[ids] = tuple(told.get(ids, ()))
    if (folder / SECTORS).is_file():
        told["sectors"] = pd.read_parquet(io.BytesIO(read_verified(folder / SECTORS, again)))
    told |= {
        name: _read_further(folder, again, name, told[name]) for name in FURTHER if name in told
    }
    told["unmatched"] = {words: tuple(codes) for words, codes in told["unmatched"].items()}
    lookup = pd.read_parquet(io.BytesIO(read_verified(folder / LOOKUP, again)))
    return Geography(tables=tables, lookup=lookup, drawn=tables.codes(), **told)


def _further(geography: Geography) -> dict[str, FurtherLookup]:
    """The further look-ups that have rows."""
    every = {name: getattr(geography, name) for name in FURTHER}
    return {name: one for name, one in every.items() if len(one.rows)}


def _read_further(folder: Path, again: str, name: str, told: dict[str, Any]) -> FurtherLookup:
    rows = pd.read_parquet(io.BytesIO(read_verified(folder / f"{name}.parquet", again)))
    return FurtherLookup(rows, told["years"], tuple(told["ids"]))


def _parquet(table: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False, compression="zstd")
    return buffer.getvalue()


def _note(geography: Geography) -> bytes:
    told = {name: getattr(geography, name) for name in TOLD}
    for name, one in _further(geography).items():
        told[name] = {"years": one.years, "ids": one.ids}
    return (json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
