"""The council's own areas: residents and deprivation of what it made out of small areas."""

from collections import Counter
from typing import Final

import pandas as pd

from jsna.analysis.aggregation import combined, refusal
from jsna.analysis.custom_areas import NAME, of_both, overlaps
from jsna.analysis.deprivation import DECILE, RESIDENTS, deprivation_shares
from jsna.analysis.small_area_values import held_ids
from jsna.chapter.deprivation_wards import DECIMALS, IN_WARD_TABLE, scores_by
from jsna.chapter.evidence import Evidence
from jsna.chapter.neighbourhoods import NOTE, deprivation_source, own_neighbourhoods
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, block, bullets, sections, table_block
from jsna.errors import SourceError, UserFileError
from jsna.geo.custom_areas import members
from jsna.narrative.deprivation_words import shares_of_residents
from jsna.narrative.english import counted, sentence
from jsna.narrative.markdown import escape_markdown
from jsna.settings.indicator import Indicator

METHOD: Final = "values-of-groups-of-areas"
TENTH, FIFTH = "In the most deprived tenth", "In the most deprived fifth"
ELSEWHERE: Final = (
    "the files used hold none for neighbourhoods (LSOAs), of which these areas are made"
)


@section("The council's own areas")
def custom_areas(evidence: Evidence, page: Page) -> str:
    """Return residents and deprivation of each custom area; nothing where none is named.

    Raises:
        SourceError: the data hold no index of deprivation, or a part is not in the look-up.
    """
    if evidence.priority or not evidence.area.custom_areas:
        return ""
    edition, lsoas = own_neighbourhoods(evidence)
    try:
        rows, told = _placed(evidence, lsoas)
    except UserFileError as error:
        raise SourceError(*error.problems) from error
    without = [a.name for a in evidence.area.custom_areas if a.name not in set(rows[NAME])]
    told += [
        f"{name}: no neighbourhood lies mostly inside it, so it has no figures." for name in without
    ]
    table, held = _table(evidence, edition, rows, lsoas) if len(rows) else ("", [DECILE])
    return sections(
        "Areas that the council put together itself. Only what adds up is added up.",
        table,
        bullets(escape_markdown(text) for text in [*told, *_overlap(rows, lsoas)]),
        _refused(evidence),
        deprivation_source(
            evidence, edition, held, METHOD, NOTE, files=evidence.geography.sector_ids
        ),
    )


def _placed(evidence: Evidence, lsoas: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The look-up's rows of each custom area, and what is to be said of areas of sectors."""
    by_sector, sectors = members(evidence.area, "sectors"), evidence.geography.sectors
    rows = of_both(members(evidence.area, "lsoas"), by_sector, sectors, lsoas)
    if by_sector.empty:
        return rows, []
    if sectors.empty:
        names = ", ".join(by_sector[NAME].unique())
        return rows, [
            f"{names}: postcode sectors can't be placed, as the files used hold no look-up of them."
        ]
    named = sectors[sectors["sector"].isin(by_sector["sector"])]
    outside = named.loc[~named["lsoa_code"].isin(lsoas["lsoa_code"]), "lsoa_code"].nunique()
    told = [
        "A postcode sector is no statistical area: each neighbourhood goes whole to the area in"
        f" whose sectors most of it lies ({evidence.geography.sector_method}), or to none."
    ]
    if outside:
        told.append(
            f"{counted(outside, 'neighbourhood')} of these sectors outside {evidence.area.name}"
            f" {'is' if outside == 1 else 'are'} not counted."
        )
    return rows, told


def _table(
    evidence: Evidence, edition: str, rows: pd.DataFrame, lsoas: pd.DataFrame
) -> tuple[str, list[str]]:
    """The table of the areas, in the settings' order, and the indicators it is made of."""
    whole = lsoas.assign(**{NAME: f"All of {evidence.area.name}", "share": 1.0})
    every = pd.concat([rows, whole], ignore_index=True)
    order = every[NAME].drop_duplicates()
    shares = deprivation_shares(every, NAME).set_index(NAME).loc[order]
    ages = _residents(evidence, every).reindex(order)
    scores = scores_by(evidence, edition, every, NAME).reindex(order)
    shown = {measure: name for measure, name in IN_WARD_TABLE.items() if measure in scores}
    frame = pd.DataFrame(
        {
            "Area": order.to_numpy(),
            "LSOAs": (shares["lsoas"] + shares["lsoas_without_decile"]).to_numpy(),
            "Residents": shares["residents"].to_numpy(),
            **{f"Aged {age}": ages[age].to_numpy() for age in ages},
            TENTH: shares_of_residents(shares["share_residents_1"]).to_numpy(),
            FIFTH: shares_of_residents(shares["share_residents_2"]).to_numpy(),
            **{name: scores[measure].to_numpy() for measure, name in shown.items()},
        }
    )
    if evidence.geography.sector_ids:
        frame["In its sectors"] = _fit(every).reindex(order).to_numpy()
    decimals = {str(name): 0 for name in frame.columns[1:]}
    decimals |= {name: DECIMALS.get(measure, 1) for measure, name in shown.items()}
    units = dict.fromkeys((TENTH, FIFTH, *frame.filter(["In its sectors"])), "%")
    caption = f"Residents and deprivation of the council's own areas, {edition} edition"
    table = table_block(
        evidence, "custom-areas", PageTable(frame, caption, units, "Area", decimals)
    )
    return table, [DECILE, RESIDENTS, *held_ids(scores.columns, "score")]


def _residents(evidence: Evidence, rows: pd.DataFrame) -> pd.DataFrame:
    """Residents of the youngest and the oldest age band of the census, added up."""
    census = evidence.facts_of(RESIDENTS)
    ends = census["age"].str.startswith("0-") | census["age"].str.endswith("+")
    people = census.loc[
        ends & (census["sex"] == "Persons"), ["area_code", "age", "value", "status"]
    ]
    if people.empty:
        return pd.DataFrame(index=pd.Index(rows[NAME].unique(), name=NAME))
    joined = rows[[NAME, "lsoa_code"]].merge(people, left_on="lsoa_code", right_on="area_code")
    sums = combined(joined, [NAME, "age"], RESIDENTS, "count")
    return sums.pivot_table("value", NAME, "age")


def _fit(rows: pd.DataFrame) -> pd.Series:
    """Of each area's residents, the share in its sectors, %; 100 for areas of LSOAs."""
    weighted = (rows["share"] * rows["residents"]).groupby(rows[NAME]).sum(min_count=1)
    return 100 * weighted / rows.groupby(NAME)["residents"].sum(min_count=1)


def _overlap(rows: pd.DataFrame, lsoas: pd.DataFrame) -> list[str]:
    twice = overlaps(rows)
    if not twice:
        return []
    names = lsoas.set_index("lsoa_code")["lsoa_name"]
    few = ", ".join(names[code] for code in twice[:5])
    more = f" and {len(twice) - 5} more" if len(twice) > 5 else ""
    return [
        f"These areas overlap in {counted(len(twice), 'neighbourhood')} ({few}{more}): their"
        " figures are never added up."
    ]


def _no_small_figures(evidence: Evidence, indicator: Indicator) -> str:
    """Why an indicator has no figures to add up; "" where it has."""
    if "lsoa" not in indicator.levels:  # figures that can't be there are not looked for
        return ELSEWHERE
    held = (evidence.facts_of(indicator.id)["area_type"] == "lsoa").any()
    return "" if held else ELSEWHERE


def _refused(evidence: Evidence) -> str:
    """Why the measures of the strategy, and ranks, are not worked out for areas like these."""
    used = {id for priority in evidence.strategy.priorities for id in priority.indicators}
    reasons: Counter[str] = Counter()
    for id in sorted(used):
        indicator = evidence.settings.indicators[id]
        why = refusal(id, indicator.value_type) or _no_small_figures(evidence, indicator)
        reasons[why] += bool(why)
    items = [sentence(refusal(DECILE, "other").capitalize())]
    items += [
        sentence(f"{n} of the strategy's {counted(len(used), 'indicator')}: {why}")
        for why, n in reasons.most_common()
        if why
    ]
    return block(
        "read", "### Not worked out for these areas", "", bullets(map(escape_markdown, items))
    )
