"""What is known of an area's map: its own outline, its small areas and which belongs to which."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pandas as pd

from jsna.errors import Problem, SourceError
from jsna.fact_schema import AUTHORITY_TYPES

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

OUTLINE_COLUMNS = ("code", "name", "parent_code", "geometry", "note")
NOT_IN_LOOKUP = "districts without an LSOA in the look-up"
SMALL_AREAS = ("lsoa", "msoa", "ward")
PLURALS = {
    "lsoa": "neighbourhoods (LSOAs)",
    "msoa": "middle layer areas (MSOAs)",
    "ward": "wards",
    "area": "the authority",
}


@dataclass(frozen=True, eq=False)
class FurtherLookup:
    """The area's rows of a look-up that no map needs; none where no file has it.

    Attributes:
        rows: As its source parses them (`ParsedLookup.rows`).
        years: Area type -> year, as its source tells them.
        ids: The snapshots, sorted.
    """

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    years: dict[str, str] = field(default_factory=dict)
    ids: tuple[str, ...] = ()


FURTHER: Final = ("lsoa_changes", "board_crosswalk")
"""The look-ups of a Geography that are FurtherLookups."""


@dataclass(frozen=True, eq=False)
class Geography:
    """One area's outlines and look-up.

    Attributes:
        area_code: The authority.
        tables: Area type -> outlines, in longitude and latitude; "area" is the authority's own,
            one row.
        lookup: One row per LSOA of the area: `lsoa_code`, `lsoa_name`, `ward_code`,
            `ward_name`, larger areas, `msoa_code` and `msoa_name` where MSOAs are there, and
            `share_in_ward`: the share of the LSOA's surface inside its ward (NaN if unknown).
        vintages: Area type -> year of its boundaries.
        method: How LSOAs are given to wards: "best fit".
        snapshot_ids: The snapshots that this was made from, sorted.
        missing: Area type -> why there are no outlines of it.
        unmatched: What does not fit, in words -> the codes.
        drawn: Area type -> the codes that have an outline.
        sectors: Which LSOAs postcode sectors hold (`sectors.own_sectors`), where the area has
            areas made of sectors and there is a look-up; else no rows.
        sector_method: How that look-up places an LSOA.
        sector_ids: The snapshots of that look-up, sorted.
        lsoa_changes: How the LSOAs of the census before became the area's: one row per pair.
        board_crosswalk: With which commissioning groups the board's residents are registered.
    """

    area_code: str
    tables: "Mapping[str, GeoDataFrame]"
    lookup: pd.DataFrame
    vintages: dict[str, str]
    method: str
    snapshot_ids: tuple[str, ...]
    missing: dict[str, str] = field(default_factory=dict)
    unmatched: dict[str, tuple[str, ...]] = field(default_factory=dict)
    drawn: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sectors: pd.DataFrame = field(default_factory=pd.DataFrame)
    sector_method: str = ""
    sector_ids: tuple[str, ...] = ()
    lsoa_changes: FurtherLookup = field(default_factory=FurtherLookup)
    board_crosswalk: FurtherLookup = field(default_factory=FurtherLookup)

    def outlines(self, area_type: str) -> "GeoDataFrame":
        """Return outlines: one row per area, with code, name, parent_code, geometry, note.

        They are in longitude and latitude (EPSG:4326).

        Args:
            area_type: lsoa, ward, msoa, or "area" (or its tier) for the authority itself.

        Raises:
            SourceError: there are none, and why.
        """
        area_type = "area" if area_type in AUTHORITY_TYPES else area_type
        if area_type not in self.tables:
            why = self.missing.get(area_type, "none were fetched.")
            what = f"there are no outlines of {PLURALS.get(area_type, area_type)}: {why}"
            raise SourceError(Problem(what))
        return self.tables[area_type]

    @property
    def members(self) -> dict[str, frozenset[str]]:
        """The codes of the area's own LSOAs, wards and MSOAs, empty where not known."""
        return {kind: frozenset(self._codes(kind)) for kind in SMALL_AREAS}

    @property
    def districts_not_held(self) -> tuple[str, ...]:
        """The names of a county's districts of which the look-up has no LSOA."""
        return self.unmatched.get(NOT_IN_LOOKUP, ())

    def _codes(self, kind: str) -> list[str]:
        column = f"{kind}_code"
        placed = self.lookup[column].tolist() if column in self.lookup else []
        return [*self.drawn.get(kind, ()), *placed]
