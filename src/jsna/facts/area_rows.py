"""One area's rows, put among those that every area keeps (`shared_rows.py`).

The facts are those that all rows of all files give, without a look at other places' rows. There are
none where rows of the area and shared ones may decide about each other; who builds then takes all
rows together (`build.py`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jsna.fact_schema import FACT_KEY, empty_facts, plainly_fits
from jsna.facts.assemble import (
    PUBLISHED_KEY,
    assemble_facts,
    assemble_published,
    empty_published,
    repeated,
)
from jsna.facts.corrections import correct, not_used, without_corrected
from jsna.facts.county_residents import county_residents
from jsna.facts.keep import (
    in_range,
    keep_kinds,
    keep_own,
    near_codes,
    told_retired,
    within_levels,
    without_retired,
)
from jsna.facts.parts import row_hashes
from jsna.facts.persons import with_persons
from jsna.facts.rounding import most_decimals
from jsna.facts.shared_rows import SharedFiles, SharedRows, shared_rows
from jsna.fetching.file_parts import FactsByPlace, shared
from jsna.fetching.parsed_store import ParsedStore
from jsna.fetching.shown_files import OWN_FILES
from jsna.register.authorities import districts_of
from jsna.settings.area import Area
from jsna.snapshots.snapshot import Snapshot

BETWEEN: Final = "\0"
"""Sorts before whatever a key is made of, so that keys in one piece have the order of their parts.
"""
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Rows:
    """An area's rows.

    Attributes:
        facts: FACT_COLUMNS, one row per FACT_KEY, in its order; held to the schema.
        published: PUBLISHED_COLUMNS, one row per key and comparator, in the order of both.
        told: QUALITY_COLUMNS.
        hashes: Table -> `parts.row_hashes`; none where they are not known.
    """

    facts: pd.DataFrame
    published: pd.DataFrame
    told: tuple[pd.DataFrame, ...]
    hashes: dict[str, Hashes]


def area_rows(
    area: Area,
    own: Collection[str],
    parts: Sequence[tuple[Snapshot, FactsByPlace]],
    files: SharedFiles,
    store: ParsedStore,
) -> Rows | None:
    """Return an area's rows, or None where all rows of all files have to be taken together.

    Args:
        area: Whose.
        own: Codes of the area and of the small areas inside it.
        parts: Each snapshot with the facts that it holds, in the order of the lock.
        files: Those of them whose rows are shared.
        store: Of what files hold.

    Raises:
        UserFileError: a source no longer holds what a correction expects.
    """
    if not _stands(area, files.retired):
        return None
    every = shared_rows(files, store)
    mine = None if every is None else _taken(area, own, parts, files, every)
    if every is None or mine is None:
        return None
    rows, labels = mine
    rows, too_small = within_levels(rows, files.indicators.values())
    sources = {snapshot.sha256: snapshot.source for snapshot, _ in parts}
    rows, corrected, used = correct(rows, files.corrections, sources, files.paths)
    rows, out_of_range = in_range(rows, files.indicators.values())
    if used & every.corrected or _more_precise(rows, every):
        return None
    received = {snapshot.sha256: snapshot.retrieved.isoformat() for snapshot, _ in parts}
    facts, doubled, of_files = assemble_facts(rows, received, files.repeated_by, every.decimals)
    facts, retired = without_retired(with_persons(facts), files.retired)
    facts = facts.reset_index(drop=True)
    if not plainly_fits(facts):
        return None
    whole, hashes = _among(every.facts, every.hashes, facts, FACT_KEY)
    summed = county_residents(whole, area)
    whole, hashes = _among(whole, hashes, _in_order(summed), FACT_KEY)
    labels = without_corrected(labels, files.corrections, sources)
    labels, disagreeing = assemble_published(labels, received, of_files)
    published, label_hashes = _among(every.published, every.published_hashes, labels, PUBLISHED_KEY)
    unused = not_used(files.corrections, used | every.corrected, own)
    abolished = every.quality["kind"] == "abolished"
    told = (
        every.quality[~abolished], too_small, corrected, unused, out_of_range, doubled,
        told_retired(pd.concat([every.quality[abolished], retired])), disagreeing,
    )  # fmt: skip
    return Rows(whole, published, told, {"facts": hashes, "published": label_hashes})


def _stands(area: Area, retired: pd.DataFrame) -> bool:
    """Return whether nobody whose residents a county's are made of gives way to a successor."""
    districts = {one.code for code in area.codes for one in districts_of(code) if not one.ends}
    if not districts:
        return True
    ended = bool(retired["old_code"].isin({area.code, *districts}).any())
    return not ended and not bool((retired["new_code"] == area.code).any())


def _taken(
    area: Area,
    own: Collection[str],
    parts: Sequence[tuple[Snapshot, FactsByPlace]],
    files: SharedFiles,
    every: SharedRows,
) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Return the area's facts and labels, or None where its own files have shared measures."""
    codes = {*own, *near_codes(area)}
    known = [*every.facts["indicator_id"].unique(), *every.published["indicator_id"].unique()]
    facts, labels = [], []
    for snapshot, item in parts:
        if snapshot.source == OWN_FILES:
            whole = item.whole()
            found = [_of_catalogue(rows, files) for rows in (whole.facts, whole.published)]
            if any((shared(rows) & rows["indicator_id"].isin(known)).any() for rows in found):
                return None
        else:
            found = [item.own(codes), item.own_published(codes)]
            found = [rows if rows.empty else rows[~shared(rows)] for rows in found]
        facts += [] if found[0].empty else found[:1]
        labels += [] if found[1].empty else found[1:]
    kept = [
        files.recode(keep_own(keep_kinds(pd.concat([none, *rows], ignore_index=True), area), own))
        for none, rows in ((empty_facts(), facts), (empty_published(), labels))
    ]
    allowed, _ = within_levels(kept[1], files.indicators.values())
    return kept[0].reset_index(drop=True), allowed


def _of_catalogue(rows: pd.DataFrame, files: SharedFiles) -> pd.DataFrame:
    return rows[rows["indicator_id"].isin(list(files.indicators))]


def _more_precise(rows: pd.DataFrame, every: SharedRows) -> bool:
    """Return whether the area's rows show that a file rounds less than its shared rows show."""
    most = most_decimals(repeated(rows))
    both = most[most.index.isin(every.decimals.index)]
    return bool((both > every.decimals.reindex(both.index)).any())


def _in_order(facts: pd.DataFrame) -> pd.DataFrame:
    return facts.sort_values(list(FACT_KEY), kind="stable", ignore_index=True)


def _among(
    rows: pd.DataFrame, hashes: Hashes, more: pd.DataFrame, key: Sequence[str]
) -> tuple[pd.DataFrame, Hashes]:
    """Return rows and further ones, both in the order of a key, in that order; and their hashes.

    No key stands in both.
    """
    if more.empty:
        return rows, hashes
    where = np.searchsorted(_keys(rows, key), _keys(more, key))
    order = np.insert(np.arange(len(rows)), where, np.arange(len(rows), len(rows) + len(more)))
    both = pd.concat([rows, more], ignore_index=True)
    every: Hashes = np.concatenate([hashes, row_hashes(more)])
    return both.take(order).reset_index(drop=True), every[order]


def _keys(rows: pd.DataFrame, key: Sequence[str]) -> NDArray[np.object_]:
    """Return the key of each row in one piece."""
    import pyarrow as pa
    from pyarrow import compute

    columns = [pa.array(rows[name], type=pa.large_string()) for name in key]
    between = pa.scalar(BETWEEN, type=pa.large_string())
    joined = compute.binary_join_element_wise(*columns, between)
    return joined.to_numpy(zero_copy_only=False)
