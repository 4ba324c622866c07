"""Where data comes from: `data/catalogue/sources/<id>.yml`."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from jsna.settings.model import SettingsModel, Slug, Text, WebAddress, Words

Licence = Literal["OGL-UK-3.0", "council-own", "synthetic"]


class Download(SettingsModel):
    """One file that a person can download by hand, for `jsna fetch AREA --list`.

    Attributes:
        save_as: A name to keep it under; any other will do.
        live: Whether the address gives the file itself, so that `jsna fetch AREA` asks for it.
        page: Whether the address is a page, on which what the title names is to be chosen.
    """

    title: Text
    url: Annotated[WebAddress, Field(min_length=1)]
    save_as: Text
    live: bool = False
    page: bool = False


class Layer(SettingsModel):
    """One layer of a map service; its name changes with each release, so it stands here.

    Attributes:
        name: As the service calls it.
        area_type: What its rows are: the smallest kind of area it has.
        vintage: Year of those areas.
        url: Address of the layer, up to its number.
        by: The field by which an area's rows are chosen; blank takes the whole layer.
    """

    name: Text
    area_type: Literal["lsoa", "msoa", "ward", "district", "county", "region"]
    vintage: Annotated[str, Field(pattern=r"^\d{4}$")]
    url: Annotated[str, Field(pattern=r"^https://.+/FeatureServer/\d+$")]
    by: Words = ""


class Disclosure(SettingsModel):
    """Which counts of people are hidden before a figure is kept or shown.

    Attributes:
        lowest_count: Smallest count that is hidden; 1 lets a zero be seen.
        highest_count: Largest count that is hidden.
        round_to: Counts that are shown are rounded to a multiple of this; 1 leaves them, which
            the pages then say.
    """

    lowest_count: Annotated[int, Field(ge=0)] = 1
    highest_count: Annotated[int, Field(ge=0)] = 7
    round_to: Annotated[int, Field(ge=1)] = 5

    @model_validator(mode="after")
    def _in_order(self) -> "Disclosure":
        if self.highest_count < self.lowest_count:
            raise ValueError("highest_count is below lowest_count")
        return self


class SourceSettings(SettingsModel):
    """A publisher's data set: who it is from and the words its licence asks for.

    Attributes:
        id: The file's name without `.yml`; equals the `id` of a module in `jsna/sources`.
        attribution: The line printed on every pack that uses it. `{year}` becomes the year in
            which the snapshot was retrieved.
        republishes: Whether its figures are other publishers': theirs of the same period go
            before them, if both have limits.
        needed_by: The sets of neighbours, or "sectors" (areas made of postcode sectors), that alone
            need it; none where every area does.
        layers: Of a map service: what is asked for, checked by `jsna doctor --layers`.
        disclosure: Of counts that the council brings in: which are too small to be kept.
        disclosure_rules: Rules of other collections, by name; a row of a file may name one.
    """

    id: Slug
    title: Text
    publisher: Text
    licence: Licence
    attribution: Text
    homepage: WebAddress = ""
    downloads: tuple[Download, ...] = ()
    republishes: bool = False
    needed_by: tuple[Slug, ...] = ()
    layers: tuple[Layer, ...] = ()
    disclosure: Disclosure | None = None
    disclosure_rules: dict[Slug, Disclosure] = Field(default_factory=dict)
