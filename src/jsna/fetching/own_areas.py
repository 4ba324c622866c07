"""Which areas of a file are our own: the authority, and the small areas inside it."""

import re
from collections.abc import Iterable

import pandas as pd

from jsna.fact_schema import AUTHORITY_TYPES
from jsna.fetching.among import among
from jsna.settings.area import Area
from jsna.sources.contract import (
    Parsed,
    ParsedAudit,
    ParsedBoundaries,
    ParsedDefinitions,
    ParsedFacts,
    ParsedLookup,
    ParsedNeighbours,
)

INSIDE = ("district", "ward", "msoa", "lsoa")
NAMED_AFTER_AUTHORITY = ("msoa", "lsoa")


def own_codes(area: Area, parsed: Iterable[Parsed]) -> frozenset[str]:
    """Return the codes of the area and of every small area inside it, of any vintage.

    They are told by the look-ups, by the parent that boundaries name, and by the names of LSOAs
    and MSOAs, which ONS makes from their authority's ("Anyshire 001A"): a file of another
    vintage than the look-up has codes that no look-up holds.
    """
    parsed = list(parsed)
    own = set(area.codes | area.districts)
    # of a county that the register lacks, a look-up may lead to its districts first and to
    # their wards only then
    for _ in range(2):
        for item in parsed:
            if isinstance(item, ParsedLookup):
                own |= _from_lookup(item, own)
            if isinstance(item, ParsedBoundaries) and item.area_type in INSIDE:
                inside = among(item.outlines["parent_code"], own)
                own |= set(item.outlines.loc[inside, "code"])
    names = {area.name, *_district_names(parsed, own)}
    return frozenset(own.union(*(_by_name(item, names) for item in parsed)) - {""})


def _from_lookup(lookup: ParsedLookup, own: set[str]) -> set[str]:
    rows = lookup.rows
    larger = [f"{t}_code" for t in ("district", "county", "ward", "lsoa") if f"{t}_code" in rows]
    smaller = [c for c in rows if c.endswith("_code") and _stem(c) in INSIDE]
    inside = pd.Series(False, index=rows.index)
    for column in larger:
        inside |= among(rows[column], own)
    return set(rows.loc[inside, smaller].to_numpy().ravel())


def _stem(column: str) -> str:
    return column.removesuffix("_code").removeprefix("former_")


def _district_names(parsed: list[Parsed], own: set[str]) -> set[str]:
    lookups = [item.rows for item in parsed if isinstance(item, ParsedLookup)]
    lookups = [rows for rows in lookups if "district_name" in rows]
    return {
        n for rows in lookups for n in rows.loc[rows["district_code"].isin(own), "district_name"]
    }


def _by_name(item: Parsed, authorities: set[str]) -> set[str]:
    if isinstance(item, ParsedBoundaries) and item.area_type in NAMED_AFTER_AUTHORITY:
        code, name = item.outlines["code"], item.outlines["name"]
    elif isinstance(item, ParsedFacts):
        names = item.names[item.names["area_type"].isin(NAMED_AFTER_AUTHORITY)]
        code, name = names["area_code"], names["area_name"]
    else:
        return set()
    name = name.astype("str")
    # a file may name every LSOA of the country, and a pattern takes its time over each
    ours = pd.Series(False, index=name.index)
    for authority in authorities - {""}:
        ours |= name.str.startswith(f"{authority} ").fillna(False)
    code, name = code[ours], name[ours]
    pattern = rf"(?:{'|'.join(re.escape(a) for a in sorted(authorities) if a)}) \d{{3}}[A-Z]?"
    return set(code[name.str.fullmatch(pattern).fillna(False)])


def why_not_needed(item: Parsed, area: Area, own: frozenset[str]) -> str:
    """Return why an area's packs do not need what a file holds; "" if they do.

    Facts are needed if some are of the area or inside it, or if they are of England and regions
    alone (a file of comparators); a file about other authorities is not, England's row in it or
    not.
    """
    if isinstance(item, ParsedDefinitions):
        return "it is about no indicator of the catalogue" if item.definitions.empty else ""
    wanted = own | {area.region.code}
    if isinstance(item, ParsedBoundaries):
        return "" if among(item.outlines["code"], wanted).any() else _nothing_for(area)
    if isinstance(item, ParsedLookup):
        return _lookup_not_needed(item.rows, area, own)
    if isinstance(item, ParsedNeighbours):
        rows = item.rows
        ours = rows["area_code"].isin(area.codes)
        return "" if (ours | (rows["area_name"] == area.name)).any() else _nothing_for(area)
    if isinstance(item, ParsedAudit):
        return "" if item.rows["area_code"].isin(area.codes).any() else _nothing_for(area)
    return _facts_not_needed(item.facts, area, own)


def _lookup_not_needed(rows: pd.DataFrame, area: Area, own: frozenset[str]) -> str:
    if "ccg_code" in rows and not area.board_crosswalk:
        return f"config/areas/{area.slug}.yml names no document for it (board_crosswalk)"
    codes = [rows[column] for column in rows if column.endswith("_code")]
    return "" if any(among(column, own).any() for column in codes) else _nothing_for(area)


def _facts_not_needed(facts: pd.DataFrame, area: Area, own: frozenset[str]) -> str:
    if facts.empty:
        return "it holds no usable row of an indicator of the catalogue"
    below = facts["area_type"].isin([*AUTHORITY_TYPES, *INSIDE])
    if among(facts["area_code"], own).any() or not below.any():
        return ""
    return _nothing_for(area)


def _nothing_for(area: Area) -> str:
    return f"it holds nothing for {area.name}"
