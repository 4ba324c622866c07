"""Maps of the wards' measures: some drawn on the page, all of them layers of one web map."""

from collections.abc import Collection, Sequence
from typing import Final

import pandas as pd

from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.ward_figures import about_wards
from jsna.chapter.ward_scans import WardScan, ward_scans, within
from jsna.chapter.words import sections
from jsna.errors import SourceError
from jsna.figures.kinds.ward_map import ward_map_spec
from jsna.figures.kinds.ward_map.headline import ward_map_headline
from jsna.figures.kinds.ward_map.options import WardMapOptions
from jsna.figures.spec import Spec
from jsna.narrative.english import counted, mid_sentence
from jsna.narrative.labels import sex_words
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.numbers import format_value
from jsna.narrative.ward_words import ward_page

MOST_DRAWN: Final = 2
"""More maps are too heavy for a page; a priority's page has one."""
MOST_ROWS: Final = 600
"""Wards and measures that the web map may hold: more are too heavy for a page."""


@section("Where measures are high and low")
def maps(evidence: Evidence, page: Page) -> str:
    """Return a map of each measure that the page can hold, and the link to that of all."""
    scans = ward_scans(evidence)
    try:
        codes = evidence.geography.outlines("ward")["code"] if scans else None
    except SourceError as error:
        return escape_markdown(f"The wards are not drawn: {error}")
    if codes is None:
        return ""
    mapped = [scan for scan in scans if can_be_mapped(scan, codes)]
    layers = within(mapped, MOST_ROWS, lambda scan: len(scan.rows))
    drawn = within(mapped, 1 if evidence.priority else MOST_DRAWN, lambda scan: 1)
    specs = {scan.slug: map_of(evidence, scan) for scan in mapped if scan.slug in layers}
    figures = [
        page.figure(spec, evidence.cite(spec)) for slug, spec in specs.items() if slug in drawn
    ]
    return sections(_opening(scans, specs, drawn), _web_map(evidence, page, specs), *figures)


def can_be_mapped(scan: WardScan, codes: pd.Series) -> bool:
    """Return whether any ward has both a value and an outline, and may stand beside others."""
    if not scan.indicator.compared:  # its colours would rank the wards
        return False
    known = scan.rows.loc[scan.rows["value"].notna(), "area_code"]
    return bool(known.isin(codes).any())


def map_of(evidence: Evidence, scan: WardScan) -> "Spec[WardMapOptions]":
    """Return the map of a measure that `can_be_mapped`."""
    indicator, words = scan.indicator, scan.words
    lowest, highest = (
        format_value(value, indicator.unit, indicator.decimals)
        for value in (words.lowest, words.highest)
    )
    what = ", ".join(p for p in (mid_sentence(indicator.short_title), sex_words(words.sex)) if p)
    headline = words.aged(ward_map_headline(lowest, highest, what))
    about = about_wards(
        evidence, scan, "ward-map", headline=headline, sentence=f"{headline}.",
        files=evidence.geography.snapshot_ids,
    )  # fmt: skip
    highest_first = indicator.polarity != "high-is-good"
    outlines = evidence.geography.outlines("ward")
    tested = any(side.tested for side in words.sides)
    return ward_map_spec(scan.rows, outlines, about, highest_first=highest_first, tested=tested)


def _opening(scans: Sequence[WardScan], specs: Collection[str], drawn: set[str]) -> str:
    if not specs:
        return "No measure that may be compared has both values and outlines of its wards."
    if len(scans) == 1:
        return ""
    told = f"{counted(len(specs), 'measure')} of {len(scans)} can be chosen on the map to point at"
    more = len(specs) - len(drawn)
    verb = "is" if more == 1 else "are"
    return f"{told} and zoom." + (f" {more} of them {verb} not drawn here." if more else "")


def _web_map(evidence: Evidence, page: Page, specs: "dict[str, Spec[WardMapOptions]]") -> str:
    if not specs:
        return ""
    from jsna.figures.table import figure_table
    from jsna.figures.web_map_layers import MapLayer, WebMap

    layers = tuple(
        MapLayer(spec, figure_table(spec).html(), evidence.cite(spec)) for spec in specs.values()
    )
    codes = evidence.geography.outlines("ward")["code"]
    name = f"Wards of {evidence.area.name} by measure"
    own = WebMap(
        layers,
        f"{evidence.topic}.wards",
        name,
        {code: ward_page(code) + ".html" for code in codes},
        page.basemap,
    )
    return page.web_map(own, name)
