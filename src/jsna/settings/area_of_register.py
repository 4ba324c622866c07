"""An area's settings as the register of authorities knows them: whom a name means, and its file."""

import json
import re
from typing import Final

from jsna.errors import Problem, UserFileError
from jsna.register.authorities import Authority, authorities, districts_of
from jsna.register.find_authority import authorities_meant
from jsna.register.names import name_in_prose
from jsna.settings.unknown_name import did_you_mean

MOST_TOLD: Final = 12


def the_authority(name: str) -> Authority:
    """Return the authority that a name or a code, old or new, means.

    Raises:
        UserFileError: nothing has that name, or several have.
    """
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
    raise UserFileError(
        Problem(what, allowed=f"{listed}{more or '.'}", next_step="Name the code of one.")
    )


def area_text(authority: Authority, team: str, email: str) -> str:
    """Return the settings of an authority, with what the register knows and a contact to fill."""
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


def area_slug(name: str) -> str:
    """Return what an authority's file is called, without its ending."""
    plain = re.sub(r"['\u2019`.]", "", name_in_prose(name).lower().replace("&", "and"))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
