"""Deprivation: shares in the most deprived tenth and fifth of England, and the map."""

from dataclasses import replace
from typing import Final

import pandas as pd

from jsna.analysis.deprivation import DECILE, RESIDENTS, deprivation_shares
from jsna.chapter.evidence import Evidence
from jsna.chapter.neighbourhoods import (
    NOTE,
    all_neighbourhoods,
    deprivation_source,
    ids_of,
    map_shapes,
    own_neighbourhoods,
    what_is_missing,
)
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, sections, table_block
from jsna.errors import SourceError
from jsna.figures.about import About
from jsna.figures.kinds.deprivation_map import choropleth_spec
from jsna.figures.kinds.deprivation_map.options import FIFTHS_OF_DEPRIVATION, MapOptions
from jsna.figures.spec import FigureSpec
from jsna.narrative.coverage_words import not_drawn
from jsna.narrative.deprivation_words import share_of_residents
from jsna.narrative.headlines import deprivation_headline
from jsna.narrative.markdown import escape_markdown

MOST_PLACES: Final = 3
METHOD: Final = "deprivation-shares"
_PARTS: Final = (("tenth", ""), ("fifth", " or 2"))


@section("Deprivation")
def shares(evidence: Evidence, page: Page) -> str:
    """Return the shares of neighbourhoods and residents in the most deprived tenth and fifth."""
    edition, lsoas = own_neighbourhoods(evidence)
    row = deprivation_shares(lsoas.assign(area=evidence.area.code), "area").iloc[0]
    headline = deprivation_headline(
        evidence.area.name, int(row["lsoas_1"]), int(row["lsoas"]), edition,
        whole=all_neighbourhoods(evidence, edition),
    )  # fmt: skip
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
        evidence,
        "deprivation-shares",
        PageTable(frame, caption, units, str(frame.columns[0]), decimals),
    )
    return sections(
        f"**{escape_markdown(headline)}.** {escape_markdown(_residents(row, evidence))}",
        table,
        deprivation_source(evidence, edition, [DECILE, RESIDENTS], METHOD, NOTE),
    )


@section("Where deprivation falls")
def map_by_fifth(evidence: Evidence, page: Page) -> str:
    """Return the map of neighbourhoods by national fifth, with the outlines of wards.

    On a priority's page, where the map stands already, only its finding.
    """
    spec = deprivation_map(evidence)
    if evidence.priority and evidence.with_data:
        # a priority's own page has it already, and a figure stands once on a page
        return f"{escape_markdown(spec.headline)}: see the map above, under Who and where."
    return page.figure(spec, evidence.cite(spec))


def map_drawn(evidence: Evidence) -> FigureSpec | None:
    """Return the map that a priority's page draws beside its gradient; None where it has none."""
    return evidence.once(_map_drawn)


def _map_drawn(evidence: Evidence) -> FigureSpec | None:
    if not evidence.with_data:
        return None
    try:
        return deprivation_map(evidence)
    except SourceError:
        return None  # the page of deprivation says what is lacking


def deprivation_map(evidence: Evidence) -> FigureSpec:
    """Return the map of neighbourhoods by national fifth with ward outlines above.

    Raises:
        SourceError: there is no look-up, no index on its LSOAs, or no outlines.
    """
    edition, lsoas = own_neighbourhoods(evidence)
    geometry = map_shapes(evidence)
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
    # counted whether drawn or not: a map of one district says nothing of the others
    inside, known = int((frame["value"] == 1).sum()), int(frame["value"].notna().sum())
    whole = all_neighbourhoods(evidence, edition)
    drawn = frame["area_code"].isin(geometry["code"])
    missing = [not_drawn(int((~drawn).sum()), len(frame)), *what_is_missing(evidence, edition)]
    missing = [words for words in missing if words]
    frame = frame[drawn]
    ids = tuple(sorted({*ids_of(evidence, edition, [DECILE]), *evidence.geography.snapshot_ids}))
    source = f"{evidence.source_of(DECILE)}, {edition} edition"
    years = evidence.geography.vintages
    about = About(
        id=f"{evidence.topic}.deprivation.map",
        headline=deprivation_headline(evidence.area.name, inside, known, edition, 2, whole),
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
        notes=("1 is the most deprived fifth of England's neighbourhoods, 5 the least.", *missing),
        synthetic=evidence.area.synthetic,
    )
    last = len(FIFTHS_OF_DEPRIVATION)
    options = MapOptions(
        f"National fifth, {edition}",
        places=places_of(frame, int(frame["value"].min()) if known else 1),
        least=places_of(frame, last),
    )
    spec = choropleth_spec(frame, geometry, about, options)
    return replace(spec, sentence=" ".join([f"{about.headline}.", *missing]))


def _residents(row: pd.Series, evidence: Evidence) -> str:
    share = row["share_residents_1"]
    if row["lsoas_1"] == 0:
        return ""
    if pd.isna(share):
        return "The share of residents is not known: the data hold no census residents."
    verb = "It holds" if row["lsoas_1"] == 1 else "They hold"
    held = f"{share_of_residents(share)} of the residents of {evidence.area.name}"
    return f"{verb} {held} (census weights)."


def places_of(frame: pd.DataFrame, place: int) -> tuple[str, ...]:
    """Return the wards that hold most neighbourhoods of a class, at most MOST_PLACES."""
    counts = frame.loc[frame["value"] == place, "ward"].value_counts()
    ordered = counts.reset_index().sort_values(["count", "ward"], ascending=[False, True])
    return tuple(ordered["ward"].head(MOST_PLACES))
