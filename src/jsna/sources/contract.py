"""What a source is: it recognises files and parses them, and may ask the network for them.

One module below `jsna/sources` per source, found by discovery (`fetching/registry.py`): it has a
module-level `SOURCE` that follows this contract. Parsing is pure: bytes and their snapshot in,
frames out. `tests/contract/test_source_contract.py` runs every source through the same test.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import pandas as pd

from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.snapshots.snapshot import Snapshot

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from jsna.http.client import Http


@dataclass(frozen=True)
class Request:
    """One thing that the network is asked for: what a person would download by hand.

    A source may make a class of its own from it, with what else its `fetch` needs to know.

    Attributes:
        source: Id of the source.
        title: What it is, for people.
        url: Where a person would find it; tells the request from every other one of an area.
    """

    source: str
    title: str
    url: str

    @property
    def gives_file(self) -> bool:
        """Whether a browser gets the file at the address, so that it is worth listing."""
        return True


@dataclass(frozen=True)
class Fetched:
    """One whole file that a service sent, before it is kept.

    Attributes:
        content: The bytes: as received, or the pages of one answer put together.
        url: The address that was asked, without anything secret.
        media_type: e.g. "text/csv".
    """

    content: bytes
    url: str
    media_type: str


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
            geometry; a GeoDataFrame in longitude and latitude (EPSG:4326).
        without_outline: Code and name of each area that the file names and has no outline of.
    """

    area_type: str
    vintage: str
    outlines: "GeoDataFrame"
    without_outline: tuple[str, ...] = ()
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


DEFINITION_COLUMNS = (
    "indicator_id", "title", "definition", "unit", "value_type", "year_type", "polarity",
    "polarity_label", "method", "interval_method", "caveats", "data_source", "frequency",
    "last_upload",
)  # fmt: skip


@dataclass(frozen=True)
class ParsedDefinitions:
    """What a source says of its indicators, apart from their figures. kind "definitions".

    Attributes:
        definitions: One row per indicator, DEFINITION_COLUMNS, as text without markup; "" is
            not said. polarity is high-is-good, low-is-good or none; polarity_label the
            source's own word for it; last_upload an ISO date.
    """

    definitions: pd.DataFrame
    kind: str = field(default="definitions", init=False)


NEIGHBOUR_COLUMNS = ("area_code", "area_name", "neighbour_code", "neighbour_name", "place")


@dataclass(frozen=True)
class ParsedNeighbours:
    """Which authorities are most like each one, by one published set. kind "neighbours".

    Attributes:
        set_id: e.g. "ons-global".
        title: The set, in words.
        rows: One row per authority and neighbour, NEIGHBOUR_COLUMNS: codes or, where the source
            has none, names (the other is ""); place is 1 for the most alike.
    """

    set_id: str
    title: str
    rows: pd.DataFrame
    kind: str = field(default="neighbours", init=False)


@dataclass(frozen=True)
class ParsedAudit:
    """How much services are used by each group of people. kind "audit".

    Attributes:
        rows: One row per partner, service and group: `equity_audit_csv.COLUMNS`.
    """

    rows: pd.DataFrame
    kind: str = field(default="audit", init=False)


@dataclass(frozen=True)
class NotMine:
    """Why a source does not read a file that is like one of its own. False where it is asked.

    Attributes:
        because: In words that follow the file's name, e.g. "it is a table of another dataset".
    """

    because: str

    def __bool__(self) -> bool:
        """Return False: the file is not the source's."""
        return False


Parsed = (
    ParsedFacts
    | ParsedBoundaries
    | ParsedLookup
    | ParsedDefinitions
    | ParsedNeighbours
    | ParsedAudit
)


class Source(Protocol):
    """What every source does; `fetch` is the half of those that ask the network (`LiveSource`)."""

    id: str

    def recognise(self, name: str, content: bytes) -> str | NotMine | None:
        """Return a title for the file if this source can parse it.

        NotMine, because ..., for a file that looks like one of its own and is not wanted or can't
        be told apart; None for one that is nothing like them. Decides by what the file holds,
        never by its name. Raises SourceError only if the file is plainly this source's, is
        wanted and is broken (it breaks off, a row can't be read): that stops a fetch.
        """
        ...

    def requests(self, indicators: Sequence[Indicator], area: Area) -> list[Request]:
        """Return what would be asked of the network; nothing of a source that is no LiveSource."""
        ...

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return what the bytes hold. Raises SourceError with the line where it breaks."""
        ...


@runtime_checkable
class LiveSource(Protocol):
    """The half of a source that asks the network; a source without it is downloaded by hand.

    Attributes:
        hosts: The hosts it asks; JSNA_BASE_URL_<ID> puts another address in their place.
    """

    id: str
    hosts: tuple[str, ...]

    def fetch(self, request: Request, http: "Http") -> list[Fetched]:
        """Return the files that answer one of the source's own requests; seldom more than one.

        Raises:
            SourceError: one of `http/errors.py`: nothing is half fetched.
        """
        ...
