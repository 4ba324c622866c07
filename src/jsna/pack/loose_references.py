"""References of a document to what does not stand in it: the words stay, the link goes."""

import re
from typing import Final

REFERENCE: Final = re.compile(r" ?(?<![\\\"])@((?:fig|tbl)-[\w-]+)")
"""Not what somebody wrote, which is escaped, nor what a value in quotation marks begins with: one
that begins with a space is no value."""
AS_IT_IS: Final = re.compile(r"(^:::[^\n]*$|^```\{=\w+\}$.*?^```$)", re.MULTILINE | re.DOTALL)
"""Fences, with words in their attributes, and what is no Markdown."""
LINK: Final = re.compile(r"\[([^\[\]]*)\]\(#([\w.-]+)\)")
HTML_LINK: Final = re.compile(r'<a href="#([^"]*)">(.*?)</a>')
ID: Final = re.compile(r"\{#([\w.-]+)|\bid=\"([\w.-]+)\"")
HEADING: Final = re.compile(r"^#+ +(.+?)(?: *\{([^}]*)\})?$", re.MULTILINE)
MARKUP: Final = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


def without_loose_references(markdown: str) -> str:
    """Return a document whose references to its figures, tables and headings all lead somewhere.

    A document of parts of pages has what the whole pages refer to only in part.
    """
    known = {found for pair in ID.findall(markdown) for found in pair if found}
    known |= {_slug(title) for title, _ in HEADING.findall(markdown)}
    # every second part is one that stays
    parts = AS_IT_IS.split(markdown)
    parts[::2] = [_without(words, known) for words in parts[::2]]
    told = "".join(parts)
    return HTML_LINK.sub(lambda found: found[0] if found[1] in known else found[2], told)


def _without(words: str, known: set[str]) -> str:
    told = REFERENCE.sub(lambda found: found[0] if found[1] in known else "", words)
    return LINK.sub(lambda found: found[0] if found[2] in known else found[1], told)


def _slug(title: str) -> str:
    """The id that Pandoc gives a heading."""
    words = MARKUP.sub(r"\1", title).replace("\\", "").lower()
    kept = re.sub(r"[^\w\s.-]", "", words)
    return re.sub(r"^[^a-z]+", "", re.sub(r"\s+", "-", kept.strip()))
