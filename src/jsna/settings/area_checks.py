"""What an area's file says of its authority, held against the register of authorities."""

from collections.abc import Iterator

from jsna.register.authorities import Authority, authorities, region_names
from jsna.register.find_authority import named_just_so
from jsna.register.names import plain_name
from jsna.settings.area import Area

Fault = tuple[tuple[str, ...], str, str]
"""Where in the file, what is wrong, and what is allowed."""


def area_faults(area: Area) -> Iterator[Fault]:
    """Give each thing in which an area's file and the register disagree.

    A region's code and its name are written both, and a pack takes its comparators by the code and
    its words from the name: two that disagree print one region's figures under another's name.
    So do an authority's code and its name, where that means another one: what the register does not
    know by that name is let be. Codes that the register does not have are passed over: the country
    may be invented.
    """
    known = [one for one in authorities() if one.code == area.code]
    for authority in known:
        yield from _against_register(area, authority)
    name = region_names().get(area.region.code, "")
    in_its_region = all(one.region_code == area.region.code for one in known)
    if in_its_region and name and plain_name(name) != plain_name(area.region.name):
        what = f"the region {area.region.code} is {name}, not {area.region.name}."
        yield ("region", "name"), what, _both(area.region.code, name)


def _against_register(area: Area, authority: Authority) -> Iterator[Fault]:
    if authority.region_code and authority.region_code != area.region.code:
        lies = f"{authority.name} ({authority.code}) lies in {authority.region_name}"
        what = f"{lies}, not in the region {area.region.code} ({area.region.name})."
        allowed = _both(authority.region_code, authority.region_name)
        yield ("region", "code"), what, allowed
    meant = named_just_so(area.name)
    if meant and not any(one.code in area.codes for one in meant):
        told = f"{meant[0].name} ({meant[0].code})"
        what = f"{authority.code} is {authority.name}, and the name {area.name} means {told}."
        yield ("code",), what, "Code and name are those of one authority."
    if authority.kind != area.kind:
        what = f"{authority.name} ({authority.code}) is no {area.kind}."
        yield ("kind",), what, f"The register has it as: {authority.kind}."


def _both(code: str, name: str) -> str:
    return f"Write code: {code} and name: {name}."
