"""Comparisons that need no published label: goals, own values, change, trends on bad series."""

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.change import change_since, change_since_last
from jsna.analysis.goals import (
    compare_with_range,
    compare_with_value,
    goals_in_force,
)
from jsna.analysis.own_values import beside_all_persons
from jsna.analysis.process_control import compare_proportions
from jsna.analysis.recent_trend import recent_trend

NAN = float("nan")


def test_control_limits_without_a_denominator_give_no_verdict():
    frame = pd.DataFrame(
        {"value": [10, 10, NAN], "denominator": [0, NAN, 5], "benchmark": 9.0, "polarity": "none"}
    )
    assert set(compare_proportions(frame)) == {"Not compared"}


def test_control_limits_of_a_benchmark_of_nothing():
    frame = pd.DataFrame(
        {"value": [0.0, 50.0], "denominator": 1000, "benchmark": 0.0, "polarity": "none"}
    )
    assert list(compare_proportions(frame)) == ["Similar", "Higher"]


@pytest.mark.parametrize(
    ("value", "polarity", "colour"),
    [
        (10.0, "high-is-good", "Green"),
        (9.9, "high-is-good", "Red"),
        (10.0, "low-is-good", "Green"),
        (10.1, "low-is-good", "Red"),
        (10.0, "none", "Not compared"),
        (NAN, "low-is-good", "Not compared"),
    ],
)
def test_a_goal_of_one_number(value, polarity, colour):
    frame = pd.DataFrame({"value": [value], "goal": [10.0], "polarity": [polarity]})
    assert list(compare_with_value(frame)) == [colour]


def test_a_goal_by_the_interval_has_amber():
    frame = pd.DataFrame(
        {"value": [5.0] * 3, "lower_95": 4.0, "upper_95": 6.0, "goal": [3.0, 5.0, 7.0]}
    ).assign(polarity="low-is-good")
    assert list(compare_with_value(frame, by_interval=True)) == ["Red", "Amber", "Green"]


def test_a_range_has_its_lower_end_inside_and_its_upper_outside():
    frame = pd.DataFrame({"value": [89.9, 90.0, 94.9, 95.0], "goal_lower": 90, "goal_upper": 95})
    high = compare_with_range(frame.assign(polarity="high-is-good"))
    assert list(high) == ["Red", "Amber", "Amber", "Green"]
    low = compare_with_range(frame.assign(polarity="low-is-good"))
    assert list(low) == ["Green", "Amber", "Amber", "Red"]
    turned = frame.assign(goal_lower=96, polarity="high-is-good")
    assert set(compare_with_range(turned)) == {"Not compared"}


def test_the_goal_in_force_at_the_periods_end_counts():
    rows = pd.DataFrame(
        {"indicator_id": ["a", "a", "a", "b"]},
        index=[7, 5, 3, 1],
    ).assign(period=["2024-01-01/P1Y", "2018-01-01/P1Y", "2026-01-01/P1Y", "2024-01-01/P1Y"])
    goals = pd.DataFrame(
        {
            "indicator_id": "a",
            "since": ["2017-04-01", "2020-01-01"],
            "until": [None, "2025-12-31"],
            "goal": [10.0, 12.0],
        }
    )
    found = goals_in_force(rows, goals)
    assert list(found.index) == [7, 5, 3, 1]
    assert found["goal"].fillna(-1).tolist() == [12.0, 10.0, -1, -1]


def facts(periods, values, half=1.0, **columns):
    value = np.array(values, dtype=float)
    return pd.DataFrame({"period": periods, "value": value}).assign(
        **{
            **{"indicator_id": "i", "area_code": "E06000099", "edition": "", "sex": "Persons"},
            **{"age": "All ages", "breakdown": "", "breakdown_value": "", "snapshot_ids": "ab12"},
            **{"lower_95": value - half, "upper_95": value + half},
            **columns,
        }
    )


POOLED = [f"{year}-01-01/P3Y" for year in range(2016, 2023)]


def test_change_skips_periods_that_overlap():
    found = change_since_last(facts(POOLED, [20, 20, 20, 18, 17, 16, 15]))
    assert found["since"].iloc[-1] == "2019-01-01/P3Y"
    assert found["earlier"].iloc[-1] == 18
    assert found["change"].iloc[-1] == "decreased"
    assert (found["change"].iloc[:3] == "not tested").all()


def test_change_since_a_baseline_and_none_before_it():
    found = change_since(facts(POOLED, [20, 20, 20, 20.5, 17, 16, 15]), POOLED[0])
    assert list(found["change"].iloc[:3]) == ["not tested"] * 3
    assert list(found["change"].iloc[3:5]) == ["no significant change", "decreased"]


def test_change_is_not_tested_across_a_break_a_vintage_an_edition_or_without_intervals():
    years = ["2020-01-01/P1Y", "2022-01-01/P1Y"]
    frame = facts(years, [10, 20])
    assert change_since_last(frame)["change"].iloc[1] == "increased"
    breaks = pd.DataFrame({"indicator_id": ["i"], "since": ["2021-04-01"]})
    reason = change_since_last(frame, breaks)["reason"].iloc[1]
    assert reason == "the way of measuring changed between the two"
    before = breaks.assign(since="2019-04-01")
    assert change_since_last(frame, before)["change"].iloc[1] == "increased"
    other = change_since_last(frame.assign(snapshot_ids=["ab12", "cd34"]))["reason"].iloc[1]
    assert other == "the two figures come from files of different dates"
    shared = change_since_last(frame.assign(snapshot_ids=["ab12 cd34", "cd34"]))
    assert shared["change"].iloc[1] == "increased"
    rebased = change_since_last(frame.assign(edition=["2011", "2021"]))
    assert rebased["since"].iloc[1] == ""
    bare = change_since_last(frame.assign(upper_95=[NAN, 21]))["reason"].iloc[1]
    assert bare == "one of the two figures has no interval"


def test_a_group_stands_beside_its_own_areas_people_not_englands():
    own = facts(["2022-01-01/P1Y"] * 2, [10, 12], sex=["Persons", "Male"])
    england = own.assign(area_code="E92000001", value=50.0)
    group = facts(["2022-01-01/P1Y"], [15], breakdown="Ethnic groups", breakdown_value="A")
    everything = pd.concat([own, england, group], ignore_index=True)
    found = beside_all_persons(everything, everything)
    of_area = found[found["area_code"] == "E06000099"]
    assert of_area["benchmark"].fillna(-1).tolist() == [-1, 10, 10]


def years(values, **columns):
    many = len(values)
    periods = [f"{year}-01-01/P1Y" for year in range(2024 - many, 2024)]
    frame = facts(periods, values, half=0.2, count=100.0, denominator=1000.0)
    return frame.assign(**columns)


CLIMB = [10, 11, 12, 13, 14]


def trend_of(frame, **how):
    return recent_trend(frame, ["area_code", "indicator_id"], **how).iloc[0]


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (years(CLIMB[1:]), "fewer than five years have a count and a population"),
        (years([*CLIMB[:4], NAN]), "fewer than five years have a count and a population"),
        (years(CLIMB, count=NAN), "fewer than five years have a count and a population"),
        (
            years(CLIMB, denominator=0),
            "fewer than five years have a count and a population",
        ),
        (years(CLIMB, count=[1, 2, 3, 4, 1000]), "in one of the years everybody is counted"),
        (years(CLIMB, lower_95=NAN), "fewer than five of the figures have an interval"),
        (years(CLIMB, lower_95=CLIMB, upper_95=CLIMB), "a point has an interval of no width"),
        (years(CLIMB, value_type="mean"), "the test of a trend is for proportions and rates only"),
        (
            facts(POOLED, range(7), count=1.0, denominator=9.0),
            "the test is for figures of one year each",
        ),
    ],
)
def test_a_trend_that_cannot_be_calculated_says_why(frame, reason):
    found = trend_of(frame)
    assert found["trend"] == "Cannot be calculated"
    assert found["reason"] == reason


def test_one_bad_series_costs_only_itself():
    both = pd.concat([years(CLIMB[1:], area_code="A"), years(CLIMB, area_code="B")])
    found = recent_trend(both, ["area_code", "indicator_id"])
    assert list(found["trend"]) == ["Cannot be calculated", "Increasing"]


def test_an_outlier_makes_no_trend():
    steep = years([10, 10.1, 9.9, 10, 30])
    found = trend_of(steep)
    assert found["chi_squared"] > 9.55
    assert not found["steady"]
    assert found["trend"] == "No significant change"


def test_gaps_are_jumped_or_stop_the_run():
    holed = years([9, 10, 11, NAN, 12, 13, 14])
    assert trend_of(holed)["trend"] == "Increasing"
    assert trend_of(holed)["first_period"] == "2018-01-01/P1Y"
    cut = trend_of(holed, gaps=False)
    assert cut["reason"] == "fewer than five yearly figures without a gap"
    missing_year = years([8, 9, 10, 11, 12, 13, 14]).drop(index=3)
    assert trend_of(missing_year, gaps=False)["trend"] == "Cannot be calculated"
    assert trend_of(years([1, NAN, *CLIMB]), gaps=False)["trend"] == "Increasing"


def test_a_break_stops_a_trend():
    breaks = pd.DataFrame({"indicator_id": ["i", "j"], "since": ["2020-06-01", "2022-06-01"]})
    found = trend_of(years(CLIMB), breaks=breaks)
    assert found["reason"] == "fewer than five yearly figures since the way of measuring changed"
    early = breaks.assign(since="2019-01-01")
    assert trend_of(years(CLIMB), breaks=early)["trend"] == "Increasing"


def test_the_newest_period_is_the_one_that_ends_last_whatever_the_order():
    frame = years([30, *CLIMB]).sample(frac=1, random_state=3)
    assert trend_of(frame)["trend"] == "Increasing"
    assert trend_of(frame)["last_period"] == "2023-01-01/P1Y"
