"""A snapshot: what is known about bytes that were received, apart from the bytes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from jsna.settings.source import SourceSettings


class Origin(StrEnum):
    """How a file came."""

    NETWORK = "network"
    HAND = "hand"
    DEMO = "demo"


@dataclass(frozen=True)
class Received:
    """How bytes came, and from whom: what a snapshot's description is made of.

    Attributes:
        source: Who publishes them, and under which licence.
        title: What the file is, for people.
        url: Where it came from.
        retrieved: When, UTC.
        media_type: e.g. "text/csv".
        origin: How it came; an invented file that lay in a folder is the demo's.
        synthetic: Whether the data is invented; then its licence and attribution say so.
        own_date: What the file says of its own day ("published on 15 July 2024"), or "".
    """

    source: SourceSettings
    title: str
    url: str
    retrieved: datetime
    media_type: str
    origin: Origin
    synthetic: bool
    own_date: str = ""


@dataclass(frozen=True)
class Snapshot:
    """The description of one received file (`snapshot.yml`).

    Attributes:
        sha256: Hex digest of the bytes; also the snapshot's id.
        source: Id of the source (a module of `jsna/sources`, a file of the catalogue).
        title: What the file is, for people.
        publisher: Who published it.
        url: Where it came from; of one that was supplied by hand its name.
        retrieved: When it was received, UTC.
        licence: e.g. "OGL-UK-3.0".
        attribution: The line its licence asks for.
        size: Bytes.
        media_type: e.g. "text/csv".
        origin: From a service over the network, from a folder of somebody's downloads, or out of
            the demo's workshop.
        own_date: What the file says of its own day, in words ("taken from Nomis on 3 July 2024");
            "" where it says nothing.
    """

    sha256: str
    source: str
    title: str
    publisher: str
    url: str
    retrieved: datetime
    licence: str
    attribution: str
    size: int
    media_type: str
    origin: Origin
    own_date: str = ""

    def __post_init__(self) -> None:
        """Refuse a time of receipt that is not in UTC."""
        if self.retrieved.tzinfo is not UTC:
            raise ValueError("retrieved must be in UTC")

    @property
    def whence(self) -> str:
        """Its address; of a file that was supplied by hand its name, and that it was."""
        name = self.url.partition(", downloaded by hand from ")[0]
        return self.url if name == self.url else f"{name}, supplied by hand"

    @property
    def receipt(self) -> str:
        """When it was received, as a day; of a file that was supplied by hand what it says itself.

        On which day somebody had it from its publisher nobody knows else.
        """
        if self.origin is Origin.HAND and self.own_date:
            return f"supplied by hand; by its own words {self.own_date}"
        if self.origin is Origin.HAND:
            return "supplied by hand, date not recorded"
        return f"{self.retrieved.day} {self.retrieved:%B %Y}"

    @property
    def short_id(self) -> str:
        """The first twelve hex digits, as printed beside figures."""
        return self.sha256[:12]
