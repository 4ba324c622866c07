"""Deprivation by ward: residents, scores, how well the look-up fits; MSOAs where it does not."""

from typing import Final

import pandas as pd

from jsna.analysis.deprivation import DECILE, RESIDENTS, deprivation_shares, ward_table
from jsna.analysis.small_area_scores import DENOMINATORS, POOR_FIT, ward_fit, ward_scores
from jsna.analysis.small_area_values import INDEX_IDS, held_ids, scores_and_people
from jsna.chapter.evidence import Evidence
from jsna.chapter.neighbourhoods import (
    NOTE,
    deprivation_source,
    own_neighbourhoods,
)
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, block, details, sections, table_block
from jsna.geo.corners import mean_corners
from jsna.narrative.deprivation_words import SCORE_WORDS, shares_of_residents
from jsna.narrative.english import counted
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.numbers import format_value

TENTH, FIFTH = "Residents in the most deprived tenth", "Residents in the most deprived fifth"
FEWEST_CORNERS: Final = 60
"""On average of an outline: super-generalised ones have about twenty, generalised ones hundreds."""
NOT_MEASURABLE: Final = (
    "How well neighbourhoods fit their ward is not measurable with these outlines, which are"
    " generalised: it takes detailed ones, or the residents on each side."
)
INSIDE: Final = "Surface inside the ward, fit"
IN_WARD_TABLE: Final = {
    "imd": "Deprivation score",
    "idaci": "Children in income deprivation (score)",
    "idaopi": "Older people in income deprivation (score)",
}
DECIMALS: Final = dict.fromkeys(("income", "employment", "idaci", "idaopi"), 3) | dict.fromkeys(
    ("health", "crime"), 2
)
"""Measure -> decimals of its score; 1 where it is not said."""
METHOD: Final = "scores-of-wards"
NO_SCORES: Final = (
    "Wards have no score here, since the files used hold none: ranks and deciles are"
    " never averaged."
)


@section("Wards")
def wards(evidence: Evidence, page: Page) -> str:
    """Return a table of the wards, the most residents in the most deprived fifth first."""
    edition, lsoas = own_neighbourhoods(evidence)
    rows = ward_table(lsoas)
    fit = ward_fit(lsoas, lsoas.set_index("lsoa_code")["residents"]).set_index("ward_code")
    fit = fit.loc[rows["ward_code"]].reset_index()
    measured = _can_be_measured(evidence)
    unsure = not measured or bool((fit["note"] != "").any())
    scores = scores_by(evidence, edition, lsoas, "ward_code")
    frame = _shares(rows, "Ward", rows["ward_name"])
    shown = [name for name in IN_WARD_TABLE if name in scores]
    for name in shown:
        frame[IN_WARD_TABLE[name]] = scores[name].reindex(rows["ward_code"]).to_numpy()
    if measured:
        frame[INSIDE] = fit.apply(_fit_words, axis=1)
    what = "Residents, scores and fit" if measured else "Residents and scores"
    caption = f"{what} by ward, {evidence.area.name}, {edition} edition"
    decimals = _places(frame) | {IN_WARD_TABLE[name]: DECIMALS.get(name, 1) for name in shown}
    units = dict.fromkeys((TENTH, FIFTH), "%")
    held = [DECILE, RESIDENTS, *held_ids(scores.columns, "score")]
    return sections(
        escape_markdown(_opening(fit, measured)),
        table_block(evidence, "wards", PageTable(frame, caption, units, "Ward", decimals)),
        "" if evidence.priority else _by_domain(evidence, edition, lsoas, scores),
        "" if evidence.priority else _msoas(evidence, edition, lsoas, unsure),
        deprivation_source(evidence, edition, held, METHOD, NOTE, *_notes(shown)),
        _more(evidence),
    )


def scores_by(evidence: Evidence, edition: str, lsoas: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the scores of larger areas: a row per area, a column per measure; none without scores.

    Args:
        evidence: Whose chapter.
        edition: Of the Indices.
        lsoas: One row per LSOA and larger area: lsoa_code and `by`.
        by: The column of the larger area.
    """
    codes = lsoas["lsoa_code"].drop_duplicates()
    vintage = evidence.geography.vintages.get("lsoa", "")
    found = scores_and_people(evidence.facts_of_several(INDEX_IDS), codes, vintage, edition)
    if found.empty or not len(found.columns):
        return pd.DataFrame(index=pd.Index(lsoas[by].unique(), name=by))
    joined = lsoas[[by, "lsoa_code"]].merge(found, left_on="lsoa_code", right_index=True)
    long = ward_scores(joined.drop(columns="lsoa_code"), by)
    wide = long.pivot_table("value", by, "measure")
    return wide[[name for name in DENOMINATORS if name in wide]]


def _shares(rows: pd.DataFrame, head: str, names: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {
            head: names,
            "LSOAs": rows["lsoas"] + rows["lsoas_without_decile"],
            "Residents": rows["residents"],
            TENTH: shares_of_residents(rows["share_residents_1"]),
            FIFTH: shares_of_residents(rows["share_residents_2"]),
        }
    )


def _places(frame: pd.DataFrame) -> dict[str, int]:
    whole = {"LSOAs": 0, "Residents": 0}
    return {str(name): whole.get(str(name), 1) for name in frame.columns[1:]}


def _fit_words(row: pd.Series) -> str:
    """How much of the surface of a ward's neighbourhoods lies inside it, and what to know."""
    if pd.isna(row["fit"]):
        return str(row["note"])
    return f"{format_value(row['fit'], '%', 0)}, {row['note'] or 'good fit'}"


def _can_be_measured(evidence: Evidence) -> bool:
    """Whether outlines are fine enough that what of a neighbourhood lies in a ward can be told.

    Generalised ones cut corners by as much as a neighbourhood is wide. Invented outlines are
    drawn with few corners and are exact.
    """
    if evidence.area.synthetic:
        return True
    return mean_corners(evidence.geography.outlines("lsoa")) >= FEWEST_CORNERS


def _opening(fit: pd.DataFrame, measured: bool) -> str:
    opening = (
        "A neighbourhood (LSOA) counts whole for the ward that the best-fit look-up gives it."
        " Wards are not ranked: with few neighbourhoods each, their order says little."
    )
    single = int((fit["lsoas"] == 1).sum())
    poor = int((fit["poorest"] < POOR_FIT).sum())
    if single:
        opening += f" {single} of {len(fit)} wards are a single neighbourhood."
    if not measured:
        return f"{opening} {NOT_MEASURABLE}"
    if poor:
        opening += (
            f" {poor} of {len(fit)} wards fit poorly: of at least one neighbourhood that counts for"
            f" them less than {POOR_FIT:g}% of the surface lies inside. A part of the surface need"
            " not hold the same part of the residents."
        )
    if fit["poorest"].isna().any():
        opening += " How much of the surface lies inside is not known of every ward: no outlines."
    return opening


def _by_domain(evidence: Evidence, edition: str, lsoas: pd.DataFrame, scores: pd.DataFrame) -> str:
    """The scores of every index and domain, folded; which file brings them where there are none."""
    if not len(scores.columns):
        return NO_SCORES
    names = lsoas.drop_duplicates("ward_code").set_index("ward_code")["ward_name"]
    area = f"All of {evidence.area.name}"
    whole = scores_by(evidence, edition, lsoas.assign(area=area), "area")
    rows = pd.concat([scores.set_axis(scores.index.map(names)).sort_index(), whole])
    titles = {name: SCORE_WORDS[str(name)] for name in scores}
    frame = rows.rename(columns=titles).rename_axis("Ward").reset_index()
    decimals = {titles[name]: DECIMALS.get(str(name), 1) for name in scores}
    caption = f"Scores of deprivation by ward, {evidence.area.name}, {edition} edition"
    table = table_block(evidence, "ward-scores", PageTable(frame, caption, {}, "Ward", decimals))
    return details("Scores of every index and domain by ward", table)


def _msoas(evidence: Evidence, edition: str, lsoas: pd.DataFrame, needed: bool) -> str:
    """The shares by MSOA, folded, since LSOAs nest in MSOAs and not in wards."""
    if "msoa_name" not in lsoas or (lsoas["msoa_name"] == "").all():
        none = "There are no middle layer areas (MSOAs) to offer instead: the files used hold none."
        return none if needed else ""
    rows = deprivation_shares(lsoas[lsoas["msoa_name"] != ""], "msoa_name")
    frame = _shares(rows, "MSOA", rows["msoa_name"])
    caption = f"Residents by deprivation and MSOA, {evidence.area.name}, {edition} edition"
    units = dict.fromkeys((TENTH, FIFTH), "%")
    table = table_block(evidence, "msoas", PageTable(frame, caption, units, "MSOA", _places(frame)))
    words = f"Instead of wards: {counted(len(frame), 'middle layer area')} (MSOAs), made of whole"
    return details(f"{words} neighbourhoods", table)


def _notes(shown: list[str]) -> list[str]:
    if not shown:
        return []
    return [
        "Scores are means of the neighbourhoods', weighted by the residents whom each speaks of"
        " (all; children aged 0 to 15; people aged 60 and over for older people; people of"
        " working age for employment) as the publisher counted them. A higher score is more"
        " deprived. They are no samples and have no interval."
    ]


def _more(evidence: Evidence) -> str:
    if not evidence.priority:
        return ""
    words = "What drives deprivation, where it clusters and the fit of wards"
    return block("read", f"{words}: [the page on deprivation](deprivation-map.qmd).")
