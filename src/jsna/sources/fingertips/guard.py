"""fingertips_py, the publisher's own client, with its hands tied.

It builds the addresses and makes the calls; the requests themselves go out by `Http`. Left to
itself it asks again without verifying certificates when anything fails, returns an error page
as a table, knows no time-out and no retry (docs/adr/ADR-010-fingertips-py-guarded.md). Its
modules reach the network by two names only, `requests` and `pandas`: both are replaced by
stand-ins, once, for the whole process.
"""

import threading
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from jsna.errors import Problem
from jsna.http.errors import CertificateRefused

if TYPE_CHECKING:
    from jsna.http.client import Answer, Http

MODULES = ("api_calls", "retrieve_data", "metadata", "area_data")
_call = threading.local()


class _Stopped(BaseException):
    """Ends a call of fingertips_py as soon as its answer is there.

    No Exception, so that its own handlers can't take it for a failure.
    """


def ask(http: "Http", call: Callable[[ModuleType], Any]) -> "Answer":
    """Return the raw answer to the first request that a call of fingertips_py makes.

    The call goes no further than that: what it would make of the bytes is not wanted.

    Args:
        http: What the request goes out by.
        call: Given the package, calls one of its functions.

    Raises:
        SourceError: as `Http.get`.
    """
    package = _guarded()
    _call.http, _call.answer = http, None
    try:
        call(package)
    except _Stopped:
        answer: Answer = _call.answer
        return answer
    finally:
        _call.http = None
    raise RuntimeError("this function of fingertips_py asks the network for nothing")


@cache
def _guarded() -> ModuleType:
    import fingertips_py

    for name in MODULES:
        module = getattr(fingertips_py, name)
        if hasattr(module, "requests"):
            module.requests = _Requests(module.requests)
        if hasattr(module, "pd"):
            module.pd = _Pandas(module.pd)
    package: ModuleType = fingertips_py
    return package


class _Requests:
    """Stands where fingertips_py looks for `requests`."""

    def __init__(self, real: ModuleType) -> None:
        self._real = real
        self.exceptions = real.exceptions

    def get(self, url: str, verify: bool = True) -> Any:
        """Send the request by Http; a request without verification is never sent."""
        if not verify:
            what = "fingertips_py asked for a connection without verification."
            raise CertificateRefused(Problem(what, url))
        if http := _asking():
            _call.answer = http.get_once(url, expect="json")
            raise _Stopped
        return self._real.get(url)


class _Pandas:
    """Stands where fingertips_py looks for `pandas`: all of it, but for reading addresses."""

    def __init__(self, real: ModuleType) -> None:
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def read_csv(self, source: Any, **options: Any) -> Any:
        """Send the request by Http where pandas would open an address itself."""
        http = _asking()
        if http and isinstance(source, str):
            _call.answer = http.get(source, expect="csv")
            raise _Stopped
        return self._real.read_csv(source, **options)


def _asking() -> "Http | None":
    """Return what this thread asks by; None for callers who use fingertips_py themselves."""
    http: Http | None = getattr(_call, "http", None)
    return http
