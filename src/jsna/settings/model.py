"""The base of every settings model: frozen, and an unknown key is an error."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

UNPRINTABLE: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    r"\ufffe\uffff]"
)
"""Control characters, and those that turn the direction of what follows them: none can be read."""
WEB_ADDRESS: Final = r"^(https?://[A-Za-z0-9.-]+(:[0-9]+)?([/?#][^\s<>\"'`\\{}|^]*)?)?$"
MONTH: Final = r"^\d{4}-(0[1-9]|1[0-2])$"
EMAIL_ADDRESS: Final = r"^([A-Za-z0-9._'+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)?$"


def _can_be_read(words: str) -> str:
    if UNPRINTABLE.search(words):
        raise ValueError("it holds a control character, which can't be printed; take it out")
    return words


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Words = Annotated[str, AfterValidator(_can_be_read)]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_can_be_read)
]
Month = Annotated[str, StringConstraints(pattern=MONTH)]
WebAddress = Annotated[str, StringConstraints(pattern=WEB_ADDRESS)]
EmailAddress = Annotated[str, StringConstraints(pattern=EMAIL_ADDRESS)]


class SettingsModel(BaseModel):
    """A settings object that cannot change once it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")
