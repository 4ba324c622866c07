"""`jsna disclosure`: what of a council's own file would be hidden, before it is fetched."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jsna.commands.arguments import a_path

if TYPE_CHECKING:
    from jsna.commands.console import Console
    from jsna.publish.file_surroundings import Surroundings
    from jsna.settings.load import Settings

NAME = "disclosure"
HELP = "show which rows of a council's own file would be hidden, and where pooling years helps"
WHY_NOT = "it says which rows of the file are small, and which only hide them."


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", type=a_path, help="a CSV of the council's own figures")
    parser.add_argument("--to", type=a_path, metavar="FILE", help="write the protected CSV here")


def run(args: Namespace, console: Console) -> int:
    """Print what would be hidden; return the exit code.

    Raises:
        UserFileError: there is no such file.
        SourceError: it can't be read, or is refused.
        CheckFailed: what it must be held against can't be read, or the protected file would give
            a count away beside what was released; nothing is written.
    """
    from jsna.disclosure.local_disclosure import protect_local, told
    from jsna.publish.file_surroundings import surroundings
    from jsna.settings.project import open_project
    from jsna.settings.user_file import read_user_file
    from jsna.sources.council.local_csv import read_rows
    from jsna.sources.guarded import guarded_read

    content = read_user_file(args.file)
    console.not_for_publication(WHY_NOT)
    project = open_project()
    settings = project.settings
    name = str(args.file)
    rows = guarded_read(lambda: read_rows(content, name), name).rows
    around = surroundings(rows, settings, project.paths)
    about, known = settings.sources["local-csv"], around.indicators
    found = protect_local(content, name, about, known, around.least, around.earlier)
    for sentence in [*map(str, around.problems), *told(found)]:
        console.say(sentence)
    lines = (found.why.index[found.why != ""] + 2).tolist()
    console.say(f"Lines that are hidden: {', '.join(map(str, lines)) or 'none'}.")
    if args.to:
        _write(args.to, found.content, around, settings, console)
    console.result(
        rows=len(found.why),
        hidden=lines,
        pooling=found.pooling.to_dict("records"),
        notes=[str(note) for note in (*around.problems, *found.given_away)],
    )
    return 0


def _write(
    place: Path, content: bytes, around: Surroundings, settings: Settings, console: Console
) -> None:
    """Write the protected file, if it passes the attack beside everything that was released.

    Raises:
        CheckFailed: it does not, or a release is not on this machine.
    """
    from jsna.disclosure.exposure import exposed
    from jsna.errors import CheckFailed, Problem
    from jsna.snapshots.write_file import write_whole
    from jsna.sources.council.local_csv import read_rows
    from jsna.tables.csv_file import without_formulas

    rows = read_rows(content, place.name).rows
    about, known = settings.sources["local-csv"], around.indicators
    faults = exposed(rows, about, known, around.least, around.earlier)
    if faults or around.problems:
        last = Problem(f"{place} was not written: it would not be protected.")
        raise CheckFailed(*around.problems, *map(Problem, faults), last)
    # of an outside file's notes nothing is known: a spreadsheet may run none of them
    write_whole(place, without_formulas(content))
    console.say(f"{place}: protected, beside {len(around.earlier)} earlier releases.")
    console.result(protected=str(place))
