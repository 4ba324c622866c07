"""Which areas a fleet is of: the council's own, and others as the register of authorities has them.

Nothing is typed that the register knows. What is made from it stands in the fleet's own folder.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from jsna.errors import JsnaError, Problem, UserFileError
from jsna.register.authorities import Authority, authorities, region_names
from jsna.register.names import name_in_prose, plain_name
from jsna.settings.area import Area
from jsna.settings.area_of_register import area_slug, area_text, the_authority
from jsna.settings.layers import Layers
from jsna.settings.load import AREAS, read_area
from jsna.settings.paths import Paths
from jsna.settings.unknown_name import did_you_mean
from jsna.snapshots.write_file import write_whole

LOWER_TIER: Final = "district"
"""What `--all` and `--region` leave out: a district is a part of its county's pack."""


@dataclass(frozen=True)
class Member:
    """One area of a fleet.

    Attributes:
        slug: Its name in commands.
        name: As a sentence has it.
        code: ONS code of the authority.
        region: The region's name.
        text: Its settings, as the register has them; "" where a file of the council's own says.
        synthetic: Whether its figures are invented.
    """

    slug: str
    name: str
    code: str
    region: str
    text: str = ""
    synthetic: bool = False


@dataclass(frozen=True)
class Contact:
    """Whom readers of the packs write to, where an area's own file does not say."""

    team: str = ""
    email: str = ""


def members_of(
    areas: Mapping[str, Area],
    names: Sequence[str],
    *,
    region: str = "",
    every: bool = False,
    contact: Contact = Contact(),
    made_before: Mapping[str, Path] = MappingProxyType({}),
) -> list[Member]:
    """Return the areas that are asked for, each once, by name.

    Args:
        areas: Those that have settings of their own, by slug.
        names: Slugs of these, or names and ONS codes, old or new, of any authority.
        region: Code or name of a region: its upper-tier authorities.
        every: Every upper-tier authority of England.
        contact: Whom readers of areas without a file of their own write to.
        made_before: Their files of an earlier fleet, by slug: without another contact the one
            that stands there is kept.

    Raises:
        UserFileError: a name means nothing or several, all of them told at once.
    """
    found: dict[str, Member] = {}
    problems: list[Problem] = []
    for name in names:
        try:
            one = areas[name] if name in areas else the_authority(name)
        except JsnaError as error:
            problems += error.problems
            continue
        member = (
            _of_settings(one) if isinstance(one, Area) else _of(one, areas, contact, made_before)
        )
        found[member.code] = member
    wanted = _region_code(region, problems) if region else ""
    if problems:
        raise UserFileError(*problems)
    if region or every:
        for one in upper_tier(wanted):
            found[one.code] = _of(one, areas, contact, made_before)
    return sorted(found.values(), key=lambda member: (member.name, member.code))


def upper_tier(region_code: str = "") -> list[Authority]:
    """Return the upper-tier authorities in force, of one region or of England, by code."""
    standing = [a for a in authorities() if not a.ends and a.kind != LOWER_TIER]
    return [a for a in standing if region_code in ("", a.region_code)]


def write_members(members: Iterable[Member], paths: Paths, *, as_own: bool = False) -> None:
    """Write the settings of areas that have none of their own; a file that says the same stays.

    Args:
        members: The areas.
        paths: Where they go: the fleet's own folder.
        as_own: Whether they go among the council's own areas instead.

    Raises:
        UserFileError: what is said of the contact can't stand in an area's settings.
    """
    own: Layers = paths.areas
    folder = own.own if as_own else paths.fleet / AREAS
    for member in (one for one in members if one.text):
        file, content = folder / f"{member.slug}.yml", member.text.encode()
        if not file.is_file() or file.read_bytes() != content:
            write_whole(file, content)
            try:
                read_area(file)
            except UserFileError:
                file.unlink()  # nothing half-right stays
                raise


def _of_settings(area: Area) -> Member:
    return Member(area.slug, area.name, area.code, area.region.name, synthetic=area.synthetic)


def _of(
    authority: Authority,
    areas: Mapping[str, Area],
    contact: Contact,
    made_before: Mapping[str, Path],
) -> Member:
    """Return an authority as its own settings have it if there are any, else as the register."""
    for area in areas.values():
        if authority.code in area.codes and not area.synthetic:
            return _of_settings(area)
    name = name_in_prose(authority.name)
    slug = area_slug(authority.name)
    if slug in areas:  # another authority of the same name has a file of its own
        slug = f"{slug}-{authority.code.lower()}"
    if contact == Contact() and slug in made_before:
        contact = _contact_in(made_before[slug])
    text = area_text(authority, contact.team, contact.email)
    return Member(slug, name, authority.code, authority.region_name, text)


def _contact_in(file: Path) -> Contact:
    """Return the contact of a file of an earlier fleet; none of one that can't be read."""
    try:
        told = read_area(file).contact
    except UserFileError:
        return Contact()
    return Contact(told.team, told.email or "")


def _region_code(words: str, problems: list[Problem]) -> str:
    """Return the code of a region that a code or a name means; what else it is, is a problem."""
    known = region_names()
    if words.strip().upper() in known:
        return words.strip().upper()
    named = {plain_name(name): code for code, name in known.items()}
    if plain_name(words) in named:
        return named[plain_name(words)]
    listed = ", ".join(f"{code} {name}" for code, name in sorted(known.items()))
    near = did_you_mean(words, known.values())
    problems.append(Problem(f"there is no region {words!r}.", "", 0, f"Known are: {listed}.", near))
    return words
