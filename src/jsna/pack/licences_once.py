"""Licence lines stand once on a page, whatever number of chapters it is made of."""

import re
from collections.abc import Iterable
from typing import Final

from jsna.chapter.page import without_licences
from jsna.chapter.said import Said
from jsna.narrative.markdown import escape_markdown

SOURCE: Final = re.compile(r"^Source: .*$", re.MULTILINE)


def licences_once(markdown: str, attribution: Iterable[str]) -> str:
    """Return a page whose sources print each licence line the first time alone.

    A chapter prints each once already, and does not know of the others on its page. Citations
    keep theirs: whoever copies one has it whole.

    Args:
        markdown: The page.
        attribution: The line that the licence of each file of the pack asks for.
    """
    plain = {escape_markdown(line.removeprefix("Source: ")) for line in attribution}
    lines, said = sorted(plain, key=lambda line: (-len(line), line)), Said()
    return SOURCE.sub(lambda found: without_licences(found[0], lines, said), markdown)
