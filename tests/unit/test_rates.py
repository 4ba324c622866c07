"""Rates and their intervals on bad cells, and what holds for any count."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jsna.analysis.indirect_rates import indirect_ratios
from jsna.analysis.intervals import levels, poisson, student_t, wilson
from jsna.analysis.rates import crude_rates, means, proportions
from jsna.analysis.standardised_rates import directly_standardised_rates, european_standard

NAN = float("nan")
# frames cost milliseconds, and a busy machine is no failure
FEW = settings(max_examples=25, deadline=None)
LEVEL = st.sampled_from([0.9, 0.95, 0.99, 0.998])


@FEW
@given(st.integers(0, 10**6), st.integers(1, 10**6), LEVEL)
def test_wilson_holds_the_value_and_widens(count, more, level):
    lower, upper = wilson(count, count + more, level)
    wider = wilson(count, count + more, 0.999)
    assert wider[0] <= lower <= count / (count + more) <= upper <= wider[1]


@FEW
@given(st.integers(0, 10**6), LEVEL)
def test_poisson_holds_the_value_and_widens(count, level):
    lower, upper = poisson(count, level)
    wider = poisson(count, 0.999)
    assert wider[0] <= lower <= count <= upper <= wider[1]


@FEW
@given(st.integers(1, 5000), st.integers(1, 10**7), st.sampled_from([1, 100, 1e3, 1e5]))
def test_rates_scale_with_the_multiplier(count, people, multiplier):
    frame = pd.DataFrame({"count": [count], "denominator": [people]})
    one, many = (crude_rates(frame, multiplier=m).iloc[0] for m in (1, multiplier))
    for name in ("value", "lower_95", "upper_95", "lower_998", "upper_998"):
        assert many[name] == pytest.approx(multiplier * one[name])


@FEW
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(500, 9000)), min_size=2, max_size=9))
def test_the_parts_of_a_group_give_the_rate_of_the_whole(cells):
    frame = pd.DataFrame(cells, columns=["count", "denominator"]).assign(group="all")
    whole = frame[["count", "denominator"]].sum().to_frame().T
    ours, theirs = proportions(frame, by=["group"]), proportions(whole)
    assert ours["value"].iloc[0] == pytest.approx(theirs["value"].iloc[0])
    assert ours["lower_998"].iloc[0] == pytest.approx(theirs["lower_998"].iloc[0])


def test_each_bad_cell_costs_its_own_row_only():
    frame = pd.DataFrame(
        {
            "count": [5, NAN, NAN, 3, -1, 12, 0],
            "denominator": [10, 10, 10, 0, 10, 10, 10],
            "status": ["final", "suppressed", "not-available", *["final"] * 4],
        },
        index=list("abcdefg"),
    )
    found = proportions(frame)
    assert list(found.index) == list("abcdefg")
    assert list(found["status"]) == [
        *("calculated", "suppressed", "not-available", "no denominator", "negative count"),
        *("count above denominator", "calculated"),
    ]
    has_value = found["status"] == "calculated"
    assert (found["value"].notna() == has_value).all()
    assert (found["lower_95"].notna() == has_value).all()
    assert ((found["method"] == "Wilson") == has_value).all()
    assert found.loc["g", "value"] == 0
    assert found.loc["g", "lower_95"] == 0


@pytest.mark.parametrize(
    ("part", "of_proportion", "of_rate"),
    [
        ((-5, 10), "negative count", "negative count"),
        ((5, -10), "negative count", "negative count"),
        ((15, 10), "count above denominator", "calculated"),
        ((15, 0), "count above denominator", "no denominator"),
        ((0, 0), "calculated", "calculated"),
        ((np.inf, 10), "not-available", "not-available"),
        ((1, np.inf), "not-available", "not-available"),
    ],
)
def test_a_part_that_cannot_be_is_not_hidden_in_its_groups_sum(part, of_proportion, of_rate):
    frame = pd.DataFrame([part, (25, 50), (4, 9)], columns=["count", "denominator"])
    frame["place"] = ["A", "A", "B"]
    for make, status in ((proportions, of_proportion), (crude_rates, of_rate)):
        found = make(frame, by=["place"])
        assert found["status"].tolist() == [status, "calculated"]
        assert found["value"].notna().tolist() == [status == "calculated", True]


def test_a_rate_may_have_more_events_than_people_and_none_under_the_fewest():
    frame = pd.DataFrame({"count": [2, 3, 30], "denominator": [10, 10, 10]})
    found = crude_rates(frame, multiplier=1, fewest=3)
    assert list(found["status"]) == ["too few events", "calculated", "calculated"]
    assert found["value"].tolist()[1:] == [0.3, 3.0]


def test_a_group_with_a_missing_cell_is_missing_and_a_blank_key_is_a_group():
    frame = pd.DataFrame(
        {"ward": ["A", "A", "B", None], "count": [1, NAN, 2, 3], "denominator": 10}
    )
    found = crude_rates(frame, by=["ward"])
    assert list(found["status"]) == ["not-available", "calculated", "calculated"]
    assert found["count"].isna().tolist() == [True, False, False]
    assert len(found) == 3


@pytest.mark.parametrize("level", [0.5, 1, 89, 100, [0.95, 2]])
def test_a_level_out_of_range_is_refused(level):
    with pytest.raises(ValueError, match=r"between 0\.9 and 1"):
        levels(level)


def test_a_level_names_its_columns():
    found = proportions(pd.DataFrame({"count": [1], "denominator": [9]}), confidence=[90, 99.8])
    assert {"lower_90", "upper_90", "lower_998", "upper_998"} < set(found)


def test_means_of_one_value_have_no_interval_and_a_gap_has_no_mean():
    frame = pd.DataFrame({"place": [*"ABBCCDD"], "value": [4, 5, NAN, 1, 3, np.inf, 2]})
    found = means(frame, by=["place"])
    assert list(found["status"]) == ["calculated", "not-available", "calculated", "not-available"]
    assert found["value"].tolist()[::2] == [4, 2]
    assert found["lower_95"].isna().tolist() == [True, True, False, True]
    assert np.isnan(student_t(1, 1, 1)[0])


def bands(counts, populations=None, **columns):
    many = len(counts)
    return pd.DataFrame(
        {"age": [f"{n}-{n + 4}" for n in range(0, 5 * many, 5)], "count": counts}
    ).assign(population=populations or [1000] * many, **columns)


@pytest.mark.parametrize(
    ("frame", "status"),
    [
        (bands([4, 5]), "too few events"),
        (bands([5, 5]), "unreliable"),
        (bands([10, 9]), "unreliable"),
        (bands([10, 10]), "calculated"),
        (bands([10, NAN]), "not-available"),
        (bands([10, NAN], status=["final", "suppressed"]), "suppressed"),
        (bands([10, 30], [100, 0]), "no denominator"),
        (bands([40, -3]), "negative count"),
        (bands([40, 30]).assign(age=["0-4", "0-7"]), "not-available"),
    ],
)
def test_a_standardised_rate_says_how_it_was_made(frame, status):
    found = directly_standardised_rates(frame).iloc[0]
    assert found["status"] == status
    assert (not np.isnan(found["value"])) == (status in ("calculated", "unreliable"))


def test_a_group_short_of_a_band_has_no_standardised_rate():
    both = pd.concat([bands([40, 30], place="A"), bands([40], place="B")])
    found = directly_standardised_rates(both, by=["place"])
    assert found["status"].tolist() == ["calculated", "an age band is missing"]
    assert found["value"].notna().tolist() == [True, False]


def test_a_negative_standard_is_refused():
    found = directly_standardised_rates(bands([40, 30], weight=[500, -5]), standard="weight")
    assert found["status"].tolist() == ["negative count"]


@pytest.mark.parametrize("column", ["population", "weight"])
def test_rows_of_one_band_have_one_population_and_one_standard(column):
    repeated = pd.concat(
        [bands([20, 10], times=1, weight=500), bands([10, 5], times=2, weight=500)],
        ignore_index=True,
    )
    rest = repeated.assign(place="B")
    repeated.loc[3, column] = 700
    both = pd.concat([repeated.assign(place="A"), rest])
    found = directly_standardised_rates(both, standard="weight", by=["place"], frequency="times")
    assert found["status"].tolist() == ["an age band has two populations", "calculated"]


def test_a_blank_count_is_none_only_where_that_is_known():
    frame = bands([30, NAN], status=["final", "not-available"])
    assert np.isnan(directly_standardised_rates(frame)["value"].iloc[0])
    known = directly_standardised_rates(frame, blank_is_zero=True).iloc[0]
    assert known["count"] == 30
    hidden = frame.assign(status=["final", "suppressed"])
    assert directly_standardised_rates(hidden, blank_is_zero=True)["status"].iloc[0] == "suppressed"


def test_dependent_events_widen_the_interval_and_keep_the_rate():
    alone = bands([40, 20])
    repeated = pd.concat([bands([20, 10], times=1), bands([10, 5], times=2)], ignore_index=True)
    one = directly_standardised_rates(alone).iloc[0]
    two = directly_standardised_rates(repeated, frequency="times").iloc[0]
    assert two["count"] == one["count"]
    assert two["population"] == one["population"]
    assert two["value"] == pytest.approx(one["value"])
    assert two["lower_95"] < one["lower_95"] < one["upper_95"] < two["upper_95"]


def test_age_labels_of_several_spellings():
    ages = pd.Series(["0-4", "05-09", "10 to 14", "90+", "90 and over", "85-89 yrs", "0-15"])
    assert european_standard(ages).tolist()[:6] == [5000, 5500, 5500, 1000, 1000, 1500]
    assert np.isnan(european_standard(ages).iloc[6])


def test_a_ratio_without_expected_events_or_reference_people_has_a_status():
    frame = pd.DataFrame(
        {
            "place": list("abcd"),
            "count": [3.0, 3.0, 0.0, 3.0],
            "population": 100.0,
            "reference_count": [0.0, 5.0, 5.0, -5.0],
            "reference_population": [1000.0, 0.0, 1000.0, 1000.0],
        }
    )
    found = indirect_ratios(frame, by=["place"])
    assert list(found["status"]) == [
        *("no events expected", "no denominator", "calculated", "negative count")
    ]
    assert found["value"].isna().tolist() == [True, True, False, True]
    assert found["lower_95"].iloc[2] == 0
