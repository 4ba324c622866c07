"""Excess in numbers: which measures have one, and what is said of it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from test_inequality import groups
from test_inequality_words import base, indicator

from jsna.analysis.excess_of_area import excess_over_england, excess_over_least, has_cases
from jsna.narrative.excess_words import excess_sentence, least_sentence
from jsna.narrative.statement import Comparator

RATE = {"value_type": "rate", "unit": "per 1,000", "multiplier": 1000, "interval_method": "byar"}


def fact(**changes) -> pd.Series:
    return pd.Series({"value": 18.0, "count": 180.0, "denominator": 1000.0} | changes)


def test_a_proportion_in_people():
    excess = excess_over_england(fact(), 12.0, indicator())
    assert excess is not None
    assert (excess["observed"], excess["expected"], excess["excess"]) == pytest.approx(
        (180, 120, 60)
    )
    # Wilson's limits of 180 of 1,000 are .157395 and .204990
    assert (excess["lower_95"], excess["upper_95"]) == pytest.approx((37.4, 85.0), abs=0.2)


def test_a_crude_rate_in_events():
    excess = excess_over_england(fact(value=180.0), 120.0, indicator(**RATE))
    assert excess is not None
    assert excess["excess"] == pytest.approx(60)
    # Byar's limits of 180 are 154.66 and 208.30
    assert (excess["lower_95"], excess["upper_95"]) == pytest.approx((34.7, 88.3), abs=0.1)


@pytest.mark.parametrize(
    "changes",
    [
        {"value_type": "standardised-rate", "interval_method": "dobson"},
        {"value_type": "mean", "interval_method": "student-t"},
        {"value_type": "other"},
        {"interval_method": "published"},  # a survey
        {"comparison_method": "none"},
    ],
)
def test_what_is_no_count_has_no_excess(changes):
    assert not has_cases(indicator(**changes))
    assert excess_over_england(fact(), 12.0, indicator(**changes)) is None
    assert excess_over_least(groups(), indicator(**changes)) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"count": np.nan},
        {"denominator": np.nan},
        {"value": np.nan},
        {"denominator": 0.0},
        {"denominator": 3000.0},  # three years of events over one year's people
    ],
)
def test_a_count_that_is_missing_or_not_the_value_s_own_is_refused(changes):
    assert excess_over_england(fact(**changes), 12.0, indicator()) is None


def test_without_england_there_is_no_excess():
    assert excess_over_england(fact(), None, indicator()) is None


def test_the_other_groups_are_held_against_the_least_deprived():
    # nine groups of 1,000 with 300 down to 220, the least deprived 210
    excess = excess_over_least(groups(), indicator())
    assert excess is not None
    others = sum(range(220, 301, 10))
    assert excess["observed"] == others
    assert excess["excess"] == pytest.approx(others - 9 * 210)
    # wider than with the least deprived group's level taken as known
    known = excess_over_england(
        fact(value=26.0, count=others, denominator=9000.0), 21.0, indicator()
    )
    assert known is not None
    assert excess["upper_95"] - excess["lower_95"] > known["upper_95"] - known["lower_95"]
    # Wilson: 2,340 of 9,000 .25104 to .26916, 210 of 1,000 .18589 to .23633; 9,000 times
    # the roots of .00916 and .02411 squared, and of .00896 and .02633 squared
    assert excess["upper_95"] - excess["excess"] == pytest.approx(232.1, abs=0.5)
    assert excess["excess"] - excess["lower_95"] == pytest.approx(250.3, abs=0.5)


def test_a_group_without_a_count_costs_the_excess_over_the_least():
    rows = groups()
    rows.loc[4, "count"] = np.nan
    assert excess_over_least(rows, indicator()) is None
    assert excess_over_least(groups().iloc[1:], indicator()) is None
    assert excess_over_least(groups().assign(denominator=2000.0), indicator()) is None


def numbers(excess, lower, upper) -> pd.Series:
    return pd.Series({"observed": 1234.4, "excess": excess, "lower_95": lower, "upper_95": upper})


def against_england():
    return replace(base(), comparator=Comparator("England", "E92000001", 12.0))


def test_the_sentence_carries_level_period_and_interval_and_prevents_nothing():
    said = excess_sentence(against_england(), numbers(60.4, 37, 85), "proportion")
    assert said == (
        "In numbers: 1,234 were counted in Anytown in 2024, 60 more (95% interval 37 to 85) than at"
        " England's level of 12.0%. This is a gap in numbers, not what could be prevented; measures"
        " must not be added up."
    )
    fewer = excess_sentence(against_england(), numbers(-60, -85, -37), "rate")
    assert "60 fewer (95% interval 37 to 85)" in fewer
    assert "The ages of Anytown and England are taken as alike." in fewer


def test_an_interval_that_holds_none_is_neither_more_nor_fewer():
    said = excess_sentence(against_england(), numbers(20, -10, 50), "proportion")
    assert "between 10 fewer and 50 more (95% interval)" in said and " 20 " not in said
    with pytest.raises(ValueError, match="comparator"):
        excess_sentence(base(), numbers(1, 0, 2), "rate")


def test_the_sentence_of_the_other_groups():
    said = least_sentence(numbers(60, 37, 85), "tenth", "Anytown", "2022 - 24")
    assert said.startswith(
        "In numbers: 1,234 were counted in the other tenths of Anytown in 2022 to 2024, 60 more"
    )
    assert "its least deprived tenth's level" in said
