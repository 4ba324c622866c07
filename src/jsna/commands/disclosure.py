"""`jsna disclosure`: what of a council's own file would be hidden, before it is fetched."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jsna.commands.console import Console

NAME = "disclosure"
HELP = "show which rows of a council's own file would be hidden, and where pooling years helps"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", type=Path, help="a CSV of the council's own figures")
    parser.add_argument("--to", type=Path, metavar="FILE", help="write the protected CSV here")


def run(args: Namespace, console: Console) -> int:
    """Print what would be hidden; return the exit code."""
    from jsna.disclosure.earlier_releases import shown_before
    from jsna.disclosure.local_disclosure import protect_local, told
    from jsna.errors import Problem, UserFileError
    from jsna.fetching.shown_files import shown_files
    from jsna.settings.project import open_project
    from jsna.snapshots.store import SnapshotStore
    from jsna.snapshots.write_file import write_whole

    if not args.file.is_file():
        raise UserFileError(Problem("there is no such file.", str(args.file)))
    project = open_project()
    paths, settings = project.paths, project.settings
    about, known = settings.sources["local-csv"], settings.indicators
    # which area a file is of is told only when it is fetched: all that was shown is looked at
    shown = {f.sha256: f for area in settings.areas for f in shown_files(paths, area)}
    before = shown_before(shown.values(), SnapshotStore(paths.snapshots), known)
    name = str(args.file)
    found = protect_local(args.file.read_bytes(), name, about, known, earlier=before.files)
    for sentence in [*map(str, before.problems), *told(found)]:
        console.say(sentence)
    lines = (found.why.index[found.why != ""] + 2).tolist()
    console.say(f"Lines that are hidden: {', '.join(map(str, lines)) or 'none'}.")
    if args.to:
        write_whole(args.to, found.content)
    console.result(
        rows=len(found.why),
        hidden=lines,
        pooling=found.pooling.to_dict("records"),
        notes=[str(note) for note in (*before.problems, *found.given_away)],
    )
    return 0
