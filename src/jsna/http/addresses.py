"""Addresses: their parameters, what may be asked over http, and what stands in their place."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode, urlsplit, urlunsplit

from jsna.http.words import not_safe

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


def placed(url: str, base_urls: Mapping[str, str]) -> str:
    """Return the address with the base that stands in the place of its host, if one does."""
    base = base_urls.get(urlsplit(url).hostname or "")
    if not base:
        return url
    parts, there = urlsplit(url), urlsplit(base)
    path = there.path.rstrip("/") + parts.path
    return urlunsplit((there.scheme, there.netloc, path, parts.query, ""))


def with_params(url: str, params: Mapping[str, str]) -> str:
    """Return the address with these parameters added to its query."""
    if not params:
        return url
    parts = urlsplit(url)
    query = "&".join(q for q in (parts.query, urlencode(params)) if q)
    return urlunsplit(parts._replace(query=query))


def without_params(url: str, params: Mapping[str, str]) -> str:
    """Return the address without the parameters of these names."""
    parts = urlsplit(url)
    kept = [p for p in parts.query.split("&") if p and p.split("=")[0] not in params]
    return urlunsplit(parts._replace(query="&".join(kept)))


def check_scheme(url: str) -> None:
    """Raise RequestRefused unless the address is https, or http on this machine itself."""
    scheme = urlsplit(url).scheme
    if scheme != "https" and not (scheme == "http" and is_loopback(url)):
        raise not_safe(url)


def is_loopback(url: str) -> bool:
    """Return whether an address is this machine's own."""
    return urlsplit(url).hostname in LOOPBACK
