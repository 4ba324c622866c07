"""Text as Markdown that prints exactly it: nothing in it is markup."""

import re
from typing import Final

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>$@#|~^{}]|&(?=#?\w+;))")
"""What is markup wherever it stands; an ampersand is where it begins an entity."""

_BEGINNING: Final = re.compile(r"^(\(?\w{0,4})([-+:.)])(?=\s|$)")
"""What would begin a list or a definition."""


def escape_markdown(words: str) -> str:
    r"""Return `words` so that Markdown prints them as they are, on one line.

    >>> escape_markdown("5 * 3_000 [a]")
    '5 \\* 3\\_000 \\[a\\]'
    """
    text = _SPECIAL.sub(r"\\\1", " ".join(words.split()))
    return _BEGINNING.sub(r"\1\\\2", text)
