"""`jsna area new`: write the file of an area from the register of authorities."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from jsna.errors import Problem, UserFileError

if TYPE_CHECKING:
    from pathlib import Path

    from jsna.commands.console import Console
    from jsna.settings.project import Project

NAME = "area"
HELP = "write the settings of an area by its name or code"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("action", choices=("new",), help="new: write config/areas/<area>.yml")
    parser.add_argument("name", help="the authority's name or ONS code, old or new")
    parser.add_argument("--team", default="", help="whom readers write to, printed on every page")
    parser.add_argument("--email", default="", help="their address, printed on every page")


def run(args: Namespace, console: Console) -> int:
    """Write the area's file; return the exit code."""
    from jsna.settings.project import open_project

    file = new_area(open_project(), args.name, args.team, args.email)
    slug = file.stem
    console.say(f"{file} is written. Look at it: the contact is printed on every page.")
    console.say(
        f"Next: `jsna fetch {slug} --list` names the files to download and where;"
        f" then `jsna refresh {slug} core --from FOLDER` builds the core of a needs assessment."
    )
    console.result(area=slug, file=str(file))
    return 0


def new_area(project: Project, name: str, team: str = "", email: str = "") -> Path:
    """Write the file of the authority that a name or code means, and return it.

    Raises:
        UserFileError: nothing has that name, or several have; or the area is there already.
    """
    from jsna.settings.area import Area
    from jsna.settings.area_of_register import area_slug, area_text, the_authority
    from jsna.settings.yaml_file import Problems, read_model
    from jsna.snapshots.write_file import write_whole

    authority = the_authority(name)
    known = [a for a in project.settings.areas.values() if authority.code in a.codes]
    if known:
        what = f"config/areas/{known[0].slug}.yml is about {authority.name} already."
        raise UserFileError(Problem(what, next_step="Edit it."))
    text = area_text(authority, team, email)
    file = project.paths.areas.own / f"{area_slug(authority.name)}.yml"
    if file.exists():
        raise UserFileError(Problem(f"{file.name} is there already.", next_step="Rename it."))
    write_whole(file, text.encode())
    problems = Problems(project.paths.root)
    if read_model(file, Area, problems, slug=file.stem) is None:
        file.unlink()  # nothing half-right stays: what was said of the contact can't stand there
        raise UserFileError(*problems.found)
    return file
