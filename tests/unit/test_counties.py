"""A county's map is made of its districts', whichever files they came in."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from geo_files import area, geojson, snapshot, square
from invented_evidence import evidence
from invented_facts import england, fact, facts_of, indicator

from jsna.analysis.outcome import Outcome
from jsna.chapter.districts import beside_districts
from jsna.chapter.neighbourhoods import all_neighbourhoods, what_is_missing
from jsna.chapter.overview import headline
from jsna.chapter.page import Page
from jsna.fact_schema import FACT_KEY
from jsna.facts.county_residents import with_county_residents
from jsna.facts.keep import keep_kinds
from jsna.fetching.own_areas import own_codes
from jsna.geo.clip import clip_geography
from jsna.narrative.coverage_words import districts_left_out, held_of, not_drawn, not_placed
from jsna.register.authorities import districts_of
from jsna.sources.geography import boundaries, lookups

COUNTY = "E10000020"
DISTRICTS = [one.code for one in districts_of(COUNTY)]
PLACES = [(f"E0190000{n}", f"A {n:03}A", f"E0590000{n}", code) for n, code in
          enumerate(DISTRICTS, start=1)]  # fmt: skip


def lookup(places, names=None, year="24"):
    """Return a best-fit look-up as ONS makes it: LSOA, ward, district and no county."""
    header = f"LSOA21CD,LSOA21NM,WD{year}CD,WD{year}NM,LAD24CD,LAD24NM\n"
    rows = [f"{lsoa},{name},{ward},{(names or {}).get(ward, ward)},{lad},D{lad[-1]}\n"
            for lsoa, name, ward, lad in places]  # fmt: skip
    content = (header + "".join(rows) + "E01900099,Z 001A,E05900099,Z,E06000099,Z\n").encode()
    return snapshot(content), lookups.SOURCE.parse(snapshot(content), content)[0]


def outlines(codes, kind="LSOA21", size=0.01):
    rows = [{f"{kind}CD": code, f"{kind}NM": code} for code in codes]
    shapes = [square(-1 + 0.01 * int(code[-1]), 53, size) for code in codes]
    content = geojson(rows, shapes)
    return snapshot(content), boundaries.SOURCE.parse(snapshot(content), content)[0]


def county(**more):
    return area(COUNTY, "county", **more)


def test_a_look_up_without_the_county_s_code_is_the_county_s_by_its_districts():
    geography = clip_geography(county(), [], [lookup(PLACES)])
    assert geography.lookup["lsoa_code"].tolist() == [lsoa for lsoa, *_ in PLACES]
    assert geography.members["ward"] == {ward for _, _, ward, _ in PLACES}
    assert geography.districts_not_held == ()


def residents(code, value, age="All ages", sex="Persons", **more):
    told = {"area_type": "district", "snapshot_ids": f"s-{code}", **more}
    return fact(code, value, indicator_id="estimated-population", age=age, sex=sex, **told)


def test_a_county_s_residents_are_those_of_its_districts():
    rows = [residents(code, 10.0 * n, age) for n, code in enumerate(DISTRICTS, start=1)
            for age in ("All ages", "0-4")]  # fmt: skip
    # of those aged 5 to 9 one district has none, and another place's are no part of it
    lacking = [residents(code, 5.0, "5-9") for code in DISTRICTS[1:]]
    missing = residents(DISTRICTS[0], np.nan, "5-9", status="suppressed")
    facts = facts_of(*rows, *lacking, missing, residents("E07000001", 9.0))
    kept = keep_kinds(facts, county())
    made = with_county_residents(kept, county())
    own = made[made["area_code"] == COUNTY]
    assert own[["age", "value", "area_type"]].to_numpy().tolist() == [
        ["0-4", 280.0, "county"], ["All ages", 280.0, "county"]]  # fmt: skip
    assert set(own["snapshot_ids"].iloc[0].split()) == {f"s-{code}" for code in DISTRICTS}
    assert set(own["note"]) == {f"the sum of its {len(DISTRICTS)} districts"}
    assert not made.duplicated(list(FACT_KEY)).any()
    assert with_county_residents(kept, area("E06000065")) is kept


def test_a_county_s_own_residents_and_rates_are_not_summed():
    rows = [residents(code, 10.0) for code in DISTRICTS]
    rates = [fact(code, 10.0, area_type="district") for code in DISTRICTS]
    own = residents(COUNTY, 71.0, area_type="county")
    facts = facts_of(*rows, *rates, own)
    made = with_county_residents(facts, county())
    assert made.loc[made["area_code"] == COUNTY, "value"].tolist() == [71.0]


def test_a_county_that_only_a_look_up_knows_is_found_by_it():
    header = "WD24CD,WD24NM,LAD24CD,LAD24NM,CTYUA24CD,CTYUA24NM\n"
    content = f"{header}E05900001,W,{DISTRICTS[0]},D,E10900001,C\n".encode()
    wards = snapshot(content), lookups.SOURCE.parse(snapshot(content), content)[0]
    geography = clip_geography(area("E10900001", "county"), [], [lookup(PLACES), wards])
    assert geography.lookup["lsoa_code"].tolist() == ["E01900001"]


def test_the_files_of_a_county_are_needed_though_none_names_it():
    own = own_codes(county(), [lookup(PLACES)[1]])
    assert {lsoa for lsoa, *_ in PLACES} <= own
    assert "E01900099" not in own


def test_files_split_by_district_are_joined():
    each = [lookup([place]) for place in PLACES]
    drawn = [outlines([lsoa]) for lsoa, *_ in PLACES] + [
        outlines([ward], "WD24") for _, _, ward, _ in PLACES
    ]
    geography = clip_geography(county(), drawn, each)
    assert len(geography.lookup) == len(geography.outlines("lsoa")) == len(PLACES)
    assert len(geography.outlines("ward")) == len(PLACES)
    assert geography.unmatched == {}
    assert len(geography.snapshot_ids) == 3 * len(PLACES)


def test_of_two_files_with_one_outline_the_fuller_one_draws_it():
    codes = [lsoa for lsoa, *_ in PLACES]
    whole, one = outlines(codes), outlines(codes[:1], size=0.02)
    geography = clip_geography(county(), [one, whole], [lookup(PLACES)])
    assert geography.outlines("lsoa").geometry.iloc[0].bounds[2] == pytest.approx(-0.98)
    assert one[0].sha256 not in geography.snapshot_ids


def test_files_of_another_year_are_not_joined():
    geography = clip_geography(county(), [], [lookup(PLACES[:2]), lookup(PLACES[2:], year="23")])
    assert geography.lookup["lsoa_code"].tolist() == ["E01900001", "E01900002"]


def test_districts_without_a_row_in_the_look_up_are_named():
    geography = clip_geography(county(), [], [lookup(PLACES[:1])])
    assert len(geography.districts_not_held) == len(DISTRICTS) - 1
    assert "King's Lynn and West Norfolk" in geography.districts_not_held


def test_wards_of_one_name_carry_their_district_wherever_they_are_named():
    names = {PLACES[0][2]: "Nelson", PLACES[1][2]: "Nelson", PLACES[2][2]: "Castle"}
    wards = [ward for _, _, ward, _ in PLACES]
    geography = clip_geography(county(), [outlines(wards, "WD24")], [lookup(PLACES, names)])
    expected = ["Nelson (D3)", "Nelson (D4)", "Castle"]
    assert geography.lookup["ward_name"].tolist()[:3] == expected
    assert geography.outlines("ward")["name"].tolist()[:2] == expected[:2]


def test_a_count_says_of_how_many():
    assert held_of("Anyshire", 552, 552) == "Anyshire's 552 neighbourhoods"
    assert held_of("Anyshire", 92, 1552) == "the 92 neighbourhoods held of Anyshire's 1,552"
    assert districts_left_out("Anyshire", [], 7) == not_placed(0) == not_drawn(0, 5) == ""
    said = districts_left_out("Anyshire", ["Hill", "Vale"], 1)
    assert said == (
        "The look-up used holds 1 of the 3 districts of Anyshire: nothing here is said"
        " of Hill and Vale."
    )


def of_a_county(tmp_path, facts, names=None, geography=None):
    indicators = [indicator(), indicator(id="imd-decile", levels=["england", "lsoa"])]
    frame = pd.DataFrame(facts).assign(sex="Persons")
    made = evidence(frame, indicators, names or {}, tmp_path, True)
    project = replace(made.project, chosen_area=county())
    named = made.store.names.assign(area_type="district", region_code="")
    store = replace(made.store, names=named)
    return replace(made, project=project, store=store, open_geography=lambda: geography)


def index(code, edition="2025"):
    return fact(code, 3.0, indicator_id="imd-decile", area_type="lsoa", geography_year="2021",
                edition=edition, sex="Persons")  # fmt: skip


def test_neighbourhoods_with_figures_that_the_look_up_lacks_are_told(tmp_path):
    geography = clip_geography(county(), [], [lookup(PLACES[:1])])
    made = of_a_county(tmp_path, [index(lsoa) for lsoa, *_ in PLACES], geography=geography)
    assert all_neighbourhoods(made, "2025") == len(PLACES)
    districts, neighbourhoods = what_is_missing(made, "2025")
    assert f"1 of the {len(DISTRICTS)} districts of A Place" in districts
    assert neighbourhoods == (
        f"{len(PLACES) - 1} further neighbourhoods with figures are not in the look-up and not"
        " counted here."
    )


def district_facts():
    values = [50.0, 55.0, 62.5, 70.0]
    rows = [
        fact(code, value, value - 1, value + 1, area_type="district")
        for code, value in zip(DISTRICTS, values, strict=False)
    ]
    return [*rows, england(62.0), fact(COUNTY, 60.0, area_type="county")]


def test_a_county_s_page_compares_its_districts(tmp_path):
    names = {code: f"District {n}" for n, code in enumerate(DISTRICTS)}
    made = of_a_county(tmp_path, district_facts(), names=names)
    page = Page(tmp_path, in_pack=True)
    text = beside_districts(made, page, made.chosen_measures[0])
    assert "2 of 4 districts of A Place are worse than England and 1 is better on" in text
    assert "Worse: District 0 and District 1." in (
        (tmp_path / "figures" / "first.1.districts.json").read_text("utf-8")
    )
    assert "3 districts of 7 (" in text
    assert "have no value in this period" in text
    table = text.split("Districts of A Place beside England", 1)[1]
    assert "District 3" in table
    assert "::: {.source}" in table, "a table says where its numbers come from"


def test_districts_without_a_test_are_told_by_their_range_only(tmp_path):
    none = dict.fromkeys(("lower_95", "upper_95"), float("nan"))
    facts = [row | none for row in district_facts()]
    made = of_a_county(tmp_path, facts)
    text = beside_districts(made, Page(tmp_path, in_pack=True), made.chosen_measures[0])
    assert "run from 50.0 years" in text
    assert ": not tested" in text


def test_an_authority_without_districts_has_no_such_picture(tmp_path):
    made = evidence(pd.DataFrame(district_facts()), [indicator()], {}, tmp_path, True)
    assert beside_districts(made, Page(tmp_path, in_pack=True), made.chosen_measures[0]) == ""


def test_one_district_alone_is_compared_with_nothing(tmp_path):
    made = of_a_county(tmp_path, [*district_facts()[:1], england()])
    assert beside_districts(made, Page(tmp_path, in_pack=True), made.chosen_measures[0]) == ""


def test_no_district_that_differs_is_said_so(tmp_path):
    made = of_a_county(tmp_path, [
        fact(code, 62.0, 61.8, 62.2, area_type="district") for code in DISTRICTS
    ] + [england()])  # fmt: skip
    text = beside_districts(made, Page(tmp_path, in_pack=True), made.chosen_measures[0])
    assert f"None of {len(DISTRICTS)} districts of A Place differs from England on" in text
    assert Outcome.SIMILAR in text.lower()


def test_a_name_reads_right_in_prose_and_so_does_a_count(tmp_path):
    styled = area("E06000019").model_dump() | {"name": "Herefordshire, County of"}
    assert type(county()).model_validate(styled).name == "Herefordshire"
    geography = clip_geography(county(), [], [lookup(PLACES[:1])])
    made = of_a_county(tmp_path, district_facts(), geography=geography)
    text = headline(made, Page(tmp_path, in_pack=True))
    assert "which has 1 priority and runs from" in text
