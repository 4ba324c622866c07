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
    from jsna.errors import Problem, UserFileError
    from jsna.settings.load import load_settings
    from jsna.settings.paths import find_paths
    from jsna.snapshots.write_file import write_whole
    from jsna.sources.local_disclosure import protect_local, told

    if not args.file.is_file():
        raise UserFileError(Problem("there is no such file.", str(args.file)))
    settings = load_settings(find_paths())
    about = settings.sources["local-csv"]
    name = str(args.file)
    found = protect_local(args.file.read_bytes(), name, about, settings.indicators)
    for sentence in told(found):
        console.say(sentence)
    lines = (found.why.index[found.why != ""] + 2).tolist()
    console.say(f"Lines that are hidden: {', '.join(map(str, lines)) or 'none'}.")
    if args.to:
        write_whole(args.to, found.content)
    console.result(rows=len(found.why), hidden=lines, pooling=found.pooling.to_dict("records"))
    return 0
