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
    keep theirs: whoever copies one has it whole. So does a document's list of licences, where
    each line stands alone: a reader of the document never sees what is folded on the site.

    Args:
        markdown: The page.
        attribution: The line that the licence of each file of the pack asks for.
    """
    plain = {escape_markdown(line.removeprefix("Source: ")) for line in attribution}
    lines, said = sorted(plain, key=lambda line: (-len(line), line)), Said()

    def once(found: re.Match[str]) -> str:
        alone = found[0].removeprefix("Source: ") in plain
        return found[0] if alone else without_licences(found[0], lines, said)

    return SOURCE.sub(once, markdown)
