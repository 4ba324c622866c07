"""The methods of the documents on the methods page: every entry, without its worked example."""

import re
from pathlib import Path
from typing import Final

EXAMPLE: Final = re.compile(r"^```pycon\n.*?^```\n", re.MULTILINE | re.DOTALL)
FILE_LINK: Final = re.compile(r"\[([^\]]+)\]\((?![a-z]+:|#)[^)]*\)")
"""A link to a file of the project: it lies beside no page, so that there its words remain."""
TABLE: Final = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)


def methods_in_full(document: Path) -> str:
    """Return the entries of `docs/methods.md` one level deeper, as Markdown of the page grammar.

    Each keeps its anchor, which figures and statements name; each table gets its entry's title
    as caption. Worked examples are left to the documents, where a test runs them; links to other
    files of the project keep their words alone.
    """
    entries = re.split(r"^## ", document.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return "\n".join(_entry(*entry.split("\n", 1)) for entry in entries)


def _entry(title: str, body: str) -> str:
    text = EXAMPLE.sub("", body).strip("\n") + "\n"
    # what only leads to an example has nothing to lead to
    text = re.sub(r"\n\n[^\n]*:\n*$", "\n", text)
    text = FILE_LINK.sub(r"\1", text)
    text = TABLE.sub(lambda table: f"{table[0]}\n: {title}\n", text)
    return f"### {title} {{#{title.lower().replace(' ', '-')}}}\n\n{text.strip()}\n"
