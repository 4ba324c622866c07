"""What a file is: which source reads it and by which title, found out once for all areas.

To find it out each reader looks at the bytes, and workbooks are unpacked to see how wide they are:
for one council after another that took as long as all else. What was found is kept beside what the
files hold (`parsed_store.py`), under the hash of name and bytes, for this code and this catalogue.
A file that is broken is looked at each time, and of the council's own figures nothing is kept.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from jsna.fetching.parsed_store import ParsedStore
from jsna.fetching.registry import recognise
from jsna.fetching.shown_files import OWN_FILES
from jsna.fetching.why_not_read import why_not_read
from jsna.http.archive_size import why_too_large
from jsna.snapshots.digest import data_digest, sha256
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.write_file import write_whole
from jsna.sources.contract import NotMine, Source
from jsna.sources.own_date import own_date

FOLDER: Final = "recognised"


@dataclass(frozen=True)
class RecognisedFile:
    """What a file is.

    Attributes:
        source: The id of the source that reads it; "" if none does.
        title: As the source calls it.
        own_date: What it says of its own day; "" if it says nothing.
        skipped: Why no source reads it, as the end of a sentence; "" if one does.
    """

    source: str = ""
    title: str = ""
    own_date: str = ""
    skipped: str = ""


def known_file(
    name: str, digest: str, sources: Mapping[str, Source], store: ParsedStore
) -> RecognisedFile | None:
    """Return what a file is, if that was found out before.

    Args:
        name: Its name below the folder.
        digest: The SHA-256 of its bytes.
        sources: Every source by its id.
        store: Of this code and this catalogue.
    """
    kept = _read(_place(name, digest, store))
    return kept if kept is not None and (kept.skipped or kept.source in sources) else None


def recognised_file(
    name: str, content: bytes, sources: Mapping[str, Source], store: ParsedStore
) -> RecognisedFile:
    """Return what a file is, from the store where it was found out before.

    Args:
        name: Its name below the folder.
        content: Its bytes.
        sources: Every source by its id.
        store: Of this code and this catalogue.

    Raises:
        SourceError: it is plainly some source's, is wanted, and is broken.
    """
    digest = sha256(content)
    kept = known_file(name, digest, sources, store)
    if kept is not None:
        return kept
    place = _place(name, digest, store)
    found = _found(name, content, sources)
    if found.source != OWN_FILES:
        # where it can't be kept it costs time later, and nothing else
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, json.dumps(asdict(found)).encode())
    return found


def _found(name: str, content: bytes, sources: Mapping[str, Source]) -> RecognisedFile:
    if why := why_too_large(content):
        return RecognisedFile(skipped=why)
    found = recognise(sources, name, content)
    if isinstance(found, NotMine):
        return RecognisedFile(skipped=found.because or why_not_read(content))
    source, title = found
    return RecognisedFile(source.id, title, own_date(content))


def _place(name: str, digest: str, store: ParsedStore) -> Path:
    return store.folder / store.key / FOLDER / f"{data_digest([name, digest])}.json"


def _read(place: Path) -> RecognisedFile | None:
    """Return what was kept, or None if that is not there whole."""
    try:
        told = RecognisedFile(**parse_json(place.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    words = all(isinstance(word, str) for word in asdict(told).values())
    return told if words and bool(told.source) != bool(told.skipped) else None
