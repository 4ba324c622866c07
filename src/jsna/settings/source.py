"""Where data comes from: `data/catalogue/sources/<id>.yml`."""

from typing import Literal

from jsna.settings.model import SettingsModel, Slug, Text

Licence = Literal["OGL-UK-3.0", "council-own", "synthetic"]


class Download(SettingsModel):
    """One file that a person can download by hand, for `jsna fetch AREA --list`."""

    title: Text
    url: Text
    save_as: Text


class SourceSettings(SettingsModel):
    """A publisher's data set: who it is from and the words its licence asks for.

    Attributes:
        id: The file's name without `.yml`; equals the `id` of a module in `jsna/sources`.
        attribution: The line printed on every pack that uses it. `{year}` becomes the year in
            which the snapshot was retrieved.
    """

    id: Slug
    title: Text
    publisher: Text
    licence: Licence
    attribution: Text
    homepage: str = ""
    downloads: tuple[Download, ...] = ()
