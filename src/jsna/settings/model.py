"""The base of every settings model: frozen, and an unknown key is an error."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class SettingsModel(BaseModel):
    """A settings object that cannot change once it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")
