"""What an area had and a folder of downloads does not hold: kept, unless newer files hold it too.

An analyst's folder often has the new files alone. A file of the lock goes when the files that are
new hold each thing that it is about; it stays when it is about something that they are not. The
council's own files are those that lie there: what it withdrew may not come back from a lock.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pandas as pd

from jsna.errors import SourceError
from jsna.fetching.from_before import FromBefore
from jsna.fetching.shown_files import OWN_FILES
from jsna.snapshots.lock import LockEntry
from jsna.snapshots.store import SnapshotStore
from jsna.sources.contract import (
    Parsed,
    ParsedAudit,
    ParsedBoundaries,
    ParsedDefinitions,
    ParsedFacts,
    ParsedLookup,
    Source,
)
from jsna.sources.guarded import guarded_parse

OF_A_FACT: Final = ["indicator_id", "edition", "area_code", "period", "sex", "age", "breakdown",
                    "breakdown_value"]  # fmt: skip


def from_before(
    before: Sequence[LockEntry],
    taken: Sequence[LockEntry],
    sources: Mapping[str, Source],
    store: SnapshotStore,
) -> FromBefore:
    """Return what becomes of each file of a lock that was not taken again.

    Args:
        before: The lock as it is.
        taken: What a folder gave.
        sources: Every source by its id.
        store: Where all of them lie.
    """
    ids, known = {entry.sha256 for entry in taken}, {entry.sha256 for entry in before}
    new = [entry for entry in taken if entry.sha256 not in known]
    told: dict[str, list[LockEntry]] = {
        "kept": [], "superseded": [], "withdrawn": [], "lost": []
    }  # fmt: skip
    held: dict[str, set[int]] = {}
    for entry in before:
        if entry.sha256 in ids:
            continue
        if entry.source == OWN_FILES:
            told["withdrawn"].append(entry)
            continue
        about = _subjects([entry], sources, store)
        if not about:
            told["lost"].append(entry)
            continue
        if entry.source not in held:
            alike = [one for one in new if one.source == entry.source]
            held[entry.source] = _subjects(alike, sources, store)
        told["superseded" if about <= held[entry.source] else "kept"].append(entry)
    return FromBefore(**{name: tuple(entries) for name, entries in told.items()})


def _subjects(
    entries: Iterable[LockEntry], sources: Mapping[str, Source], store: SnapshotStore
) -> set[int]:
    """Return a number for each thing that some files are about; none of one that can't be read."""
    found: set[int] = set()
    for entry in entries:
        if entry.source not in sources or not store.has(entry.sha256):
            continue
        try:
            content, snapshot = store.read(entry.sha256), store.describe(entry.sha256)
            parsed = guarded_parse(sources[entry.source], snapshot, content)
        except SourceError:
            continue
        for item in parsed:
            subjects = _subjects_of(item).drop_duplicates().astype("str")
            found |= set(pd.util.hash_pandas_object(subjects, index=False).tolist())
    return found


def _subjects_of(item: Parsed) -> pd.DataFrame:
    """Return what one part of a file is about, a row each."""
    if isinstance(item, ParsedFacts):
        # practices and the like have no place in facts
        return item.facts.loc[item.facts["area_type"] != "other", OF_A_FACT]
    if isinstance(item, ParsedBoundaries):
        return _each(item.outlines["code"], "outline", item.area_type, item.vintage)
    if isinstance(item, ParsedLookup):
        years = " ".join(f"{kind} {year}" for kind, year in sorted(item.vintages.items()))
        return _each(item.rows.iloc[:, 0], "look-up", item.method, years)
    if isinstance(item, ParsedDefinitions):
        return _each(item.definitions["indicator_id"], "definition", "", "")
    if isinstance(item, ParsedAudit):
        return _each(item.rows["area_code"], "audit", "", "")
    return _each(item.rows["area_name"], "neighbours", item.set_id, "")


def _each(codes: pd.Series, *words: str) -> pd.DataFrame:
    columns = {f"word_{n}": word for n, word in enumerate(words)}
    return pd.DataFrame({"code": codes.to_numpy(), **columns})
