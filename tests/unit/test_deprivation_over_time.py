"""The section on deprivation over time: what it shows, and what it says is missing."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from invented_evidence import evidence
from invented_facts import fact, facts_of

from jsna.chapter.cross_border import patients, registered
from jsna.chapter.deprivation_over_time import editions
from jsna.chapter.page import Page
from jsna.errors import SourceError
from jsna.fact_schema import ENGLAND
from jsna.geo.geography import FurtherLookup, Geography
from jsna.settings.project import Project

YEARS = {"2015": "2011", "2019": "2011", "2025": "2021"}
PAIRS = [("E01000001", "E01000001", "U"), ("E01000002", "E01000003", "S"),
         ("E01000002", "E01000004", "S")]  # fmt: skip
RANKS = {
    "2015": {"E01000001": 3, "E01000002": 500}, "2019": {"E01000001": 40, "E01000002": 90},
    "2025": {"E01000001": 90, "E01000003": 70, "E01000004": 950},
}  # fmt: skip


def ranked(*years: str) -> pd.DataFrame:
    """Facts of these editions: 1,000 neighbourhoods ranked in each."""
    rows = []
    for year in years:
        same = {"edition": year, "geography_year": YEARS[year], "sex": "Persons",
                "lower": np.nan, "upper": np.nan, "period": f"{year}-01-01/P1Y"}  # fmt: skip
        for code, rank in RANKS[year].items():
            lsoa = {"area_type": "lsoa", **same}
            rows.append(fact(code, rank, indicator_id="imd-rank", **lsoa))
            rows.append(fact(code, -(-rank // 100), indicator_id="imd-decile", **lsoa))
        rows.append(fact(ENGLAND, 1000, indicator_id="small-areas-ranked", **same))
    return facts_of(*rows)


@pytest.fixture
def shown(settings, tmp_path):
    """Show a section of an area with these editions, without its HTML."""

    def show(section, *years, changes=True, crosswalk=None, priority=False):
        used = [settings.indicators["imd-decile"]]
        made = evidence(ranked(*years), used, {}, tmp_path, priority)
        lookup = pd.DataFrame(
            {
                "lsoa_code": ["E01000001", "E01000003", "E01000004"],
                "lsoa_name": ["A 001A", "A 001C", "A 001D"], "ward_name": ["Quay", "Hill", "Mill"],
            }
        )  # fmt: skip
        pairs = pd.DataFrame(PAIRS, columns=["former_lsoa_code", "lsoa_code", "change"])
        pairs["former_lsoa_name"] = "A 00" + pairs["former_lsoa_code"].str[-1]
        pairs["lsoa_name"] = pairs["lsoa_code"].map(lookup.set_index("lsoa_code")["lsoa_name"])
        became = FurtherLookup(pairs, {"lsoa": "2021", "former_lsoa": "2011"}, ("a" * 64,))
        geography = Geography(
            made.area.code, {}, lookup, {"lsoa": "2021", "ward": "2024"}, "best fit", (),
            lsoa_changes=became if changes else FurtherLookup(),
            board_crosswalk=crosswalk or FurtherLookup(),
        )  # fmt: skip
        area = made.area.model_copy(update={"board_crosswalk": "A board's papers"})
        project = Project(made.project.paths, settings, area, made.strategy)
        whole = replace(made, project=project, open_geography=lambda: geography)
        html = section(whole, Page(tmp_path, in_pack=True))
        return " ".join(re.sub(r"<[^>]+>", " ", html).split())

    return show


def test_editions_stand_side_by_side_and_who_stayed_is_named(shown, tmp_path):
    text = shown(editions, *YEARS)
    assert "**1 of the 2 neighbourhoods that can be followed was in England's" in text
    assert "2015 2011 1,000 2 1 50.0" in text
    assert "2025 2021 1,000 3 2 66.7" in text
    assert "2015 to 2019 2 1 0 1" in text
    # one of the parts of what was split is far from the tenth: as a whole it left
    assert "2019 to 2025 2 1 1 0" in text
    assert "A 001A Quay 0.3 4.0 9.0" in text
    assert "can't be said" in text
    assert "score" not in text.replace("Scores are never compared", "")
    file = pd.read_csv(tmp_path / "figures" / "area.deprivation.editions.csv")
    split = file[file["place"] == "E01000002"].set_index("edition")
    assert split.loc[2025, ["lsoas", "tenth", "best", "worst"]].tolist() == [2, "some", 7.0, 95.0]
    assert split.loc[2025, "ward"] == "Hill and Mill"


def test_an_edition_that_is_lacking_is_named_with_its_file(shown):
    text = shown(editions, "2015", "2025")
    assert "in England's most deprived tenth in 2015 and 2025" in text
    assert "no ranks of the 2019 edition" in text
    assert "File 7" in text


def test_without_a_look_up_of_changes_shares_are_shown_and_nothing_is_followed(shown):
    text = shown(editions, *YEARS, changes=False)
    assert text.startswith(
        "No neighbourhood is followed: these editions are on LSOAs of 2011 and of"
    )
    assert "between them. It is in [LSOA (2011) to LSOA (2021) to LAD look-up" in text
    assert "2025 2021 1,000 3 2 66.7" in text
    assert "Stayed" not in text


def test_without_a_look_up_two_editions_of_one_census_are_told_from_the_areas_own(shown):
    assert "on LSOAs of 2011 and of 2021," in shown(editions, "2015", "2019", changes=False)


def test_one_edition_alone_is_no_time(shown):
    text = shown(editions, "2025")
    assert text.startswith("The files used hold one edition of the index")
    assert "no ranks of the 2015 edition" in text
    assert "66.7" not in text


def test_a_priority_leaves_it_to_the_page_of_deprivation(shown):
    assert shown(editions, *YEARS, priority=True) == ""


ROWS = [("E06000099", "Anytown", "00A", "NHS A CCG", 12.0, 90.0),
        ("E06000099", "Anytown", "00B", "NHS B CCG", 95.0, 4.0),
        ("E10000099", "Anyshire", "00A", "NHS A CCG", 88.0, 30.0)]  # fmt: skip


def test_the_page_of_care_across_borders_tells_shares_both_ways_and_what_is_missing(
    shown, tmp_path
):
    columns = ["board_code", "board_name", "ccg_code", "ccg_name", "of_ccg", "of_board"]
    rows = pd.DataFrame(ROWS, columns=columns)
    crosswalk = FurtherLookup(rows, {"mapping": "2031-33"}, ("a" * 64,))
    text = shown(registered, "2025", crosswalk=crosswalk)
    assert "**90.0% of Anytown's registered residents were with NHS A CCG" in text
    assert "NHS A CCG 00A 90.0 12.0 Anyshire NHS B CCG 00B 4.0 95.0 Anytown" in text
    assert "add up to 94.0%, more than rounding can explain" in text
    assert "Source: A board's papers." in text
    assert len(pd.read_csv(tmp_path / "figures" / "area.registered.csv")) == 3
    where = shown(patients, "2025", crosswalk=crosswalk)
    assert "NHS A CCG Anyshire 88.0 NHS A CCG Anytown 12.0 NHS B CCG Anytown 95.0" in where
    assert "do not add up to 100.0%: NHS B CCG 95.0%, more than rounding can explain" in where


def test_without_the_table_the_page_says_what_to_bring(shown):
    with pytest.raises(SourceError, match="no table of commissioning groups to Anytown's board"):
        shown(registered, "2025")
