"""Areas of a council's own making: `custom_areas` of `config/areas/<slug>.yml`.

What can be told from the file alone is checked here; whether the small areas are the council's
own is checked against the look-up when facts are built (`geo.custom_areas`).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from jsna.settings.model import SettingsModel, Text
from jsna.settings.yaml_file import Problems, line_of

LsoaCode = Annotated[str, StringConstraints(pattern=r"^E01\d{6}$")]
Sector = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,2}\d[A-Z\d]? \d$")]
KINDS = {"lsoas": "LSOA", "sectors": "postcode sector"}
ONE_KIND = "Either lsoas or sectors, with one code or more."


class CustomArea(SettingsModel):
    """One area that the council made: a partnership's, a regeneration scheme's.

    Attributes:
        name: As readers know it.
        lsoas: The LSOAs that make it up, of the look-up's census.
        sectors: The postcode sectors instead ("AB1 2"); a look-up says which LSOAs they hold.
    """

    name: Text
    lsoas: tuple[LsoaCode, ...] = ()
    sectors: tuple[Sector, ...] = ()


def check_custom_areas(path: Path, areas: Sequence[CustomArea], problems: Problems) -> None:
    """Tell an area without parts or with two kinds of them, a part given twice, a name twice.

    Args:
        path: The area's file.
        areas: Its custom areas.
        problems: Where problems are gathered.
    """
    names = [area.name for area in areas]
    for number, area in enumerate(areas):
        at = ("custom_areas", number)
        if bool(area.lsoas) == bool(area.sectors):
            has = "both LSOAs and postcode sectors" if area.lsoas else "no LSOA and no sector"
            what = f"the custom area {area.name!r} has {has}."
            problems.add(what, path, line_of(path, at), allowed=ONE_KIND)
        if area.name in names[:number]:
            what = f"two custom areas are called {area.name!r}."
            problems.add(what, path, line_of(path, (*at, "name")), allowed="A name for each.")
        for kind, word in KINDS.items():
            _check_once(path, area, kind, word, number, problems)


def _check_once(
    path: Path, area: CustomArea, kind: str, word: str, number: int, problems: Problems
) -> None:
    codes: tuple[str, ...] = getattr(area, kind)
    for place, code in enumerate(codes):
        if code in codes[:place]:
            what = f"the {word} {code} stands twice in {area.name!r}."
            line = line_of(path, ("custom_areas", number, kind, place))
            problems.add(what, path, line, allowed=f"Each {word} once; areas may overlap.")
