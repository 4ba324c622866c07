"""What drives deprivation: how much each domain gives of the score, here and in each ward."""

from dataclasses import replace
from typing import Final

import pandas as pd

from jsna.analysis.deprivation_drivers import DOMAINS, drivers, main_drivers
from jsna.analysis.small_area_values import (
    INDEX_IDS,
    PLACES,
    domain_ranks,
    indicator_of,
    places_ranked,
    residents_behind,
)
from jsna.chapter.evidence import Evidence
from jsna.chapter.listing import whole_as_csv
from jsna.chapter.neighbourhoods import (
    deprivation_source,
    ids_of,
    own_neighbourhoods,
    where_from,
)
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, sections, table_block
from jsna.figures.about import About
from jsna.figures.kinds.part_bars import part_bars_spec
from jsna.narrative.deprivation_words import DOMAIN_WORDS, above_england, drivers_headline
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.numbers import format_change, format_number

METHOD: Final = "domain-drivers"
ENGLAND: Final = "England's spread"
RULE: Final = (
    "Domain scores stand on different scales, so that the largest one says nothing. Ranks put them"
    " on one: the points that each domain gives of the index's score, by the publisher's own"
    " formula and weights. Income and employment weigh most and come first in many places, so look"
    " at what stands above England too. Domains overlap: they are no list of causes."
)
SPREAD: Final = (
    "England's spread: what each domain would give if the neighbourhoods stood as far apart as all"
    " of England's do."
)


@section("What drives deprivation")
def domain_drivers(evidence: Evidence, page: Page) -> str:
    """Return what each domain gives of the area's score, as a figure, and of each ward's."""
    if evidence.priority:
        return ""
    edition, lsoas = own_neighbourhoods(evidence)
    facts = evidence.facts_of_several(INDEX_IDS)
    vintage = evidence.geography.vintages.get("lsoa", "")
    places = places_ranked(facts, edition)
    ranks = domain_ranks(facts, lsoas["lsoa_code"], vintage, edition)
    if ranks is None or places is None:
        return where_from(evidence, edition, "domains")
    residents, counted = residents_behind(facts, lsoas["lsoa_code"], edition)
    codes = lsoas.set_index("lsoa_code")
    area = drivers(ranks, residents, pd.Series(evidence.area.code, ranks.index, name="a"), places)
    wards = drivers(ranks, residents, codes["ward_code"], places)
    used = [*(indicator_of(name, "rank") for name in DOMAINS), PLACES, counted]
    note = f"Ranks are among {format_number(places, 0)} neighbourhoods of England."
    if area["points"].isna().any():
        first = "One neighbourhood has no rank or no residents, so the whole area has no score."
    else:
        first = sections(
            escape_markdown(above_england(area)), _figure(evidence, page, edition, area, used)
        )
    return sections(
        escape_markdown(RULE),
        first,
        _ward_table(evidence, page, edition, wards, codes),
        deprivation_source(evidence, edition, used, METHOD, note, SPREAD),
    )


def _figure(
    evidence: Evidence, page: Page, edition: str, area: pd.DataFrame, used: list[str]
) -> str:
    ids = ids_of(evidence, edition, used)
    frame = pd.DataFrame(
        {
            "part": area["domain"].map(DOMAIN_WORDS),
            "value": area["points"],
            "comparator": area["england"],
            "status": "final",
        }
    )
    name = evidence.area.name
    about = About(
        id=f"{evidence.topic}.domains.parts",
        headline=drivers_headline(name, area, edition),
        subtitle=f"Points that each domain gives of the Index of Multiple Deprivation's score,"
        f" {name}, {edition} edition; the black mark is England's spread",
        measure="Points of the deprivation score by domain",
        place=name,
        unit="points",
        decimals=1,
        source=evidence.source_line(f"{evidence.source_of(PLACES)}, {edition} edition", ids),
        snapshot_ids=ids,
        method=METHOD,
        notes=(SPREAD,),
        synthetic=evidence.area.synthetic,
    )
    spec = part_bars_spec(frame, about, comparator=ENGLAND)
    spec = replace(spec, sentence=f"{about.headline}.")
    return page.figure(spec, evidence.cite(spec))


def _ward_table(
    evidence: Evidence, page: Page, edition: str, wards: pd.DataFrame, codes: pd.DataFrame
) -> str:
    """Each ward's main domain and the one furthest above England's; all parts as a file."""
    names = codes.drop_duplicates("ward_code").set_index("ward_code")["ward_name"]
    main = main_drivers(wards, "ward_code").set_index("ward_code")
    rows = pd.DataFrame({"Ward": names}).join(main).sort_values("Ward")
    known = wards.dropna(subset=["above_england"])
    far = known.loc[known.groupby("ward_code")["above_england"].idxmax()].set_index("ward_code")
    frame = pd.DataFrame(
        {
            "Ward": rows["Ward"],
            "Score": rows["score"],
            "Main domain": rows["domain"].map(DOMAIN_WORDS),
            "Points": rows["points"],
            "Share of score": rows["share"],
            "Above England": rows["above_england"].map(_signed, na_action="ignore"),
            "Furthest above England": far.apply(_furthest, axis=1).reindex(rows.index),
        }
    )
    caption = f"Main domain of deprivation by ward, {evidence.area.name}, {edition} edition"
    units = {"Share of score": "%", "Points": "", "Above England": "points"}
    decimals = {"Score": 1, "Points": 1, "Share of score": 0}
    table = table_block(evidence, "drivers", PageTable(frame, caption, units, "Ward", decimals))
    columns = ["ward_name", "domain", "points", "share", "england", "above_england", "score"]
    whole = wards.assign(ward_name=wards["ward_code"].map(names))[["ward_code", *columns]]
    file = whole_as_csv(
        evidence, page, "domains.wards", whole.round(3), "Every domain of each ward"
    )
    return sections("### Wards", table, file)


def _signed(points: float) -> str:
    return format_change(points, 1)


def _furthest(row: pd.Series) -> str:
    if round(row["above_england"], 1) <= 0:
        return "none is above"
    return f"{DOMAIN_WORDS[row['domain']]}, {_signed(row['above_england'])}"
