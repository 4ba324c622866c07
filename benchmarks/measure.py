"""Wall time, processor time and peak memory of a command with everything that it starts."""

import resource
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

INTERVAL = 0.1
"""Seconds between two looks at the process tree; a look costs about 5 ms."""


@dataclass(frozen=True)
class Measured:
    """What one command, or several one after the other, took.

    Attributes:
        seconds: Wall time.
        peak_mib: Largest sum of resident memory over the process tree, seen every 0.1 s. Pages
            that processes share are counted in each, so it is an upper bound.
        failed: The end of what the command printed if it ended with an error, else "".
        processor: Seconds of all processors, of the command and of every process that it waited
            for: what else the machine does hardly changes them.
    """

    name: str
    seconds: float
    peak_mib: float
    failed: str = ""
    processor: float = 0.0

    def __add__(self, other: "Measured") -> "Measured":
        """Return the two one after the other, under the first's name."""
        return Measured(
            self.name,
            self.seconds + other.seconds,
            max(self.peak_mib, other.peak_mib),
            self.failed or other.failed,
            self.processor + other.processor,
        )


def measure(name: str, command: Sequence[str], env: Mapping[str, str], cwd: Path) -> Measured:
    """Return what `command` took; a command that fails is measured too and says so."""
    started, before = time.perf_counter(), _processor_seconds()
    process = subprocess.Popen(
        list(command),
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(psutil.Process(process.pid), peak), daemon=True)
    watcher.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - started
    watcher.join()
    failed = output.strip()[-600:] or "no word" if process.returncode else ""
    processor = _processor_seconds() - before
    print(
        f"  {name}: {seconds:.1f} s, {processor:.1f} s of processors{' FAILED' if failed else ''}",
        file=sys.stderr,
        flush=True,
    )
    return Measured(name, seconds, peak[0], failed, processor)


def _processor_seconds() -> float:
    """Seconds that every process took that this one has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(process: psutil.Process, peak: list[float]) -> None:
    # it may end between two questions
    with suppress(psutil.NoSuchProcess):
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            peak[0] = max(peak[0], _tree_mib(process))
            time.sleep(INTERVAL)


def _tree_mib(process: psutil.Process) -> float:
    total = 0
    try:
        for member in [process, *process.children(recursive=True)]:
            total += _resident(member)
    except psutil.NoSuchProcess:
        pass
    return total / 2**20


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0
