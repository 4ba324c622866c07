"""The bound of a worker's memory: with all that it started, and told beforehand."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

import psutil

from jsna.pack.worker import end_children

BETWEEN_LOOKS: Final = 2.0
"""Seconds."""
WORTH_A_LOOK: Final = 1.02
"""By how much more the quick count must tell before the peak is measured again."""
BEYOND_LIMIT: Final = 12
"""Exit code of a worker that ends itself."""


@dataclass
class Usage:
    """What a worker took at most, in bytes, with all that it started."""

    peak: int = 0


def default_limit(workers: int) -> int:
    """Return the bytes that each of some workers may take: an even share of the machine's."""
    return int(psutil.virtual_memory().total / max(workers, 1))


def tree_bytes(process: psutil.Process, *, shared_once: bool = True) -> int:
    """Return the bytes that a process and its children have in memory.

    Args:
        process: The first of them.
        shared_once: Whether memory that they share counts once, which takes ten times as long to
            tell; else each counts all of it.
    """
    total = 0
    for one in [process, *process.children(recursive=True)]:
        with suppress(psutil.Error):
            total += _share(one) if shared_once else one.memory_info().rss
    return total


@contextmanager
def bounded(limit: int, usage: Usage, every: float = BETWEEN_LOOKS) -> Iterator[None]:
    """Watch this process and its children for the block, and end all where they exceed the limit.

    The nanny of a worker starts another in its place, and the work is tried there again.

    Args:
        limit: Bytes; 0 only measures.
        usage: Where the peak is noted.
        every: Seconds between two looks.
    """
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(limit, usage, every, over), daemon=True)
    watch.start()
    try:
        yield
    finally:
        over.set()
        watch.join()


def _watch(limit: int, usage: Usage, every: float, over: threading.Event) -> None:
    own, highest = psutil.Process(), 0
    while True:
        # the quick count is never too low: only where it is new or high is the other one needed
        quick = tree_bytes(own, shared_once=False)
        if quick > highest or 0 < limit < quick:
            highest = max(highest, int(quick * WORTH_A_LOOK))
            now = tree_bytes(own)
            usage.peak = max(usage.peak, now)
            if 0 < limit < now:
                end_children(own.pid)
                os._exit(BEYOND_LIMIT)
        if over.wait(every):
            return


def _share(process: psutil.Process) -> int:
    """Return a process's share of what it has in memory, or all of it where no share is told."""
    whole = process.memory_full_info()
    return int(getattr(whole, "pss", 0) or whole.rss)
