"""Fetch what an area needs over the network: every source asked, every whole answer kept at once.

An answer becomes a snapshot as soon as it is known to be whole and readable, and is noted in a
journal; a fetch that is killed goes on from there. What a service does not publish is skipped
with its reason; whatever else fails is told at the end, when all that could be had is kept.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import datetime

from jsna.errors import Problem, SourceError, UserFileError
from jsna.fact_schema import AUTHORITY_TYPES
from jsna.http.client import Http
from jsna.http.errors import FormatChanged, NotPublished, RetiredAreaType
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.settings.load import Settings
from jsna.snapshots.journal import Journal, request_key
from jsna.snapshots.snapshot import Origin, Received, Snapshot
from jsna.snapshots.store import SnapshotStore, describe_content
from jsna.sources.contract import Fetched, LiveSource, NotMine, Parsed, ParsedFacts, Request, Source
from jsna.sources.guarded import guarded_parse, guarded_read, guarded_recognise

NOT_THERE = (NotPublished, RetiredAreaType)
MOST_THREADS = 24
BETWEEN_CUTS = 0.1
"""Seconds."""
BASE_URL = "JSNA_BASE_URL_"
Tell = Callable[[str], None]


@dataclass(frozen=True)
class LiveFetch:
    """What became of each request.

    Attributes:
        used: Requests that were answered, with the snapshots of their answers.
        resumed: How many of them an earlier, unfinished fetch had answered already.
        skipped: Requests for what is not published, with the reason.
        notes: What a reader should know of an answer: suppressed, or without the area.
        failed: Requests without a usable answer, with the error.
    """

    used: tuple[tuple[Request, tuple[Snapshot, ...]], ...] = ()
    resumed: int = 0
    skipped: tuple[tuple[Request, str], ...] = ()
    notes: tuple[tuple[Request, str], ...] = ()
    failed: tuple[tuple[Request, SourceError], ...] = ()

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """Every snapshot, in the order of the requests."""
        return tuple(snapshot for _, snapshots in self.used for snapshot in snapshots)


@dataclass(frozen=True)
class Fetching:
    """What every request of one fetch shares.

    Attributes:
        area: For whom.
        settings: The catalogue and the sources.
        store: Where snapshots are kept.
        journal: What was finished before and is finished now.
        http: What requests go out by.
        clock: Gives the time, UTC.
    """

    area: Area
    settings: Settings
    store: SnapshotStore
    journal: Journal
    http: Http
    clock: Callable[[], datetime]


@dataclass(frozen=True)
class _Kept:
    snapshots: tuple[Snapshot, ...]
    notes: tuple[str, ...] = ()
    resumed: bool = False


@dataclass
class _Outcome:
    """What became of each request so far, by its place in the list."""

    kept: dict[int, _Kept] = field(default_factory=dict)
    errors: dict[int, SourceError] = field(default_factory=dict)


def wanted_indicators(area: Area, settings: Settings) -> tuple[Indicator, ...]:
    """Return the indicators of the area's strategies; all of the catalogue if it has none."""
    named = {
        indicator
        for strategy in settings.strategies_of(area.slug)
        for indicator in strategy.every_indicator_id
    }
    return tuple(i for id_, i in sorted(settings.indicators.items()) if id_ in named or not named)


def live_requests(
    sources: Mapping[str, Source], indicators: Sequence[Indicator], area: Area
) -> list[Request]:
    """Return what the sources that can ask the network would ask, in the order of their ids."""
    live = [source for source in sources.values() if isinstance(source, LiveSource)]
    return [request for source in live for request in source.requests(indicators, area)]


def fetch_live(
    fetching: Fetching,
    sources: Mapping[str, Source],
    requests: Sequence[Request],
    tell: Tell | None = None,
) -> LiveFetch:
    """Ask for every request, keep every whole answer, and say what became of each.

    Args:
        fetching: For whom, where to, by what.
        sources: Every source by its id.
        requests: As `live_requests` gives them.
        tell: Called with the title of each request when it is done.
    """
    finished = fetching.journal.finished(fetching.clock())
    outcome = _Outcome()
    futures: dict[Future[_Kept], int] = {}
    with ThreadPoolExecutor(MOST_THREADS, thread_name_prefix="fetch") as pool:
        try:
            for n in _in_turn(requests):
                source = sources[requests[n].source]
                futures[pool.submit(_answer, fetching, source, requests[n], finished)] = n
            for future in _as_done(futures):
                _note(outcome, futures[future], future)
                if tell:
                    tell(requests[futures[future]].title)
        except BaseException:  # Ctrl-C must not wait for what is under way
            pool.shutdown(wait=False, cancel_futures=True)
            _stop(fetching.http, futures)
            raise
    return _summed_up(requests, outcome)


def base_urls(sources: Mapping[str, Source]) -> dict[str, str]:
    """Return the addresses that the environment puts in the place of the sources' hosts.

    JSNA_BASE_URL_ONS_BOUNDARIES is for the source ons-boundaries.

    Raises:
        UserFileError: one of them is no address.
    """
    found: dict[str, str] = {}
    for source in sources.values():
        name = BASE_URL + source.id.upper().replace("-", "_")
        if not isinstance(source, LiveSource) or not (address := os.environ.get(name, "")):
            continue
        if not address.startswith(("https://", "http://")):
            what = f"{name} is no address: {address}."
            raise UserFileError(Problem(what, allowed="https://..., or http:// on this machine."))
        found |= dict.fromkeys(source.hosts, address)
    return found


def _in_turn(requests: Sequence[Request]) -> list[int]:
    """Return the places of the requests, the sources taking turns: no host waits for another."""
    seen: Counter[str] = Counter()
    turns = []
    for number, request in enumerate(requests):
        turns.append((seen[request.source], number))
        seen[request.source] += 1
    return [number for _, number in sorted(turns)]


def _stop(http: Http, futures: Collection[Future[_Kept]]) -> None:
    """Cut off what is under way until nothing is: a connection may open while others are cut."""
    http.stop()
    while not all(future.done() for future in futures):
        time.sleep(BETWEEN_CUTS)
        http.stop()


def _as_done(futures: Mapping[Future[_Kept], int]) -> Iterator[Future[_Kept]]:
    waiting = set(futures)
    while waiting:
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        yield from done


def _note(outcome: _Outcome, number: int, future: Future[_Kept]) -> None:
    try:
        outcome.kept[number] = future.result()
    except SourceError as error:
        outcome.errors[number] = error


def _answer(
    fetching: Fetching, source: Source, request: Request, finished: Mapping[str, tuple[str, ...]]
) -> _Kept:
    """Return what a request is answered by: what was kept before, else what comes now."""
    key = request_key(request)
    before = finished.get(key)
    if before is not None and all(fetching.store.has(sha) for sha in before):
        return _Kept(tuple(fetching.store.describe(sha) for sha in before), resumed=True)
    assert isinstance(source, LiveSource)  # live_requests asks no others
    asked = source
    fetched = guarded_read(lambda: asked.fetch(request, fetching.http), request.title)
    received = fetching.clock()
    read = [_read(fetching, source, request, item, received) for item in fetched]
    snapshots = tuple(
        _keep(fetching, item, snapshot) for item, (snapshot, _) in zip(fetched, read, strict=True)
    )
    fetching.journal.add(key, [s.sha256 for s in snapshots], received)
    held = [item for _, items in read for item in items]
    return _Kept(snapshots, tuple(_notes(held, fetching.area)))


def _read(
    fetching: Fetching, source: Source, request: Request, item: Fetched, received: datetime
) -> tuple[Snapshot, list[Parsed]]:
    """Return a file's description and what it holds; an error if it can't be read."""
    try:
        title = guarded_recognise(source, item.url, item.content)
        if not isinstance(title, str):
            why = f": {title.because}" if isinstance(title, NotMine) else ""
            what = f"the answer is not in the shape that is known{why}."
            raise FormatChanged(Problem(what, item.url))
        snapshot = describe_content(
            item.content,
            Received(
                source=fetching.settings.sources[request.source],
                title=title,
                url=item.url,
                retrieved=received,
                media_type=item.media_type,
                origin=Origin.NETWORK,
                synthetic=fetching.area.synthetic,
            ),
        )
        return snapshot, guarded_parse(source, snapshot, item.content)
    except SourceError as error:
        told = [replace(p, file=item.url) for p in error.problems]
        raise type(error)(*told) from None


def _keep(fetching: Fetching, item: Fetched, snapshot: Snapshot) -> Snapshot:
    return fetching.store.add(
        item.content,
        Received(
            source=fetching.settings.sources[snapshot.source],
            title=snapshot.title,
            url=snapshot.url,
            retrieved=snapshot.retrieved,
            media_type=snapshot.media_type,
            origin=Origin.NETWORK,
            synthetic=fetching.area.synthetic,
        ),
    )


def _notes(parsed: Sequence[Parsed], area: Area) -> Iterator[str]:
    """Yield what is missing from facts of authorities that came as they should."""
    facts = [item.facts for item in parsed if isinstance(item, ParsedFacts)]
    facts = [f for f in facts if f["area_type"].isin(AUTHORITY_TYPES).any()]
    rows = [f[f["area_code"].isin(area.codes)] for f in facts]
    if facts and all(r.empty for r in rows):
        yield f"published, but without {area.name}"
    elif facts and all((r["status"] == "suppressed").all() for r in rows):
        yield f"every value of {area.name} is suppressed"


def _summed_up(requests: Sequence[Request], outcome: _Outcome) -> LiveFetch:
    numbered = list(enumerate(requests))
    errors = [(r, outcome.errors[n]) for n, r in numbered if n in outcome.errors]
    kept = [(r, outcome.kept[n]) for n, r in numbered if n in outcome.kept]
    return LiveFetch(
        tuple((r, k.snapshots) for r, k in kept),
        sum(k.resumed for _, k in kept),
        tuple((r, e.problems[0].what) for r, e in errors if isinstance(e, NOT_THERE)),
        tuple((r, note) for r, k in kept for note in k.notes),
        tuple((r, e) for r, e in errors if not isinstance(e, NOT_THERE)),
    )
