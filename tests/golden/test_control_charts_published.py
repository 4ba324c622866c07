"""Control charts against worked examples that others published: centre, limits, points outside.

NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2 (individuals: flow rate) and 6.3.3.1
(counts: defects on wafers); Montgomery 2009, Introduction to Statistical Quality Control, chapter 7
(p chart: orange juice cans, purchase orders of unequal numbers; u chart: shipping errors).
"""

import pandas as pd
import pytest

from jsna.analysis.control_chart import ChartRule, with_limits
from jsna.analysis.control_rules import OUTSIDE, with_signals

FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
WAFERS = [16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19,
          16, 31, 13]  # fmt: skip
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9,
        12, 7, 13, 9, 6]  # fmt: skip
ORDERS = [100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110, 80, 80, 80, 90,
          100, 100, 100, 100, 90, 90]  # fmt: skip
WRONG = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9]
SHIPPED = [2, 3, 8, 1, 1, 4, 1, 4, 5, 1, 8, 2, 4, 3, 4, 1, 8, 3, 7, 4]


def series(values, denominator=None) -> pd.DataFrame:
    periods = [f"{year}-01-01/P1Y" for year in range(1900, 1900 + len(values))]
    return pd.DataFrame({"period": periods, "value": values, "denominator": denominator})


def signals(values, rule, denominator=None) -> pd.DataFrame:
    return with_signals(with_limits(series(values, denominator), rule))


def outside(chart: pd.DataFrame) -> list[int]:
    """The places, from 1, of the points outside the limits."""
    return (chart.index[chart[OUTSIDE] != 0] + 1).tolist()


def test_individuals_of_the_flow_rate():
    chart = signals(FLOW, ChartRule(fewest=10))
    assert chart["centre"].iloc[0] == pytest.approx(50.81)
    # published with 3 / 1.128 for 2.66
    assert chart["upper"].iloc[0] == pytest.approx(55.8041, abs=1e-3)
    assert chart["lower"].iloc[0] == pytest.approx(45.8159, abs=1e-3)
    assert outside(chart) == []


def test_counts_of_defects_on_wafers():
    chart = signals([float(n) for n in WAFERS], ChartRule("u", usual=25), 1)
    assert chart[["centre", "upper", "lower"]].iloc[0].tolist() == [16, 28, 4]
    assert outside(chart) == [24]


def test_shares_of_equal_numbers():
    chart = signals([n / 50 for n in CANS], ChartRule("p", usual=30), 50)
    assert chart[["centre", "upper", "lower"]].iloc[0].round(4).tolist() == [0.2313, 0.4102, 0.0524]
    assert outside(chart) == [15, 23]


def test_shares_of_unequal_numbers_have_limits_by_period():
    values = [wrong / n for wrong, n in zip(WRONG, ORDERS, strict=True)]
    chart = signals(values, ChartRule("p", usual=25), ORDERS)
    assert chart["centre"].iloc[0] == pytest.approx(234 / 2450)
    assert chart["upper"].iloc[[0, 1, 10]].round(3).tolist() == [0.184, 0.194, 0.180]
    assert chart["lower"].iloc[[0, 1, 10]].round(3).tolist() == [0.007, 0, 0.011]
    assert outside(chart) == [11]


def test_rates_of_errors_in_shipments():
    chart = signals([n / 50 for n in SHIPPED], ChartRule("u"), 50)
    assert chart[["centre", "upper", "lower"]].iloc[0].round(4).tolist() == [0.074, 0.1894, 0]
    assert outside(chart) == []
