"""The register of England's authorities by period: `authorities.csv`, one row per code and span.

A code is given out once, so that a code has one span. It is built by `scripts/build_register.py`;
its sources and licence stand in README.md beside it. Light on purpose: settings read it.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SAME_PLACE = "same-place"


@dataclass(frozen=True)
class Authority:
    """One authority under one code.

    Attributes:
        code: ONS code.
        name: As ONS writes it.
        other_names: Names in use besides, in the form of `names.plain_name` but for capitals.
        kind: As in an area's settings: county, district, unitary authority, metropolitan
            borough, london borough, city corporation (the City of London).
        region_code: ONS code of its region.
        region_name: The region's name.
        county_code: Of a district its county; else "".
        begins: First day in force, ISO; the register's own first day for all that are older.
        ends: Last day in force, ISO; "" if it still is.
        replaced_by: The codes that followed it.
        change: How: same-place (only such a code may be exchanged for the other), merged or
            split; "" while it is in force.
        former_codes: Codes that the same place had just before this one.
    """

    code: str
    name: str
    other_names: tuple[str, ...]
    kind: str
    region_code: str
    region_name: str
    county_code: str
    begins: str
    ends: str
    replaced_by: tuple[str, ...]
    change: str
    former_codes: tuple[str, ...]


@cache
def authorities() -> tuple[Authority, ...]:
    """Return every authority of the register, by code."""
    with files(__package__).joinpath("authorities.csv").open(encoding="utf-8") as file:
        return tuple(_authority(row) for row in csv.DictReader(file))


def codes_of_place(code: str) -> frozenset[str]:
    """Return every code that the place with this code has or had, this one among them.

    Only codes of the same place, with the same boundary: authorities that merged or split are
    other places.
    """
    found, ahead = {code}, {code}
    while ahead:
        ahead = {other for code in ahead for other in _neighbouring(code)} - found
        found |= ahead
    return frozenset(found)


@cache
def districts_of(county: str) -> tuple[Authority, ...]:
    """Return the districts that a county has or had, by code; none for other authorities."""
    return tuple(one for one in authorities() if county and one.county_code == county)


@cache
def region_names() -> dict[str, str]:
    """Return the regions of England: code -> name."""
    return {one.region_code: one.region_name for one in authorities() if one.region_code}


def _neighbouring(code: str) -> tuple[str, ...]:
    authority = _by_code().get(code)
    if authority is None:
        return ()
    after = authority.replaced_by if authority.change == SAME_PLACE else ()
    return (*after, *authority.former_codes)


@cache
def _by_code() -> dict[str, Authority]:
    return {authority.code: authority for authority in authorities()}


def _authority(row: dict[str, str]) -> Authority:
    return Authority(
        code=row["code"],
        name=row["name"],
        other_names=tuple(part for part in row["other_names"].split("; ") if part),
        kind=row["kind"],
        region_code=row["region_code"],
        region_name=row["region_name"],
        county_code=row["county_code"],
        begins=row["from"],
        ends=row["to"],
        replaced_by=tuple(row["replaced_by"].split()),
        change=row["change"],
        former_codes=tuple(row["former_codes"].split()),
    )
