"""One process at a time at a place: the second waits, and is told for whom.

The system's own lock on a small file, which ends with the process that holds it, however that
ends. Several processes may share a place that they only read.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from jsna.errors import Problem, UserFileError

LONGEST_WAIT: Final = 3600.0
"""Seconds; longer than any command works at one place."""
BETWEEN_TRIES: Final = 0.2
Tell = Callable[[str], object]
_held: set[Path] = set()


@contextmanager
def at_work(file: Path, what: str, tell: Tell, *, shared: bool = False) -> Iterator[None]:
    """Hold a place for the block, and wait for it if another process is at work there.

    A process that holds a place already goes on: a command is made of others.

    Args:
        file: Stands for the place; made where it lacks.
        what: What the place is, for the message: "the pack of a and b".
        tell: Called once with a sentence if there is somebody to wait for.
        shared: Whether others that share it may be at work at the same time.

    Raises:
        UserFileError: the other process has not ended within an hour.
    """
    if file in _held:
        yield
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+b") as handle:
        _wait(handle, what, tell, shared)
        _held.add(file)
        try:
            _sign(handle)
            yield
        finally:
            _held.discard(file)
            _release(handle)


def _wait(handle: IO[bytes], what: str, tell: Tell, shared: bool) -> None:
    began, told = time.monotonic(), False
    while not _taken(handle, shared):
        if not told:
            tell(f"Another jsna{_holder(handle)} is at work on {what}; this one waits for it.")
            told = True
        if time.monotonic() - began > LONGEST_WAIT:
            raise UserFileError(
                Problem(
                    f"another jsna{_holder(handle)} has been at work on {what} for over an hour.",
                    next_step="End it, and run the same command again.",
                )
            )
        time.sleep(BETWEEN_TRIES)


def _sign(handle: IO[bytes]) -> None:
    """Say which process holds the place; what a full disk can't hold is no reason to stop."""
    with suppress(OSError):
        handle.truncate(0)
        handle.write(f"{os.getpid()}\n".encode())
        handle.flush()


def _holder(handle: IO[bytes]) -> str:
    with suppress(OSError):
        handle.seek(0)
        number = handle.read(20).strip().decode("ascii", "replace")
        return f" (process {number})" if number.isdigit() else ""
    return ""


if sys.platform == "win32":
    import msvcrt

    FAR: Final = 1 << 30
    """The byte that is locked: far behind what is written, which others read."""

    def _taken(handle: IO[bytes], shared: bool) -> bool:
        handle.seek(FAR)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(handle: IO[bytes]) -> None:
        handle.seek(FAR)
        with suppress(OSError):
            msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(handle: IO[bytes], shared: bool) -> bool:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a disk that knows no locks: better without one than not at all
        return True

    def _release(handle: IO[bytes]) -> None:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_UN)
