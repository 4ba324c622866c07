"""A neighbour as an area's file names it: by its ONS code, or by its name."""

import re
from typing import Any, Final

from jsna.errors import UserFileError
from jsna.register.names import STYLE
from jsna.settings.area_of_register import the_authority

CODE: Final = re.compile(r"E\d{8}")
ALLOWED: Final = "An English authority's code stands here, or its name."


def code_of_neighbour(words: Any) -> Any:
    """Return the code of the authority that a name means, by the register as it stands.

    A code, and whatever is no text, comes back as it is: the form of it is looked at elsewhere.

    Raises:
        ValueError: nothing has that name, or several have: with their codes.
    """
    if not isinstance(words, str) or CODE.fullmatch(words.strip()):
        return words
    if set(re.findall(r"[a-z]+", words.lower())) <= set(STYLE):
        # [Bristol, City of] is two in a list, and a part of a name may mean another council
        what = f"{words!r} is a part of a name: put quotation marks round one with a comma in it"
        raise ValueError(f"{what}. {ALLOWED}")
    try:
        return the_authority(words).code
    except UserFileError as error:
        [problem] = error.problems
        told = (problem.what, problem.allowed or ALLOWED, problem.next_step)
        raise ValueError(" ".join(text for text in told if text)) from None
