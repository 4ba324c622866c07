import numpy as np
import pytest
from invented_facts import AREA, fact, facts_of

from jsna.facts.select import newest_period, one_length, peers, series


def years(*starts: int, length: str = "P1Y", **changes):
    return [fact(period=f"{y}-01-01/{length}", period_label=str(y), **changes) for y in starts]


def test_a_series_is_headline_rows_by_area_and_when_the_period_ends():
    facts = facts_of(
        *years(2021, 2019, 2020), *years(2019, area_code="E06000001"),
        *years(2018, breakdown="Deprivation", breakdown_value="Most deprived"),
        *years(2017, sex="Female"), *years(2016, indicator_id="2"),
    )  # fmt: skip
    found = series(facts, "1", [AREA, "E06000001"], "Male", "All ages")
    assert found[["area_code", "period_label"]].to_numpy().tolist() == [
        ["E06000001", "2019"], [AREA, "2019"], [AREA, "2020"], [AREA, "2021"]]  # fmt: skip


def test_a_gap_in_a_series_stays_a_gap():
    facts = facts_of(*years(2019), *years(2020, value=np.nan, status="suppressed"))
    assert series(facts, "1", [AREA])["value"].isna().tolist() == [False, True]


def test_pooled_and_single_years_are_never_mixed():
    facts = facts_of(*years(2018, 2019, 2020), *years(2016, 2017, length="P3Y"))
    assert series(facts, "1", [AREA])["period"].str.endswith("P1Y").tolist() == [True] * 3
    tie = facts_of(*years(2018, 2019), *years(2016, 2017, length="P3Y"))
    assert series(tie, "1", [AREA])["period"].str.endswith("P1Y").all()
    assert newest_period(facts_of(*years(2018, 2019), *years(2018, length="P3Y"))).endswith("P1Y")


def test_a_cumulative_series_is_kept_whole_and_its_newest_is_the_one_that_ends_last():
    facts = facts_of(*[
        fact(period=f"2021-04-01/{length}", period_label=length)
        for length in ("P3M", "P57M", "P6M", "P1Y", "P54M")
    ])  # fmt: skip
    assert series(facts, "1", [AREA])["period_label"].tolist() == [
        "P3M", "P6M", "P1Y", "P54M", "P57M"]  # fmt: skip
    assert newest_period(facts) == "2021-04-01/P57M"


def test_the_newest_period_ends_last_and_has_a_value():
    facts = facts_of(*years(2020, 2022, 2021), *years(2023, value=np.nan))
    assert newest_period(facts) == "2022-01-01/P1Y"
    assert newest_period(facts_of(*years(2023, value=np.nan))) == ""
    assert newest_period(facts[:0]) == ""


def test_the_age_with_most_rows_is_meant_where_none_is_said():
    facts = facts_of(
        *years(2015, 2016, 2017, age="15+ yrs"), *years(2015, age="Not applicable"),
    )  # fmt: skip
    assert series(facts, "1", [AREA])["age"].unique().tolist() == ["15+ yrs"]
    assert len(series(facts, "1", [AREA], age="Not applicable")) == 1
    both = facts_of(*years(2015, sex="Female"), *years(2015, sex="Persons"))
    assert series(both, "1", [AREA])["sex"].tolist() == ["Persons"]


def test_only_the_newest_edition_is_a_series():
    facts = facts_of(*years(2015, edition="2015"), *years(2025, edition="2025"))
    assert series(facts, "1", [AREA])["edition"].tolist() == ["2025"]


def test_peers_are_of_one_period_and_the_kinds_asked_for():
    facts = facts_of(
        *years(2020, 2021), *years(2021, area_code="E10000001", area_type="county"),
        *years(2021, area_code="E07000001", area_type="district"),
        *years(2020, area_code="E06000001"),
    )  # fmt: skip
    found = peers(facts, "1", "2021-01-01/P1Y", ("county", "unitary"))
    assert found["area_code"].tolist() == [AREA, "E10000001"]


@pytest.mark.parametrize("call", [lambda f: series(f, "1", [AREA]), one_length])
def test_nothing_gives_nothing(call):
    assert call(facts_of(fact()).head(0)).empty
