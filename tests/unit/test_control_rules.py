"""The rules of a control chart: they fire where a step is, seldom where none is, and say which."""

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.control_chart import FEWEST, ChartRule, with_limits
from jsna.analysis.control_rules import (
    MOVING,
    NEAR_LIMIT,
    ONE_SIDE,
    OUTSIDE,
    RULES,
    with_signals,
)

LEVEL = [10.0, 12, 9, 11, 10, 12, 8, 11, 10, 9, 11, 9]
"""A baseline of 12 with a mean of 10.17 and no rule broken."""
BASELINE = ("2020-01-01/P1M", "2020-12-01/P1M")


def months(values, start=2020) -> pd.DataFrame:
    periods = [f"{start + n // 12}-{n % 12 + 1:02d}-01/P1M" for n in range(len(values))]
    return pd.DataFrame({"period": periods, "value": np.asarray(values, dtype="float64")})


def chart(*more, steps=(), baseline=BASELINE) -> pd.DataFrame:
    return with_signals(with_limits(months([*LEVEL, *more]), ChartRule("xmr", 1, baseline, steps)))


def test_limits_are_set_by_the_baseline_and_stay():
    first, later = chart(), chart(30, 40, 50)
    assert (
        first[["centre", "lower", "upper"]].iloc[0].tolist()
        == later[["centre", "lower", "upper"]].iloc[-1].tolist()
    )
    assert first["signal"].eq(0).all()


def test_a_baseline_that_begins_after_a_step_sets_the_limits_from_there():
    later = [n + 20 for n in LEVEL]
    frame = months([*LEVEL, 90, 90, *later])
    rule = ChartRule("xmr", 1, ("2021-03-01/P1M", "2022-02-01/P1M"), ("2021-01-01/P1M",))
    found = with_limits(frame, rule)
    assert found["centre"].iloc[-1] == pytest.approx(np.mean(later))
    assert found["centre"].iloc[0] == pytest.approx(np.mean(LEVEL))
    alone = with_limits(frame.iloc[12:], rule)
    assert alone["centre"].iloc[-1] == pytest.approx(np.mean(later))


def test_a_point_outside_the_limits_is_one_signal_at_once():
    found = chart(10, 30, 10)
    assert found[OUTSIDE].iloc[-3:].tolist() == [0, 1, 0]
    assert found["rule"].iloc[-2] == OUTSIDE


@pytest.mark.parametrize(("points", "fires"), [(6, False), (7, True)])
def test_seven_points_on_one_side(points, fires):
    found = chart(8, *([10.5, 11] * 4)[:points])
    assert found[ONE_SIDE].iloc[-points:].eq(1 if fires else 0).all()


def test_a_point_on_the_centre_ends_a_run():
    centre = chart()["centre"].iloc[0]
    found = chart(8, *[11, 10.5, 11], centre, *[11, 10.5, 11, 10.5])
    assert found[ONE_SIDE].eq(0).all()


@pytest.mark.parametrize(("points", "fires"), [(6, False), (7, True)])
def test_seven_points_that_fall(points, fires):
    found = chart(8, *np.linspace(12, 8, points), 13)
    assert found[MOVING].eq(-1).sum() == (points if fires else 0)
    assert found[MOVING].iloc[-1] == 0


def test_equal_neighbours_are_no_trend():
    assert chart(12, 11.5, 11, 11, 10, 9.5, 9, 8.8)[MOVING].eq(0).all()


def test_two_of_three_near_one_limit():
    upper = chart()["upper"].iloc[0] - 0.5
    assert chart(upper, 10, upper)[NEAR_LIMIT].iloc[-3:].tolist() == [1, 0, 1]
    assert chart(upper, 10, 9, upper)[NEAR_LIMIT].eq(0).all()
    lower = chart()["lower"].iloc[0] + 0.5
    assert chart(upper, lower)[NEAR_LIMIT].eq(0).all()


def test_too_few_values_give_no_limits_and_no_signal():
    few = with_signals(with_limits(months(LEVEL[: FEWEST - 1]), ChartRule()))
    assert few["upper"].isna().all() and few["signal"].eq(0).all()


def test_a_declared_step_begins_limits_of_its_own_and_ends_runs():
    new = [20.0, 21, 19, 20, 22, 18, 20, 21, 19, 20, 21, 19]
    without = chart(*new)
    with_step = chart(*new, steps=("2021-01-01/P1M",))
    assert without["signal"].iloc[-1] == 1
    assert with_step["centre"].iloc[-1] == pytest.approx(20)
    assert with_step["centre"].iloc[0] == without["centre"].iloc[0]
    assert with_step["signal"].iloc[12:].eq(0).all()


def test_a_period_without_a_value_is_never_zero_and_is_not_judged():
    found = chart(10, np.nan, 10)
    assert found["signal"].eq(0).all()
    assert np.isnan(found["value"].iloc[-2])


def test_no_limit_lies_past_the_whole():
    frame = months([96.0, 99, 97, 98, 95, 99, 97, 98, 96, 99, 98, 97]).assign(denominator=40)
    found = with_limits(frame, ChartRule("p", 100, highest=100))
    assert found["upper"].eq(100).all() and (found["lower"] < 95).all()


def simulated(series: int, points: int, step: float = 0, at: int = 0) -> pd.DataFrame:
    """Many series of a normal process, each a phase of its own; a step in sigmas from a point on.

    Limits are set by the first 24 points of each.
    """
    rng = np.random.default_rng(2018)
    values = rng.normal(50, 1, (series, points))
    values[:, at:] += step
    frame = pd.DataFrame(
        {
            "period": "",
            "value": values.ravel(),
            "phase": np.repeat(np.arange(series), points),
            "point": np.tile(np.arange(points), series),
        }
    )
    return with_signals(with_limits(frame, ChartRule(lowest=None)))


def share_of_alarms(found: pd.DataFrame, name: str) -> float:
    return float(found[name].ne(0).mean())


@pytest.mark.parametrize("series", [500, pytest.param(10_000, marks=pytest.mark.slow)])
def test_false_alarms_in_series_in_control(series):
    """How often a point alone is flagged though nothing changed: the price of each rule.

    Limits of 24 values are not those of the process, so that more points lie outside than the
    0.27% of known limits.
    """
    found = simulated(series, 60)
    later = found[found["point"] >= 24]
    shares = {name: share_of_alarms(later, name) for name in RULES}
    assert shares[OUTSIDE] == pytest.approx(0.0094, abs=0.003)
    assert shares[ONE_SIDE] == pytest.approx(0.081, abs=0.02)
    assert shares[MOVING] == pytest.approx(0.0024, abs=0.002)
    assert shares[NEAR_LIMIT] == pytest.approx(0.0135, abs=0.004)


@pytest.mark.parametrize(
    ("step", "within", "caught"), [(3.0, 8, 0.99), (2.0, 8, 0.98), (1.0, 20, 0.85)]
)
def test_rules_fire_at_a_known_step(step, within, caught):
    found = simulated(400, 60, step, at=40)
    after = found[found["point"].between(40, 39 + within)]
    seen = after[after["signal"] > 0].groupby("phase").size()
    assert len(seen) / 400 >= caught
