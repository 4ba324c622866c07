"""The field names of the ONS Open Geography Portal: kind, year, and code or name.

"WD24CD" is the code of a ward of 2024, "LSOA21NM" the name of an LSOA of 2021.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

FIELD = re.compile(r"^(LSOA|MSOA|WD|LAD|CTYUA|RGN|CTRY)(\d{2})(CD|NM)$")
AREA_TYPES = {
    "LSOA": "lsoa",
    "MSOA": "msoa",
    "WD": "ward",
    "LAD": "district",
    "CTYUA": "county",
    "RGN": "region",
    "CTRY": "country",
}
"""Smallest first: the first of these that a file has is what its rows are."""
CHANGE = "CHGIND"
"""What became of an LSOA from one census to the next: U unchanged, S split, M merged, X else."""


@dataclass(frozen=True)
class OnsField:
    """One code field of a file and its name field.

    Attributes:
        area_type: As in AREA_TYPES: the kind of geography, not the tier of one authority.
        vintage: Year, four digits.
        code: Name of the code field.
        name: Name of the name field.
    """

    area_type: str
    vintage: str
    code: str

    @property
    def name(self) -> str:
        """The name field that goes with the code field."""
        return self.code.removesuffix("CD") + "NM"


FINER = re.compile(r"^(?:OA|PARNCP|PAR|PCD|PCDS|PCD7|PCD8|UPRN|GRIDGB)(?:\d{2})?(?:CD)?$")
"""Fields of what is smaller than the smallest area that is read."""


def in_capitals(names: Iterable[str]) -> list[str]:
    """Return names with ONS's fields in capitals, as it publishes them in some years."""
    names = [name.removeprefix("\ufeff") for name in names]
    spelled = [name.strip().upper() for name in names]
    own = [FIELD.match(name) or FINER.match(name) or name == CHANGE for name in spelled]
    return [
        upper if is_own else name for name, upper, is_own in zip(names, spelled, own, strict=True)
    ]


def finer_field(names: Iterable[str]) -> str:
    """Return the field by which rows are of something smaller than what is read; "" if none."""
    return next((name for name in names if FINER.match(name)), "")


def without_companion(names: list[str], nameless: Collection[str] = ()) -> str:
    """Return the first code without a name, or name without a code: "WD24CD without WD24NM".

    Read without it, a file would lose those areas and pass for one of larger ones.

    Args:
        names: Of a file's columns or properties.
        nameless: Kinds of area whose codes will do without names.
    """
    for kind, year, part in (match.groups() for name in names if (match := FIELD.match(name))):
        stem, other = kind + year, "NM" if part == "CD" else "CD"
        alone = stem + other not in names
        if alone and not (part == "CD" and AREA_TYPES[kind] in nameless):
            return f"{stem}{part} without {stem}{other}"
    return ""


def ons_fields(names: list[str], nameless: Collection[str] = ()) -> list[OnsField]:
    """Return the code fields among `names` that have a name field too, smallest area first.

    Of two vintages of one kind the newer comes first.

    Args:
        names: Of a file's columns or properties.
        nameless: Kinds of area whose codes will do without names.
    """
    found = [(match, name) for name in names if (match := FIELD.match(name)) and match[3] == "CD"]
    fields = [OnsField(AREA_TYPES[m[1]], f"20{m[2]}", name) for m, name in found]
    fields = [f for f in fields if f.name in names or f.area_type in nameless]
    order = list(AREA_TYPES.values())
    return sorted(fields, key=lambda f: (order.index(f.area_type), -int(f.vintage)))
