"""What can go wrong between asking a service and holding its answer: one class for each case.

They are told apart because the reader has something else to do in each: wait, ask at another
level, ask the network's administrators, or tell the developers that a format has changed.
"""

from jsna.errors import FormatChanged, NotData, SourceError, Truncated

__all__ = [
    "CertificateRefused", "EmptyAnswer", "FormatChanged", "NotData", "NotPublished",
    "RateLimited", "RedirectRefused", "RequestRefused", "RetiredAreaType", "ServiceDown",
    "TooLarge", "Truncated",
]  # fmt: skip
"""What is wrong with the bytes themselves has one name, whether they came by network or by hand:
those three stand in `jsna.errors`, where a parser finds them."""


class ServiceDown(SourceError):
    """The service did not answer, or answered with an error of its own, however often asked."""


class RateLimited(SourceError):
    """The service asks for fewer requests, or for a longer wait than is sensible here."""


class RequestRefused(SourceError):
    """The service refuses the request as it stands (HTTP 400 to 499)."""


class RedirectRefused(SourceError):
    """The service sends the request on to another host, whose answer would not be its own."""


class CertificateRefused(SourceError):
    """The service's certificate is not one that this machine trusts."""


class TooLarge(SourceError):
    """The answer is larger than any file that is read."""


class EmptyAnswer(SourceError):
    """The service says that all is well and sends nothing, or a header and no rows."""


class NotPublished(SourceError):
    """The service has no figures of this indicator at the level that was asked for."""


class RetiredAreaType(SourceError):
    """The service no longer has, or no longer uses, the kind of area that was asked for."""
