"""Text from settings and files as a line that can be printed: no breaks, no control characters."""

from jsna.settings.model import UNPRINTABLE


def one_line(words: str) -> str:
    r"""Return `words` on one line, without characters that no reader can see or that XML forbids.

    >>> one_line("two\n  lines\x07")
    'two lines'
    """
    return UNPRINTABLE.sub("", " ".join(words.split()))
