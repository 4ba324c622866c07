"""Which files that were taken by hand a fetch over the network leaves in an area's lock.

The network gives the newest edition of a thing; older ones are downloaded by hand. A file taken by
hand goes when the same source's answers hold all that it is about, and stays when it is about
something that they are not: another edition, another kind of area, another indicator.
"""

from collections.abc import Iterable, Mapping, Sequence

from jsna.errors import SourceError
from jsna.snapshots.lock import LockEntry
from jsna.snapshots.snapshot import Origin, Snapshot
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

Subject = tuple[str, ...]


def kept_by_hand(
    before: Iterable[LockEntry],
    fetched: Sequence[Snapshot],
    sources: Mapping[str, Source],
    store: SnapshotStore,
) -> list[LockEntry]:
    """Return the entries of files that were taken by hand and that no answer replaces.

    A file that is not on this machine, or that can no longer be read, is not kept.

    Args:
        before: The lock's entries of sources that were asked.
        fetched: What was answered, of every source.
        sources: Every source by its id.
        store: Where both lie.
    """
    titles = {(snapshot.source, snapshot.title) for snapshot in fetched}
    new = {snapshot.sha256 for snapshot in fetched}
    candidates = [
        (entry, store.describe(entry.sha256))
        for entry in before
        if (entry.source, entry.title) not in titles
        and entry.sha256 not in new
        and store.has(entry.sha256)
    ]
    by_hand = [(entry, found) for entry, found in candidates if found.origin is not Origin.NETWORK]
    answered = {
        id_: _subjects([s for s in fetched if s.source == id_], sources[id_], store)
        for id_ in {entry.source for entry, _ in by_hand}
    }
    return [
        entry
        for entry, found in by_hand
        if _subjects([found], sources[found.source], store) - answered[found.source]
    ]


def _subjects(
    snapshots: Iterable[Snapshot], source: Source, store: SnapshotStore
) -> frozenset[Subject]:
    """Return what snapshots are about."""
    found: set[Subject] = set()
    for snapshot in snapshots:
        try:
            items = guarded_parse(source, snapshot, store.read(snapshot.sha256))
        except SourceError:
            continue
        found = found.union(*(_subjects_of(item) for item in items))
    return frozenset(found)


def _subjects_of(item: Parsed) -> set[Subject]:
    if isinstance(item, ParsedFacts):
        # practices and the like have no place in facts
        facts = item.facts[item.facts["area_type"] != "other"]
        pairs = facts[["indicator_id", "edition", "area_type"]].drop_duplicates()
        return set(pairs.itertuples(index=False, name=None))
    if isinstance(item, ParsedBoundaries):
        return {("boundaries", item.area_type, item.vintage)}
    if isinstance(item, ParsedLookup):
        return {("lookup", *(f"{kind} {year}" for kind, year in sorted(item.vintages.items())))}
    if isinstance(item, ParsedDefinitions):
        return {("definition", id_) for id_ in item.definitions["indicator_id"]}
    if isinstance(item, ParsedAudit):
        return {("audit", area) for area in item.rows["area_code"]}
    return {("neighbours", item.set_id)}
