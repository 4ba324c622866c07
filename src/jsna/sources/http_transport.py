"""Connections: verified against the system's trust store, and able to be cut off.

Part of the one way out (`http.py`), which alone may use it.
"""

import os
import socket
import ssl
import threading
from contextlib import suppress
from typing import Any, Final, cast

import truststore
import urllib3
from requests.adapters import HTTPAdapter

from jsna.sources.http_words import bad_bundle

CA_VARIABLES: Final = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


class Verified(HTTPAdapter):
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


def trusting_context() -> ssl.SSLContext:
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


def cut_off(local: dict[str, Any]) -> None:
    """End the connection that a thread is using, whatever it is waiting for."""
    connection = local.get("connection")
    with suppress(OSError, AttributeError):
        cast("Any", connection).sock.shutdown(socket.SHUT_RDWR)
