"""Each file of a pack read back once for all that look for numbers in its words and tables."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from jsna.publish.passages import Passage
from jsna.publish.published_files import PublishedFile


class Check(Protocol):
    """What looks through files for numbers that may not be there."""

    def wants(self, file: PublishedFile) -> bool:
        """Return whether it has to look at a file."""

    def faults(self, file: PublishedFile, passages: Sequence[Passage]) -> Iterator[str]:
        """Yield a sentence for each number that may not be there."""


def read_through(files: Iterable[PublishedFile], checks: Sequence[Check]) -> Iterator[str]:
    """Yield what the checks find, and a sentence for each file that can't be read."""
    for file in files:
        asked = [check for check in checks if check.wants(file)]
        if not asked:
            continue
        try:
            passages = file.passages()
        except (ValueError, OSError) as error:
            why = " ".join(str(error).split())
            yield f"{file.name}: can't be read back, so that nobody knows what it shows: {why}"
            continue
        for check in asked:
            yield from dict.fromkeys(check.faults(file, passages))
