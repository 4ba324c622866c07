"""The facts that every area keeps, put in order and checked once for all that read the same files.

England's, the regions' and every authority's rows are the same for each area, and are nine tenths
of its facts: what repeats a key is decided, what was corrected or is out of range is told, and all
is sorted and held to the schema when the first area is built. It is kept beside what the files hold
(`fetching/parsed_store.py`), under the hash of all that decides it: the files and when they were
received, the corrections, the codes in use, and, by the folder, the code and the catalogue.
The council's own figures are never among them.
"""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jsna.fact_schema import empty_facts, plainly_fits
from jsna.facts.assemble import (
    assemble_facts,
    assemble_published,
    empty_published,
    repeated,
)
from jsna.facts.corrections import correct, without_corrected
from jsna.facts.keep import in_range, without_retired
from jsna.facts.parts import row_hashes
from jsna.facts.persons import with_persons
from jsna.facts.rounding import OF_A_FILE, most_decimals
from jsna.fetching.file_parts import FactsByPlace, shared
from jsna.fetching.parsed_store import ParsedStore
from jsna.settings.correction import Correction
from jsna.settings.indicator import Indicator
from jsna.settings.paths import Paths
from jsna.snapshots.digest import data_digest, sha256
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.snapshot import Snapshot
from jsna.snapshots.write_folder import whole_folder

FOLDER: Final = "shared"
NOTE: Final = "shared.json"
MOST: Final = 12
"""How many sets of files are remembered; of a country's areas most have the same."""
HASH: Final = "_hash"
TABLES: Final = ("facts", "published", "quality", "decimals")
Recode = Callable[[pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True, eq=False)
class SharedRows:
    """What is shared of some files.

    Attributes:
        facts: FACT_COLUMNS, one row per FACT_KEY, in its order; held to the schema.
        hashes: `parts.row_hashes` of them.
        published: One label per key and comparator, in the order of both.
        published_hashes: `parts.row_hashes` of them.
        quality: QUALITY_COLUMNS: what there is to tell of these rows.
        decimals: `most_decimals` of the rows whose key stands in several.
        corrected: Ids of the corrections that these rows are of.
    """

    facts: pd.DataFrame
    hashes: NDArray[np.uint64]
    published: pd.DataFrame
    published_hashes: NDArray[np.uint64]
    quality: pd.DataFrame
    decimals: pd.Series
    corrected: frozenset[str]


@dataclass(frozen=True, eq=False)
class SharedFiles:
    """The files whose rows are shared, and what is done with these.

    Attributes:
        files: Each snapshot with what it holds, in the order of the lock.
        indicators: The catalogue.
        corrections: The corrections.
        repeated_by: Snapshots of those who publish other publishers' figures again.
        recode: Gives each place one code.
        retired: The changes after which an authority's rows give way to its successor's.
        decided_by: What else decides what comes of them: the codes that `recode` puts in place.
        paths: Where the files of the corrections are.
    """

    files: Sequence[tuple[Snapshot, FactsByPlace]]
    indicators: Mapping[str, Indicator]
    corrections: Sequence[Correction]
    repeated_by: frozenset[str]
    recode: Recode
    retired: pd.DataFrame
    decided_by: object
    paths: Paths

    @property
    def key(self) -> str:
        """The hash of all that decides what is shared, but for the code and the catalogue."""
        files = [
            [s.sha256, s.source, s.title, s.url, s.retrieved.isoformat()] for s, _ in self.files
        ]
        corrections = [one.model_dump(mode="json") for one in self.corrections]
        return data_digest([files, corrections, sorted(self.repeated_by), self.decided_by])


def shared_rows(files: SharedFiles, store: ParsedStore) -> SharedRows | None:
    """Return what is shared of some files, from the store where it stands there.

    None where it does not hold to the schema.

    Raises:
        UserFileError: a source no longer holds what a correction expects.
    """
    place = store.folder / store.key / FOLDER / files.key
    kept = _read(place)
    if kept is not None:
        return kept
    made = _made(files)
    if not plainly_fits(made.facts):
        return None
    # where it can't be kept it costs time later, and nothing else
    with suppress(OSError):
        _write(place, made)
    return made


def _made(files: SharedFiles) -> SharedRows:
    received = {snapshot.sha256: snapshot.retrieved.isoformat() for snapshot, _ in files.files}
    sources = {snapshot.sha256: snapshot.source for snapshot, _ in files.files}
    facts, labels = [empty_facts()], [empty_published()]
    for _, item in files.files:
        whole = item.whole()
        for rows, taken in ((whole.facts, facts), (whole.published, labels)):
            known = rows["indicator_id"].isin(list(files.indicators))
            taken.append(files.recode(rows[known & shared(rows)]))
    rows = pd.concat(facts, ignore_index=True)
    rows, corrected, used = correct(rows, files.corrections, sources, files.paths)
    rows, out_of_range = in_range(rows, files.indicators.values())
    decimals = most_decimals(repeated(rows))
    found, doubled, of_files = assemble_facts(rows, received, files.repeated_by)
    found, retired = without_retired(with_persons(found), files.retired)
    found = found.reset_index(drop=True)
    of_sources = pd.concat(labels, ignore_index=True)
    of_sources = without_corrected(of_sources, files.corrections, sources)
    published, disagreeing = assemble_published(of_sources, received, of_files)
    told = pd.concat([corrected, out_of_range, doubled, retired, disagreeing], ignore_index=True)
    hashes, label_hashes = row_hashes(found), row_hashes(published)
    return SharedRows(found, hashes, published, label_hashes, told, decimals, used)


def _write(place: Path, made: SharedRows) -> None:
    """Keep what is shared, whole or not at all, and forget the sets that were used least lately."""
    tables = {
        "facts": made.facts.assign(**{HASH: made.hashes}),
        "published": made.published.assign(**{HASH: made.published_hashes}),
        "quality": made.quality,
        "decimals": made.decimals.reset_index(),
    }
    with whole_folder(place) as folder:
        digests = {}
        for name, table in tables.items():
            file = folder / f"{name}.parquet"
            table.to_parquet(file, compression="zstd", index=False)
            digests[name] = sha256(file.read_bytes())
        told = {"digests": digests, "corrected": sorted(made.corrected)}
        (folder / NOTE).write_text(json.dumps(told), "utf-8")
    kept = [folder for folder in place.parent.iterdir() if (folder / NOTE).is_file()]
    for folder in sorted(kept, key=_used)[:-MOST]:
        shutil.rmtree(folder, ignore_errors=True)


def _used(folder: Path) -> float:
    return (folder / NOTE).stat().st_mtime


def _read(place: Path) -> SharedRows | None:
    """Return what was kept, or None if that is not there whole."""
    try:
        told = parse_json((place / NOTE).read_text("utf-8"))
        tables = {name: _table(place, name, told["digests"][name]) for name in TABLES}
        corrected = frozenset(map(str, told["corrected"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None
    with suppress(OSError):
        (place / NOTE).touch()
    hashes, label_hashes = (
        tables[name].pop(HASH).to_numpy(dtype="uint64") for name in ("facts", "published")
    )
    decimals = tables["decimals"].set_index(OF_A_FILE)["decimals"]
    return SharedRows(
        tables["facts"], hashes, tables["published"], label_hashes, tables["quality"], decimals,
        corrected,
    )  # fmt: skip


def _table(place: Path, name: str, digest: str) -> pd.DataFrame:
    from pyarrow import parquet

    content = (place / f"{name}.parquet").read_bytes()
    if sha256(content) != digest:
        raise ValueError(f"{name} is not as it was written")
    table = parquet.read_table(BytesIO(content), use_threads=False, pre_buffer=False)
    frame: pd.DataFrame = table.to_pandas(use_threads=False)
    return frame
