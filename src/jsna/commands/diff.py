"""`jsna diff`: what changed since the facts that an area's newest build replaced."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jsna.commands.arguments import a_path

if TYPE_CHECKING:
    import pandas as pd

    from jsna.commands.console import Console
    from jsna.facts.previous import State
    from jsna.settings.load import Settings
    from jsna.settings.project import Project

NAME = "diff"
HELP = "say what changed since an area's facts were last built from other files"
MOST_LINES = 20
OWN_SOURCE = "local-csv"
WHY_NOT = (
    "changes of the council's own figures are among these, and the disclosure gate has not passed"
    " them."
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("area", help="a file of config/areas, without .yml")
    parser.add_argument(
        "--against",
        type=a_path,
        metavar="FOLDER|LOCK",
        help="a folder of facts, or a lock, instead of what the newest build replaced",
    )


def run(args: Namespace, console: Console) -> int:
    """Print what changed; return the exit code.

    Raises:
        UserFileError: an unknown area, no facts yet, or nothing to compare with where --against
            points.
        SourceError: a snapshot of the lock is not on this machine.
    """
    from jsna.settings.project import open_project

    project = open_project().of(args.area)
    slug = project.area.slug
    after = _now(project)
    before = _before(args.against, project)
    if before is None:
        console.say(
            f"There is no earlier build of {slug} to compare with. The next build from other"
            " files will keep this one."
        )
        console.result(area=slug, earlier=None, changes=[])
        return 0
    _tell(before, after, project, console)
    return 0


def _now(project: Project) -> State:
    from jsna.errors import Problem, UserFileError
    from jsna.facts.previous import read_state
    from jsna.facts.store import open_facts

    slug = project.area.slug
    open_facts(project.paths, project.area)
    state = read_state(project.facts_folder)
    if state is None:
        what = f"the facts of {slug} do not say what they were built from."
        raise UserFileError(Problem(what, next_step=f"Run `jsna build {slug}` again."))
    return state


def _before(against: Path | None, project: Project) -> State | None:
    from jsna.errors import Problem, UserFileError
    from jsna.facts.previous import read_state
    from jsna.facts.read_digests import PREVIOUS

    if against is None:
        return read_state(project.facts_folder / PREVIOUS)
    if against.is_file():
        return _of_lock(against, project)
    state = read_state(against)
    if state is None:
        raise UserFileError(
            Problem(
                "this is no folder of facts and no lock.",
                str(against),
                allowed="A folder of facts is data/facts/<area>, or a copy of it; a lock is"
                " data/locks/<area>.lock, or the copy in a pack.",
            )
        )
    return state


def _of_lock(lock: Path, project: Project) -> State:
    """Build the facts of a lock's files in memory; the catalogue is today's."""
    from jsna.facts.build import tables_of_lock
    from jsna.facts.previous import State, catalogue_said
    from jsna.snapshots.lock import read_lock

    entries = read_lock(lock)
    tables = tables_of_lock(entries, project)
    said = catalogue_said(project.settings.indicators.values())
    return State(tables.facts, tables.published, tables.definitions, said, entries)


def _tell(before: State, after: State, project: Project, console: Console) -> None:
    from jsna.analysis.verdict_changes import all_changes
    from jsna.narrative.change_words import HEADINGS, OWN, SCOPES, scope_of

    area, settings = project.area, project.settings
    changes = all_changes(before, after, settings.indicators, area.code)
    scope = scope_of(changes, area)
    if _tells_own_figures(changes, before, after, settings):
        console.not_for_publication(WHY_NOT)
    console.say(
        f"{area.name}: data as at {after.as_at} ({len(after.entries)} files) against data as at"
        f" {before.as_at} ({len(before.entries)} files)."
    )
    for kind, heading in HEADINGS.items():
        rows = changes[changes["kind"] == kind]
        if rows.empty:
            continue
        counts = scope[rows.index].value_counts()
        told = ", ".join(f"{counts[name]} {name}" for name in SCOPES if name in counts)
        console.say(f"\n{heading}: {told}")
        _lines(rows[scope[rows.index] == OWN], settings, console)
    if changes.empty:
        console.say("Nothing changed.")
    console.result(
        area=area.slug,
        as_at=after.as_at,
        earlier=before.as_at,
        changes=changes.assign(scope=scope).to_dict("records"),
    )


def _tells_own_figures(
    changes: pd.DataFrame, before: State, after: State, settings: Settings
) -> bool:
    """Return whether changes are of the council's own figures, or of what no catalogue names."""
    if not any(entry.source == OWN_SOURCE for entry in (*before.entries, *after.entries)):
        return False
    others = [i.id for i in settings.indicators.values() if i.source.source != OWN_SOURCE]
    return bool((~changes["indicator_id"].isin(others)).any())


def _lines(rows: pd.DataFrame, settings: Settings, console: Console) -> None:
    from jsna.narrative.change_words import change_sentence

    for row in rows.head(MOST_LINES).to_dict("records"):
        console.say(f"  {change_sentence(row, settings.indicators)}")
    if len(rows) > MOST_LINES:
        console.say(f"  and {len(rows) - MOST_LINES} more (--json prints them all)")
