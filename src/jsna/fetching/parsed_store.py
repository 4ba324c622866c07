"""The national store: what a file holds, parsed once for every area and every build.

Beside the snapshots, one folder for each state of the code and the catalogue, and in it one for
each file: its tables as parquet, and `parts.json` with what is not a table and the hash of each. It
is written whole or not at all. What can't be read back, to the bit, is parsed again.

A council's own figures are never kept here: before small counts are hidden nothing of them is.
"""

import json
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from io import BytesIO
from pathlib import Path
from typing import Any, Final, TypeVar

import pandas as pd

from jsna.fetching.code_digest import code_digest
from jsna.fetching.file_parts import (
    PROJECTED,
    FactsByPlace,
    OutlinesByPlace,
    PartByPlace,
    at_hand,
    has_shared,
    read_by_place,
    tables_by_place,
    write_by_place,
)
from jsna.fetching.shown_files import OWN_FILES
from jsna.settings.load import Settings
from jsna.snapshots.digest import data_digest, sha256
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.snapshot import Snapshot
from jsna.snapshots.write_folder import whole_folder
from jsna.sources.contract import (
    Parsed,
    ParsedAudit,
    ParsedBoundaries,
    ParsedDefinitions,
    ParsedFacts,
    ParsedLookup,
    ParsedNeighbours,
    Source,
)
from jsna.sources.geography.kept_outlines import read_outlines, read_without_geometry
from jsna.sources.guarded import guarded_parse

FOLDER: Final = "parsed"
PARTS: Final = "parts.json"
KEY_LENGTH: Final = 16
OUTLINES: Final = "boundaries"
Part = TypeVar("Part")
KINDS: Final = {
    "facts": ParsedFacts,
    OUTLINES: ParsedBoundaries,
    "audit": ParsedAudit,
    "lookup": ParsedLookup,
    "definitions": ParsedDefinitions,
    "neighbours": ParsedNeighbours,
}


@dataclass(frozen=True)
class ParsedStore:
    """What files hold, as this code and this catalogue read them.

    Attributes:
        folder: Of all states of the code and the catalogue.
        key: Of this one.
        indicators: The catalogue's.
    """

    folder: Path
    key: str
    indicators: frozenset[str] = frozenset()

    def parse(self, source: Source, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return what a file holds, from the store where it stands there.

        Args:
            source: Reads it.
            snapshot: What is known of it; its hash is that of the bytes.
            content: The bytes.

        Raises:
            SourceError: it can't be read.
        """
        if snapshot.source == OWN_FILES:
            return guarded_parse(source, snapshot, content)
        kept = _read(self._place(snapshot), _read_part)
        return self._parsed(source, snapshot, content) if kept is None else kept

    def by_place(self, source: Source, snapshot: Snapshot, content: bytes) -> list[PartByPlace]:
        """Return what a file holds as `parse` does, of facts and outlines what is asked for alone.

        Arguments and errors as `parse`.
        """
        if snapshot.source != OWN_FILES:
            for parsed in (False, True):
                if parsed:
                    made = self._parsed(source, snapshot, content)
                kept = _read(self._place(snapshot), _part_by_place)
                if kept is not None:
                    return kept
        else:
            made = guarded_parse(source, snapshot, content)
        return [at_hand(item, self.indicators) for item in made]

    def _place(self, snapshot: Snapshot) -> Path:
        return self.folder / self.key / f"{snapshot.sha256}-{_said_of(snapshot)}"

    def _parsed(self, source: Source, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        parsed = guarded_parse(source, snapshot, content)
        _write(self._place(snapshot), parsed, self.indicators)
        return parsed

    def others(self) -> list[Path]:
        """Return the folders of other states of the code or the catalogue: nobody reads them."""
        if not self.folder.is_dir():
            return []
        return sorted(f for f in self.folder.iterdir() if f.is_dir() and f.name != self.key)

    def sweep(self) -> list[Path]:
        """Remove the folders of other states, and return them."""
        swept = self.others()
        for folder in swept:
            shutil.rmtree(folder)
        return swept


def parsed_store(snapshots: Path, settings: Settings) -> ParsedStore:
    """Return the store beside the snapshots, for this code and this catalogue."""
    models = (settings.indicators, settings.sources)
    said = [[m.model_dump(mode="json") for _, m in sorted(each.items())] for each in models]
    key = data_digest([code_digest(), said])[:KEY_LENGTH]
    return ParsedStore(snapshots.parent / FOLDER, key, frozenset(settings.indicators))


def _said_of(snapshot: Snapshot) -> str:
    """Return a word for what a reader may take from a snapshot besides its bytes."""
    return data_digest([snapshot.source, snapshot.title, snapshot.url])[:KEY_LENGTH]


def _write(place: Path, parsed: Iterable[Parsed], indicators: frozenset[str]) -> None:
    """Keep what a file holds; where that can't be done it costs time later, and nothing else."""
    try:
        with whole_folder(place) as folder:
            parts = [
                _write_part(folder, number, item, indicators) for number, item in enumerate(parsed)
            ]
            (folder / PARTS).write_text(json.dumps(parts), "utf-8")
    except (OSError, ValueError, TypeError):  # no room, or a column that no parquet holds
        shutil.rmtree(place, ignore_errors=True)


def _write_part(
    folder: Path, number: int, item: Parsed, indicators: frozenset[str]
) -> dict[str, Any]:
    tables, words = {}, {}
    for name, value in _fields(item):
        if not isinstance(value, pd.DataFrame):
            words[name] = value
            continue
        file = folder / f"{number}-{name}.parquet"
        # GeoDataFrames write themselves as GeoParquet
        value.to_parquet(file, compression="zstd")
        tables[name] = sha256(file.read_bytes())
    told: dict[str, Any] = {"kind": item.kind, "words": words, "tables": tables}
    if isinstance(item, ParsedFacts):
        by_place: dict[str, str] = {}
        told |= {"by_place": by_place, "has_shared": has_shared(item)}
        told["has_projected"] = bool(item.facts["indicator_id"].eq(PROJECTED).any())
        for name, rows in tables_by_place(item, indicators).items():
            content = write_by_place(rows)
            (folder / f"{number}-{name}.parquet").write_bytes(content)
            by_place[name] = sha256(content)
    return told


def _fields(item: Parsed) -> Iterator[tuple[str, Any]]:
    return ((one.name, getattr(item, one.name)) for one in fields(item) if one.init)


def _read(place: Path, read_part: Callable[[Path, int, dict[str, Any]], Part]) -> list[Part] | None:
    """Return what was kept of a file, or None if that is not there whole."""
    try:
        parts = parse_json((place / PARTS).read_text("utf-8"))
        return [read_part(place, number, part) for number, part in enumerate(parts)]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _content(place: Path, number: int, name: str, digest: str) -> bytes:
    """Return the bytes of a table as they were written.

    Raises:
        OSError, ValueError: they are not.
    """
    content = (place / f"{number}-{name}.parquet").read_bytes()
    if sha256(content) != digest:
        raise ValueError(f"{name} is not as it was written")
    return content


def _read_table(content: bytes) -> pd.DataFrame:
    """Return a table; without threads, since most are small and there are hundreds."""
    from pyarrow import parquet

    table = parquet.ParquetFile(BytesIO(content), pre_buffer=False).read(use_threads=False)
    frame: pd.DataFrame = table.to_pandas(use_threads=False)
    return frame


def _read_part(place: Path, number: int, part: dict[str, Any]) -> Parsed:
    tables: dict[str, Any] = {}
    for name, digest in part["tables"].items():
        read = read_outlines if part["kind"] == OUTLINES else _read_table
        tables[name] = read(_content(place, number, name, digest))
    item: Parsed = KINDS[part["kind"]](**tables, **_words(part))
    return item


def _words(part: dict[str, Any]) -> dict[str, Any]:
    return {n: tuple(v) if isinstance(v, list) else v for n, v in part["words"].items()}


def _part_by_place(place: Path, number: int, part: dict[str, Any]) -> PartByPlace:
    """Return one part; every table of it is held to its hash now, whatever is read of it later."""
    if part["kind"] not in ("facts", OUTLINES):
        return _read_part(place, number, part)
    contents = {
        name: _content(place, number, name, digest)
        for name, digest in {**part["tables"], **part.get("by_place", {})}.items()
    }
    if part["kind"] == OUTLINES:
        outlines = contents["outlines"]

        def some(name: str, rows: Any = None) -> pd.DataFrame:
            if name == "index":
                return read_without_geometry(outlines)
            return read_outlines(outlines, rows)

        return OutlinesByPlace(some, _words(part))

    def table(name: str, codes: Collection[str] | None = None) -> pd.DataFrame:
        content = contents[name]
        return _read_table(content) if codes is None else read_by_place(content, codes)

    return FactsByPlace(table, part["has_shared"] is True, part["has_projected"] is True)
