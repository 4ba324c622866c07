"""Connections: verified against the system's trust store, and able to be cut off.

Part of the one way out (`client.py`), which alone may use it.
"""

import os
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final, cast

import requests
import truststore
import urllib3
from requests.adapters import HTTPAdapter

from jsna import __version__
from jsna.http.addresses import is_loopback
from jsna.http.words import bad_bundle

USER_AGENT: Final = f"Mozilla/5.0 (compatible; jsna/{__version__}; needs assessment)"
CA_VARIABLES: Final = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


class Connections:
    """The connections of one `Http`: a session for each thread, one trust store for all."""

    def __init__(self) -> None:
        self._local = threading.local()
        self._lock = threading.Lock()
        self._in_use: list[dict[str, Any]] = []
        self._context: ssl.SSLContext | None = None

    def stop(self) -> None:
        """Cut off what is under way in any thread."""
        for local in list(self._in_use):
            _cut_off(local)

    def session(self, url: str) -> requests.Session:
        """Return this thread's session; sessions are not made for several threads."""
        if not hasattr(self._local, "session"):
            self._local.session = self._new_session()
        session = cast("requests.Session", self._local.session)
        # no proxy stands between this machine and itself
        session.trust_env = not is_loopback(url)
        return session

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        session.headers.update({"User-Agent": USER_AGENT, "Accept": "*/*"})
        session.headers["Accept-Encoding"] = "gzip"
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.auth = lambda request: request  # else a .netrc file would be read
        with self._lock:
            self._context = self._context or _trusting_context()
        self._in_use.append(self._local.__dict__)
        session.mount("https://", _Verified(self._context, self._local))
        session.mount("http://", _Verified(self._context, self._local))
        return session

    @contextmanager
    def watched(self, deadline: float) -> Iterator[None]:
        """Cut the connection off at the deadline: headers that drip would else go on for ever."""
        self._local.connection = None
        local = self._local.__dict__
        timer = threading.Timer(max(0.0, deadline - time.monotonic()), lambda: _cut_off(local))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


class _Verified(HTTPAdapter):
    """Transport that verifies every certificate: nothing that is asked of it can switch it off."""

    def __init__(self, context: ssl.SSLContext, local: threading.local) -> None:
        self._context = context
        self._local = local
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Give every connection our context, and tell the watch which one is in use."""
        super().init_poolmanager(*args, **{**kwargs, "ssl_context": self._context})
        self.poolmanager.pool_classes_by_scheme = _watched_pools(self._local)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Give connections through a proxy the same context."""
        kwargs |= {"ssl_context": self._context, "proxy_ssl_context": self._context}
        return super().proxy_manager_for(proxy, **kwargs)

    def build_connection_pool_key_attributes(
        self, request: Any, verify: Any, cert: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the pool's attributes as if verification had been asked for, which it is."""
        host, _ = super().build_connection_pool_key_attributes(request, True, cert)
        return host, {"ssl_context": self._context, "cert_reqs": "CERT_REQUIRED"}

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Require a certificate that the context trusts, whatever `verify` says."""
        conn.cert_reqs = "CERT_REQUIRED"


def _trusting_context() -> ssl.SSLContext:
    """Return the system's trust store, with the certificates that the environment names."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for variable in CA_VARIABLES:
        if place := os.environ.get(variable, ""):
            folder = os.path.isdir(place)  # noqa: PTH112 - as the library that reads it does
            try:
                context.load_verify_locations(**{"capath" if folder else "cafile": place})
            except (OSError, ssl.SSLError):
                raise bad_bundle(variable, place) from None
    return context


def _watched_pools(local: threading.local) -> dict[str, type[Any]]:
    """Return urllib3's pools, whose connections say that they are in use."""

    def noting(base: type[Any]) -> type[Any]:
        def request(self: Any, *args: Any, **kwargs: Any) -> Any:
            local.connection = self
            return base.request(self, *args, **kwargs)

        return type(base.__name__, (base,), {"request": request})

    pools: dict[str, Any] = {
        "http": urllib3.HTTPConnectionPool,
        "https": urllib3.HTTPSConnectionPool,
    }
    return {
        scheme: type(pool.__name__, (pool,), {"ConnectionCls": noting(pool.ConnectionCls)})
        for scheme, pool in pools.items()
    }


def _cut_off(local: dict[str, Any]) -> None:
    """End the connection that a thread is using, whatever it is waiting for."""
    connection = local.get("connection")
    with suppress(OSError, AttributeError):
        cast("Any", connection).sock.shutdown(socket.SHUT_RDWR)
