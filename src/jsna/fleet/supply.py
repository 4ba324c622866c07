"""Hands workers without the command's disk what they lack, beside the taking of what is done.

Files are fetched, read and sent by one thread: that one area's files take long keeps no other area
from being noted, and its worker from the next.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

Asked = TypeVar("Asked")


@dataclass
class Supply(Generic[Asked]):
    """One thread that supplies, in the order in which it is asked.

    Attributes:
        give: Supplies one worker; what it raises comes back with what was asked.
        pending: How much was asked and has not come back.
    """

    give: Callable[[Asked], None]
    pending: int = 0
    _asked: "SimpleQueue[Asked]" = field(default_factory=SimpleQueue)
    _given: "SimpleQueue[tuple[Asked, BaseException | None]]" = field(default_factory=SimpleQueue)
    _thread: threading.Thread | None = None

    def ask(self, what: Asked) -> None:
        """Ask for something to be supplied; returns at once."""
        self.pending += 1
        self._asked.put(what)
        if self._thread is None:
            # a command that is interrupted does not wait for what is being fetched
            self._thread = threading.Thread(target=self._work, name="supply", daemon=True)
            self._thread.start()

    def come_back(self, *, wait: bool = False) -> Iterator[tuple[Asked, BaseException | None]]:
        """Yield what was asked and has been supplied, each with why it could not be.

        Args:
            wait: Whether to wait for the first.
        """
        while self.pending:
            try:
                answer = self._given.get(block=wait)
            except Empty:
                return
            wait = False
            self.pending -= 1
            yield answer

    def _work(self) -> None:
        while True:
            what = self._asked.get()
            why: BaseException | None = None
            try:
                self.give(what)
            except BaseException as error:  # whatever it is, whoever asked is told
                why = error
            self._given.put((what, why))
