import numpy as np
import pandas as pd
import pytest
from geo_files import area
from invented_facts import fact, facts_of, indicator

from jsna.facts.gaps import gaps
from jsna.facts.keep import (
    in_range,
    keep_kinds,
    keep_own,
    vanished_wards,
    within_levels,
    without_retired,
)
from jsna.facts.names import one_name_each
from jsna.facts.persons import with_persons

CHANGES = pd.DataFrame(
    {
        "old_code": ["E07000001", "E10000001"],
        "new_code": ["E06000065", "E06000065"],
        "until": pd.Timestamp("2023-03-31"),
    }
)
PLACES = {
    "E92000001": "england", "E12000001": "region", "E10000002": "county", "E06000002": "unitary",
    "E07000002": "district", "E05900001": "ward", "E05000002": "ward", "E01000002": "lsoa",
    "A81001": "other", "E38000001": "other",
}  # fmt: skip


def test_england_regions_every_authority_and_our_own_small_areas_are_kept():
    facts = facts_of(*[fact(code, area_type=kind) for code, kind in PLACES.items()])
    kept = keep_own(keep_kinds(facts, area()), {"E06900001", "E05900001"})
    assert kept["area_code"].tolist() == [
        "E92000001", "E12000001", "E10000002", "E06000002", "E07000002", "E05900001"]  # fmt: skip


def test_of_the_population_of_others_only_totals_are_kept():
    rows = [
        fact(code, area_type=kind, indicator_id="projected-population", age=age)
        for code, kind in (
            ("E92000001", "england"), ("E06900001", "unitary"), ("E06000002", "unitary"),
            ("E06900009", "unitary"),
        )
        for age in ("All ages", "0-4")
    ]  # fmt: skip
    kept = keep_kinds(facts_of(*rows), area(neighbours=("E06900009",)))
    assert kept["area_code"].value_counts().to_dict() == {
        "E92000001": 2, "E06900001": 2, "E06900009": 2, "E06000002": 1}  # fmt: skip


def test_a_ward_that_is_no_more_is_told_with_its_year():
    ward = {"area_type": "ward", "geography_year": "2021"}
    facts = facts_of(
        fact("E05900001", **ward), fact("E05900002", **ward), fact("E05900002", sex="Male", **ward),
        fact("E05000009", **ward), fact("E06000002"),
    )  # fmt: skip
    own = {"E06900001", "E05900001"}
    told = vanished_wards(facts, own, {"E05900001", "E05000009"}, "2024")
    assert told["area_code"].tolist() == ["E05900002"]
    assert told["kind"].tolist() == ["vanished-ward"]
    assert told["detail"].item() == "a ward of 2021, which is none of 2024"
    assert told["snapshot_id"].item() != ""
    told = vanished_wards(facts, own, {"E05900001"}, "2024")
    assert told["detail"].item().startswith("2 wards are in no look-up")
    assert told["rows"].item() == 2
    assert vanished_wards(facts, own, {"E05900001", "E05900002", "E05000009"}, "2024").empty
    assert vanished_wards(facts, own, set(), "").empty


def test_an_abolished_authority_goes_where_its_successor_has_the_fact():
    facts = facts_of(
        fact("E07000001", area_type="district"), fact("E06000065"), fact("E10000001", sex="Female"),
        fact("E06000001"), fact("E07000001", period="2021-01-01/P3Y"),
        fact("E06000065", period="2021-01-01/P3Y"),
    )  # fmt: skip
    kept, quality = without_retired(facts, CHANGES)
    assert kept["area_code"].tolist() == ["E06000065", "E10000001", "E06000001", "E06000065"]
    assert quality["area_code"].tolist() == ["E07000001"]
    assert (quality["kind"].item(), quality["rows"].item()) == ("abolished", 2)
    before = facts.assign(period="2021-01-01/P1Y").drop_duplicates(["area_code", "sex"])
    # in a period that it saw the end of it is the one that stood: a county's successor has the
    # county's facts too, and its districts stood beside it
    assert len(without_retired(before, CHANGES)[0]) == len(before)
    untouched, quality = without_retired(facts.tail(1), CHANGES)
    assert len(untouched) == 1
    assert quality.empty


def test_a_value_that_can_only_be_an_error_is_refused_and_told():
    facts = facts_of(fact(value=101.0), fact("E06000001", value=100.0), fact(indicator_id="2"))
    kept, quality = in_range(facts, [indicator()])
    assert kept["area_code"].tolist() == ["E06000001", "E06000099"]
    assert quality["kind"].tolist() == ["refused"]
    assert quality["detail"].item() == "2022 - 24: 101 is outside the allowed range 0 to 100"


def test_facts_of_areas_smaller_than_the_catalogue_allows_are_not_kept():
    ward, lsoa = {"area_type": "ward"}, {"area_type": "lsoa"}
    facts = facts_of(
        fact("E05900001", **ward), fact("E05900002", **ward), fact("E01000001", **lsoa), fact(),
        fact("E05900001", indicator_id="2", **ward), fact("E07000002", area_type="district"),
    )  # fmt: skip
    catalogue = [indicator(), indicator(id="2", levels=["england", "ward"])]
    kept, quality = within_levels(facts, catalogue)
    assert kept["area_type"].tolist() == ["unitary", "ward", "district"]
    assert kept["indicator_id"].tolist() == ["1", "2", "1"]
    # how many and of what kind, and nothing of where
    assert set(quality["area_code"]) == {""} and set(quality["kind"]) == {"refused"}
    words = "the catalogue does not allow this indicator for areas so small"
    assert quality["detail"].tolist() == [f"1 rows of LSOAs: {words}", f"2 rows of wards: {words}"]
    assert quality["rows"].tolist() == [1, 2]
    assert within_levels(kept, catalogue)[1].empty


def test_a_missing_value_is_not_out_of_range():
    facts = facts_of(fact(value=np.nan, status="not-available"))
    assert len(in_range(facts, [indicator(allowed_range=(10, 20))])[0]) == 1


def test_gaps_are_told_once_for_an_indicator_and_once_for_a_series():
    def year(n, code="E06900001", **changes):
        return fact(code, period=f"{n}-01-01/P1Y", period_label=str(n), **changes)

    england = {"code": "E92000001", "area_type": "england"}
    facts = facts_of(
        year(2019), year(2021, value=np.nan, status="suppressed"), year(2022),
        *(year(n, **england) for n in (2018, 2019, 2020, 2021, 2022)),
        year(2020, indicator_id="2", breakdown="x"),
    )  # fmt: skip
    catalogue = [indicator(), indicator(id="2"), indicator(id="3", levels=["england", "district"])]
    catalogue += [indicator(id="4", on_request=True)]
    found = gaps(facts, catalogue, area(), {"E06900001"})
    assert found[["kind", "indicator_id", "area_code"]].to_numpy().tolist() == [
        ["gap", "2", "E06900001"], ["gap", "1", "E06900001"]]  # fmt: skip
    assert found["detail"].iloc[1].endswith("2 periods that England has: 2020, 2021")


def test_one_name_for_each_area():
    def names(*pairs):
        rows = [(code, PLACES[code], name) for code, name in pairs]
        return pd.DataFrame(rows, columns=["area_code", "area_type", "area_name"], dtype="str")

    found = one_name_each(
        [
            names(("E12000001", "North East region"), ("E06000002", "Long Name UA")),
            names(("E12000001", "North East Region (statistical)"), ("E06000002", "Short")),
            names(("E06000002", "Short"), ("E05000002", "")),
        ]
    )
    assert dict(zip(found["area_code"], found["area_name"], strict=True)) == {
        "E12000001": "North East", "E06000002": "Short"}  # fmt: skip
    assert one_name_each([]).empty


@pytest.mark.parametrize("has_persons", [False, True])
def test_persons_are_summed_over_two_files_where_no_file_has_them(has_persons):
    people = {"indicator_id": "projected-population", "lower": np.nan, "upper": np.nan}
    rows = [
        fact(value=10.0, sex="Male", snapshot_ids="b" * 64, **people),
        fact(value=11.0, sex="Female", snapshot_ids="a" * 64, **people),
        fact(value=5.0, sex="Male"), fact(value=5.0, sex="Female"),
        fact("E06000001", value=5.0, sex="Male", **people),
    ]  # fmt: skip
    rows += [fact(value=22.0, sex="Persons", **people)] if has_persons else []
    persons = with_persons(facts_of(*rows)).query("sex == 'Persons'")
    assert persons["value"].tolist() == [22.0 if has_persons else 21.0]
    if not has_persons:
        assert persons["snapshot_ids"].item() == f"{'a' * 64} {'b' * 64}"
        assert persons["indicator_id"].item() == "projected-population"


def test_persons_without_a_value_are_no_key_twice():
    people = {"indicator_id": "projected-population", "lower": np.nan, "upper": np.nan}
    rows = [
        fact(value=10.0, sex="Male", **people), fact(value=11.0, sex="Female", **people),
        fact(value=np.nan, sex="Persons", **people),
    ]  # fmt: skip
    persons = with_persons(facts_of(*rows)).query("sex == 'Persons'")
    assert persons["value"].isna().tolist() == [True]
