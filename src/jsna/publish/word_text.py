"""The words of a Word file as the checks read them."""

import re
import zipfile
from html import unescape
from pathlib import Path

TABLE = re.compile(r"<w:tbl>.*?</w:tbl>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def word_text(file: Path, *, tables: bool = True) -> str:
    """Return what a Word file's body says, one paragraph after another, characters as read.

    Args:
        file: The .docx file.
        tables: Whether the text of its tables is part of it.
    """
    with zipfile.ZipFile(file) as archive:
        xml = archive.read("word/document.xml").decode("utf-8")
    kept = xml if tables else TABLE.sub(" ", xml)
    # runs of one paragraph belong together, paragraphs do not
    return unescape(TAG.sub("", kept.replace("</w:p>", " ")))
