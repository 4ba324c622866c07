"""The invented country: its regions and authorities, and how deprived each of them is.

The councils of the demonstration come from the settings (`synthetic: true`); the others stand
here so that there are peers to rank among. No name or code is that of a real place: ONS gives
out no codes whose number begins with 9.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jsna.settings.area import Area

ENGLAND = ("E92000001", "England")
OTHER_REGIONS = (
    ("E12900002", "Specimen Vale"),
    ("E12900003", "Mockland"),
    ("E12900004", "Placeholder Coast"),
)
BOROUGHS = (
    "Sampleford", "Mockton", "Testwick", "Protoby", "Patternham", "Modeldale", "Figmentmouth",
    "Notionstead", "Fablebury", "Trialhaven",
)  # fmt: skip
UNITARIES = (
    "Samplemere", "Mockbridge", "Testholme", "Protofield", "Patternshaw", "Modelthorpe",
    "Figworth", "Notionley", "Fablecombe", "Trialgate", "Mockminster", "Testcaster",
)  # fmt: skip
COUNTY = ("E10900001", "Fableshire")
DISTRICTS = ("North Fableshire", "East Fableshire", "South Fableshire", "West Fableshire")
SHARE_OF_CORE = 0.6
FEWEST_SMALL_AREAS, MOST_SMALL_AREAS = 60, 190


@dataclass(frozen=True)
class Council:
    """How a council of the demonstration is laid out.

    Attributes:
        wards: Number of wards.
        small_areas: Number of LSOAs.
        centre: Longitude and latitude of its middle, at sea so that no real place lies there.
        radius: From its middle to its edge, in degrees of latitude.
        deprivation: Deprivation at its edge, in standard deviations of the country's LSOAs.
        core: What is added in its middle; it fades towards the edge.
        older: How much older its residents are than the country's (0 is the same).
        own_figures: Whether it has filled a file of its own.
    """

    wards: int
    small_areas: int
    centre: tuple[float, float]
    radius: float
    deprivation: float
    core: float
    older: float
    own_figures: bool = False


LAYOUTS = {
    "exampleshire": Council(25, 160, (1.6, 56.0), 0.13, -0.7, 2.6, 0.0, own_figures=True),
    "otherborough": Council(15, 26, (2.1, 56.6), 0.12, -1.0, 0.9, 0.35),
}
ELSEWHERE = Council(6, 40, (1.0, 57.5), 0.1, 0.0, 1.0, 0.0)
"""For a further synthetic council that someone adds to the settings."""


@dataclass(frozen=True)
class Authority:
    """One authority of the invented country.

    Attributes:
        area_type: As Fingertips writes it: UA, District or County.
        deprivation: Mean of its LSOAs, in standard deviations of the country's.
        small_areas: Number of its LSOAs; none for a county, whose districts have them.
        county: Code of the county it lies in, or blank.
        slug: Of the council in the settings, or blank.
    """

    code: str
    name: str
    area_type: str
    region: tuple[str, str]
    deprivation: float
    older: float
    small_areas: int
    county: str = ""
    slug: str = ""


def authorities(councils: Sequence[Area]) -> list[Authority]:
    """Return every authority of the country, the demonstration's own councils first."""
    home = (councils[0].region.code, councils[0].region.name)
    regions = [home, *OTHER_REGIONS]
    own = [_council(area) for area in councils]
    taken = {authority.code for authority in own}
    codes = _codes("E08", BOROUGHS, taken) + _codes("E06", UNITARIES, taken)
    rng = np.random.default_rng(1848)
    peers = [_peer(rng, code, name, regions[i % 4]) for i, (code, name) in enumerate(codes)]
    county = Authority(*COUNTY, "County", regions[3], -0.3, 0.1, 0)
    districts = [
        _peer(rng, code, name, regions[3], "District", COUNTY[0])
        for code, name in _codes("E07", DISTRICTS, taken)
    ]
    return [*own, *peers, *districts, county]


def _council(area: Area) -> Authority:
    layout = LAYOUTS.get(area.slug, ELSEWHERE)
    mean = layout.deprivation + layout.core * SHARE_OF_CORE
    region = (area.region.code, area.region.name)
    return Authority(
        area.code, area.name, "UA", region, mean, layout.older, layout.small_areas, slug=area.slug
    )


def _codes(prefix: str, names: Sequence[str], taken: set[str]) -> list[tuple[str, str]]:
    """Pair names with codes from 9xx002 on, leaving out those that councils have."""
    free = [f"{prefix}90{number:04d}" for number in range(2, 90)]
    return list(zip([code for code in free if code not in taken], names, strict=False))


def _peer(
    rng: np.random.Generator,
    code: str,
    name: str,
    region: tuple[str, str],
    area_type: str = "UA",
    county: str = "",
) -> Authority:
    size = int(rng.integers(FEWEST_SMALL_AREAS, MOST_SMALL_AREAS))
    deprivation, older = rng.normal(0.0, 0.7), rng.normal(0.0, 0.12)
    return Authority(code, name, area_type, region, float(deprivation), float(older), size, county)
