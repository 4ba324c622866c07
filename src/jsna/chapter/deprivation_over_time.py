"""Deprivation over time: editions side by side, each in its own year, and who stayed in the tenth.

Only standing among England's neighbourhoods is followed; scores of editions are never compared.
"""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from jsna.analysis.deprivation import DECILE
from jsna.analysis.deprivation_editions import (
    ALL,
    RANK,
    RANKED,
    SOME,
    edition_shares,
    matched_places,
    moves,
    ranked_lsoas,
    standings,
    stayed,
)
from jsna.chapter.evidence import Evidence, snapshot_ids
from jsna.chapter.listing import listing, whole_as_csv
from jsna.chapter.neighbourhoods import method_link, where_from
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, sections, source_note, table_block
from jsna.narrative.edition_words import (
    NOT_SAID,
    followed_sentences,
    no_look_up,
    standing_words,
    stayed_headline,
    too_few,
)
from jsna.narrative.english import listed
from jsna.narrative.markdown import escape_markdown, web_link
from jsna.sources.deprivation.indices_of_deprivation import EDITION_OF_DISTRICTS
from jsna.sources.geography.source_ids import LOOKUPS

METHOD: Final = "deprivation-over-time"
USED: Final = (DECILE, RANK, RANKED)


@section("Deprivation over time")
def editions(evidence: Evidence, page: Page) -> str:
    """Return each edition's shares, who stayed in the most deprived tenth, and what is missing."""
    if evidence.priority:
        return ""
    geography = evidence.geography
    own = geography.lookup["lsoa_code"]
    ranked = ranked_lsoas(evidence.facts_of_several(USED), own, geography.vintages.get("lsoa", ""))
    shares = edition_shares(ranked)
    if len(shares) < 2:
        return sections(too_few(len(shares)), *_lacking(evidence, shares["edition"]))
    places = _places(evidence, own)
    followed = (
        _followed(evidence, page, ranked, places) if len(places) else [_no_match(evidence, ranked)]
    )
    return sections(
        followed[0],
        escape_markdown(NOT_SAID),
        _shares(evidence, shares),
        *followed[1:],
        *_lacking(evidence, shares["edition"]),
        _sources(evidence),
    )


def _places(evidence: Evidence, own: pd.Series) -> pd.DataFrame:
    """The places that the look-up of changes makes of the area's LSOAs; no rows without one."""
    changes = evidence.geography.lsoa_changes
    if changes.rows.empty:
        return pd.DataFrame()
    years = {"former_year": changes.years["former_lsoa"], "year": changes.years["lsoa"]}
    names = changes.rows.drop_duplicates("lsoa_code").set_index("lsoa_code")["lsoa_name"]
    places = matched_places(changes.rows, own).assign(**years)
    return places.assign(lsoa_name=places["lsoa_code"].map(names))


def _shares(evidence: Evidence, shares: pd.DataFrame) -> str:
    frame = pd.DataFrame(
        {
            "Edition": shares["edition"],
            "LSOAs of": shares["geography_year"],
            "Ranked in England": shares["ranked"],
            "Neighbourhoods": shares["lsoas"],
            "In the most deprived tenth": shares["lsoas_1"],
            "Share in the tenth": shares["share_1"],
            "In the most deprived fifth": shares["lsoas_2"],
            "Share in the fifth": shares["share_2"],
        }
    )
    decimals = dict.fromkeys(frame.columns[2:], 0)
    decimals |= {"Share in the tenth": 1, "Share in the fifth": 1}
    units = {"Share in the tenth": "%", "Share in the fifth": "%"}
    caption = f"Neighbourhoods by deprivation in each edition's own year, {evidence.area.name}"
    return table_block(evidence, "editions", PageTable(frame, caption, units, "Edition", decimals))


def _followed(
    evidence: Evidence, page: Page, ranked: pd.DataFrame, places: pd.DataFrame
) -> list[str]:
    """The finding first; then how many can be followed, their moves, who stayed, and the file."""
    standing = standings(ranked, places)
    kept = stayed(standing)
    years = sorted(standing["edition"].unique())
    ever = standing.loc[standing["tenth"].isin([ALL, SOME]), "place"].nunique()
    finding = stayed_headline(int(kept.sum()), ever, int(kept.notna().sum()), years)
    told = followed_sentences(
        evidence.area.name, places, evidence.geography.lookup["lsoa_code"].nunique()
    )
    names = _names(evidence, places)
    return [
        f"**{escape_markdown(finding)}.**",
        escape_markdown(" ".join(told)),
        _moves(evidence, standing) if ever else "",
        _stayed(evidence, standing, kept, names),
        _file(evidence, page, standing, places, names),
    ]


def _names(evidence: Evidence, places: pd.DataFrame) -> pd.DataFrame:
    """Name, ward and what became of each place: one row per place."""
    rows = evidence.geography.lsoa_changes.rows
    old = rows.drop_duplicates("former_lsoa_code").set_index("former_lsoa_code")["former_lsoa_name"]
    new = rows.drop_duplicates("lsoa_code").set_index("lsoa_code")["lsoa_name"]
    every = pd.concat([new, old])
    every = every[~every.index.duplicated()]
    wards = evidence.geography.lookup.set_index("lsoa_code")["ward_name"]
    held = places.assign(ward=places["lsoa_code"].map(wards)).dropna(subset=["ward"])
    table = held.groupby("place").agg(
        kind=("kind", "first"), ward=("ward", lambda names: listed(sorted(set(names))))
    )
    return table.assign(name=table.index.map(every))


def _moves(evidence: Evidence, standing: pd.DataFrame) -> str:
    rows = moves(standing)
    frame = pd.DataFrame(
        {
            "Editions": rows["earlier"] + " to " + rows["later"],
            "Followed": rows["places"],
            "Stayed in the tenth": rows["stayed"],
            "Left the tenth": rows["left"],
            "Entered the tenth": rows["entered"],
        }
    )
    caption = (
        "Neighbourhoods that stayed in, left and entered England's most deprived tenth,"
        f" {evidence.area.name}"
    )
    decimals = dict.fromkeys(frame.columns[1:], 0)
    return table_block(evidence, "moves", PageTable(frame, caption, {}, "Editions", decimals))


def _stayed(
    evidence: Evidence, standing: pd.DataFrame, kept: pd.Series, names: pd.DataFrame
) -> str:
    """Where those that stayed stood in each edition, in the order of wards."""
    told = standing.assign(
        words=[
            standing_words(*pair) for pair in zip(standing["best"], standing["worst"], strict=True)
        ]
    )
    wide = told.set_index(["place", "edition"])["words"].unstack()  # noqa: PD010
    rows = names[["name", "ward"]].join(wide, how="inner")
    rows = rows[kept.reindex(rows.index).fillna(False).astype("bool")].sort_values(["ward", "name"])
    frame = rows.rename(columns={"name": "Neighbourhood", "ward": "Ward"})
    caption = (
        f"Neighbourhoods of {evidence.area.name} in the most deprived tenth in every edition: the"
        " share of England's neighbourhoods that were as deprived or more"
    )
    units = dict.fromkeys(map(str, wide.columns), "%")
    return listing(evidence, "stayed", frame, caption, "Neighbourhood", units)


def _file(
    evidence: Evidence,
    page: Page,
    standing: pd.DataFrame,
    places: pd.DataFrame,
    names: pd.DataFrame,
) -> str:
    """Every place in every edition; those that can't be followed without a standing."""
    every = names.reset_index().merge(standing, on="place", how="left").round(2)
    lsoas = places.groupby("place").agg(
        former_lsoas=("former_lsoa_code", lambda codes: " ".join(sorted(set(codes)))),
        newer_lsoas=("lsoa_code", lambda codes: " ".join(sorted(set(codes)))),
    )
    whole = every.join(lsoas, on="place")
    return whole_as_csv(evidence, page, "deprivation.editions", whole, "Every place and edition")


def _no_match(evidence: Evidence, ranked: pd.DataFrame) -> str:
    """That nothing is followed; of a real council also which file would let it be."""
    years = sorted({*ranked["geography_year"], evidence.geography.vintages.get("lsoa", "")} - {""})
    said = escape_markdown(no_look_up(years[0], years[-1]))
    between = f"LSOA ({years[0]}) to LSOA ({years[-1]})"
    files = [] if evidence.area.synthetic else evidence.settings.sources[LOOKUPS].downloads
    links = [web_link(file.title, file.url) for file in files if between in file.title]
    return f"{said} It is in {links[0]}." if links else said


def _lacking(evidence: Evidence, held: Sequence[str]) -> list[str]:
    """Which editions the files used lack, and where each is: nothing of an invented council's."""
    if evidence.area.synthetic:
        return []
    missing = sorted(set(EDITION_OF_DISTRICTS.values()) - set(held))
    return [where_from(evidence, edition, "ranks") for edition in missing]


def _sources(evidence: Evidence) -> str:
    rows = evidence.facts_of_several(USED)
    ids = sorted({*snapshot_ids(rows), *evidence.geography.lsoa_changes.ids})
    source = f"{evidence.source_of(DECILE)}, editions of {listed(sorted(rows['edition'].unique()))}"
    return sections(source_note(evidence, source, ids), method_link(METHOD))
