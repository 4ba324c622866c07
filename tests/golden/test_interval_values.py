"""Intervals and rates, held to worked values that others published.

The numbers are restated from the test sets of the reference R package PHEindicatormethods
(`testdata_Byars_Wilson`, `testdata_Proportion`, `testdata_Rate`, `testdata_DSR_ISR`) to the six
digits that are compared here.
"""

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.indirect_ratios import indirect_ratios
from jsna.analysis.intervals import byar, exact_poisson, wilson
from jsna.analysis.rates import crude_rates, proportions

DIGITS = 1e-6


def close(found, wanted):
    np.testing.assert_allclose(np.asarray(found, float).ravel(), wanted, rtol=DIGITS, atol=5e-7)


def test_byar():
    close(byar([65, 1045, 1])[0], [50.163188, 982.593202, 0.013072])
    close(byar([65, 1045, 1])[1], [82.849139, 1110.331213, 5.563756])
    close(byar([65, 1045], 0.998)[0], [42.880261, 947.940704])
    close(byar([65, 1045], 99.8 / 100)[1], [94.000291, 1148.806161])


def test_exact_poisson_below_ten():
    close(exact_poisson(5), [1.623486, 11.668332])
    close(exact_poisson(1, 0.998), [0.001001, 9.233413])


def test_proportions_at_both_levels():
    frame = pd.DataFrame({"count": [1.0, 5.0, 20.0], "denominator": 100.0})
    found = proportions(frame)
    close(found["lower_95"], [0.001767, 0.021544, 0.133367])
    close(found["upper_95"], [0.054486, 0.111750, 0.288829])
    close(found["lower_998"], [0.000873, 0.013865, 0.105192])
    close(found["upper_998"], [0.104554, 0.164589, 0.347111])


def test_rates_switch_to_the_exact_method_below_ten():
    frame = pd.DataFrame({"count": [5.0, 20.0], "denominator": 100.0})
    found = crude_rates(frame, multiplier=100)
    assert list(found["method"]) == ["exact", "Byar"]
    close(found["lower_95"], [1.623486, 12.211429])
    close(found["upper_998"], [16.454745, 38.085036])


def test_indirect_ratio():
    # all of "testdata_big" in one band with the same observed and expected
    frame = pd.DataFrame(
        {
            "count": [895.0],
            "population": [835.883561 / 9349.883092 * 1e5],
            "reference_count": [9349.883092],
            "reference_population": [100_000.0],
        }
    )
    ratio = indirect_ratios(frame, multiplier=100).iloc[0]
    close(ratio[["value", "lower_95", "upper_95"]], [107.072329, 100.171477, 114.323329])


@pytest.mark.parametrize(("x", "n"), [(0, 10), (10, 10), (3, 10)])
def test_wilson_stays_between_nothing_and_all(x, n):
    lower, upper = wilson(x, n)
    assert 0 <= lower <= x / n <= upper <= 1


def test_the_same_as_phstatsmethods_where_it_is_right():
    """Its known faults (zero counts, limits capped at 100) stay out of the comparison."""
    theirs = pytest.importorskip("PHStatsMethods")
    frame = pd.DataFrame({"count": [3, 9, 10, 250], "denominator": [900, 800, 4000, 9000]})
    both = [0.95, 0.998]
    columns = ["Value", "lower_95_ci", "upper_95_ci", "lower_99_8_ci", "upper_99_8_ci"]
    ours = ["value", "lower_95", "upper_95", "lower_998", "upper_998"]
    pairs = (
        (proportions(frame), theirs.ph_proportion(frame, "count", "denominator", confidence=both)),
        (crude_rates(frame), theirs.ph_rate(frame, "count", "denominator", confidence=both)),
    )
    for mine, other in pairs:
        np.testing.assert_allclose(mine[ours].to_numpy(), other[columns].to_numpy(), rtol=1e-9)
