"""The area a pack is about: `config/areas/<slug>.yml`."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, field_validator

from jsna.register.authorities import codes_of_place, districts_of
from jsna.register.names import name_in_prose
from jsna.settings.basemap import Basemap
from jsna.settings.brand import Brand
from jsna.settings.custom_area import CustomArea
from jsna.settings.model import EmailAddress, SettingsModel, Slug, Text, Words
from jsna.settings.neighbour_name import code_of_neighbour

AuthorityCode = Annotated[str, StringConstraints(pattern=r"^E(06|07|08|09|10)\d{6}$")]
Neighbour = Annotated[AuthorityCode, BeforeValidator(code_of_neighbour)]
FileName = Annotated[str, StringConstraints(pattern=r"^([\w -][\w .-]*\.csv)?$")]
RegionCode = Annotated[str, StringConstraints(pattern=r"^E12\d{6}$")]
AuthorityKind = Literal[
    "metropolitan borough",
    "unitary authority",
    "district",
    "county",
    "london borough",
    "city corporation",
]

NeighbourSet = Literal[
    "own", "ons-global", "ons-economic", "ons-demographic", "ons-upper-tier", "dfe-children"
]


class Region(SettingsModel):
    """The region that an area belongs to."""

    code: RegionCode
    name: Text


class Contact(SettingsModel):
    """Whom a reader of the pack writes to."""

    team: Text
    email: EmailAddress = ""


class Lack(SettingsModel):
    """A chapter or a section that an area's packs are to do without.

    Attributes:
        what: As `jsna check` names it: a chapter ("population-outlook") or a section
            ("deprivation.map_by_fifth").
        why: The reason, for whoever reads the settings.
    """

    what: Text
    why: Text


class Area(SettingsModel):
    """One English local authority and what its packs need to know of it.

    Attributes:
        slug: The file's name without `.yml`; set by the loader.
        name: As a sentence has it: "Bristol, City of" is kept as Bristol.
        code: ONS code of the authority.
        former_codes: Codes the same place had before that the register does not know (`codes`).
        neighbours: The council's own list, nearest first, by code or name; kept as codes. A set
            under a licence, such as CIPFA's nearest neighbours, must not be published: it has no
            place here.
        neighbour_set: Which set a pack compares with; without it the council's own list if
            there is one, else the first published set.
        lacks: What the packs are to lack; whatever else is not available fails the checks.
        custom_areas: Areas of the council's own making, for the deprivation page.
        board_crosswalk: The document whose table of commissioning groups to boards the council
            brings, as a source note names it; its packs have the page of it only then.
        variant: A word of the name of the files of projections, or of their folder, that are taken
            where those of several variants stand side by side.
        equity_audit: The name of the file in data/local that `jsna equity --keep` wrote; the packs
            have a page for it.
        basemap: Streets behind the web maps, loaded from another host; none unless given.
        brand: The council's logo and colours; without it the pack's own.
        synthetic: True only for the demonstration councils; SYNTHETIC stands on every output.
    """

    slug: Slug
    name: Text
    code: AuthorityCode
    kind: AuthorityKind
    region: Region
    contact: Contact
    former_codes: tuple[AuthorityCode, ...] = ()
    neighbours: tuple[Neighbour, ...] = Field(default=(), description="the council's own list")
    neighbour_set: NeighbourSet | None = None
    lacks: tuple[Lack, ...] = ()
    custom_areas: tuple[CustomArea, ...] = ()
    board_crosswalk: Words = ""
    variant: str = ""
    equity_audit: FileName = ""
    basemap: Basemap | None = None
    synthetic: bool = False
    brand: Brand | None = None

    @field_validator("name")
    @classmethod
    def _in_prose(cls, name: str) -> str:
        return name_in_prose(name)

    @property
    def set_of_neighbours(self) -> NeighbourSet:
        """The id of the set of neighbours that a pack compares with."""
        return self.neighbour_set or ("own" if self.neighbours else "ons-global")

    @property
    def codes(self) -> frozenset[str]:
        """Every code that the place has or had: by the register, and by these settings."""
        return codes_of_place(self.code).union(self.former_codes)

    @property
    def districts(self) -> frozenset[str]:
        """The codes of the districts that a county has or had, by the register."""
        return frozenset(one.code for code in self.codes for one in districts_of(code))

    @property
    def tier(self) -> str:
        """The area_type of the authority in facts: unitary, district or county."""
        kinds = {"district": "district", "county": "county"}
        return kinds.get(self.kind, "unitary")
