"""What the system refuses (a full disk, a file where a folder should be), as a user's error."""

import errno
from typing import Final

from jsna.errors import Problem, UserFileError

WORDS: Final = {
    errno.EACCES: "may not be read or written",
    errno.EPERM: "may not be written to",
    errno.EROFS: "is on a read-only disk",
    errno.ENOSPC: "is on a full disk",
    errno.EDQUOT: "is on a disk of which no more may be used",
    errno.EFBIG: "would become larger than this machine allows",
    errno.ENOTDIR: "is a file where a folder should be, or lies below one",
    errno.EEXIST: "is a file where a folder should be",
    errno.EISDIR: "is a folder where a file should be",
    errno.ENOENT: "is missing",
    errno.ENAMETOOLONG: "has a name that is too long for this disk",
    errno.ELOOP: "is a link that leads round in circles",
    errno.EIO: "is on a disk that fails",
    errno.EMFILE: "can't be opened: too many files are open",
}
FREE: Final = (
    "Free the place, or set JSNA_WORK to a folder that can be written to. Nothing half-written was"
    " left behind."
)
NOT_YOURS: Final = (
    "If a program such as Excel or Word has it open, close it there. Ask whoever it belongs to for"
    " the right to open it, or name another place: JSNA_WORK is the folder for what is made."
    " Nothing half-written was left behind."
)
NEXT: Final = dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS), FREE) | (
    dict.fromkeys((errno.EACCES, errno.EPERM), NOT_YOURS)
)


LONGEST_ON_WINDOWS: Final = 259
"""Signs of a whole path that every program of Windows can open."""


def disk_error(error: OSError) -> UserFileError:
    """Return the user's error for what the system refused; what else happens is raised.

    Raises:
        OSError: it is none of these: it came of this program, and is a bug.
    """
    if error.errno not in WORDS:
        raise error
    words = WORDS[error.errno]
    next_step = NEXT.get(error.errno, "See that nothing else stands in this place.")
    name = str(error.filename or "")
    if error.errno == errno.ENOENT and len(name) > LONGEST_ON_WINDOWS:
        words = f"is missing, or can't be opened for its length: {len(name)} signs"
        next_step = "Windows opens up to 259: work in a folder nearer to the top of the disk."
    return UserFileError(
        Problem(f"{error.filename or 'The output folder'} {words}.", next_step=next_step)
    )
