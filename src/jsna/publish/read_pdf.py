"""Reads a PDF back: the text of its pages, alternative texts, properties."""

import io
import re
from collections.abc import Iterator
from typing import Any, Final

from jsna.publish.passages import Passage

SENTENCE_ENDS: Final = re.compile(r"(?<=[.;])\s+")
SPOKEN: Final = ("/Alt", "/ActualText", "/E", "/T")


def pdf_passages(file: str, content: bytes) -> Iterator[Passage]:
    """Yield what a PDF says, sentence by sentence.

    Raises:
        ValueError: it is no PDF, or it is locked.
    """
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        for page in reader.pages:
            text = " ".join(page.extract_text().split())
            yield from (Passage(file, s) for s in SENTENCE_ENDS.split(text) if s)
        for words in (reader.metadata or {}).values():
            yield Passage(file, str(words))
        yield from (Passage(file, words) for words in _spoken(reader))
    except (PyPdfError, OSError, RecursionError) as error:
        raise ValueError("it is no PDF that can be read") from error


def _spoken(reader: Any) -> Iterator[str]:
    """Yield the alternative and replacement texts of the structure tree."""
    waiting, seen = [reader.trailer["/Root"].get("/StructTreeRoot")], set[int]()
    while waiting:
        node = waiting.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            yield from (str(node[name]) for name in SPOKEN if name in node)
            waiting.append(node.get("/K"))
