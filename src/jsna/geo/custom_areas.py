"""The parts of a council's custom areas, held to its look-ups when facts are built."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pandas as pd

from jsna.errors import Problem, UserFileError
from jsna.geo.geography import Geography
from jsna.settings.area import Area
from jsna.settings.custom_area import KINDS
from jsna.settings.unknown_name import did_you_mean
from jsna.settings.yaml_file import line_of

MOST_TOLD = 20


def members(area: Area, kind: str) -> pd.DataFrame:
    """Return the parts of the area's custom areas: one row per custom area and part.

    Args:
        area: Whose custom areas.
        kind: "lsoas" or "sectors".

    Returns:
        Columns custom_area and lsoa_code, or custom_area and sector, in the settings' order.
    """
    column = {"lsoas": "lsoa_code", "sectors": "sector"}[kind]
    pairs = [(one.name, code) for one in area.custom_areas for code in getattr(one, kind)]
    return pd.DataFrame(pairs, columns=["custom_area", column], dtype="str")


def check_custom_areas(area: Area, geography: Geography, path: Path) -> None:
    """Raise if a custom area names a part that the look-ups do not hold, each with its line.

    Where there is no look-up nothing can be checked; the page says what it lacks.

    Args:
        area: Whose custom areas.
        geography: Its look-up of LSOAs and, where there is one, of postcode sectors.
        path: The area's file.

    Raises:
        UserFileError: with one problem for each part, up to MOST_TOLD.
    """
    lookup, sectors = geography.lookup, geography.sectors
    known = {
        "lsoas": set(lookup["lsoa_code"]),
        "sectors": set(sectors["sector"]) if len(sectors) else set(),
    }
    problems = [
        problem
        for kind, codes in known.items()
        if codes
        for problem in _unknown(area, kind, codes, path, geography.vintages.get("lsoa", ""))
    ]
    if problems:
        raise UserFileError(*problems[:MOST_TOLD])


def _unknown(
    area: Area, kind: str, known: Collection[str], path: Path, lsoa_year: str
) -> Iterator[Problem]:
    allowed = {
        "lsoas": f"LSOAs of {lsoa_year} that the look-up gives to {area.name}: {len(known)}.",
        "sectors": "The postcode sectors of the look-up.",
    }[kind]
    for number, one in enumerate(area.custom_areas):
        for place, code in enumerate(getattr(one, kind)):
            if code not in known:
                yield Problem(
                    f"{one.name!r} names the {KINDS[kind]} {code}, which the look-up does not"
                    f" have for {area.name}.",
                    "/".join(path.parts[-3:]),
                    line_of(path, ("custom_areas", number, kind, place)),
                    allowed,
                    did_you_mean(code, known, "Correct the code, or take it out."),
                )
