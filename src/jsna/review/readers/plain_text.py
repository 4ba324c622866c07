"""A draft as plain text."""

from jsna.review.draft import Draft
from jsna.review.readers.decoded import decoded
from jsna.review.readers.lines import passages_of

ENDINGS = (".txt",)


def read(file: str, content: bytes) -> Draft:
    """Return the draft of a text file; raises UserFileError where it is no UTF-8 text."""
    lines = enumerate(decoded(file, content).split("\n"), 1)
    return Draft(file, passages_of((number, words, 0) for number, words in lines))
