"""How the project behaves towards services: how long it waits, how often it asks again."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import random

RETRIED = frozenset({429, 500, 502, 503, 504, 507, 508, 520, 521, 522, 523, 524, 529})


@dataclass(frozen=True)
class HttpPolicy:
    """Limits of one request; times in seconds.

    Attributes:
        connect_seconds: Until a connection stands.
        read_seconds: Between one part of an answer and the next.
        total_seconds: From asking to the last byte, of one attempt.
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


def read_retry_after(text: str, now: datetime | None = None) -> float | None:
    """Return the seconds that a `Retry-After` header asks for; None if it says nothing usable.

    Args:
        text: Seconds ("120") or a date ("Fri, 31 Dec ... 23:59:59 GMT").
        now: The time it was received, UTC; the clock's unless given.
    """
    text = text.strip()
    if text.isdecimal():
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (aware - (now or datetime.now(UTC))).total_seconds())
