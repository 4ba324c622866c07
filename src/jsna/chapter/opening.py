"""Open a chapter: find the checkout, the area, its strategy and priority, and what they lack."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import partial
from typing import Final

from jsna.chapter.alone import WithoutData, say_what_lacks, without_data
from jsna.chapter.chapter import Chapter
from jsna.chapter.evidence import Evidence
from jsna.chapter.measure_rows import all_moved
from jsna.chapter.page import Page
from jsna.errors import JsnaError, Problem, UserFileError
from jsna.facts.noted_store import noted_store
from jsna.facts.read_digests import ReadDigests
from jsna.facts.reads import (
    NotedMapping,
    NotedSequence,
    Reads,
    note_opened_files,
    noted_project,
    unnoted,
)
from jsna.facts.store import FactStore, open_facts
from jsna.geo.store import open_geography
from jsna.settings.project import Project, open_project
from jsna.settings.strategy import Priority, Strategy
from jsna.settings.unknown_name import did_you_mean
from jsna.snapshots.lock import read_lock
from jsna.snapshots.snapshot import Snapshot
from jsna.snapshots.store import SnapshotStore


def open_chapter(area: str = "", strategy: str = "", priority: str = "") -> Chapter | WithoutData:
    """Return the chapter of an area, its strategy and, for a priority's page, one priority.

    Args:
        area: Its slug; "" means the invented demonstration area.
        strategy: Its slug; "" means that of the area which ends last.
        priority: Its id; "" means the whole area.

    Outside a run of a pack, facts that were not built yet are built first, and what the data lack
    is shown before anything else; without any data a chapter comes back that shows nothing.

    Raises:
        UserFileError: an unknown name, a fault in the settings, or within a run no facts.
        SourceError: within a run, a file of the area is missing, was changed or can't be read.
    """
    if held := _HELD.get():
        return _chapter(*held)
    page = Page.of_this_run()
    prepared = _PREPARED.get((area, strategy))
    if prepared and page.in_pack:
        chosen = _priority(prepared.as_loaded.strategy, priority)
        return _noting_files(replace(prepared, priority=chosen), page)
    checkout = open_project()
    slug = area or _demonstration(checkout)
    project = checkout.of(slug, strategy or _first_strategy(checkout.of(slug)))
    chosen = _priority(project.strategy, priority)
    if not page.in_pack:
        return _opened_alone(project, chosen, page)
    return _noting_files(open_evidence(project, chosen), page)


def _opened_alone(project: Project, priority: Priority | None, page: Page) -> Chapter | WithoutData:
    """The chapter of a notebook that is no run of a pack, as far as there are data for it."""
    try:
        _build_what_lacks(project)
        evidence = open_evidence(project, priority)
    except JsnaError as error:
        return without_data(error, page)
    say_what_lacks(evidence, page)
    return _chapter(evidence, page)


def _noting_files(evidence: Evidence, page: Page) -> Chapter:
    """The chapter of a run, which a process makes alone: each file that it opens is noted."""
    if evidence.noted:
        note_opened_files(evidence.noted, page.folder)
    return _chapter(evidence, page)


def _chapter(evidence: Evidence, page: Page) -> Chapter:
    """The chapter with what its page knows of the area: licences, notes, streets behind maps."""
    if evidence.priority:
        evidence.note(f"priority:{evidence.priority.id}")
    own = replace(
        page,
        basemap=evidence.area.basemap,
        licence_lines=evidence.licence_lines,
        said=evidence.said,
    )
    return Chapter(evidence, own)


_HELD: Final[ContextVar[tuple[Evidence, Page] | None]] = ContextVar("held", default=None)
"""What every chapter that is opened within `held_ready` has."""


@contextmanager
def held_ready(evidence: Evidence, page: Page) -> Iterator[None]:
    """Give whoever opens a chapter in this block this evidence and page, whatever it asks for.

    For a process that shows the same chapter again and again, as `jsna preview` does.
    """
    token = _HELD.set((evidence, page))
    try:
        yield
    finally:
        _HELD.reset(token)


_PREPARED: Final[dict[tuple[str, str], Evidence]] = {}
"""What `prepare_evidence` opened for the kernels that this process forks, by area and strategy."""


def prepare_evidence(area: str, strategy: str, *, judged: bool = False) -> None:
    """Open an area's facts once for all chapters of a pack: `open_chapter` finds them at hand.

    Only for a process that forks a kernel for each run, and ends with the runs: whoever else
    opens a chapter twice wants what was built in between.

    Args:
        area: Its slug.
        strategy: Its slug.
        judged: Test every measure of the catalogue now, against England and over time: for many
            chapters, most of which ask for the same ones.

    Raises:
        UserFileError: see `open_evidence`.
        SourceError: see `open_evidence`.
    """
    opened = open_evidence(open_project().of(area, strategy))
    _PREPARED[area, strategy] = judged_before(opened) if judged else opened


def judged_before(opened: Evidence) -> Evidence:
    """Return the evidence with what many chapters test anew: each notes of it what it asks for."""
    # judged by evidence that notes nothing: nobody has asked yet
    unread = replace(opened, project=opened.as_loaded, store=unnoted(opened.store), noted=None)
    unread = replace(unread, said_before=unread.all_said())
    measures = unread.measures_of(unread.settings.indicators)
    moved = dict.fromkeys((m.key for m in measures), None)
    moved |= all_moved(unread, [m for m in measures if m.has_data])
    return replace(opened, said_before=unread.said_before, moved_before=moved)


def open_evidence(project: Project, priority: Priority | None = None) -> Evidence:
    """Return the evidence of an area and a strategy from what was built for the area.

    Raises:
        UserFileError: the facts were not built yet, or from other files than the lock names.
        SourceError: a snapshot that the facts came from is not on this machine.
    """
    store = open_facts(project.paths, project.area)
    kept = SnapshotStore(project.paths.snapshots)
    described = {id: kept.describe(id) for id in store.snapshot_ids}
    return evidence_of(project, store, described, priority)


def evidence_of(
    project: Project,
    store: FactStore,
    described: Mapping[str, Snapshot],
    priority: Priority | None = None,
) -> Evidence:
    """Return the evidence of a project from tables that were read already.

    Args:
        project: Of which area and strategy.
        store: The area's tables.
        described: Id -> what is known of each file that they came from.
        priority: The chapter's; None for one about the whole area.
    """
    reads = Reads(ReadDigests(project))
    return Evidence(
        noted_project(project, reads),
        priority,
        noted_store(store, reads),
        partial(open_geography, project.paths, project.area),
        NotedMapping(described, reads, "snapshot", "lock:"),
        NotedSequence(read_lock(project.lock), reads, "lock:", lambda _: "lock:"),
        noted=reads,
    )


def _demonstration(project: Project) -> str:
    areas = project.settings.areas
    invented = sorted(slug for slug, area in areas.items() if area.synthetic)
    if not invented:
        what = "this checkout has no demonstration area."
        raise UserFileError(Problem(what, next_step="Name an area of config/areas."))
    return invented[0]


def _first_strategy(project: Project) -> str:
    slug = project.area.slug
    known = project.settings.strategies_of(slug)
    if not known:
        step = "Write one: reports/strategies/<strategy>/strategy.yml."
        raise UserFileError(Problem(f"{slug} has no strategy yet.", next_step=step))
    return known[0].slug


def _priority(strategy: Strategy, id: str) -> Priority | None:
    known = {priority.id: priority for priority in strategy.priorities}
    if not id:
        return None
    if id in known:
        return known[id]
    raise UserFileError(
        Problem(
            f"{strategy.slug} has no priority {id!r}.",
            allowed=f"Its priorities are: {', '.join(known)}.",
            next_step=did_you_mean(id, known),
        )
    )


def _build_what_lacks(project: Project) -> None:
    """Build facts that are missing or out of date: a notebook opened alone works."""
    try:
        open_facts(project.paths, project.area)
    except UserFileError:
        _build(project)


def _build(project: Project) -> None:
    # building is heavy, and a run of a pack finds everything built
    from jsna.demo.write import RETRIEVED, write_demo_downloads
    from jsna.facts.build import build_facts
    from jsna.fetching.hand_downloads import fetch_and_pin

    if project.area.synthetic:
        write_demo_downloads(project.paths.demo_downloads, project.settings)
        fetch_and_pin(project, project.paths.demo_downloads, RETRIEVED, replace_all=True)
    build_facts(project)
