"""How the project behaves towards services: how long it waits, how often it asks again."""

import sys
from dataclasses import dataclass
from random import random
from typing import Final

from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

RETRY: Final = Retry(status_forcelist={429, *range(500, 1000)}, retry_after_max=sys.maxsize)
"""Which answers are asked for again, and how a wait that a service asks for is read.

The asking itself is `Http`'s, since much of what is asked for again shows in the body only
(docs/adr/ADR-011-libraries-or-our-own.md).
"""


@dataclass(frozen=True)
class HttpPolicy:
    """Limits of one request; times in seconds.

    Attributes:
        connect_seconds: Until a connection stands.
        read_seconds: Between one part of an answer and the next.
        total_seconds: From asking to the last byte, of one attempt.
        whole_seconds: Of all requests of one fetch together, waits included; what was answered
            until then is kept.
        attempts: How often a request is made at most.
        backoff_seconds: The wait after the first failure; it doubles each time.
        most_backoff_seconds: The longest such wait.
        most_retry_after_seconds: The longest wait that a service may ask for; a longer one ends
            the request, since whoever waits should know.
        at_once: Requests under way at one host.
        largest_bytes: Size of an answer, unpacked.
        redirects: How often an answer may point to another address of the same host.
    """

    connect_seconds: float = 15.0
    read_seconds: float = 120.0
    total_seconds: float = 900.0
    whole_seconds: float = 2700.0
    attempts: int = 4
    backoff_seconds: float = 2.0
    most_backoff_seconds: float = 60.0
    most_retry_after_seconds: float = 120.0
    at_once: int = 4
    largest_bytes: int = 1 << 30
    redirects: int = 5

    def backoff(self, failures: int) -> float:
        """Return how long to wait after so many failures: doubling, and never two alike.

        Between half of the wait and all of it, so that many who failed together do not ask
        again together.
        """
        whole = min(self.backoff_seconds * 2.0 ** (failures - 1), self.most_backoff_seconds)
        return whole * (0.5 + random() / 2)


def read_retry_after(text: str) -> float | None:
    """Return the seconds that a `Retry-After` header asks for; None if it says nothing usable.

    Args:
        text: Seconds ("120") or a date ("Fri, 31 Dec ... 23:59:59 GMT").
    """
    try:
        return float(RETRY.parse_retry_after(text))
    except (InvalidHeader, ValueError, OverflowError):
        return None
