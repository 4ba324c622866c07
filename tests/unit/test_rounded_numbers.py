"""Numbers affected have no more digits than their rates carry."""

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.rounded_numbers import digits_given, rounded_sums, with_precision

RATES = pd.DataFrame(
    {
        "sex": "Persons", "age": ["0-64", "65+"], "value": [2.0, 10.5],
        "lower_95": np.nan, "upper_95": np.nan, "count": np.nan, "denominator": np.nan,
    }
)  # fmt: skip


def numbers(young, old, year=2030):
    people = np.array([young, old], dtype="float64")
    return pd.DataFrame(
        {
            "year": year, "sex": "Persons", "band": ["0-64", "65+"], "people": people,
            "affected": people * [0.02, 0.105],
        }
    )  # fmt: skip


def total(rates=RATES, young=80_000, old=20_000):
    return rounded_sums(with_precision(numbers(young, old), rates, 100)).iloc[0]


@pytest.mark.parametrize(
    ("values", "digits"),
    [([2.0, 10.5], 1), ([2.0, 10.0], 0), ([0.25, 3.0, np.nan], 2), ([1 / 3], 6), ([np.nan], 0)],
)
def test_digits_are_those_of_the_rate_given_with_most(values, digits):
    assert digits_given(pd.Series(values, dtype="float64")) == digits


def test_the_step_follows_from_the_digits_of_the_rates():
    # one decimal of a per cent leaves 0.05% of 100,000 people open, 50 either way: 100 in all
    found = total()
    assert (found["affected"], found["step"], found["people"]) == (3_700, 100, 100_000)
    # whole per cents leave 500 either way: thousands
    found = total(RATES.assign(value=[2.0, 10.0]))
    assert (found["affected"], found["step"]) == (4_000, 1_000)


def test_no_projected_number_is_told_to_a_single_person():
    found = total(young=800, old=100)
    assert (found["affected"], found["step"]) == (30, 10)


def test_published_intervals_make_numbers_rougher():
    wide = RATES.assign(lower_95=[1.5, 10.0], upper_95=[2.5, 11.0])
    # half widths of 0.5%: 400 and 100 people, 412 together, and 50 by digits: 925 in all
    found = with_precision(numbers(80_000, 20_000), wide, 100)
    assert found["by_chance"].tolist() == pytest.approx([400, 100])
    assert found["by_digits"].tolist() == pytest.approx([40, 10])
    assert rounded_sums(found)["step"].tolist() == [100]
    wider = wide.assign(upper_95=[2.7, 11.0])
    assert (
        rounded_sums(with_precision(numbers(80_000, 20_000), wider, 100))["step"].iloc[0] == 1_000
    )


def test_counts_tell_chance_where_no_interval_does():
    counted = RATES.assign(count=[100.0, 400.0], denominator=[5_000.0, 3_810.0])
    found = with_precision(numbers(80_000, 20_000), counted, 100)
    expected = [1.96 * 10 / 5_000 * 80_000, 1.96 * 20 / 3_810 * 20_000]
    assert found["by_chance"].tolist() == pytest.approx(expected)
    # a published interval goes first
    stated = counted.assign(lower_95=[1.9, 10.4], upper_95=[2.1, 10.6])
    again = with_precision(numbers(80_000, 20_000), stated, 100)
    assert again["by_chance"].tolist() == pytest.approx([80, 20])


def test_ages_have_a_step_of_their_own_that_holds_in_every_year():
    years = pd.concat([numbers(80_000, 2_000, 2030), numbers(8_000, 20_000, 2040)])
    found = rounded_sums(with_precision(years, RATES, 100), ["band"]).set_index(["band", "year"])
    # 0.05% of 80,000 is 40 either way, of 20,000 it is 10
    assert found.loc["0-64", "step"].tolist() == [10, 10]
    assert found.loc["0-64", "affected"].tolist() == [1_600, 160]
    assert found.loc["65+", "affected"].tolist() == [210, 2_100]


def test_a_number_that_is_missing_leaves_no_sum():
    missing = numbers(80_000, 20_000).assign(affected=[np.nan, 2_100.0])
    assert rounded_sums(with_precision(missing, RATES, 100))["affected"].isna().all()
