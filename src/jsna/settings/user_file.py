"""A file that a user wrote or named: read whole, or told why it can't be."""

import os
import stat
from pathlib import Path
from typing import Final

from jsna.errors import Problem, UserFileError

LARGEST_BYTES: Final = 1 << 30
NEXT: Final = "Name a file that can be read."


def read_user_file(path: Path, largest: int = LARGEST_BYTES) -> bytes:
    """Return the bytes of a file.

    Args:
        path: The file.
        largest: How many bytes it may have.

    Raises:
        UserFileError: there is none, it is a folder, a pipe or a device, which might be waited for
            without end, it is too large, or may not be read.
    """
    try:
        about = path.stat()
        if why := _why_not(about, largest):
            raise UserFileError(Problem(why, str(path), next_step=NEXT))
        return path.read_bytes()
    except FileNotFoundError:
        raise UserFileError(Problem("there is no such file.", str(path))) from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
        what = f"this file can't be read: {reason}."
        raise UserFileError(Problem(what, str(path), next_step=NEXT)) from None


def _why_not(about: os.stat_result, largest: int) -> str:
    """Return why something is not read at all, as a sentence; "" if it may be."""
    if stat.S_ISDIR(about.st_mode):
        return "this is a folder, not a file."
    if not stat.S_ISREG(about.st_mode):
        return "this is a pipe or a device, not a file."
    if about.st_size > largest:
        return f"this file is larger than any that is read here ({largest >> 20:,} MiB)."
    return ""
