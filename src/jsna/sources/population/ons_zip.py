"""The zip in which ONS publishes population files: one CSV in the wide layout for each sex.

Told by what is inside; whatever else the archive holds (notes, births, deaths) is left alone.
"""

import csv
import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

import pandas as pd

from jsna.errors import FormatChanged, Problem, Truncated
from jsna.http.broken_archive import BROKEN_ARCHIVE
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.contract import ParsedFacts
from jsna.sources.csv_file import header
from jsna.sources.csv_text import HEADER_BYTES, decode
from jsna.sources.population.ons_wide_layout import (
    KEYS,
    facts_of_wide,
    read_wide,
    years_in,
    years_of,
)
from jsna.sources.population.published_years import PROJECTION, kind_of_years

LARGEST_BYTES: Final = 1 << 30
COMPONENT: Final = b",population,"
AGAIN: Final = "Download the zip again."
UNPACK: Final = "unpack the one that is wanted into the folder"


def is_zip(content: bytes) -> bool:
    """Return whether the bytes begin as a zip archive; workbooks do too."""
    return content.startswith(b"PK")


def wide_members(content: bytes) -> dict[str, bytes]:
    """Return the name and the beginning of each population file in the wide layout.

    Empty if the bytes are no whole zip archive, or one of something else.
    """
    if not is_zip(content) or not zipfile.is_zipfile(io.BytesIO(content)):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = sorted(n for n in archive.namelist() if n.lower().endswith(".csv"))
            heads = {name: _head(archive, name) for name in names}
    except BROKEN_ARCHIVE:
        return {}
    return {name: head for name, head in heads.items() if _is_population(head)}


def why_not_one_set(heads: Mapping[str, bytes]) -> str:
    """Return why the population files of a zip can't be read together; "" if they can."""
    years = {tuple(years_in(head)) for head in heads.values()}
    if len(years) > 1:
        spans = " and ".join(sorted(f"{min(span)} to {max(span)}" for span in years))
        return f"it holds files of different years ({spans}): {UNPACK}"
    if sets := several_sets(heads):
        (own,) = years
        projected = kind_of_years(own) == PROJECTION
        what = f"two variants of the {min(own)}-based projections" if projected else "two sets"
        return f"it holds {what} ({sets}), and which one is meant is not said: {UNPACK}"
    return ""


def several_sets(heads: Mapping[str, bytes]) -> str:
    """Return the folders or files of a zip that hold the same rows twice, in words; else "".

    Each of its files has rows of its own sex and ages: two that begin with rows of one area, sex
    and age are of two variants, or of two editions.
    """
    begins = {name: _first_rows(head) for name, head in heads.items()}
    twice = [
        name
        for name, rows in begins.items()
        if any(rows & others for other, others in begins.items() if other != name)
    ]
    folders = [PurePosixPath(name).parent.as_posix() for name in twice]
    return ", ".join(folders if len(set(folders)) == len(twice) else twice)


def _first_rows(head: bytes) -> set[tuple[str, ...]]:
    """Return what the first rows of a file are of; the last, which may be cut, left out."""
    names, *rows = list(csv.reader(io.StringIO(decode(head), newline=""))) or [[]]
    return {tuple(row[: len(KEYS)]) for row in rows if len(row) == len(names)}


def parse_zip(snapshot: Snapshot, content: bytes, indicator_id: str, edition: str) -> ParsedFacts:
    """Return the facts of every population file in the archive, both sexes added to Persons.

    Raises:
        SourceError: the archive is not whole or too large, its files are of different years, or
            one of them breaks off.
    """
    file = snapshot.title
    read = [read_wide(_whole(content, name, file), name) for name in wide_members(content)]
    if not read:
        what = "this is no whole zip archive with population files in it."
        raise FormatChanged(Problem(what, file, next_step=AGAIN))
    years = {tuple(years_of(list(frame.columns))) for frame, _ in read}
    if len(years) != 1:
        raise FormatChanged(Problem("its files are of different years.", file, next_step=AGAIN))
    frame = pd.concat([frame for frame, _ in read], ignore_index=True)
    twice = frame.duplicated(list(KEYS))
    if twice.any():
        what = f"{int(twice.sum())} rows stand in two of its files: unpack the set that is wanted."
        raise FormatChanged(Problem(what, file, next_step=AGAIN))
    refused = pd.concat([rows for _, rows in read], ignore_index=True)
    return facts_of_wide(frame, refused, snapshot, indicator_id, edition)


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(HEADER_BYTES)


def _is_population(head: bytes) -> bool:
    names = header(head, KEYS)
    return bool(years_in(head)) and set(KEYS) <= set(names) and COMPONENT in head.lower()


def _whole(content: bytes, name: str, file: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo(name).file_size > LARGEST_BYTES:
                what = f"{name} in it is larger than any file that is read (1 GiB)."
                raise FormatChanged(Problem(what, file, next_step=AGAIN))
            return archive.read(name)
    except BROKEN_ARCHIVE as error:
        what = f"{name} in this archive can't be unpacked: the download is not whole."
        raise Truncated(Problem(what, file, next_step=AGAIN)) from error
