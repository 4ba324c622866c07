"""The one way out: every request to a service goes through `Http`, and nothing else does.

Certificates are always verified, against the system's own trust store, so that a council whose
network inspects traffic works through the certificate it has installed. Proxies come from the
environment. What fails is asked for again a few times, at a growing distance; what is answered
is checked to be whole and of the kind that was asked for (`body.py`).
"""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from jsna.errors import SourceError
from jsna.http.addresses import check_scheme, placed, with_params, without_params
from jsna.http.body import Expect, Unpacker, check_content, quote
from jsna.http.errors import Truncated
from jsna.http.policy import RETRY, HttpPolicy, read_retry_after
from jsna.http.secrets import Secrets
from jsna.http.transport import Connections
from jsna.http.words import (
    broke_off,
    certificate_refused,
    connection_failed,
    given_up,
    only_a_part,
    out_of_time,
    rate_limited,
    redirect_refused,
    refused,
    server_error,
    too_slow,
)

REDIRECTS: Final = (301, 302, 303, 307, 308)
PART: Final = 1 << 16
GIVE_UP_AFTER: Final = 3
PARTIAL: Final = 206


@dataclass(frozen=True)
class Answer:
    """What a service answered.

    Attributes:
        content: The bytes, unpacked, whole, and of the kind that was asked for.
        url: The address that was really asked, without anything secret.
        media_type: What the service calls it, without parameters, e.g. "text/csv".
        status: 200 to 299.
    """

    content: bytes
    url: str
    media_type: str
    status: int


@dataclass
class _Host:
    """How one host is treated.

    Attributes:
        places: How many requests at once.
        not_before: Until when it asks for peace, by the monotonic clock.
        in_vain: How many requests in a row were made in vain, every attempt of them.
    """

    places: threading.BoundedSemaphore
    not_before: float = 0.0
    in_vain: int = 0


class _AskAgain(Exception):
    """An attempt that may be made again: the error if it may not, and the wait asked for."""

    def __init__(self, error: SourceError, wait: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait = wait


class Http:
    """Asks services for files. Safe to use from several threads at once.

    Args:
        policy: Waits, attempts and limits.
        base_urls: Host -> address asked in its stead, for mirrors and tests. http:// is
            allowed only for this machine itself.
    """

    def __init__(
        self, *, policy: HttpPolicy | None = None, base_urls: Mapping[str, str] | None = None
    ) -> None:
        self.policy = policy or HttpPolicy()
        self._base_urls = dict(base_urls or {})
        self._secrets = Secrets()
        self._connections = Connections()
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._ends = time.monotonic() + self.policy.whole_seconds
        self._once: dict[str, Answer | SourceError] = {}
        self._once_locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
        places = self.policy.at_once
        self._hosts: dict[str, _Host] = defaultdict(
            lambda: _Host(threading.BoundedSemaphore(places))
        )

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        *,
        secret_params: Mapping[str, str] | None = None,
        expect: Expect = "any",
    ) -> Answer:
        """Return the answer to a GET request.

        Args:
            url: The address, https://.
            params: Query parameters, added to those in the address.
            secret_params: Query parameters that are sent and never told: neither the answer's
                url, nor an error, nor a log holds their values.
            expect: The kind of file; anything else is an error.

        Raises:
            SourceError: one of the classes of `errors.py`; those of a service that is down,
                too busy, or breaks off only after every attempt.
        """
        told = placed(with_params(url, params or {}), self._base_urls)
        check_scheme(told)
        self._secrets.learn((secret_params or {}).values())
        failures = 0
        while True:
            try:
                return self._attempt(told, dict(secret_params or {}), expect)
            except _AskAgain as again:
                failures += 1
                self._wait_or_raise(again, failures, told)

    def get_once(
        self, url: str, params: Mapping[str, str] | None = None, *, expect: Expect = "any"
    ) -> Answer:
        """Return the answer to a GET request that is asked once only, however many need it.

        For what a service says of itself: the levels it publishes, the layers it has.
        """
        key = with_params(url, params or {})
        with self._lock:
            lock = self._once_locks[key]
        with lock:
            known = self._once.get(key) or self._remembered(key, expect)
            self._once[key] = known
        if isinstance(known, SourceError):
            raise type(known)(*known.problems)
        return known

    def _remembered(self, url: str, expect: Expect) -> Answer | SourceError:
        """Return the answer, or the error: a question in vain is not asked again either."""
        try:
            return self.get(url, expect=expect)
        except SourceError as error:
            return error

    def stop(self) -> None:
        """Ask for nothing more and cut off what is under way; every `get` then fails."""
        self._stopped.set()
        self._connections.stop()

    def _pause(self, seconds: float, url: str) -> None:
        if time.monotonic() + max(0.0, seconds) >= self._ends:
            raise out_of_time(url, self.policy.whole_seconds)
        if self._stopped.wait(max(0.0, seconds)):
            raise given_up(url)

    def _wait_or_raise(self, again: _AskAgain, failures: int, url: str) -> None:
        longest = self.policy.most_retry_after_seconds
        host = self._host(url)
        # whoever fails again and again is asked once more only, not four times over
        most = self.policy.attempts if host.in_vain < GIVE_UP_AFTER else 1
        if failures >= most or (again.wait or 0.0) > longest:
            host.in_vain += 1
            raise again.error from None
        wait = self.policy.backoff(failures) if again.wait is None else again.wait
        if again.wait is not None:  # the service asks for peace: all threads keep it
            host.not_before = time.monotonic() + wait
        self._pause(wait, url)

    def _attempt(self, url: str, secret: dict[str, str], expect: Expect) -> Answer:
        host = self._host(url)
        with host.places:
            self._pause(host.not_before - time.monotonic(), url)
            deadline = min(time.monotonic() + self.policy.total_seconds, self._ends)
            response, told = self._follow(url, secret, deadline)
            with response:
                self._check_status(response, told)
                content = self._secrets.hide_in(self._body(response, told, deadline))
        try:
            check_content(content, expect, told)
        except Truncated as error:
            raise _AskAgain(error) from None
        host.in_vain = 0
        kind = self._secrets.hide(response.headers.get("Content-Type", "").split(";")[0].strip())
        return Answer(content, told, kind, response.status_code)

    def _follow(
        self, url: str, secret: dict[str, str], deadline: float
    ) -> tuple[requests.Response, str]:
        """Return the first response that points nowhere else, and its address without secrets."""
        asked = url
        for _ in range(self.policy.redirects + 1):
            response = self._open(with_params(asked, secret), asked, deadline)
            if response.status_code not in REDIRECTS:
                return response, asked
            response.close()
            there = self._secrets.hide(urljoin(asked, response.headers.get("Location", "")))
            if urlsplit(there)[:2] != urlsplit(url)[:2]:
                raise redirect_refused(asked, there)
            asked = without_params(there, secret)
        raise redirect_refused(url, asked)

    def _open(self, url: str, told: str, deadline: float) -> requests.Response:
        """Send the request and return the response as soon as its headers are there."""
        limits = (self.policy.connect_seconds, self.policy.read_seconds)
        session = self._connections.session(url)
        self._pause(0.0, told)  # reading the trust store takes time: given up meanwhile is given up
        try:
            with self._connections.watched(deadline):
                response = session.get(url, stream=True, timeout=limits, allow_redirects=False)
            if time.monotonic() >= deadline:  # cut off among the headers, which looks like a reply
                response.close()
                raise _AskAgain(too_slow(told, self.policy.total_seconds))
            return response
        except requests.exceptions.SSLError as error:
            raise certificate_refused(told, self._secrets.hide(str(error))) from None
        except requests.exceptions.Timeout:
            raise _AskAgain(too_slow(told, self.policy.read_seconds)) from None
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
            if time.monotonic() >= deadline:
                raise _AskAgain(too_slow(told, self.policy.total_seconds)) from None
            raise _AskAgain(connection_failed(told, self._secrets.hide(str(error)))) from None

    def _check_status(self, response: requests.Response, told: str) -> None:
        status = response.status_code
        if status == PARTIAL:
            raise _AskAgain(only_a_part(told))
        if status < 300:
            return
        said = quote(self._secrets.hide(_beginning(response)).encode())
        if not RETRY.is_retry("GET", status):
            raise refused(told, status, said)
        wait = read_retry_after(response.headers.get("Retry-After", ""))
        if status == 429:
            raise _AskAgain(rate_limited(told, wait, self.policy.attempts), wait)
        raise _AskAgain(server_error(told, status, said, self.policy.attempts), wait)

    def _body(self, response: requests.Response, told: str, deadline: float) -> bytes:
        """Return the whole body, unpacked."""
        encoding = self._secrets.hide(response.headers.get("Content-Encoding", ""))
        unpacker = Unpacker(encoding, told, self.policy.largest_bytes)
        parts: list[bytes] = []
        try:
            for part in self._parts(response, told, deadline):
                parts.append(unpacker.feed(part))
            unpacker.finish()
        except Truncated as error:
            raise _AskAgain(error) from None
        return b"".join(parts)

    def _parts(self, response: requests.Response, told: str, deadline: float) -> Iterator[bytes]:
        """Yield the bytes as they arrive: a service that drips them can't hold us for ever."""
        try:
            while part := response.raw.read1(PART, decode_content=False):
                yield part
                if time.monotonic() >= deadline:
                    raise _AskAgain(too_slow(told, self.policy.total_seconds))
        except urllib3.exceptions.ReadTimeoutError:
            raise _AskAgain(too_slow(told, self.policy.read_seconds)) from None
        except (urllib3.exceptions.HTTPError, OSError, ValueError):
            raise _AskAgain(broke_off(told)) from None

    def _host(self, url: str) -> _Host:
        with self._lock:
            return self._hosts[urlsplit(url).netloc]


def _beginning(response: requests.Response) -> str:
    """Return the beginning of what a service says to explain an error."""
    with suppress(urllib3.exceptions.HTTPError, OSError, ValueError):
        return (response.raw.read1(PART, decode_content=True) or b"").decode("utf-8", "replace")
    return ""
