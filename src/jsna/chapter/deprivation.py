"""Deprivation: shares in the most deprived tenth and fifth of England, the map, the wards."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from jsna.analysis.deprivation import (
    DECILE,
    RESIDENTS,
    deprivation_shares,
    neighbourhoods,
    ward_table,
)
from jsna.chapter.evidence import Evidence, snapshot_ids
from jsna.chapter.page import Page
from jsna.chapter.words import sections, source_note, table_block
from jsna.errors import SourceError
from jsna.figures.about import About
from jsna.figures.choropleth import choropleth_spec
from jsna.figures.markdown import escape_markdown
from jsna.narrative.headlines import deprivation_headline
from jsna.narrative.numbers import format_value

PARTS: Final = {1: "tenth", 2: "fifth"}
MOST_PLACES: Final = 3
METHOD: Final = "deprivation-shares"
NOTE: Final = (
    "Decile 1 is the most deprived tenth of England's neighbourhoods (LSOAs). Residents are those"
    " the census counted. Editions of the index are not compared with each other."
)


def shares(evidence: Evidence, page: Page) -> str:
    """Return the shares of neighbourhoods and residents in the most deprived tenth and fifth."""
    edition, lsoas = _neighbourhoods(evidence)
    row = deprivation_shares(lsoas.assign(area=evidence.area.code), "area").iloc[0]
    headline = deprivation_headline(
        evidence.area.name, int(row["lsoas_1"]), int(row["lsoas"]), edition
    )
    frame = pd.DataFrame(
        {
            "In England's most deprived": [f"{part} (decile 1{more})" for part, more in _PARTS],
            "Neighbourhoods": [row["lsoas_1"], row["lsoas_2"]],
            "Share of neighbourhoods": [row["share_lsoas_1"], row["share_lsoas_2"]],
            "Residents": [row["residents_1"], row["residents_2"]],
            "Share of residents": [row["share_residents_1"], row["share_residents_2"]],
        }
    )
    decimals = {"Neighbourhoods": 0, "Residents": 0}
    decimals |= {"Share of neighbourhoods": 1, "Share of residents": 1}
    units = {"Share of neighbourhoods": "%", "Share of residents": "%"}
    caption = (
        f"Neighbourhoods and residents by deprivation, {evidence.area.name}, {edition} edition"
    )
    table = table_block(
        evidence, "deprivation-shares", frame, caption, units, str(frame.columns[0]), decimals
    )
    return sections(
        f"**{escape_markdown(headline)}.** {escape_markdown(_residents(row, evidence))}",
        table,
        _source(evidence, edition),
    )


def map_by_fifth(evidence: Evidence, page: Page) -> str:
    """Return the map of neighbourhoods by national fifth with ward outlines above."""
    edition, lsoas = _neighbourhoods(evidence)
    lines = evidence.geography.outlines("ward").assign(layer="outline")
    fills = evidence.geography.outlines("lsoa").assign(layer="fill")
    geometry = pd.concat([fills, lines])[["code", "name", "layer", "geometry"]]
    frame = pd.DataFrame(
        {
            "area_code": lsoas["lsoa_code"],
            "area_name": lsoas["lsoa_name"],
            "value": (lsoas["decile"] + 1) // 2,
            "status": lsoas["decile"].notna().map({True: "final", False: "not-available"}),
            "ward": lsoas["ward_name"],
            "decile": lsoas["decile"],
        }
    )
    frame = frame[frame["area_code"].isin(fills["code"])]
    inside = int((frame["value"] == 1).sum())
    known = int(frame["value"].notna().sum())
    ids = tuple(sorted({*_ids(evidence, edition, []), *evidence.geography.snapshot_ids}))
    source = f"{evidence.source_of(DECILE)}, {edition} edition"
    years = evidence.geography.vintages
    about = About(
        id=f"{evidence.topic}.deprivation.map",
        headline=deprivation_headline(evidence.area.name, inside, known, edition, 2),
        subtitle=f"Index of Multiple Deprivation {edition}, {evidence.area.name}, neighbourhoods"
        f" (LSOAs of {years.get('lsoa', '')}) by national fifth, outlines of wards"
        f" ({years.get('ward', '')})",
        measure="Index of Multiple Deprivation by national fifth",
        place=evidence.area.name,
        unit="",
        decimals=0,
        source=evidence.source_line(source, ids),
        snapshot_ids=ids,
        method=METHOD,
        notes=("1 is the most deprived fifth of England's neighbourhoods, 5 the least.",),
        synthetic=evidence.area.synthetic,
    )
    legend = f"National fifth, {edition}"
    places = _worst_places(frame)
    spec = choropleth_spec(frame, geometry, about, legend=legend, worst_places=places)
    spec = replace(spec, sentence=f"{about.headline}.")
    return page.figure(spec, evidence.cite(spec))


def wards(evidence: Evidence, page: Page) -> str:
    """Return a table of the wards, the most residents in the most deprived fifth first."""
    edition, lsoas = _neighbourhoods(evidence)
    rows = ward_table(lsoas)
    frame = pd.DataFrame(
        {
            "Ward": rows["ward_name"],
            "Neighbourhoods": rows["lsoas"],
            "Residents": rows["residents"],
            "Residents in the most deprived tenth": rows["share_residents_1"],
            "Residents in the most deprived fifth": rows["share_residents_2"],
        }
    )
    names = [str(name) for name in frame.columns[3:]]
    caption = f"Residents by deprivation and ward, {evidence.area.name}, {edition} edition"
    table = table_block(
        evidence,
        "wards",
        frame,
        caption,
        dict.fromkeys(names, "%"),
        "Ward",
        {"Neighbourhoods": 0, "Residents": 0, **dict.fromkeys(names, 1)},
    )
    opening = (
        "A neighbourhood counts whole for the ward that the best-fit look-up gives it."
        " Wards are not ranked: with few neighbourhoods each, their order says little."
    )
    single = int(rows["one_lsoa"].sum())
    if single:
        opening += f" {single} of {len(rows)} wards are a single neighbourhood."
    return sections(escape_markdown(opening), table, _source(evidence, edition))


_PARTS: Final = (("tenth", ""), ("fifth", " or 2"))


def _neighbourhoods(evidence: Evidence) -> tuple[str, pd.DataFrame]:
    """The newest edition that fits the look-up's LSOAs, and the area's LSOAs with its deciles."""
    geography = evidence.geography
    vintage = geography.vintages.get("lsoa", "")
    facts = evidence.facts_of(DECILE)
    fitting = facts[facts["geography_year"].isin([vintage, ""])]
    if fitting.empty or geography.lookup.empty:
        raise SourceError(
            f"the data hold no index of deprivation for {evidence.area.name} on the"
            f" neighbourhoods (LSOAs) of the look-up."
        )
    edition = str(fitting["edition"].max())
    both = pd.concat([facts, evidence.facts_of(RESIDENTS)])
    return edition, neighbourhoods(both, geography.lookup, edition, vintage)


def _residents(row: pd.Series, evidence: Evidence) -> str:
    share = row["share_residents_1"]
    if row["lsoas_1"] == 0:
        return ""
    if pd.isna(share):
        return "The share of residents is not known: the data hold no census residents."
    value = format_value(share, "%", 1)
    verb = "It holds" if row["lsoas_1"] == 1 else "They hold"
    return f"{verb} {value} of the residents of {evidence.area.name} (census weights)."


def _worst_places(frame: pd.DataFrame) -> list[str]:
    """The wards that hold most neighbourhoods of the most deprived fifth."""
    counts = frame.loc[frame["value"] == 1, "ward"].value_counts()
    ordered = counts.reset_index().sort_values(["count", "ward"], ascending=[False, True])
    return list(ordered["ward"].head(MOST_PLACES))


def _ids(evidence: Evidence, edition: str, others: Sequence[str]) -> tuple[str, ...]:
    """The snapshots of one edition's deciles and of other indicators."""
    deciles = evidence.facts_of(DECILE)
    used = [deciles[deciles["edition"] == edition], *map(evidence.facts_of, others)]
    return snapshot_ids(pd.concat(used))


def _source(evidence: Evidence, edition: str) -> str:
    held = [DECILE] + [RESIDENTS] * bool(len(evidence.facts_of(RESIDENTS)))
    source = "; ".join(evidence.source_of(id) for id in held)
    ids = sorted({*_ids(evidence, edition, held[1:]), *evidence.geography.snapshot_ids})
    return source_note(evidence, source, ids, NOTE)
