"""Where data comes from: `data/catalogue/sources/<id>.yml`."""

from typing import Annotated, Literal

from pydantic import Field

from jsna.settings.model import SettingsModel, Slug, Text

Licence = Literal["OGL-UK-3.0", "council-own", "synthetic"]


class Download(SettingsModel):
    """One file that a person can download by hand, for `jsna fetch AREA --list`.

    Attributes:
        live: Whether the address gives the file itself, so that `jsna fetch AREA` asks for it.
    """

    title: Text
    url: Text
    save_as: Text
    live: bool = False


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
    by: str = ""


class SourceSettings(SettingsModel):
    """A publisher's data set: who it is from and the words its licence asks for.

    Attributes:
        id: The file's name without `.yml`; equals the `id` of a module in `jsna/sources`.
        attribution: The line printed on every pack that uses it. `{year}` becomes the year in
            which the snapshot was retrieved.
        layers: Of a map service: what is asked for, checked by `jsna doctor --layers`.
    """

    id: Slug
    title: Text
    publisher: Text
    licence: Licence
    attribution: Text
    homepage: str = ""
    downloads: tuple[Download, ...] = ()
    layers: tuple[Layer, ...] = ()
