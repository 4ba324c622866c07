"""Which gradient is shown, its gap and slope, and what becomes of gaps in the data."""

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.area_gradients import (
    area_gradients,
    every_group,
    is_drawn,
    newest_groups,
    unplaced,
)
from jsna.analysis.inequality import gap_change, inequality
from jsna.errors import UserFileError

AREA, ENGLAND = "E08000099", "E92000001"
WITHIN = "LSOA21 deprivation deciles within area (IMD trend)"
PLACES = "LSOA21 deprivation deciles in England (IMD2019)"
UPPER = "County & UA deprivation deciles in England (IMD2019, 4/21 geography)"
LOWER = "District & UA deprivation deciles in England (IMD2019, 4/21 geography)"
WORDS = [
    "Most deprived decile (IMD2019)", "Second most deprived decile", "Third more deprived decile",
    "Fourth more deprived decile", "Fifth more deprived decile", "Fifth less deprived decile",
    "Fourth less deprived decile", "Third less deprived decile", "Second least deprived decile",
    "Least deprived decile (IMD2019)",
]  # fmt: skip
NAN = np.nan


def groups(values=range(30, 20, -1), kind=WITHIN, code=AREA, year=2024, half=1.0):
    values = np.asarray(values, dtype=float)
    return pd.DataFrame(
        {
            "indicator_id": "1", "area_code": code, "edition": "", "sex": "Persons",
            "age": "All ages", "breakdown": kind, "breakdown_value": WORDS,
            "period": f"{year}-01-01/P1Y", "period_label": str(year), "value": values,
            "lower_95": values - half, "upper_95": values + half, "count": values * 10,
            "denominator": 1000.0, "status": np.where(np.isnan(values), "suppressed", "final"),
            "snapshot_ids": "a" * 64,
        }
    )  # fmt: skip


def found(*parts, area_type="unitary"):
    facts = pd.concat(parts, ignore_index=True)
    return area_gradients(facts, AREA, area_type, "Persons", "All ages")


def kinds(*parts, **area):
    return [part["breakdown"].iloc[0] for part in found(*parts, **area)]


def england(kind, **more):
    return groups(kind=kind, code=ENGLAND, **more)


def test_the_area_s_own_gradient_comes_first_and_none_is_mixed():
    parts = [england(LOWER), england(UPPER), england(PLACES), groups()]
    assert kinds(*parts) == [WITHIN, PLACES, UPPER, LOWER]
    assert kinds(*parts, area_type="district") == [WITHIN, PLACES, LOWER, UPPER]
    assert all(len(set(part["breakdown"])) == 1 for part in found(*parts))


def test_an_area_s_row_under_a_group_s_name_is_no_gradient():
    # the file says that the council is in the third tenth of councils
    tagged = groups(kind=UPPER).iloc[[2]]
    assert kinds(tagged) == []
    assert kinds(tagged, england(UPPER)) == [UPPER]
    assert found(tagged, england(UPPER))[0]["area_code"].unique().tolist() == [ENGLAND]


def test_other_categories_sexes_and_ages_are_left_alone():
    others = [
        groups(kind="Ethnic groups"),
        groups(kind=""),
        groups().assign(sex="Male"),
        groups().assign(age="65+ yrs"),
    ]
    assert kinds(*others) == []


def test_a_gradient_without_values_comes_after_one_that_has_them():
    blank = groups([NAN] * 10)
    assert kinds(blank, england(UPPER)) == [UPPER, WITHIN]
    assert not is_drawn(blank) and is_drawn(groups([1] * 5 + [NAN] * 5))
    assert kinds(blank) == [WITHIN]


def test_only_the_newest_grouping_of_a_scope_is_kept():
    old = england("County & UA deprivation deciles in England (IMD2015)", year=2019)
    assert kinds(old, england(UPPER)) == [UPPER]
    # another scope's newest is kept although it is older
    assert kinds(old, england(PLACES)) == [PLACES, old["breakdown"].iloc[0]]
    newer = england("County & UA deprivation deciles in England (IMD2025)")
    assert kinds(england(UPPER), newer)[0].endswith("(IMD2025)")


def test_the_newest_period_is_the_last_with_a_value():
    rows = pd.concat([groups(year=2023), groups([NAN] * 10, year=2024)], ignore_index=True)
    assert newest_groups(rows)["period_label"].unique().tolist() == ["2023"]
    blank = groups([NAN] * 10)
    assert newest_groups(blank)["period_label"].unique().tolist() == ["2024"]


def test_a_group_that_is_missing_or_there_twice_is_a_row_without_a_value():
    frame = pd.concat([groups().iloc[1:], groups().iloc[[4]]], ignore_index=True)
    whole = every_group(frame, 10)
    assert whole["quantile"].tolist() == list(range(1, 11))
    assert whole.loc[whole["value"].isna(), "quantile"].tolist() == [1, 5]
    assert set(whole.loc[whole["value"].isna(), "status"]) == {"not-available"}


def test_words_that_place_no_group_are_told():
    strange = groups().assign(breakdown_value=["Decile 1 (worst)", *WORDS[1:]])
    assert unplaced(strange) == ["Decile 1 (worst)"]
    assert inequality(strange, "proportion", 100)["status"] == (
        "the most deprived group has no value"
    )
    every = groups().assign(breakdown_value=[f"D{n}" for n in range(10)])
    assert not is_drawn(every) and len(unplaced(every)) == 10


def test_gap_and_slope_run_the_same_way_most_less_least():
    down = inequality(groups(range(30, 20, -1)), "mean", 1)
    assert down["gap"] == 9 and down["sii"] == pytest.approx(10)
    assert down["intercept"] == pytest.approx(30.5) and down["slope"] == pytest.approx(-10)
    assert down["line_times"] == pytest.approx(30.5 / 20.5)
    up = inequality(groups(range(21, 31)), "mean", 1)
    assert up["gap"] == -9 and up["sii"] == pytest.approx(-10)
    assert up["sii_lower_95"] == pytest.approx(-down["sii_upper_95"])
    assert up["line_times"] == pytest.approx(20.5 / 30.5)


def test_a_proportion_is_simulated_the_same_each_time():
    first, second = (inequality(groups(), "proportion", 100) for _ in range(2))
    pd.testing.assert_series_equal(first, second)
    assert first["sii"] == pytest.approx(10)
    assert first["sii_lower_95"] < 10 < first["sii_upper_95"]
    closed = inequality(groups(), "mean", 1)
    # far from 0 and 100 the log-odds make little of a difference
    assert first["sii_lower_95"] == pytest.approx(closed["sii_lower_95"], abs=0.1)


def test_without_denominators_every_group_counts_the_same_and_it_is_said():
    equal = inequality(groups().assign(denominator=NAN), "mean", 1)
    assert equal["equal_groups"] and equal["sii"] == pytest.approx(10)
    some = groups()
    some.loc[3, "denominator"] = NAN
    partly = inequality(some, "mean", 1)
    assert not partly["equal_groups"]
    assert partly["slope_status"] == "a group has no population" and np.isnan(partly["sii"])


def test_a_suppressed_group_between_costs_the_slope_and_not_the_gap():
    values = [30, 29, NAN, 27, 26, 25, 24, 23, 22, 21]
    numbers = inequality(groups(values), "proportion", 100)
    assert numbers["status"] == "calculated" and numbers["gap"] == 9
    assert numbers["slope_status"] == "a group has no value" and np.isnan(numbers["sii"])


@pytest.mark.parametrize("end", [0.0, 100.0])
def test_a_proportion_at_0_or_100_has_a_gap_and_no_slope(end):
    values = [end, *range(50, 59)]
    rows = groups(values).assign(lower_95=lambda f: f["value"].clip(upper=95) - 1)
    numbers = inequality(rows, "proportion", 100)
    assert numbers["gap"] == end - 58
    assert numbers["slope_status"] == "a value cannot be transformed"
    assert np.isnan(numbers["times"]) == (end == 0)


def test_two_category_types_at_once_are_refused():
    both = pd.concat([groups(), groups(kind=UPPER)], ignore_index=True)
    with pytest.raises(UserFileError, match="not the groups of one deprivation gradient"):
        inequality(both, "mean", 1)


def test_a_gap_that_grew_is_told_by_the_test_of_two_gaps():
    change = gap_change(pd.concat([groups(year=2023), groups([60, *range(29, 20, -1)])]))
    assert change is not None
    assert (change["since"], change["to"]) == ("2023-01-01/P1Y", "2024-01-01/P1Y")
    assert (change["earlier"], change["newest"], change["change"]) == (9, 39, "increased")
    # the same the other way up: a gap of -39 is wider than one of -9
    up = gap_change(pd.concat([groups(range(21, 31), year=2023), groups([*range(21, 30), 60])]))
    assert up is not None
    assert (up["earlier"], up["newest"], up["change"]) == (9, 39, "increased")
    same = gap_change(pd.concat([groups(year=2023, half=3), groups(half=3)]))
    assert same is not None and same["change"] == "no significant change"


def test_no_change_is_told_of_what_cannot_be_compared():
    older = groups(year=2023)
    assert gap_change(groups()) is None
    assert gap_change(pd.concat([older.assign(snapshot_ids="b" * 64), groups()])) is None
    assert gap_change(pd.concat([older.assign(lower_95=NAN, upper_95=NAN), groups()])) is None
    three = groups().assign(period="2022-01-01/P3Y")
    overlapping = pd.concat([groups().assign(period="2021-01-01/P3Y"), three])
    assert gap_change(overlapping) is None
    breaks = pd.DataFrame({"indicator_id": ["1"], "since": [pd.Timestamp("2024-01-01")]})
    assert gap_change(pd.concat([older, groups()]), breaks) is None


def test_no_change_is_told_of_groups_that_were_made_anew():
    """The same words, other places: the most deprived tenth holds two fifths more people."""
    people = np.array([1400.0, *[1000.0] * 8, 600.0])
    remade = pd.concat([groups(year=2023), groups([60, *range(29, 20, -1)])])
    assert gap_change(remade.assign(denominator=np.tile(people, 2))) is not None
    remade["denominator"] = np.concatenate([np.full(10, 1000.0), people])
    assert gap_change(remade) is None
    assert gap_change(remade.assign(denominator=NAN)) is None
