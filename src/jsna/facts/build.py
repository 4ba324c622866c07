"""Build an area's facts from the snapshots of its lock: parse, keep, assemble, check, write.

The tables go to a folder beside the old one, which takes its place when all is written. The same
lock and settings give the same bytes; when nothing changed, nothing is built.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import pandas as pd

from jsna.errors import Problem, SourceError, UserFileError
from jsna.fact_schema import (
    AUTHORITY_TYPES,
    ENGLAND,
    empty_facts,
    fact_schema,
    plainly_fits,
)
from jsna.facts.area_rows import Rows, area_rows
from jsna.facts.assemble import (
    QUALITY_COLUMNS,
    assemble_facts,
    assemble_published,
    empty_published,
    empty_quality,
    quality_rows,
)
from jsna.facts.build_key import Built, BuiltFacts, build_key, find_unchanged
from jsna.facts.corrections import apply_corrections, without_corrected
from jsna.facts.county_residents import with_county_residents
from jsna.facts.definitions import merge_definitions, polarity_conflicts
from jsna.facts.gaps import gaps
from jsna.facts.keep import (
    in_range,
    keep_kinds,
    keep_own,
    vanished_wards,
    within_levels,
    without_retired,
)
from jsna.facts.names import authority_regions, one_name_each
from jsna.facts.neighbour_sets import PublishedSet, neighbour_sets
from jsna.facts.persons import with_persons
from jsna.facts.shared_rows import SharedFiles
from jsna.facts.store import Held, Tables, write_tables
from jsna.fetching.among import among
from jsna.fetching.file_parts import FactsByPlace, OutlinesByPlace, PartByPlace
from jsna.fetching.own_areas import own_codes
from jsna.fetching.parsed_store import parsed_store
from jsna.fetching.registry import all_sources
from jsna.fetching.shown_files import OWN_FILES
from jsna.geo.code_changes import code_changes, code_map, recode, with_codes
from jsna.geo.members import rows_of_area
from jsna.geo.vintage import several_vintages
from jsna.register.authorities import SAME_PLACE
from jsna.register.register import register_with
from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.settings.project import Project
from jsna.snapshots.lock import LockEntry, read_lock
from jsna.snapshots.snapshot import Snapshot
from jsna.snapshots.store import SnapshotStore
from jsna.sources.contract import (
    Parsed,
    ParsedBoundaries,
    ParsedDefinitions,
    ParsedFacts,
    ParsedLookup,
    ParsedNeighbours,
)

Tell = Callable[[str], None]
HeldByPlace = tuple[Snapshot, list[PartByPlace]]
LINES_TOLD = 5


def build_facts(project: Project, tell: Tell | None = None, *, force: bool = False) -> BuiltFacts:
    """Build the facts, published labels, names, quality and geography of an area.

    Args:
        project: Whose facts, the catalogue that says how each indicator is read, and the folders.
        tell: Called with the title of each snapshot before it is parsed.
        force: Whether to build what stands already, too.

    Raises:
        UserFileError: nothing was fetched yet, or a source no longer holds what a correction
            expects.
        SourceError: a snapshot is missing, changed or can't be parsed, or the facts break the
            schema.
    """
    if not force and (built := find_unchanged(project)):
        return BuiltFacts(built, unchanged=True)
    entries = read_lock(project.lock)
    ids = tuple(sorted(entry.sha256 for entry in entries))
    key = build_key(project, entries)
    held = _by_place(entries, project, tell)
    tables, outlines = _tables_by_place(project, held)
    built = Built(key, ids, len(tables.facts), len(tables.quality))
    write_tables(project, tables, outlines, built, entries)
    return BuiltFacts(built, unchanged=False)


def tables_of_lock(
    entries: Sequence[LockEntry], project: Project, tell: Tell | None = None
) -> Tables:
    """Return what would be built from another set of snapshots; writes nothing.

    Corrections that do not fit that set are passed over: they are held to the newest one.

    Raises:
        SourceError: a snapshot is missing, changed or can't be parsed.
    """
    held = _by_place(entries, project, tell)
    return _tables_of(project, _whole(held, project), hold_corrections=False)


def make_tables(
    project: Project, parsed: Sequence[Held], *, hold_corrections: bool = True
) -> Tables:
    """Return the area's tables from what its snapshots hold; writes nothing.

    Args:
        project: Whose facts, the catalogue, the corrections and the table of code changes.
        parsed: Each snapshot with what it holds.
        hold_corrections: Whether a correction that no longer fits is an error.

    Raises:
        SourceError: the facts break the schema.
        UserFileError: a source no longer holds what a correction expects.
    """
    area, settings = project.area, project.settings
    cut = [(snapshot, [_cut(item, area, settings) for item in items]) for snapshot, items in parsed]
    return _tables_of(project, cut, hold_corrections=hold_corrections)


def _tables_of(project: Project, parsed: Sequence[Held], *, hold_corrections: bool) -> Tables:
    """The tables of what snapshots hold, of facts no more than a pack may need (`_cut`)."""
    own = own_codes(project.area, [item for _, items in parsed for item in items])
    rows = _all_rows(project, parsed, own, hold_corrections=hold_corrections)
    every = [
        (item.facts[item.facts["area_type"] == "ward"])[["area_code", "geography_year"]].assign(
            snapshot_ids=snapshot.sha256
        )
        for snapshot, items in parsed
        for item in items
        if isinstance(item, ParsedFacts)
    ]
    return _with_the_rest(project, parsed, own, rows, every)


def _tables_by_place(
    project: Project, held: Sequence[HeldByPlace]
) -> tuple[Tables, Sequence[Held]]:
    """Return the same tables, read by place where that can be; and the outlines and look-ups."""
    area = project.area
    parsed = [(snapshot, [_without_rows(item) for item in items]) for snapshot, items in held]
    own = own_codes(area, [item for _, items in parsed for item in items])
    outlines = _own_outlines(held, parsed, own)
    rows = _rows_by_place(project, held, own)
    if rows is None:
        return _tables_of(project, _whole(held, project), hold_corrections=True), outlines
    every = [
        item.wards.assign(snapshot_ids=snapshot.sha256)
        for snapshot, items in held
        for item in items
        if isinstance(item, FactsByPlace)
    ]
    return _with_the_rest(project, parsed, own, rows, every), outlines


def _rows_by_place(
    project: Project, held: Sequence[HeldByPlace], own: frozenset[str]
) -> Rows | None:
    """Return the area's rows by place, or None where all rows have to be taken together."""
    settings, changes = project.settings, code_changes()
    parts = [(s, item) for s, items in held for item in items if isinstance(item, FactsByPlace)]
    codes = code_map(changes, (project.area.code, *project.area.neighbours))
    files = SharedFiles(
        files=[(s, item) for s, item in parts if item.has_shared and s.source != OWN_FILES],
        indicators=settings.indicators,
        corrections=list(settings.corrections.values()),
        repeated_by=_repeated_by(held, settings),
        recode=partial(with_codes, codes=codes),
        retired=changes[changes["kind"] != SAME_PLACE],
        decided_by=sorted(codes.items()),
        paths=project.paths,
    )
    store = parsed_store(project.paths.snapshots, settings)
    try:
        return area_rows(project.area, own, parts, files, store)
    except UserFileError:
        return None  # all corrections that no longer fit are told together


def _all_rows(
    project: Project, parsed: Sequence[Held], own: frozenset[str], *, hold_corrections: bool
) -> Rows:
    """Return the area's rows out of all rows of what snapshots hold."""
    area, settings, changes = project.area, project.settings, code_changes()
    received = {snapshot.sha256: snapshot.retrieved.isoformat() for snapshot, _ in parsed}
    preferred = (area.code, *area.neighbours)
    indicators = settings.indicators.values()
    of_facts = [item for _, items in parsed for item in items if isinstance(item, ParsedFacts)]

    def ours(frame: pd.DataFrame) -> pd.DataFrame:
        return recode(keep_own(frame, own), changes, prefer=preferred)

    rows = pd.concat([empty_facts(), *(ours(item.facts) for item in of_facts)], ignore_index=True)
    rows, too_small = within_levels(rows, indicators)
    sources = {snapshot.sha256: snapshot.source for snapshot, _ in parsed}
    rows, corrected = apply_corrections(
        rows,
        settings.corrections.values(),
        sources,
        own,
        project.paths if hold_corrections else None,
    )
    rows, out_of_range = in_range(rows, indicators)
    facts, doubled, of_files = assemble_facts(rows, received, _repeated_by(parsed, settings))
    facts = with_county_residents(with_persons(facts), area)
    facts, retired = without_retired(facts, changes[changes["kind"] != SAME_PLACE])
    labels = [empty_published(), *(ours(item.published) for item in of_facts)]
    allowed_labels, _ = within_levels(pd.concat(labels, ignore_index=True), indicators)
    allowed_labels = without_corrected(allowed_labels, settings.corrections.values(), sources)
    published, disagreeing = assemble_published(allowed_labels, received, of_files)
    told = (too_small, corrected, out_of_range, doubled, retired, disagreeing)
    return Rows(_checked(facts), published, told, {})


def _with_the_rest(
    project: Project,
    parsed: Sequence[Held],
    own: frozenset[str],
    rows: Rows,
    every_ward: Sequence[pd.DataFrame],
) -> Tables:
    """Return an area's rows with names, neighbours, definitions and all that is to be told.

    Args:
        project: Whose.
        parsed: Each snapshot with what it holds; of facts names and refused rows, of outlines codes
            and names will do.
        own: Codes of the area and of the small areas inside it.
        rows: Its rows.
        every_ward: area_code, geography_year and snapshot_ids of the wards of each file of facts.
    """
    area, settings, changes = project.area, project.settings, code_changes()
    preferred, facts = (area.code, *area.neighbours), rows.facts
    kept = facts["area_code"].unique()
    names = _names(parsed, kept, changes, preferred)
    register = register_with(names, invented=area.synthetic)
    neighbours, without_code = neighbour_sets(_sets(parsed), area, names, register)
    regions = recode(authority_regions(_lookups(parsed)), changes, prefer=preferred)
    names = names.merge(regions.drop_duplicates("area_code"), on="area_code", how="left")
    names["region_code"] = names["region_code"].fillna("")
    definitions = merge_definitions(_definitions(parsed))
    wards = pd.concat([_NO_WARDS, *every_ward], ignore_index=True).assign(area_type="ward")
    wards = recode(wards, changes, prefer=preferred)
    shown = facts[among(facts["area_code"], {*own, ENGLAND})]
    indicators = settings.indicators.values()
    told = [
        _refused(parsed), *rows.told, gaps(shown, indicators, area, own),
        polarity_conflicts(definitions, indicators), vanished_wards(wards, own, *_wards(parsed)),
        without_code, _vintage(parsed, area),
    ]  # fmt: skip
    labelled = rows.published["area_code"].isin(kept)
    hashes = dict(rows.hashes)
    if "published" in hashes:
        hashes["published"] = hashes["published"][labelled.to_numpy()]
    return Tables(
        facts,
        rows.published[labelled].reset_index(drop=True),
        names[names["area_code"].isin(kept)].reset_index(drop=True),
        pd.concat(told, ignore_index=True).sort_values(list(QUALITY_COLUMNS), ignore_index=True),
        definitions,
        neighbours,
        hashes=hashes,
    )


_NO_FACTS, _NO_LABELS = empty_facts(), empty_published()
_NO_WARDS: Final = pd.DataFrame(
    {name: pd.Series(dtype="str") for name in ("area_code", "geography_year", "snapshot_ids")}
)


def _names(
    parsed: Sequence[Held],
    kept: Collection[str],
    changes: pd.DataFrame,
    preferred: tuple[str, ...],
) -> pd.DataFrame:
    """Return one name for each authority and each area that is kept, as `one_name_each`.

    Files name every small area of the country: theirs are looked at no further.
    """
    files = [item.names for _, items in parsed for item in items if isinstance(item, ParsedFacts)]
    if not files:
        return one_name_each([])
    names, codes = pd.concat(files, ignore_index=True), code_map(changes, preferred)
    authorities = names.loc[names["area_type"].isin(AUTHORITY_TYPES), "area_code"].unique()
    wanted = {*kept, *authorities}
    wanted |= {code for code, new in codes.items() if new in wanted}
    return one_name_each([with_codes(names[among(names["area_code"], wanted)], codes)])


def _own_outlines(
    held: Sequence[HeldByPlace], parsed: Sequence[Held], own: frozenset[str]
) -> list[Held]:
    """Return each snapshot with its look-ups, and its outlines of the area's own places."""
    items = [item for _, each in parsed for item in each]
    listed = [one.rows for one in items if isinstance(one, ParsedLookup)]
    drawn = [i for i in items if isinstance(i, ParsedBoundaries) and i.area_type == "lsoa"]
    columns = ["lsoa_code", "lsoa_name"]
    named = [rows[columns] for rows in listed if set(columns) <= set(rows)]
    named += [pd.DataFrame(one.outlines[["code", "name"]]) for one in drawn]
    names = [rows.loc[among(rows.iloc[:, 0], own), rows.columns[1]] for rows in named]
    # an LSOA is named after its MSOA and a letter
    msoas = {name for each in names for name in each.str.replace(r"[A-Z]$", "", regex=True)}
    return [
        (snapshot, [_outlines_of(item, own, msoas) for item in each if _of_a_map(item)])
        for snapshot, each in held
    ]


def _of_a_map(item: PartByPlace) -> bool:
    return isinstance(item, ParsedLookup | OutlinesByPlace)


def _outlines_of(item: PartByPlace, own: frozenset[str], msoas: set[str]) -> Parsed:
    if isinstance(item, OutlinesByPlace):
        return item.of(own, msoas if item.about["area_type"] == "msoa" else ())
    return _read_whole(item)


def _by_place(
    entries: Iterable[LockEntry], project: Project, tell: Tell | None
) -> list[HeldByPlace]:
    """Return each snapshot with what it holds, of which no more is read than is asked for."""
    settings = project.settings
    sources, store = (
        all_sources(settings.indicators.values()),
        SnapshotStore(project.paths.snapshots),
    )
    parsed = parsed_store(project.paths.snapshots, settings)
    held = []
    for entry in entries:
        if tell:
            tell(entry.title)
        if entry.source not in sources:
            what = f"the lock names a source that does not exist: {entry.source}."
            raise SourceError(Problem(what, allowed=f"Known are: {', '.join(sources)}."))
        snapshot = store.describe(entry.sha256)
        content = store.read(entry.sha256)
        held.append((snapshot, parsed.by_place(sources[entry.source], snapshot, content)))
    return held


def _whole(held: Sequence[HeldByPlace], project: Project) -> list[Held]:
    """Return each snapshot with what it holds; of facts, those that a pack may need at all.

    Cut down one by one: all files together would be ten times as many rows.
    """
    area, settings = project.area, project.settings
    return [
        (snapshot, [_cut(_read_whole(item), area, settings) for item in items])
        for snapshot, items in held
    ]


def _read_whole(item: PartByPlace) -> Parsed:
    return item.whole() if isinstance(item, FactsByPlace | OutlinesByPlace) else item


def _without_rows(item: PartByPlace) -> Parsed:
    """Return what a file holds without the rows of its facts, and without its shapes."""
    if isinstance(item, FactsByPlace):
        return ParsedFacts(_NO_FACTS, _NO_LABELS, item.refused, item.names)
    return item.index if isinstance(item, OutlinesByPlace) else item


def _cut(item: Parsed, area: Area, settings: Settings) -> Parsed:
    if not isinstance(item, ParsedFacts):
        return item
    facts = _needed(item.facts, area, settings)
    return replace(item, facts=facts, published=_needed(item.published, area, settings))


def _definitions(parsed: Sequence[Held]) -> list[tuple[str, ParsedDefinitions]]:
    """Return every file of definitions with its snapshot's id, oldest first."""
    found = [(s, i) for s, items in parsed for i in items if isinstance(i, ParsedDefinitions)]
    found.sort(key=lambda pair: (pair[0].retrieved, pair[0].sha256))
    return [(snapshot.sha256, item) for snapshot, item in found]


def _repeated_by(parsed: Iterable[tuple[Snapshot, object]], settings: Settings) -> frozenset[str]:
    """Return the snapshots of sources that publish other publishers' figures again."""
    again = {id for id, source in settings.sources.items() if source.republishes}
    return frozenset(snapshot.sha256 for snapshot, _ in parsed if snapshot.source in again)


def _sets(parsed: Sequence[Held]) -> list[PublishedSet]:
    """Return every set of neighbours with its snapshot's id, oldest first."""
    found = [(s, i) for s, items in parsed for i in items if isinstance(i, ParsedNeighbours)]
    found.sort(key=lambda pair: (pair[0].retrieved, pair[0].sha256))
    return [(snapshot.sha256, item) for snapshot, item in found]


def _lookups(parsed: Sequence[Held]) -> list[pd.DataFrame]:
    """Return the rows of every look-up, of the oldest wards first."""
    found = [i for _, items in parsed for i in items if isinstance(i, ParsedLookup)]
    return [item.rows for item in sorted(found, key=lambda i: i.vintages.get("ward", ""))]


def _wards(parsed: Sequence[Held]) -> tuple[set[str], str]:
    """Return the codes of the wards of every look-up and boundary file, and the newest year."""
    items = [item for _, held in parsed for item in held]
    outlines = [i for i in items if isinstance(i, ParsedBoundaries) and i.area_type == "ward"]
    lookups = [i for i in items if isinstance(i, ParsedLookup) and "ward_code" in i.rows]
    codes = [i.outlines["code"] for i in outlines] + [i.rows["ward_code"] for i in lookups]
    years = [i.vintage for i in outlines] + [i.vintages.get("ward", "") for i in lookups]
    return {code for column in codes for code in column.unique()} - {""}, max(years, default="")


def _vintage(parsed: Sequence[Held], area: Area) -> pd.DataFrame:
    """Return a row of quality that tells which of several years of wards is used, if any."""
    held = [(snapshot, item) for snapshot, items in parsed for item in items]
    lookups = [(s, i) for s, i in held if isinstance(i, ParsedLookup)]
    outlines = [(s, i) for s, i in held if isinstance(i, ParsedBoundaries)]
    cut = [(s, replace(i, rows=rows_of_area(i.rows, area.codes))) for s, i in lookups]
    ours = [one for one in cut if not one[1].rows.empty]
    if not (words := several_vintages(ours, outlines)):
        return empty_quality()
    about = pd.DataFrame({"indicator_id": [""], "area_code": [area.code]})
    return quality_rows("vintage", about, pd.Series([words], dtype="str"), "")


def _needed(frame: pd.DataFrame, area: Area, settings: Settings) -> pd.DataFrame:
    return keep_kinds(frame[frame["indicator_id"].isin(list(settings.indicators))], area)


def _refused(parsed: Sequence[Held]) -> pd.DataFrame:
    """Return one row of quality per snapshot and reason, with how many rows and which lines."""
    rows = [
        (snapshot, reason, lines.sort_values().tolist())
        for snapshot, items in parsed
        for item in items
        if isinstance(item, ParsedFacts)
        for reason, lines in item.refused.groupby("reason")["line"]
    ]
    told = pd.DataFrame(
        {
            "indicator_id": "",
            "area_code": "",
            "detail": [f"{s.title}: {reason} ({_lines(lines)})" for s, reason, lines in rows],
        }
    )
    files = pd.Series([snapshot.sha256 for snapshot, _, _ in rows])
    counts = pd.Series([len(lines) for _, _, lines in rows])
    return quality_rows("refused", told, told["detail"], files, counts)


def _lines(lines: list[int]) -> str:
    if len(lines) <= LINES_TOLD:
        return f"line {', '.join(map(str, lines))}"
    return f"{len(lines)} rows, lines {lines[0]} to {lines[-1]}"


def _checked(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the facts, held to the schema."""
    if plainly_fits(facts):
        return facts
    # pandera is heavy and only building needs it
    from pandera.errors import SchemaErrors

    try:
        return fact_schema().validate(facts, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases[["column", "check", "failure_case"]].drop_duplicates().head(5)
        told = "; ".join(_broken(*case) for case in cases.itertuples(index=False))
        what = f"the files give facts that can't be: {told}."
        step = "Look at the files that were fetched last; if none was changed by hand, report this."
        raise SourceError(Problem(what, next_step=step)) from error


OWN_WORDS: Final = " "
"""Checks of the schema with words of their own are sentences; the others are a library's names."""


def _broken(column: object, check: object, value: object) -> str:
    """Return one fault of the facts in words."""
    if OWN_WORDS in str(check) and "(" not in str(check):
        return str(check)
    if "uniqueness" in str(check):
        return "one figure stands in them twice"
    return f"{column} is {value!r}, which it may not be"
