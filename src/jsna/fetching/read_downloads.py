"""Read downloaded files: recognise each by what it holds, and say which an area needs."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from jsna.disclosure.earlier_releases import NOTHING_SHOWN, ShownBefore
from jsna.disclosure.local_disclosure import (
    OwnFile,
    ProtectedFile,
    least_areas,
    protect_files,
)
from jsna.disclosure.measured import counted_indicators
from jsna.errors import Problem, SourceError
from jsna.fetching.file_parts import FactsByPlace, OutlinesByPlace, PartByPlace
from jsna.fetching.files_that_disagree import HeldFile, files_that_disagree
from jsna.fetching.folder_files import hand_url, media_type
from jsna.fetching.own_areas import own_codes, why_not_needed
from jsna.fetching.own_measures import taken_in
from jsna.fetching.recognised_file import known_file, recognised_file
from jsna.fetching.registry import all_sources
from jsna.fetching.rows_not_read import rows_lost, rows_not_read
from jsna.fetching.shown_files import OWN_FILES
from jsna.fetching.taking import Taking
from jsna.fetching.variants import other_variants, projected_values
from jsna.fetching.why_not_read import HEADER_ALONE, why_temporary
from jsna.settings.area import Area
from jsna.snapshots.digest import sha256
from jsna.snapshots.snapshot import Origin, Received, Snapshot
from jsna.snapshots.store import describe_content
from jsna.sources.contract import (
    Parsed,
    ParsedBoundaries,
    ParsedFacts,
    ParsedLookup,
    Source,
)
from jsna.sources.geography.source_ids import LOOKUPS

LARGEST_BYTES = 1 << 30
MOST_NAMED = 5
LINE_END = re.compile(rb"[\r\n]")


@dataclass(frozen=True)
class ReadFile:
    """One recognised file: where, its bytes, what they are, and what they hold.

    Of facts only the places are kept, and the area's projected population; `not_read` tells which
    rows the source could not read.
    """

    path: Path
    name: str
    content: bytes
    snapshot: Snapshot
    parsed: list[Parsed]
    projected: pd.DataFrame
    not_read: tuple[Problem, ...] = ()

    @property
    def holds_look_up(self) -> bool:
        """Whether it says which small areas lie in which larger ones."""
        lookups = [item.rows for item in self.parsed if isinstance(item, ParsedLookup)]
        return any({"lsoa_code", "ward_code"} & set(rows) for rows in lookups)


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
    read, skipped = _read_each(files, taking)
    skipped |= (beside := other_variants([(f.name, f.projected) for f in read], area))
    read = [file for file in read if file.name not in beside]
    held = [item for file in read for item in file.parsed]
    own = own_codes(area, held)
    pinned: list[Parsed] = []
    if not any(file.holds_look_up and not _reason(file, area, own) for file in read):
        pinned = _pinned_look_ups(taking)
        own = own_codes(area, [*held, *pinned])
    skipped |= {file.name: why for file in read if (why := _reason(file, area, own))}
    needed = [file for file in read if file.name not in skipped]
    # a folder of new figures alone has none: those of the lock place its areas too
    lookups = [i.rows for i in [*held, *pinned] if isinstance(i, ParsedLookup)]
    kept, notes = _protected(needed, taking, before, [*lookups, *taking.lookups])
    not_read = [problem for file in needed for problem in file.not_read]
    told = [*not_read, *_disagreeing(needed, taking)]
    return kept, skipped, [*told, *notes, *_without_outline(needed)]


def _pinned_look_ups(taking: Taking) -> list[Parsed]:
    """Return the look-ups that the area has from before."""
    source, store = all_sources(taking.settings.indicators.values())[LOOKUPS], taking.store
    held = [(store.describe(id), store.read(id)) for id in taking.pinned]
    return [item for known in held for item in taking.parsed.parse(source, *known)]


def _read_each(
    files: Iterable[tuple[Path, str]], taking: Taking
) -> tuple[list[ReadFile], dict[str, str]]:
    """Return what each file holds, or why it is skipped.

    Raises:
        SourceError: one or more are wanted and broken: all are told together.
    """
    sources = all_sources(taking.settings.indicators.values())
    read, skipped = [], {}
    broken: list[SourceError] = []
    for path, name in files:
        taking.tell(name)
        try:
            result = _read_file(path, name, sources, taking)
        except SourceError as error:
            broken.append(error)
            continue
        if isinstance(result, str):
            skipped[name] = result
        else:
            read.append(result)
    if broken:
        kinds = {type(error) for error in broken}
        kind = kinds.pop() if len(kinds) == 1 else SourceError
        raise kind(*(problem for error in broken for problem in error.problems))
    return read, skipped


def _disagreeing(read: Iterable[ReadFile], taking: Taking) -> list[Problem]:
    """Return what is told of files of one table; the council's own are held to more elsewhere."""
    files = [
        HeldFile(file.name, file.snapshot, file.content)
        for file in read
        if file.snapshot.source != OWN_FILES
        and any(isinstance(item, ParsedFacts) for item in file.parsed)
    ]
    sources = all_sources(taking.settings.indicators.values())

    def parse(file: HeldFile) -> list[Parsed]:
        return taking.parsed.parse(sources[file.snapshot.source], file.snapshot, file.content)

    return files_that_disagree(files, parse)


def _without_outline(read: Iterable[ReadFile]) -> list[Problem]:
    """Return a note for each file of outlines that names areas and has none of theirs."""
    return [
        Problem(f"no outline of {_named(item.without_outline)}: left out.", file.name)
        for file in read
        for item in file.parsed
        if isinstance(item, ParsedBoundaries) and item.without_outline
    ]


def _named(areas: Sequence[str]) -> str:
    """Return the first areas by name, and how many there are where not all are named."""
    first = ", ".join(areas[:MOST_NAMED])
    more = len(areas) - MOST_NAMED
    return f"{len(areas)} areas ({first} and {more} more)" if more > 0 else first


def _why_not_opened(path: Path, name: str) -> str:
    """Return why a file is skipped without a look at what it holds; "" if it is to be read."""
    if not path.is_file():
        return "it is a pipe, a device or a link to nothing, and no file"
    if path.stat().st_size > LARGEST_BYTES:
        return "it is larger than any file that is read (1 GiB)"
    return why_temporary(name)


def _read_file(
    path: Path, name: str, sources: Mapping[str, Source], taking: Taking
) -> ReadFile | str:
    """Return what a file holds, or why it is skipped."""
    if why := _why_not_opened(path, name):
        return why
    content = path.read_bytes()
    if not content.strip():
        return "it is empty"
    try:
        digest = sha256(content)
        found = known_file(name, digest, sources, taking.parsed)
        if found is None:
            # whatever is known was none of the council's own figures
            content, why = taken_in(name, content, taking.area, taking.settings)
            if why:
                return why
            found, digest = recognised_file(name, content, sources, taking.parsed), sha256(content)
        if found.skipped:
            return found.skipped
        source = sources[found.source]
        snapshot = describe_content(
            content,
            Received(
                source=taking.settings.sources[source.id],
                title=found.title,
                url=hand_url(name),
                retrieved=taking.now,
                media_type=media_type(path),
                origin=Origin.HAND,
                synthetic=taking.area.synthetic,
                own_date=found.own_date,
            ),
            digest,
        )
        parsed = taking.parsed.by_place(source, snapshot, content)
        projected = projected_values(parsed, taking.area)
        held = [_places_only(item) for item in parsed]
        rows = sum(i.places["facts"].sum() for i in parsed if isinstance(i, FactsByPlace))
        not_read = (*rows_not_read(name, held, int(rows)), *rows_lost(name, content))
        return ReadFile(path, name, content, snapshot, held, projected, not_read)
    except SourceError as error:
        raise type(error)(*(replace(p, file=name) for p in error.problems)) from error


def _protected(
    read: list[ReadFile],
    taking: Taking,
    before: ShownBefore,
    lookups: Sequence[pd.DataFrame],
) -> tuple[list[ReadFile], list[Problem]]:
    """Return the files with the council's own ones rid of small counts, by the look-ups.

    From here on nothing knows what the small counts were: this form is what is kept.
    """
    own = [file for file in read if file.snapshot.source == OWN_FILES]
    if not own:
        return read, []
    about = taking.settings.sources[OWN_FILES]
    known = counted_indicators(taking.settings, taking.area.slug)
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


def _places_only(item: PartByPlace) -> Parsed:
    """Return what choosing files has a use for: all rows of all files together are large."""
    if isinstance(item, OutlinesByPlace):
        return item.index
    if not isinstance(item, FactsByPlace):
        return item
    places = item.places[["area_code", "area_type"]]
    return ParsedFacts(places, places.head(0), item.refused, item.names)


def _reason(file: ReadFile, area: Area, own: frozenset[str]) -> str:
    if _header_only(file):
        return HEADER_ALONE
    reasons = [why_not_needed(item, area, own) for item in file.parsed]
    if "" in reasons:
        return ""
    why = (reasons or ["it holds nothing"])[0]
    unread = file.not_read and all(
        isinstance(item, ParsedFacts) and item.facts.empty for item in file.parsed
    )
    return f"{why}: {file.not_read[0].what.rstrip('.')}" if unread else why


def _header_only(file: ReadFile) -> bool:
    return not LINE_END.search(file.content.strip()) and all(
        isinstance(item, ParsedFacts) for item in file.parsed
    )
