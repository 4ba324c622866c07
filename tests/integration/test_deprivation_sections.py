"""Drivers, wards, clusters and custom areas of an invented council, and of data without them."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.spatial_clusters import rearrangements
from jsna.chapter import (
    custom_areas,
    deprivation_clusters,
    deprivation_drivers,
    deprivation_wards,
    ward_profile_parts,
    ward_profiles,
)
from jsna.chapter.evidence import Evidence
from jsna.chapter.opening import open_evidence
from jsna.chapter.page import Page
from jsna.chapter.ward_profile_data import wards_of
from jsna.errors import SourceError, UserFileError
from jsna.facts.build import build_facts
from jsna.facts.reads import unnoted
from jsna.settings.custom_area import CustomArea
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project

SLUG = "exampleshire"


pytestmark = pytest.mark.usefixtures("text_as_in_kernels")


@pytest.fixture(scope="module")
def evidence(invented_paths: Paths, settings: Settings) -> Evidence:
    """What the sections on deprivation read."""
    checkout = Project(invented_paths, settings)
    return open_evidence(checkout.of(SLUG, settings.strategies_of(SLUG)[0].slug))


@pytest.fixture(scope="module")
def page(file_paths: Paths) -> Page:
    return Page(file_paths.work / "run", in_pack=True)


def changed(evidence: Evidence, facts: Any = None, geography: Any = None, **area: Any) -> Evidence:
    """The evidence with other facts (a function of the old), geography or settings of the area."""
    project = replace(evidence.project, chosen_area=evidence.area.model_copy(update=area))
    store = unnoted(evidence.store)
    if facts:
        store = replace(store, facts=facts(store.facts).reset_index(drop=True))
    outlines = replace(evidence.geography, **(geography or {}))
    return replace(evidence, project=project, store=store, open_geography=lambda: outlines)


def without(*ids: str) -> Any:
    return lambda facts: facts[~facts["indicator_id"].str.contains("|".join(ids))]


def cells(text: str, name: str) -> list[list[str]]:
    html = text[text.index(f"{{#tbl-area-{name}}}") :]
    html = html[: html.index("</table>")]
    rows = re.findall(r"<tr>.*?</tr>", html)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]


# --- what drives it ---------------------------------------------------------------------------


def test_the_parts_of_the_area_sum_to_the_score_in_the_table_of_wards(
    evidence: Evidence, page: Page
) -> None:
    text = deprivation_drivers.domain_drivers(evidence, page)
    parts = [float(row[1]) for row in cells(text, "domains-parts")[1:]]
    wards = deprivation_wards.wards(evidence, page)
    (whole,) = [row for row in cells(wards, "ward-scores") if row[0] == "All of Exampleshire"]
    assert sum(parts) == pytest.approx(float(whole[1]), abs=0.2)
    assert parts == sorted(parts, reverse=True) and len(parts) == 7
    assert "[Method: domain drivers](methods.qmd#domain-drivers)" in text
    assert len(cells(text, "drivers")) == 26
    whole_file = pd.read_csv(page.folder / "figures" / "area.domains.wards.csv")
    assert len(whole_file) == 25 * 7 and set(whole_file["synthetic"]) == {"SYNTHETIC"}


def test_data_without_domains_name_the_file_that_brings_them(
    evidence: Evidence, page: Page
) -> None:
    for facts in (without("crime-rank"), without("small-areas-ranked")):
        text = deprivation_drivers.domain_drivers(changed(evidence, facts), page)
        assert "hold no domains of the 2025 edition" in text
        assert "File 7" in text and "](<https://assets.publishing" in text
        assert "<table>" not in text


def test_one_rank_that_is_missing_leaves_its_ward_and_the_area_without_a_score(
    evidence: Evidence, page: Page
) -> None:
    def hide(facts: pd.DataFrame) -> pd.DataFrame:
        gone = (facts["indicator_id"] == "crime-rank") & (facts["area_code"] == "E01900024")
        return facts.assign(value=facts["value"].mask(gone))

    text = deprivation_drivers.domain_drivers(changed(evidence, hide), page)
    assert "the whole area has no score" in text
    rows = {row[0]: row for row in cells(text, "drivers")}
    assert rows["Canalside"][1] == "[x]" and rows["Beacon"][1] != "[x]"


def test_a_priority_s_page_points_to_the_area_s(evidence: Evidence, page: Page) -> None:
    priority = replace(evidence, priority=evidence.strategy.priorities[0])
    assert deprivation_drivers.domain_drivers(priority, page) == ""
    assert deprivation_clusters.clusters(priority, page) == ""
    assert custom_areas.custom_areas(priority, page) == ""
    wards = deprivation_wards.wards(priority, page)
    assert "(deprivation-map.qmd)" in wards and "ward-scores" not in wards


# --- wards ------------------------------------------------------------------------------------


def test_ranks_alone_give_no_scores(evidence: Evidence, page: Page) -> None:
    text = deprivation_wards.wards(changed(evidence, without("-score")), page)
    assert "Deprivation score" not in text and "income deprivation (" not in text
    assert "ranks and deciles are never averaged" in text


def test_a_ward_without_deprived_residents_has_none_and_not_nought(
    evidence: Evidence, page: Page
) -> None:
    rows = cells(deprivation_wards.wards(evidence, page), "wards")[1:]
    fifths = {row[0]: row[4] for row in rows}
    assert "none" in fifths.values() and "0.0" not in fifths.values()
    assert max(float(share) for share in fifths.values() if share != "none") > 10
    ward = next(one for one in wards_of(evidence) if fifths[one.name] == "none")
    own = cells(ward_profile_parts.deprivation(evidence, ward), "ward-deprivation")
    assert next(row for row in own if "fifth" in row[0])[1] == "none"
    assert "none</data>" in ward_profiles.all_wards(evidence, page)


def test_each_score_has_the_residents_whom_it_speaks_of(evidence: Evidence, page: Page) -> None:
    """Children all in one neighbourhood: IDACI is that one's, and the IMD score stays."""

    def only_children_of(facts: pd.DataFrame) -> pd.DataFrame:
        children = (facts["indicator_id"] == "deprivation-population") & (facts["age"] == "0-15")
        return facts.assign(
            value=facts["value"].mask(children & (facts["area_code"] != "E01900024"), 0.0)
        )

    before = {r[0]: r for r in cells(deprivation_wards.wards(evidence, page), "wards")}
    after = deprivation_wards.wards(changed(evidence, only_children_of), page)
    rows = {row[0]: row for row in cells(after, "wards")}
    facts = evidence.facts_of("idaci-score").set_index("area_code")["value"]
    place = rows["Ward"].index("Children in income deprivation (score)")
    assert float(rows["Canalside"][place]) == pytest.approx(facts["E01900024"], abs=0.0006)
    assert rows["Beacon"][place] == "[x]"
    assert rows["Canalside"][place - 1] == before["Canalside"][place - 1]


# --- clusters ---------------------------------------------------------------------------------


def test_clusters_use_the_score_or_say_that_they_turn_the_rank_round(
    evidence: Evidence, page: Page
) -> None:
    text = deprivation_clusters.clusters(evidence, page)
    assert "Moran's I of the score" in text and "like lies beside like" in text
    assert re.search(r"p ≤ 0\.0002 from 9,999 random rearrangements with a fixed seed", text)
    assert "q = 0.05" in text
    by_rank = deprivation_clusters.clusters(changed(evidence, without("imd-score")), page)
    assert "rank (turned round, so that higher is more deprived)" in by_rank
    # turned the wrong way, the core would be low among low
    assert "most in Alder Hill" in by_rank


def test_fewer_than_twenty_areas_show_nothing(evidence: Evidence, page: Page) -> None:
    lookup = evidence.geography.lookup.head(19)
    text = deprivation_clusters.clusters(changed(evidence, geography={"lookup": lookup}), page)
    assert text.startswith("Clusters are not looked for: only")
    assert "![" not in text


def test_a_map_without_a_cluster_is_not_drawn(evidence: Evidence, page: Page) -> None:
    def scattered(facts: pd.DataFrame) -> pd.DataFrame:
        scores = facts["indicator_id"] == "imd-score"
        values = np.random.default_rng(3).permutation(facts.loc[scores, "value"].to_numpy())
        facts = facts.copy()
        facts.loc[scores, "value"] = values
        return facts

    text = deprivation_clusters.clusters(changed(evidence, scattered), page)
    assert "no pattern can be told from chance" in text
    assert "there is no map" in text and "![" not in text


def test_larger_maps_get_more_rearrangements() -> None:
    found = [rearrangements(n) for n in (26, 170, 350, 5_000)]
    assert found == [9_999, 49_999, 99_999, 99_999]
    # the least p of a map of 170 lies well under the threshold of a lone flag
    assert 2 / (found[1] + 1) < 0.05 / 170 / 6


# --- custom areas -----------------------------------------------------------------------------


def test_custom_areas_add_up_residents_and_say_that_they_overlap(
    evidence: Evidence, page: Page
) -> None:
    text = custom_areas.custom_areas(evidence, page)
    head, *rows = cells(text, "custom-areas")
    assert [row[0] for row in rows] == [
        "Old Canal Corridor", "Orchard Partnership", "All of Exampleshire",
    ]  # fmt: skip
    census = evidence.facts_of("census-residents")
    codes = evidence.area.custom_areas[0].lsoas
    own = census[census["area_code"].isin(codes)]
    for column, age in (("Residents", "All ages"), ("Aged 0-15", "0-15"), ("Aged 65+", "65+")):
        printed = int(rows[0][head.index(column)].replace(",", ""))
        assert printed == own.loc[own["age"] == age, "value"].sum()
    deciles = evidence.facts_of("imd-decile").set_index("area_code")["value"].reindex(codes)
    people = own[own["age"] == "All ages"].set_index("area_code")["value"].reindex(codes)
    share = 100 * people[deciles == 1].sum() / people.sum()
    place = head.index("In the most deprived tenth (%)")
    assert float(rows[0][place]) == pytest.approx(share, abs=0.051)
    assert "overlap in 2 neighbourhoods" in text and "never added up" in text
    assert "they are not added or averaged" in text
    assert "a standardised rate of the whole needs events" in text


def sectors(*rows: tuple[str, str, float]) -> dict[str, Any]:
    frame = pd.DataFrame(rows, columns=["sector", "lsoa_code", "share"])
    return {"sectors": frame, "sector_method": "the council's own look-up"}


def test_areas_of_sectors_take_the_neighbourhoods_that_lie_mostly_in_them(
    evidence: Evidence, page: Page
) -> None:
    own = (CustomArea(name="Old Town", sectors=("ZZ1 2",)),)
    found = sectors(
        ("ZZ1 2", "E01900001", 0.8), ("ZZ1 3", "E01900001", 0.2), ("ZZ1 2", "E01900002", 0.4),
        ("ZZ1 3", "E01900002", 0.6), ("ZZ1 2", "E01999999", 1.0),
    )  # fmt: skip
    found["sector_ids"] = evidence.geography.snapshot_ids[:1]
    text = custom_areas.custom_areas(changed(evidence, geography=found, custom_areas=own), page)
    rows = cells(text, "custom-areas")
    assert rows[1][:2] == ["Old Town", "1"] and rows[1][-1] == "80"
    assert "1 neighbourhood of these sectors outside Exampleshire is not counted" in text
    assert "the council's own look-up" in text


def test_sectors_without_a_look_up_are_refused_and_the_others_shown(
    evidence: Evidence, page: Page
) -> None:
    own = (
        CustomArea(name="Old Town", sectors=("ZZ1 2",)),
        CustomArea(name="Quayside", lsoas=("E01900001",)),
    )
    text = custom_areas.custom_areas(changed(evidence, custom_areas=own), page)
    assert "Old Town: postcode sectors can't be placed, as the files used hold no look-up" in text
    assert [row[0] for row in cells(text, "custom-areas")][1:] == [
        "Quayside", "All of Exampleshire",
    ]  # fmt: skip


def test_no_custom_areas_no_section_and_an_unknown_part_costs_the_section_alone(
    evidence: Evidence, page: Page
) -> None:
    assert custom_areas.custom_areas(changed(evidence, custom_areas=()), page) == ""
    wrong = (CustomArea(name="Elsewhere", lsoas=("E01999999",)),)
    with pytest.raises(SourceError, match="not in the look-up"):
        custom_areas.custom_areas(changed(evidence, custom_areas=wrong), page)


def test_a_build_refuses_an_lsoa_of_another_council(evidence: Evidence) -> None:
    wrong = (CustomArea(name="Elsewhere", lsoas=("E01900161",)),)
    area = evidence.area.model_copy(update={"custom_areas": wrong})
    project = replace(evidence.project, chosen_area=area)
    with pytest.raises(UserFileError, match="names the LSOA E01900161") as error:
        build_facts(project)
    assert error.value.problems[0].file == "config/areas/exampleshire.yml"
    # the facts that were there still stand
    assert (evidence.project.facts_folder / "facts.parquet").is_file()
