"""Open a chapter: find the checkout, the area, its strategy and priority, and what they lack."""

import subprocess
import sys

from jsna.chapter.chapter import Chapter
from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.errors import Problem, SourceError, UserFileError
from jsna.facts.store import open_facts
from jsna.settings.area import Area
from jsna.settings.load import Settings, load_settings
from jsna.settings.paths import Paths, find_paths
from jsna.settings.strategy import Priority, Strategy
from jsna.settings.unknown_name import did_you_mean


def open_chapter(area: str = "", strategy: str = "", priority: str = "") -> Chapter:
    """Return the chapter of an area, its strategy and, for a priority's page, one priority.

    Args:
        area: Its slug; "" means the invented demonstration area.
        strategy: Its slug; "" means the area's first.
        priority: Its id; "" means the whole area.

    Outside a run of a pack, facts that were not built yet are built first.

    Raises:
        UserFileError: an unknown name, a fault in the settings, or nothing to build facts from.
        SourceError: the demonstration's data could not be made.
    """
    paths = find_paths()
    settings = load_settings(paths)
    chosen = settings.area(area) if area else _demonstration(settings)
    of_area = _strategy(chosen, strategy, settings)
    page = Page.of_this_run()
    if not page.in_pack:
        _build_what_lacks(chosen, settings, paths)
    evidence = Evidence(paths, settings, chosen, of_area, _priority(of_area, priority))
    return Chapter(evidence, page)


def _demonstration(settings: Settings) -> Area:
    invented = sorted(slug for slug, area in settings.areas.items() if area.synthetic)
    if not invented:
        what = "this checkout has no demonstration area."
        raise UserFileError(Problem(what, next_step="Name an area of config/areas."))
    return settings.areas[invented[0]]


def _strategy(area: Area, slug: str, settings: Settings) -> Strategy:
    if slug:
        return settings.strategy(slug, area.slug)
    known = settings.strategies_of(area.slug)
    if not known:
        step = "Write one: reports/strategies/<strategy>/strategy.yml."
        raise UserFileError(Problem(f"{area.slug} has no strategy yet.", next_step=step))
    return known[0]


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


def _build_what_lacks(area: Area, settings: Settings, paths: Paths) -> None:
    """Build facts that are missing or out of date: a notebook opened alone works."""
    try:
        open_facts(paths, area)
    except UserFileError:
        _build(area, settings, paths)


def _build(area: Area, settings: Settings, paths: Paths) -> None:
    if area.synthetic:
        _make_demonstration(area)
        return
    from jsna.facts.build import build_facts
    from jsna.snapshots.store import SnapshotStore

    build_facts(area, settings, paths, SnapshotStore(paths.snapshots))


def _make_demonstration(area: Area) -> None:
    # the generator stands above chapters in the layers, so it is asked for as a command
    command = [sys.executable, "-m", "jsna.cli", "demo", "--all", "--facts-only", "--quiet"]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        what = f"the demonstration data for {area.slug} could not be made: {made.stderr.strip()}"
        raise SourceError(Problem(what, next_step="Run `jsna demo` to see why."))
