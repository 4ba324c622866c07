"""The one way out: every request to a service goes through `Http`, and nothing else does.

Certificates are always verified, against the system's own trust store, so that a council whose
network inspects traffic works through the certificate it has installed. Proxies come from the
environment. What fails is asked for again a few times, at a growing distance; what is answered
is checked to be whole and of the kind that was asked for (`http_body.py`).
"""

import re
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final, cast
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

import requests
import urllib3

from jsna import __version__
from jsna.errors import SourceError
from jsna.sources.http_body import Expect, Unpacker, check_content, quote
from jsna.sources.http_policy import RETRIED, HttpPolicy, read_retry_after
from jsna.sources.http_transport import Verified, cut_off, trusting_context
from jsna.sources.http_words import (
    broke_off,
    certificate_refused,
    connection_failed,
    given_up,
    not_safe,
    rate_limited,
    redirect_refused,
    refused,
    server_error,
    too_slow,
)
from jsna.sources.secrets import Secrets
from jsna.sources.source_errors import Truncated

USER_AGENT: Final = f"Mozilla/5.0 (compatible; jsna/{__version__}; needs assessment)"
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
REDIRECTS: Final = (301, 302, 303, 307, 308)
PART: Final = 1 << 16


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
    """How one host is treated: how many requests at once, and until when it asks for peace."""

    places: threading.BoundedSemaphore
    not_before: float = 0.0


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
        self._local = threading.local()
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._in_use: list[dict[str, Any]] = []
        self._once: dict[str, Answer] = {}
        self._once_locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._context: ssl.SSLContext | None = None
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
            SourceError: one of the classes of `source_errors`; those of a service that is down,
                too busy, or breaks off only after every attempt.
        """
        told = self._redirected_base(_with_params(url, params or {}))
        _check_scheme(told)
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
        key = _with_params(url, params or {})
        with self._lock:
            lock = self._once_locks[key]
        with lock:
            if key not in self._once:
                self._once[key] = self.get(key, expect=expect)
            return self._once[key]

    def stop(self) -> None:
        """Ask for nothing more and cut off what is under way; every `get` then fails."""
        self._stopped.set()
        for local in list(self._in_use):
            cut_off(local)

    def _pause(self, seconds: float, url: str) -> None:
        if self._stopped.wait(max(0.0, seconds)):
            raise given_up(url)

    def _wait_or_raise(self, again: _AskAgain, failures: int, url: str) -> None:
        longest = self.policy.most_retry_after_seconds
        if failures >= self.policy.attempts or (again.wait or 0.0) > longest:
            raise again.error from None
        wait = self.policy.backoff(failures) if again.wait is None else again.wait
        if again.wait is not None:  # the service asks for peace: all threads keep it
            self._host(url).not_before = time.monotonic() + wait
        self._pause(wait, url)

    def _attempt(self, url: str, secret: dict[str, str], expect: Expect) -> Answer:
        host = self._host(url)
        with host.places:
            self._pause(host.not_before - time.monotonic(), url)
            deadline = time.monotonic() + self.policy.total_seconds
            response, told = self._follow(url, secret, deadline)
            with response:
                self._check_status(response, told)
                content = self._body(response, told, deadline)
        try:
            check_content(content, expect, told)
        except Truncated as error:
            raise _AskAgain(error) from None
        kind = response.headers.get("Content-Type", "").split(";")[0].strip()
        return Answer(content, told, kind, response.status_code)

    def _follow(
        self, url: str, secret: dict[str, str], deadline: float
    ) -> tuple[requests.Response, str]:
        """Return the first response that points nowhere else, and its address without secrets."""
        asked = url
        for _ in range(self.policy.redirects + 1):
            response = self._open(_with_params(asked, secret), asked, deadline)
            if response.status_code not in REDIRECTS:
                return response, asked
            response.close()
            there = self._secrets.hide(urljoin(asked, response.headers.get("Location", "")))
            if urlsplit(there)[:2] != urlsplit(url)[:2]:
                raise redirect_refused(asked, there)
            asked = _without_params(there, secret)
        raise redirect_refused(url, asked)

    def _open(self, url: str, told: str, deadline: float) -> requests.Response:
        """Send the request and return the response as soon as its headers are there."""
        limits = (self.policy.connect_seconds, self.policy.read_seconds)
        try:
            with self._watched(deadline):
                response = self._session(url).get(
                    url, stream=True, timeout=limits, allow_redirects=False
                )
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
        if status < 300:
            return
        said = self._secrets.hide(_beginning(response))
        if status == 429:
            wait = read_retry_after(response.headers.get("Retry-After", ""))
            raise _AskAgain(rate_limited(told, wait, self.policy.attempts), wait)
        if status in RETRIED or status >= 500:
            wait = read_retry_after(response.headers.get("Retry-After", ""))
            raise _AskAgain(server_error(told, status, said, self.policy.attempts), wait)
        raise refused(told, status, said)

    def _body(self, response: requests.Response, told: str, deadline: float) -> bytes:
        """Return the whole body, unpacked."""
        encoding = response.headers.get("Content-Encoding", "")
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

    # -- connections ------------------------------------------------------------------------

    def _session(self, url: str) -> requests.Session:
        """Return this thread's session; sessions are not made for several threads."""
        if not hasattr(self._local, "session"):
            self._local.session = self._new_session()
        session = cast("requests.Session", self._local.session)
        # no proxy stands between this machine and itself
        local = _is_loopback(url)
        session.proxies = {"http": "", "https": ""} if local else {}
        return session

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        session.headers.update({"User-Agent": USER_AGENT, "Accept": "*/*"})
        session.headers["Accept-Encoding"] = "gzip"
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.auth = lambda request: request  # else a .netrc file would be read
        with self._lock:
            self._context = self._context or trusting_context()
        self._in_use.append(self._local.__dict__)
        session.mount("https://", Verified(self._context, self._local))
        session.mount("http://", Verified(self._context, self._local))
        return session

    @contextmanager
    def _watched(self, deadline: float) -> Iterator[None]:
        """Cut the connection off at the deadline: headers that drip would else go on for ever."""
        self._local.connection = None
        local = self._local.__dict__
        timer = threading.Timer(max(0.0, deadline - time.monotonic()), lambda: cut_off(local))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _host(self, url: str) -> _Host:
        with self._lock:
            return self._hosts[urlsplit(url).netloc]

    def _redirected_base(self, url: str) -> str:
        base = self._base_urls.get(urlsplit(url).hostname or "")
        if not base:
            return url
        parts, there = urlsplit(url), urlsplit(base)
        path = there.path.rstrip("/") + parts.path
        return urlunsplit((there.scheme, there.netloc, path, parts.query, ""))


def _beginning(response: requests.Response) -> str:
    """Return the beginning of what a service says to explain an error."""
    with suppress(urllib3.exceptions.HTTPError, OSError, ValueError):
        return quote(response.raw.read(PART, decode_content=True) or b"")
    return ""


def _with_params(url: str, params: Mapping[str, str]) -> str:
    if not params:
        return url
    parts = urlsplit(url)
    query = "&".join(q for q in (parts.query, urlencode(params)) if q)
    return urlunsplit(parts._replace(query=query))


def _without_params(url: str, params: Mapping[str, str]) -> str:
    parts = urlsplit(url)
    kept = [p for p in parts.query.split("&") if p and p.split("=")[0] not in params]
    return urlunsplit(parts._replace(query="&".join(kept)))


def _check_scheme(url: str) -> None:
    if urlsplit(url).scheme != "https" and not (re.match("http://", url) and _is_loopback(url)):
        raise not_safe(url)


def _is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in LOOPBACK
