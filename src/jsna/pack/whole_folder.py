"""A folder that is written whole or not at all."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNFINISHED = ".unfinished-"


@contextmanager
def whole_folder(place: Path) -> Iterator[Path]:
    """Give a new empty folder that takes `place` when the block ends well.

    What stood at `place` stays until then, and stays if the block is left by an error. What a
    killed process left beside it is removed first.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    mark = f"{UNFINISHED}{place.name}-"
    for left in place.parent.glob(f"{mark}*"):
        shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=mark, dir=place.parent))
    try:
        new = work / "new"
        new.mkdir()
        yield new
        if place.exists():
            place.rename(work / "old")
        new.rename(place)
    finally:
        shutil.rmtree(work, ignore_errors=True)
