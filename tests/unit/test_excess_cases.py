"""Excess cases against England and against the least deprived fifth."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from jsna.analysis.excess_cases import excess_of_proportions, excess_of_rates


def smokers():
    return pd.DataFrame(
        {
            "area_code": ["A", "B", "C", "D", "E"],
            "count": [180.0, 90.0, np.nan, 50.0, 70.0],
            "denominator": [1000.0, 1000.0, 900.0, 0.0, 60.0],
            "england": 12.0,
            "status": ["final", "final", "suppressed", "final", "final"],
        }
    )


def test_a_proportion_s_excess_is_the_difference_times_the_people():
    excess = excess_of_proportions(smokers(), "england", scale=100)
    assert excess["excess"].iloc[:2].tolist() == pytest.approx([60, -30])
    assert excess["expected"].iloc[0] == pytest.approx(120)
    # Wilson's limits of 180 of 1,000 are .157395 and .204990
    assert excess["lower_95"].iloc[0] == pytest.approx(157.395 - 120, abs=0.2)
    assert excess["upper_95"].iloc[0] == pytest.approx(204.990 - 120, abs=0.2)
    assert excess["lower_998"].iloc[0] < excess["lower_95"].iloc[0] < 60
    assert excess["status"].tolist() == [
        "calculated", "calculated", "suppressed", "no denominator", "not a proportion",
    ]  # fmt: skip
    assert excess["excess"].iloc[2:].isna().all() and excess["lower_95"].iloc[2:].isna().all()


def test_a_missing_reference_is_said():
    frame = smokers().head(2).assign(england=[np.nan, 12.0])
    assert excess_of_proportions(frame, "england", scale=100)["status"].tolist() == [
        "no reference value",
        "calculated",
    ]


def admissions():
    return pd.DataFrame(
        {
            "area_code": ["A", "A", "B", "B"],
            "count": [30.0, 70.0, 4.0, 3.0],
            "population": [1000.0, 1000.0, 100.0, 50.0],
            "reference_count": [2000.0, 5000.0] * 2,
            "reference_population": [100_000.0, 100_000.0] * 2,
        }
    )


def test_a_rate_s_excess_is_observed_less_expected_at_each_age():
    excess = excess_of_rates(admissions(), ["area_code"]).set_index("area_code")
    # A: expected 1000 x .02 + 1000 x .05 = 70; B: 2 + 2.5 = 4.5
    assert excess["expected"].tolist() == pytest.approx([70, 4.5])
    assert excess["excess"].tolist() == pytest.approx([30, 2.5])
    # B has 7 events: exact limits
    assert excess.loc["B", "lower_95"] == pytest.approx(chi2.ppf(0.025, 14) / 2 - 4.5)
    assert excess.loc["B", "upper_95"] == pytest.approx(chi2.ppf(0.975, 16) / 2 - 4.5)
    assert (excess["lower_95"] < excess["excess"]).all()


def test_the_excess_of_the_parts_is_the_excess_of_the_whole():
    frame = admissions()
    parts = excess_of_rates(frame, ["area_code"])
    ages = frame.groupby(["reference_count", "reference_population"], as_index=False)
    whole = excess_of_rates(
        ages[["count", "population"]].sum().assign(area_code="both"), ["area_code"]
    )
    assert parts["excess"].sum() == pytest.approx(whole["excess"].iloc[0])
