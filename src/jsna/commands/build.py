"""`jsna build`: build an area's facts from the files of its lock."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jsna.commands.console import Console
    from jsna.facts.build_key import BuiltFacts
    from jsna.settings.area import Area
    from jsna.settings.load import Settings
    from jsna.settings.paths import Paths

NAME = "build"
HELP = "build an area's facts from the files of its lock"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("area", help="a file of config/areas, without .yml")


def run(args: Namespace, console: Console) -> int:
    """Build the facts; return the exit code."""
    build_area(args.area, console)
    return 0


def build_area(area: str, console: Console) -> BuiltFacts:
    """Build an area's facts and geography, unless they stand already.

    Raises:
        UserFileError: an unknown area, a mistake in the settings, or nothing fetched yet.
        SourceError: a snapshot is missing, changed or can't be parsed, or boundaries and
            look-ups do not fit together.
    """
    from jsna.facts.build_key import BuiltFacts, find_unchanged
    from jsna.settings.load import load_settings
    from jsna.settings.paths import find_paths

    paths = find_paths()
    settings = load_settings(paths)
    known = settings.area(area)
    unchanged = find_unchanged(known, settings, paths)
    built = BuiltFacts(unchanged, True) if unchanged else _build(known, settings, paths, console)
    state = "unchanged" if built.unchanged else "built"
    console.say(
        f"Facts of {area}: {state}, {built.facts} facts from {len(built.snapshot_ids)} files,"
        f" {built.problems} notes on their quality."
    )
    console.result(facts=built.facts, notes=built.problems, unchanged=built.unchanged)
    return built


def _build(area: Area, settings: Settings, paths: Paths, console: Console) -> BuiltFacts:
    # pandas and the sources are heavy, and an unchanged build needs neither
    from jsna.facts.build import build_facts
    from jsna.snapshots.lock import read_lock
    from jsna.snapshots.store import SnapshotStore

    with console.progress(len(read_lock(paths.lock(area.slug))), "Sources") as bar:

        def tell(title: str) -> None:
            bar.set_postfix_str(title[:40])
            bar.update(1)

        return build_facts(area, settings, paths, SnapshotStore(paths.snapshots), tell)
