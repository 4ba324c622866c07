"""What ends a process from outside ends a command as Ctrl-C does: it tidies up and tells."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDING: Final = ("SIGINT", "SIGTERM", "SIGHUP")
"""Those that a system has: a key, a service that is stopped, a terminal that is closed."""


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let what ends a process end the block as Ctrl-C does, once: tidying up is not interrupted.

    Ctrl-C too, which a shell keeps from what it starts in the background; but a command that was
    told to outlive its terminal (`nohup`) does.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's
        return
    ending = [getattr(signal, name) for name in ENDING if hasattr(signal, name)]
    ending = [one for one in ending if not _outlives_its_terminal(one)]

    def end(*_: object) -> None:
        for one in ending:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {one: signal.signal(one, end) for one in ending}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _outlives_its_terminal(ending: signal.Signals) -> bool:
    return ending.name == "SIGHUP" and signal.getsignal(ending) is signal.SIG_IGN
