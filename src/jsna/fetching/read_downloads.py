"""Read downloaded files: recognise each by what it holds, and say which an area needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pandas as pd

from jsna.disclosure.earlier_releases import NOTHING_SHOWN, ShownBefore
from jsna.disclosure.local_disclosure import (
    OwnFile,
    ProtectedFile,
    least_areas,
    protect_files,
)
from jsna.errors import Problem, SourceError
from jsna.fetching.folder_files import hand_url, media_type
from jsna.fetching.own_areas import own_codes, why_not_needed
from jsna.fetching.registry import all_sources, recognise
from jsna.fetching.shown_files import OWN_FILES
from jsna.fetching.taking import Taking
from jsna.http.web_page import is_web_page
from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.snapshots.digest import sha256
from jsna.snapshots.snapshot import Origin, Received, Snapshot
from jsna.snapshots.store import describe_content
from jsna.sources.contract import Parsed, ParsedFacts, ParsedLookup, Source

LARGEST_BYTES = 1 << 30


@dataclass(frozen=True)
class ReadFile:
    """One recognised file: where, its bytes, what they are, and what they hold.

    Of facts only the places are kept.
    """

    path: Path
    name: str
    content: bytes
    snapshot: Snapshot
    parsed: list[Parsed]


def read_files(
    files: Iterable[tuple[Path, str]], taking: Taking, before: ShownBefore = NOTHING_SHOWN
) -> tuple[list[ReadFile], dict[str, str], list[Problem]]:
    """Return the files that an area needs, why each other one is skipped, and what is to be told.

    Args:
        files: Each file with its name below the folder.
        taking: For whom, when, and what is known besides.
        before: What earlier releases showed of the council's own figures.

    Raises:
        SourceError: a file is plainly a source's and can't be used.
    """
    area = taking.area
    sources = all_sources(taking.settings.indicators.values())
    read, skipped = [], {}
    for path, name in files:
        taking.tell(name)
        result = _read_file(path, name, sources, taking)
        if isinstance(result, str):
            skipped[name] = result
        else:
            read.append(result)
    own = own_codes(area, [item for file in read for item in file.parsed])
    skipped |= {file.name: why for file in read if (why := _reason(file, area, own))}
    needed = [file for file in read if file.name not in skipped]
    parsed = [i.rows for file in read for i in file.parsed if isinstance(i, ParsedLookup)]
    kept, notes = _protected(needed, taking.settings, before, [*parsed, *taking.lookups])
    return kept, skipped, notes


def _read_file(
    path: Path, name: str, sources: Mapping[str, Source], taking: Taking
) -> ReadFile | str:
    """Return what a file holds, or why it is skipped."""
    if path.stat().st_size > LARGEST_BYTES:
        return "it is larger than any file that is read (1 GiB)"
    content = path.read_bytes()
    if not content.strip():
        return "it is empty"
    known = taking.settings.sources
    try:
        found = recognise(sources, name, content)
        if found is None:
            return _unknown(content)
        source, title = found
        snapshot = describe_content(
            content,
            Received(
                source=known[source.id],
                title=title,
                url=hand_url(name, known[source.id]),
                retrieved=taking.now,
                media_type=media_type(path),
                origin=Origin.HAND,
                synthetic=taking.area.synthetic,
            ),
        )
        parsed = [_places_only(item) for item in source.parse(snapshot, content)]
        return ReadFile(path, name, content, snapshot, parsed)
    except SourceError as error:
        raise type(error)(*(replace(p, file=name) for p in error.problems)) from error


def _protected(
    read: list[ReadFile],
    settings: Settings,
    before: ShownBefore,
    lookups: Sequence[pd.DataFrame],
) -> tuple[list[ReadFile], list[Problem]]:
    """Return the files with the council's own ones rid of small counts, by the look-ups.

    From here on nothing knows what the small counts were: this form is what is kept.
    """
    own = [file for file in read if file.snapshot.source == OWN_FILES]
    if not own:
        return read, []
    about, known = settings.sources[OWN_FILES], settings.indicators
    files = [OwnFile(file.name, file.content) for file in own]
    safe = protect_files(files, about, known, least_areas(lookups), before.files)
    done = {file.name: _kept(file, found) for file, found in zip(own, safe, strict=True)}
    notes = [*before.problems, *(problem for found in safe for problem in found.given_away)]
    notes += [_unchecked(file.name, found) for file, found in zip(own, safe, strict=True)
              if found.unchecked]  # fmt: skip
    return [done.get(file.name, file) for file in read], notes


def _kept(file: ReadFile, safe: ProtectedFile) -> ReadFile:
    digest = sha256(safe.content)
    snapshot = replace(file.snapshot, sha256=digest, size=len(safe.content))
    return replace(file, content=safe.content, snapshot=snapshot)


def _unchecked(name: str, safe: ProtectedFile) -> Problem:
    return Problem(
        f"{safe.unchecked} rows have neither a count nor a denominator, so that nothing could be"
        " checked of them.", name,
        next_step="See that none stands for a small number of people before it is shown.",
    )  # fmt: skip


def _places_only(item: Parsed) -> Parsed:
    """Return facts without what choosing files has no use for: all files together are large."""
    if not isinstance(item, ParsedFacts):
        return item
    places = item.facts[["area_code", "area_type"]].drop_duplicates()
    return replace(item, facts=places, published=places.head(0))


def _unknown(content: bytes) -> str:
    if is_web_page(content):
        return "it is a web page, not data: the download failed or asked for a sign-in"
    if content.startswith(b"PK"):
        return _unknown_archive(content)
    return "it is none of the kinds of file that are read"


def _unknown_archive(content: bytes) -> str:
    """Return why a workbook or another zip archive is skipped."""
    if not is_zipfile(BytesIO(content)):
        return "it is a workbook or an archive that breaks off: download it again"
    if "[Content_Types].xml" in ZipFile(BytesIO(content)).namelist():
        return "it is a document or workbook of a kind that is not read"
    return "it is a zip archive: unpack it into the folder"


def _reason(file: ReadFile, area: Area, own: frozenset[str]) -> str:
    if _header_only(file):
        return "it has a header and no rows"
    reasons = [why_not_needed(item, area, own) for item in file.parsed]
    return "" if "" in reasons else (reasons or ["it holds nothing"])[0]


def _header_only(file: ReadFile) -> bool:
    return b"\n" not in file.content.strip() and all(
        isinstance(item, ParsedFacts) for item in file.parsed
    )
