"""What a source is: it asks for files, fetches them, recognises and parses them.

One module of `jsna/sources` per source, found by discovery (`sources/registry.py`): it has a
module-level `SOURCE` that follows this contract. Parsing is pure: bytes and their snapshot in,
frames out. `tests/contract/test_source_contract.py` runs every source through the same test.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd

from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.snapshots.snapshot import Snapshot


@dataclass(frozen=True)
class Request:
    """One file that the network would be asked for (live fetching is a later step)."""

    source: str
    title: str
    url: str


@dataclass(frozen=True)
class ParsedFacts:
    """Facts of one file. kind "facts".

    Attributes:
        facts: Columns of `fact_schema.FACT_COLUMNS`; may hold duplicate keys (assembly decides).
        published: Columns of `fact_schema.PUBLISHED_COLUMNS`.
        refused: Rows that could not be used: columns line, reason.
        names: Columns area_code, area_type, area_name, as printed by the source.
    """

    facts: pd.DataFrame
    published: pd.DataFrame
    refused: pd.DataFrame
    names: pd.DataFrame
    kind: str = field(default="facts", init=False)


@dataclass(frozen=True)
class ParsedBoundaries:
    """Outlines of one kind of area and vintage. kind "boundaries".

    Attributes:
        area_type: e.g. lsoa, ward, msoa, district (LAD), county (CTYUA), region.
        vintage: Year of the boundaries, from the field names (WD24CD -> "2024").
        outlines: One row per area: code, name, parent_code (blank if the file has none),
            geometry (WKB bytes, EPSG:4326).
    """

    area_type: str
    vintage: str
    outlines: pd.DataFrame
    kind: str = field(default="boundaries", init=False)


@dataclass(frozen=True)
class ParsedLookup:
    """Which small area belongs to which larger ones. kind "lookup".

    Attributes:
        vintages: area_type -> year, e.g. {"lsoa": "2021", "ward": "2024", "district": "2024"}.
        rows: One row per smallest area: for each area_type a `<type>_code` and `<type>_name`.
        method: e.g. "best fit" or "exact".
    """

    vintages: dict[str, str]
    rows: pd.DataFrame
    method: str
    kind: str = field(default="lookup", init=False)


Parsed = ParsedFacts | ParsedBoundaries | ParsedLookup


class Source(Protocol):
    """The five things that a source can do."""

    id: str

    def recognise(self, name: str, content: bytes) -> str | None:
        """Return a title for the file if this source can parse it, else None.

        Decides by what the file holds, never by its name alone. Raises SourceError if the
        file is plainly this source's and plainly broken (truncated, a missing column).
        """
        ...

    def requests(self, indicators: Sequence[Indicator], area: Area) -> list[Request]:
        """Return what would be asked of the network for these indicators and this area."""
        ...

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return what the bytes hold. Raises SourceError with the line where it breaks."""
        ...
