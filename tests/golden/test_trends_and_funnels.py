"""Trends, control limits, funnels and differences, held to what others published."""

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.comparison import compare_two_levels
from jsna.analysis.difference import difference
from jsna.analysis.funnel import (
    axis_ends,
    axis_points,
    funnel_significance,
    proportion_limits,
    rate_limits,
)
from jsna.analysis.intervals import wilson
from jsna.analysis.process_control import compare_proportions
from jsna.analysis.recent_trend import recent_trend, trend_labels

SERIES = ["indicator_id", "area_code", "sex", "age"]
POLARITY = {
    "No judgement": "none",
    "Low is good": "low-is-good",
    "High is good": "high-is-good",
}
KINDS = {
    "Proportion": "proportion",
    "Crude rate": "rate",
    "Directly standardised rate": "standardised-rate",
}
LABELS_EXCHANGED_IN_THE_SOURCE = {"E38000228"}


@pytest.fixture(scope="module")
def published_trends(real_data):
    file = real_data.parent / "oracles" / "recent_trend_labels.csv"
    if not file.is_file():
        pytest.skip("needs_data: no published labels beside the real data")
    frame = pd.read_csv(file, dtype={"indicator_id": "str"})
    frame["period"] = frame["year"].astype("str") + "-01-01/P1Y"
    frame["value_type"] = frame["value_type"].map(KINDS)
    return frame.assign(polarity=frame["polarity"].map(POLARITY))


def labels_that_differ(frame, **how):
    first = frame.drop_duplicates(SERIES).reset_index(drop=True)
    ours = trend_labels(recent_trend(frame, SERIES, **how)["trend"], first["polarity"])
    return first[ours != first["published_recent_trend"]]


@pytest.mark.parametrize("gaps", [True, False])
def test_every_published_trend_but_the_one_known(published_trends, gaps):
    differ = labels_that_differ(published_trends, gaps=gaps)
    assert len(published_trends.drop_duplicates(SERIES)) == 448
    assert set(differ["area_code"]) == LABELS_EXCHANGED_IN_THE_SOURCE
    assert len(differ) == 1


def test_the_form_by_counts_is_not_the_one_that_is_published(published_trends):
    assert len(labels_that_differ(published_trends, form="proportion")) == 7


# the service's own worked example, restated (TrendMarkerCalculatorTest of fingertips-open, MIT)
FIVE_YEARS = pd.DataFrame(
    {
        "area_code": "A",
        "period": [f"{year}-04-01/P1Y" for year in range(2014, 2019)],
        "value": [24.67, 24.6, 28, 30.2, 30.6],
        "lower_95": [23.16, 23.15, 26.44, 28.63, 28.98],
        "upper_95": [26.25, 26.19, 29.64, 31.9, 32.25],
        "count": [994, 1023, 1199, 1332, 1367],
        "denominator": [40299, 41527, 42811, 44064, 44701],
    }
)


@pytest.mark.parametrize(("form", "chi_squared"), [("interval", 46.77), ("proportion", 47.90)])
def test_the_services_worked_trend(form, chi_squared):
    found = recent_trend(FIVE_YEARS, ["area_code"], form).iloc[0]
    assert found["trend"] == "Increasing"
    assert found["chi_squared"] == pytest.approx(chi_squared, abs=0.005)


@pytest.mark.parametrize(
    ("level", "words"), [("95", "Better Similar Worse"), ("998", "Better Similar Worse")]
)
def test_the_services_worked_control_limits_of_proportions(level, words):
    frame = pd.DataFrame(
        {
            "value": [7.7065767284991562, 9.8988121425428961, 12.474645030425965],
            "denominator": [5930, 2273, 1972],
            "benchmark": 8.9611086876279327,
            "polarity": "low-is-good",
        }
    )
    assert list(compare_proportions(frame, level=level)) == words.split()


@pytest.mark.parametrize(
    ("benchmark", "low", "high"),
    [
        (2.8, "Better 95", "Worse 95"),
        (2.6, "Similar", "Similar"),
        (2.4, "Worse 95", "Better 95"),
        (2.2, "Worse 99.8", "Better 99.8"),
        (3.0, "Better 99.8", "Worse 99.8"),
    ],
)
def test_the_services_worked_two_levels(benchmark, low, high):
    row = {"lower_998": 2.3, "lower_95": 2.5, "value": 2.6, "upper_95": 2.7, "upper_998": 2.9}
    frame = pd.DataFrame([row, row]).assign(benchmark=benchmark)
    frame["polarity"] = ["low-is-good", "high-is-good"]
    assert list(compare_two_levels(frame)) == [low, high]


def test_newcombes_published_difference_of_two_proportions():
    """56 of 70 against 48 of 80: Newcombe 1998, method 10, gives 0.0524 to 0.3339."""
    (low_a, low_b), (high_a, high_b) = wilson([56, 48], [70, 80])
    frame = pd.DataFrame(
        {
            "value": [0.8], "lower_95": low_a, "upper_95": high_a,
            "benchmark": [0.6], "benchmark_lower_95": low_b, "benchmark_upper_95": high_b,
            "polarity": "none",
        }
    )  # fmt: skip
    found = difference(frame).iloc[0]
    assert found["lower_95"] == pytest.approx(0.0524, abs=5e-5)
    assert found["upper_95"] == pytest.approx(0.3339, abs=5e-5)
    assert found["comparison"] == "Higher"


# restated from the reference R package's test sets (testdata_funnel_*.csv)


def test_funnel_of_proportions():
    found = proportion_limits([1, 2, 3], 0.80642448)
    assert found["lower_2s"].tolist() == pytest.approx([3.204264, 25.885383, 35.933491], abs=1e-5)
    assert found["lower_3s"].tolist() == pytest.approx([0, 0, 10.150815], abs=1e-5)
    assert found["upper_2s"].tolist() == [100, 100, 100]


def test_a_funnel_per_thousand_is_not_cut_off_at_a_hundred():
    found = proportion_limits([500], 0.289, 1000).iloc[0]
    assert found["baseline"] == 289
    assert found["lower_2s"] < 289 < found["upper_2s"] < found["upper_3s"] < 1000


def test_funnel_of_rates():
    rates = rate_limits([1, 2, 3], 116.1720835e-5, years=3, as_published=True)
    wanted = [20.85059119, 32.15975314, 39.75195225]
    assert rates["lower_2s"].tolist() == pytest.approx(wanted, rel=1e-8)
    wanted = [0.287087625, 13.02722321, 54.66984838]
    assert rates["population_upper_3s"].tolist() == pytest.approx(wanted, rel=1e-8)
    exact = rate_limits([1, 2, 3], 116.1720835e-5, years=3)
    assert exact["upper_2s"].tolist() == pytest.approx(rates["upper_2s"].tolist(), rel=1e-5)


def test_the_axis_of_a_published_funnel():
    start, end = axis_ends([31_000 - 1, 20_000, 10_530])
    assert (start, end) == (0, 33_000)
    assert axis_points(33_000, 10_000)[:3].tolist() == [10_000, 10_121, 10_244]


def test_funnel_significance():
    proportions = pd.DataFrame({"count": [35078.488, 24803.6256], "denominator": [41980, 31824]})
    assert list(funnel_significance(proportions, "proportion")) == ["High (0.001)", "Low (0.001)"]
    ratios = pd.DataFrame(
        {"count": [8, 151, 159], "denominator": [6.239860227, 106.4429719, 232.9329036]}
    )
    labels = ["Not significant", "High (0.001)", "Low (0.001)"]
    assert list(funnel_significance(ratios, "ratio")) == labels


@pytest.mark.parametrize(
    ("statistic", "count", "denominator", "rate"),
    [
        ("proportion", 50_000, 20, 1.0),
        ("proportion", 30, 20, 1.0),
        ("rate", 30, 1_000, 0.0),
        ("rate", np.inf, 1_000, 3.0),
        ("ratio", 30, -4, 1.0),
    ],
)
def test_numbers_that_cannot_be_do_not_move_the_others(statistic, count, denominator, rate):
    good = pd.DataFrame(
        {"count": [60.0, 90, 150, 100], "denominator": [1e3] * 4, "rate": [60, 90, 150, 100]}
    )
    bad = pd.DataFrame({"count": [count], "denominator": [denominator], "rate": [rate]})
    labels = funnel_significance(pd.concat([good, bad]), statistic, multiplier=1000)
    assert labels.tolist()[:4] == funnel_significance(good, statistic, multiplier=1000).tolist()
    assert labels.tolist()[4] == "Not available"
    assert len(set(labels)) > 2 or statistic == "ratio"


def test_without_denominators_no_area_has_a_place_in_the_funnel():
    frame = pd.DataFrame({"count": [60.0, 90.0]})
    assert set(funnel_significance(frame, "proportion")) == {"Not available"}


def test_significance_of_few_events_none_and_gaps():
    frame = pd.DataFrame(
        {"count": [9, 0, 40, np.nan], "denominator": [1e3, 2e3, 1e3, 1e3], "rate": [9, 0, 40, 9]}
    )
    crude = funnel_significance(frame, "rate", multiplier=1000)
    assert crude.iloc[1] == "Low (0.001)"
    assert crude.iloc[3] == "Not available"
    standardised = funnel_significance(frame, "rate", standardised=True, multiplier=1000)
    assert list(standardised)[:2] == ["Not applicable for events less than 10 for dsrs"] * 2


def test_the_one_published_trend_that_differs_is_the_one_that_methods_md_describes(
    published_trends, project_root
):
    (one,) = labels_that_differ(published_trends).itertuples(index=False)
    series = published_trends[
        (published_trends["area_code"] == one.area_code)
        & (published_trends["indicator_id"] == one.indicator_id)
    ]
    values = [f"{value:.1f}%" for value in series.sort_values("period")["value"]]
    words = f"{', '.join(values[:-1])} and {values[-1]} do not fall"
    methods = (project_root / "docs" / "methods.md").read_text("utf-8")
    assert one.published_recent_trend.startswith("Decreasing")
    assert f"({one.indicator_id}), 2019 to 2023: {words}" in methods
    other = (published_trends["area_code"] == "E38000200") & (
        published_trends["indicator_id"] == one.indicator_id
    )
    assert not other.any()
