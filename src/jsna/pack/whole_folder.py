"""A folder that is written whole or not at all."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

UNFINISHED = ".unfinished-"


@dataclass(frozen=True)
class Draft:
    """A new folder beside the place that it may take.

    Attributes:
        folder: Where to write; gone after the block unless it took its place.
        place: What it may replace.
    """

    folder: Path
    place: Path

    def take_place(self) -> None:
        """Put the new folder where the old one stood."""
        if self.place.exists():
            self.place.rename(self.folder.parent / "old")
        self.folder.rename(self.place)


@contextmanager
def draft_folder(place: Path) -> Iterator[Draft]:
    """Give a new empty folder beside `place`, which takes it only when it is told to.

    What a killed process left beside it is removed first.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    mark = f"{UNFINISHED}{place.name}-"
    for left in place.parent.glob(f"{mark}*"):
        shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=mark, dir=place.parent))
    try:
        new = work / "new"
        new.mkdir()
        yield Draft(new, place)
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def whole_folder(place: Path) -> Iterator[Path]:
    """Give a new empty folder that takes `place` when the block ends well.

    What stood at `place` stays until then, and stays if the block is left by an error.
    """
    with draft_folder(place) as draft:
        yield draft.folder
        draft.take_place()
