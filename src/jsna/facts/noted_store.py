"""An area's tables of which each that is read whole is noted."""

from typing import Any

from jsna.facts.reads import Reads
from jsna.facts.store import TABLES, FactStore


class _NotedStore(FactStore):
    _held: FactStore
    _reads: Reads

    def __getattribute__(self, name: str) -> Any:
        if name in TABLES:
            object.__getattribute__(self, "_reads").note(f"table:{name}")
        elif name == "snapshot_ids":
            object.__getattribute__(self, "_reads").note("lock:")
        return object.__getattribute__(self, name)


def noted_store(store: FactStore, reads: Reads) -> FactStore:
    """Return a view of an area's tables that notes which of them are read whole.

    Rows of one indicator are read, and noted, by `Evidence.facts_of` and `published_of`.
    """
    made = object.__new__(_NotedStore)
    made.__dict__.update(vars(store), _held=store, _reads=reads)
    return made
