"""What a reader is told when a request fails: what happened, at which address, what to do."""

import re
from typing import Final
from urllib.parse import urlsplit

from jsna.errors import Problem, SourceError
from jsna.http.errors import (
    CertificateRefused,
    RateLimited,
    RedirectRefused,
    RequestRefused,
    ServiceDown,
    Truncated,
)

AGAIN: Final = "Run the same command again: what was complete is kept and not asked for twice."
BY_HAND: Final = (
    "`jsna fetch AREA --list` prints what can be downloaded in a browser instead, for"
    " `jsna fetch AREA --from DIR`."
)


def certificate_refused(url: str, error: str) -> SourceError:
    """Return the error for a certificate that is not trusted, with how to bring one's own."""
    reasons = {
        "expired": "it has expired",
        "self-signed": "it is signed by itself or by an authority that this machine does not know",
        "self signed": "it is signed by itself or by an authority that this machine does not know",
        "unable to get local issuer": "this machine does not know the authority that signed it",
        "mismatch": "it belongs to another host",
        "not valid for": "it belongs to another host",
    }
    why = next((words for key, words in reasons.items() if key in error.lower()), "")
    what = f"the certificate of {_host(url)} is not trusted" + (f": {why}." if why else ".")
    step = (
        "If the council's network inspects traffic, its own certificate has to be known here:"
        " have it installed in the system's trust store, or set REQUESTS_CA_BUNDLE or"
        " SSL_CERT_FILE to a file that holds it. Verification can't be switched off."
    )
    return CertificateRefused(Problem(what, url, next_step=f"{step} {BY_HAND}"))


def bad_bundle(variable: str, place: str) -> SourceError:
    """Return the error for a file of certificates that can't be read."""
    what = f"{variable} names a file of certificates that can't be read."
    allowed = "It should hold certificates in PEM format."
    return CertificateRefused(Problem(what, place, 0, allowed, f"Mend or unset {variable}."))


def connection_failed(url: str, error: str) -> SourceError:
    """Return the error for a connection that could not be made, or was dropped."""
    if "ProxyError" in error or "proxy" in error.lower():
        what = f"the proxy between here and {_host(url)} refuses or fails."
        step = "Check HTTPS_PROXY and NO_PROXY with whoever runs the network."
        return ServiceDown(Problem(what, url, next_step=f"{step} {BY_HAND}"))
    if re.search(r"resolve|getaddrinfo|name or service", error, re.IGNORECASE):
        what = f"the name {_host(url)} can't be found from here."
        step = "Check that this machine is online and that its network allows the host."
        return ServiceDown(Problem(what, url, next_step=f"{step} {BY_HAND}"))
    what = f"{_host(url)} can't be reached, or drops the connection before it answers."
    return ServiceDown(Problem(what, url, next_step=f"{AGAIN} {BY_HAND}"))


def too_slow(url: str, seconds: float) -> SourceError:
    """Return the error for a service that does not answer in time."""
    what = f"{_host(url)} did not answer, or not to the end, within {seconds:g} seconds."
    return ServiceDown(Problem(what, url, next_step=AGAIN))


def out_of_time(url: str, seconds: float) -> SourceError:
    """Return the error for a request that is not made, or not again, since all took too long."""
    what = f"the whole fetch may take {_minutes(seconds)}, and they are over."
    return ServiceDown(Problem(what, url, next_step=AGAIN))


def only_a_part(url: str) -> SourceError:
    """Return the error for an answer that is a part of a file, which was asked for as a whole."""
    what = "the service sent a part of the file (206), and the whole was asked for."
    return Truncated(Problem(what, url, next_step=AGAIN))


def broke_off(url: str) -> SourceError:
    """Return the error for an answer that ends before it is complete."""
    what = "the answer breaks off: fewer bytes came than the service had said."
    return Truncated(Problem(what, url, next_step=AGAIN))


def given_up(url: str) -> SourceError:
    """Return the error for a request that was not made, since the whole fetch ends."""
    return ServiceDown(Problem("the request was given up.", url, next_step=AGAIN))


def rate_limited(url: str, wait: float | None, attempts: int) -> SourceError:
    """Return the error for a service that asks for fewer requests."""
    what = f"{_host(url)} asks for fewer requests (429), {attempts} times in a row."
    if wait is not None:
        what = f"{_host(url)} asks for fewer requests (429) and for a wait of {_minutes(wait)}."
    return RateLimited(Problem(what, url, next_step=f"Wait. {AGAIN}"))


def server_error(url: str, status: int, said: str, attempts: int) -> SourceError:
    """Return the error for a service that fails on its side."""
    told = f": {said!r}" if said else ""
    what = f"{_host(url)} fails on its own side ({status}), {attempts} times in a row{told}."
    return ServiceDown(Problem(what, url, next_step=AGAIN))


def refused(url: str, status: int, said: str) -> SourceError:
    """Return the error for a request that the service does not take."""
    told = f": {said!r}" if said else ""
    words = {
        401: f"{_host(url)} asks for a sign-in or a key (401){told}.",
        403: f"{_host(url)}, or a filter on the way to it, forbids the request (403){told}.",
        404: "there is nothing at this address (404): it has moved or was withdrawn.",
        407: "the proxy asks for a sign-in (407): check HTTPS_PROXY.",
        410: "what stood at this address was withdrawn (410).",
    }
    what = words.get(status, f"{_host(url)} refuses the request ({status}){told}.")
    return RequestRefused(Problem(what, url, next_step=BY_HAND))


def redirect_refused(url: str, there: str) -> SourceError:
    """Return the error for an answer that points to another host, or in a circle."""
    if urlsplit(url)[:2] == urlsplit(there)[:2]:
        what = f"{_host(url)} sends the request round in circles."
    else:
        what = f"{_host(url)} sends the request on to another host: {_host(there)}."
    step = (
        "The service may have moved, or the network asks for a sign-in: open the address in a"
        " browser to see."
    )
    return RedirectRefused(Problem(what, url, next_step=step))


def not_safe(url: str) -> SourceError:
    """Return the error for an address that is not https."""
    what = "this address is not https, and data that can be changed on its way is not taken."
    allowed = "http:// is for a server on this machine only."
    return RequestRefused(Problem(what, url, 0, allowed))


def _host(url: str) -> str:
    return urlsplit(url).netloc or "an unnamed host"


def _minutes(seconds: float) -> str:
    return f"{seconds:,.0f} seconds" if seconds < 120 else f"{seconds / 60:,.0f} minutes"
