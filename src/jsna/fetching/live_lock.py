"""A fetch over the network from its beginning to the lock: what is asked, and what is pinned."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from jsna.errors import Problem, SourceError, UserFileError
from jsna.fetching.hand_downloads import fetch_folder
from jsna.fetching.kept_by_hand import kept_by_hand
from jsna.fetching.live_fetch import (
    Fetching,
    LiveFetch,
    Tell,
    base_urls,
    fetch_live,
    live_requests,
    wanted_indicators,
)
from jsna.fetching.own_places import own_places
from jsna.fetching.registry import all_sources
from jsna.fetching.shown_files import OWN_FILES, pin_files
from jsna.fetching.taking import Taking
from jsna.http.client import Http
from jsna.http.policy import HttpPolicy
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.snapshots.journal import Journal
from jsna.snapshots.lock import LockEntry, entry_of, read_lock
from jsna.snapshots.store import SnapshotStore
from jsna.sources.contract import LiveSource, ParsedLookup, Request, Source
from jsna.sources.geography.source_ids import LOOKUPS
from jsna.sources.guarded import guarded_parse

MOST_TOLD = 10
LOOKUP_SOURCES = (LOOKUPS,)
"""Whose answers place wards and LSOAs in their authorities."""


@dataclass(frozen=True)
class NetworkFetch:
    """A fetch that is ready to run: what will be asked, of whom."""

    fetching: Fetching
    sources: Mapping[str, Source]
    requests: Sequence[Request]

    def run(self, tell: Tell | None = None) -> LiveFetch:
        """Ask; see `fetch_live`."""
        return fetch_live(self.fetching, self.sources, self.requests, tell)


def open_fetch(
    project: Project,
    clock: Callable[[], datetime],
    policy: HttpPolicy | None = None,
    only: Sequence[str] = (),
) -> NetworkFetch:
    """Return the fetch of what an area's strategies need.

    Args:
        project: For which area, with the catalogue, the sources and the folders.
        clock: Gives the time, UTC.
        policy: Time-outs and attempts.
        only: Sources to ask; all of them if none is named.

    Raises:
        UserFileError: an unknown source, an invented area, or an address in the
            environment that is none.
    """
    known, settings, paths = project.area, project.settings, project.paths
    if known.synthetic:
        what = f"{known.slug} is invented: no service has figures for it."
        raise UserFileError(Problem(what, next_step="`jsna demo` makes them."))
    sources = all_sources(settings.indicators.values(), settings.sources)
    http = Http(policy=policy, base_urls=base_urls(sources))
    store, journal = SnapshotStore(paths.snapshots), Journal(paths.journal(known.slug))
    fetching = Fetching(known, settings, store, journal, http, clock)
    requests = live_requests(_chosen(sources, only), wanted_indicators(known, settings), known)
    return NetworkFetch(fetching, sources, requests)


NOT_THERE: Final = (
    "this version of the council's own file is not in data/local: it is shown no more."
)


def pin(fetch: NetworkFetch, fetched: LiveFetch, paths: Paths) -> tuple[Problem, ...]:
    """Write the lock: what was answered, what lies in data/local, what was taken by hand before.

    Returns what is to be told of the council's own figures.

    Answers replace what was taken by hand of the same source, save for what no answer is about:
    an edition that can only be downloaded, for one (`kept_by_hand`).
    """
    fetching, area = fetch.fetching, fetch.fetching.area
    asked = {request.source for request in fetch.requests}
    lock = paths.lock(area.slug)
    before = read_lock(lock) if lock.is_file() else ()
    own, notes = _own_files(fetch, fetched, before, paths)
    # what the council took out of data/local may not come back from a lock
    own_sources = {OWN_FILES, *(entry.source for entry in own)}
    kept = [entry for entry in before if entry.source not in asked | own_sources]
    ids = {entry.sha256 for entry in own}
    gone = [e for e in before if e.source == OWN_FILES and e.sha256 not in ids]
    by_hand = kept_by_hand(
        [entry for entry in before if entry.source in asked - own_sources],
        fetched.snapshots,
        fetch.sources,
        fetching.store,
    )
    entries = [*map(entry_of, fetched.snapshots), *own, *kept, *by_hand]
    pin_files(paths, area.slug, entries)
    fetching.journal.remove()
    return (*notes, *(Problem(NOT_THERE, entry.title) for entry in gone))


def unfinished(fetched: LiveFetch, area: str) -> SourceError:
    """Return one error for all requests that failed, each failure once."""
    told = list(dict.fromkeys(p for _, error in fetched.failed for p in error.problems))
    more = len(told) - MOST_TOLD
    failed, asked = len(fetched.failed), len(fetched.failed) + len(fetched.used)
    summary = Problem(
        f"{failed} of {asked} requests failed, and the lock of {area} is as it was."
        + (f" {more} more failures are not printed." if more > 0 else ""),
        next_step=f"What was answered is kept: run `jsna fetch {area}` again and only the rest is"
        " asked for, or add --partial to go on without it.",
    )
    kind = type(fetched.failed[0][1])
    alike = all(type(error) is kind for _, error in fetched.failed)
    return (kind if alike else SourceError)(*told[:MOST_TOLD], summary)


def _chosen(sources: Mapping[str, Source], only: Sequence[str]) -> dict[str, Source]:
    live = {id_: source for id_, source in sources.items() if isinstance(source, LiveSource)}
    if unknown := [name for name in only if name not in live]:
        what = f"no source that can be asked over the network: {', '.join(unknown)}."
        raise UserFileError(Problem(what, allowed=f"Known are: {', '.join(live)}."))
    return {id_: source for id_, source in live.items() if not only or id_ in only}


def _own_files(
    fetch: NetworkFetch, fetched: LiveFetch, before: Sequence[LockEntry], paths: Paths
) -> tuple[list[LockEntry], tuple[Problem, ...]]:
    """Keep what lies in data/local, its small areas placed by the lock's look-ups."""
    fetching = fetch.fetching
    if not (places := own_places(paths, fetching.settings, fetching.area)):
        return [], ()
    store = fetching.store
    known = [store.describe(entry.sha256) for entry in before if store.has(entry.sha256)]
    lookups = [
        item.rows
        for snapshot in [*fetched.snapshots, *known]
        if snapshot.source in LOOKUP_SOURCES and snapshot.source in fetch.sources
        for item in guarded_parse(
            fetch.sources[snapshot.source], snapshot, store.read(snapshot.sha256)
        )
        if isinstance(item, ParsedLookup)
    ]
    taking = Taking(
        fetching.area, fetching.settings, store, fetching.clock(), paths=paths, lookups=lookups
    )
    found = fetch_folder(places, taking, required=False)
    return [entry_of(snapshot) for _, snapshot in found.used], found.notes
