"""Rates and their intervals on bad cells, and what holds for any count."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jsna.analysis.indirect_ratios import indirect_ratios
from jsna.analysis.intervals import levels, poisson, wilson
from jsna.analysis.rates import crude_rates, proportions

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


def test_a_rate_may_have_more_events_than_people():
    frame = pd.DataFrame({"count": [3, 30], "denominator": [10, 10]})
    found = crude_rates(frame, multiplier=1)
    assert list(found["status"]) == ["calculated", "calculated"]
    assert found["value"].tolist() == [0.3, 3.0]


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
