"""What can go wrong between asking a service and holding its answer: one class for each case.

They are told apart because the reader has something else to do in each: wait, ask at another
level, ask the network's administrators, or tell the developers that a format has changed.
"""

from jsna.errors import SourceError


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


class Truncated(SourceError):
    """The answer breaks off, or can't be unpacked."""


class EmptyAnswer(SourceError):
    """The service says that all is well and sends nothing, or a header and no rows."""


class NotData(SourceError):
    """The answer is a web page, or another kind of file than was asked for."""


class NotPublished(SourceError):
    """The service has no figures of this indicator at the level that was asked for."""


class RetiredAreaType(SourceError):
    """The service no longer has, or no longer uses, the kind of area that was asked for."""


class FormatChanged(SourceError):
    """The answer is data, but not in the shape that is known."""


def as_named(error: SourceError) -> SourceError:
    """Return the error under its own class, if a parser raised it without one.

    A parser says of bytes that came whole what is wrong with them: they break off, or their
    shape is not the known one.
    """
    if type(error) is not SourceError:
        return error
    broken = any("breaks off" in problem.what for problem in error.problems)
    return (Truncated if broken else FormatChanged)(*error.problems)
