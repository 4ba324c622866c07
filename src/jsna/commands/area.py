"""`jsna area new`: write the file of an area from the register of authorities."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from jsna.errors import Problem, UserFileError

if TYPE_CHECKING:
    from pathlib import Path

    from jsna.commands.console import Console
    from jsna.register.authorities import Authority
    from jsna.settings.project import Project

NAME = "area"
HELP = "write the settings of an area by its name or code"
MOST_TOLD = 12


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
    from jsna.settings.yaml_file import Problems, read_model
    from jsna.snapshots.write_file import write_whole

    authority = _the_one(name)
    known = [a for a in project.settings.areas.values() if authority.code in a.codes]
    if known:
        what = f"config/areas/{known[0].slug}.yml is about {authority.name} already."
        raise UserFileError(Problem(what, next_step="Edit it."))
    text = area_text(authority, team, email)
    file = project.paths.areas.own / f"{_slug(authority.name)}.yml"
    if file.exists():
        raise UserFileError(Problem(f"{file.name} is there already.", next_step="Rename it."))
    write_whole(file, text.encode())
    problems = Problems(project.paths.root)
    if read_model(file, Area, problems, slug=file.stem) is None:
        file.unlink()  # nothing half-right stays: what was said of the contact can't stand there
        raise UserFileError(*problems.found)
    return file


def _the_one(name: str) -> Authority:
    from jsna.register.authorities import authorities
    from jsna.register.find_authority import authorities_meant
    from jsna.settings.unknown_name import did_you_mean

    found = authorities_meant(name)
    if len(found) == 1:
        return found[0]
    if not found:
        names = {one.name for one in authorities() if not one.ends}
        what = f"no authority of England is called {name!r} or has that code."
        raise UserFileError(Problem(what, next_step=did_you_mean(name, names)))
    listed = "; ".join(f"{one.code} {one.name} ({one.kind})" for one in found[:MOST_TOLD])
    more = " ..." if len(found) > MOST_TOLD else ""
    what = f"{name!r} may be {len(found)} authorities."
    raise UserFileError(Problem(what, allowed=f"{listed}{more}", next_step="Name the code of one."))


def area_text(authority: Authority, team: str, email: str) -> str:
    """Return the settings of an authority, with what the register knows and a contact to fill."""
    import json

    from jsna.register.authorities import districts_of
    from jsna.register.names import name_in_prose

    name = name_in_prose(authority.name)
    neighbours = "ons-upper-tier" if authority.kind == "county" else "ons-global"
    districts = [one for one in districts_of(authority.code) if not one.ends]
    listed = "".join(f"#   {one.code} {one.name}\n" for one in districts)
    told = f"# Its districts, by the register:\n{listed}" if districts else ""
    quoted = [json.dumps(text, ensure_ascii=False) for text in (name, authority.region_name)]
    whom = json.dumps(team or f"Public health intelligence, {name}", ensure_ascii=False)
    return (
        f"name: {quoted[0]}\n"
        f"code: {authority.code}\n"
        f"kind: {authority.kind}\n"
        f"region:\n  code: {authority.region_code}\n  name: {quoted[1]}\n"
        "contact:  # printed on every page: say whom readers write to\n"
        f"  team: {whom}\n  email: {json.dumps(email)}\n"
        f"neighbour_set: {neighbours}\n{told}"
    )


def _slug(name: str) -> str:
    import re

    from jsna.register.names import name_in_prose

    plain = re.sub(r"['\u2019`.]", "", name_in_prose(name).lower().replace("&", "and"))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
