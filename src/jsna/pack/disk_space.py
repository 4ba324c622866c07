"""A full disk is no fault of a chapter: it ends the command, and what was good stays."""

import errno
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from jsna.errors import Problem, UserFileError

NEEDED_BYTES: Final = 1 << 20
"""Less free space than this and any failure is put down to it."""
NUMBER: Final = re.compile(r"\[Errno (\d+)\]")
FULL: Final = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO))
WORDS: Final = ("disk is full", "No space left on device", "Disk quota exceeded")


def check_space(place: Path, answer: Mapping[str, Any]) -> None:
    """Raise if a run failed because nothing more could be written.

    Args:
        place: Where its chapter belongs.
        answer: What the worker said of it (`worker.execute`).

    Raises:
        UserFileError: the disk is full, or refuses.
    """
    said = f"{answer['reason']}\n{answer['details']}"
    told = any(words in said for words in WORDS)
    numbers = {int(number) for number in NUMBER.findall(answer["reason"])}
    if told or numbers & FULL or shutil.disk_usage(place.parent).free < NEEDED_BYTES:
        what = f"the chapter {place.name} could not be written: the disk is full, or refuses."
        step = (
            "Free space, there and in the folder for temporary files, or set JSNA_WORK to another"
            " disk; then run the same command again. Chapters that were good are as they were."
        )
        raise UserFileError(Problem(what, str(place.parent), next_step=step))
