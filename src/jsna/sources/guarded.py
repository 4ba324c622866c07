"""Every reader behind one guard: whatever it trips over in a file is told as that file's fault.

Readers name what they know to go wrong. What nobody thought of (GeoJSON that is a number, an
archive with names in another alphabet's bytes, a table with a column of lists) ends here.
"""

from collections.abc import Callable
from typing import Final, TypeVar

from jsna.errors import FormatChanged, JsnaError, Problem
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.contract import NotMine, Parsed, Source

Result = TypeVar("Result")
ALLOWED: Final = "Files are read as their publishers give them out."
NEXT: Final = (
    "Download the file again and leave it as it is; if it is refused again, send it to whoever"
    " looks after this program."
)


def guarded_recognise(source: Source, name: str, content: bytes) -> str | NotMine | None:
    """Return what a source says of a file (see `Source.recognise`).

    Raises:
        SourceError: the file is the source's and broken, or trips its reader up.
    """
    return guarded_read(lambda: source.recognise(name, content), name)


def guarded_parse(source: Source, snapshot: Snapshot, content: bytes) -> list[Parsed]:
    """Return what a file holds.

    Raises:
        SourceError: it can't be read.
    """
    return guarded_read(lambda: list(source.parse(snapshot, content)), snapshot.title)


def guarded_read(read: Callable[[], Result], name: str) -> Result:
    """Return what reading a file gives.

    Args:
        read: Reads it.
        name: Its name, for the message.

    Raises:
        SourceError: the reader trips over it.
    """
    try:
        return read()
    except (JsnaError, OSError):  # told already; a full disk is no fault of the file
        raise
    except Exception as error:
        kind = type(error).__name__
        what = f"this file is not in a shape that is read ({kind}: {error!s:.120})."
        raise FormatChanged(Problem(what, name, 0, ALLOWED, NEXT)) from error
