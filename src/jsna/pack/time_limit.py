"""How long a notebook may take: until it hangs, or has had the processor for as long as it may.

A limit by the clock alone would take whole chapters from whoever works on a slow or a busy machine,
where a notebook waits for the processor and does nothing wrong. One that got less of the processor
than the limit goes on, for as long as it gets on.
"""

import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import psutil

LOOKS: Final = 10
"""How often a notebook is looked at within a limit's time."""
GETS_ON: Final = 0.02
"""Processor seconds a second; a kernel that only waits takes less than a tenth of it."""


@dataclass(frozen=True)
class TimeLimit:
    """The time of one notebook.

    Attributes:
        seconds: By the clock; whoever has had less of the processor by then and gets on may go on
            until it has had as much of the processor.
        folder: Where its kernel works: how its processes are told from others.
    """

    seconds: float
    folder: str

    def wait(self, answered: threading.Event) -> float:
        """Return after how many seconds the limit is reached; 0 once it is answered before."""
        look = self.seconds / LOOKS
        if answered.wait(self.seconds - look):
            return 0.0
        waited, before = self.seconds - look, processor_seconds(self.folder)
        while not answered.wait(look):
            waited, now = waited + look, processor_seconds(self.folder)
            if now >= self.seconds or now - before < GETS_ON * look:
                return waited
            before = now
        return 0.0


def processor_seconds(folder: str) -> float:
    """Return the processor time of all that this process started and that works in a folder."""
    place, spent = os.path.realpath(folder), 0.0
    for process in _started():
        with suppress(psutil.Error, OSError):  # it has ended meanwhile
            if os.path.realpath(process.cwd()) == place:
                times = process.cpu_times()
                spent += times.user + times.system
    return spent


def _started() -> list[psutil.Process]:
    """Return what this process started; nothing where that can't be seen: then the clock counts."""
    try:
        return psutil.Process().children(recursive=True)
    except (psutil.Error, OSError):
        return []
