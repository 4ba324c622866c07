"""Slope index: a line worked out by hand, and the closed form against simulation."""

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.slope_index import line_weights, slope_index
from jsna.analysis.slope_rule import SlopeRule


def five_groups(values, population=(10.0, 20.0, 40.0, 20.0, 10.0), half=1.0, area="A"):
    values = np.asarray(values, dtype=float)
    return pd.DataFrame(
        {
            "area_code": area,
            "quantile": [1, 2, 3, 4, 5],
            "population": population,
            "value": values,
            "lower_95": values - half,
            "upper_95": values + half,
        }
    )


def test_a_line_worked_out_by_hand():
    # share a      .1   .2   .4   .2   .1
    # middle b     .05  .2   .5   .8   .95       mean of b weighted by a: .5
    # b - .5      -.45 -.3    0   .3   .45
    # a(b-.5)^2    .02025 .018 0 .018 .02025     sum .0765
    # a(b-.5)y    -3.15 -4.32 0 4.68 3.645      with y 70 72 76 78 81: sum .855
    # slope .855/.0765 = 11.176471; mean of y: 7+14.4+30.4+15.6+8.1 = 75.5
    # most deprived end 75.5 - .5 x 11.176471 = 69.911765; least 81.088235
    index = slope_index(five_groups([70, 72, 76, 78, 81]), ["area_code"]).iloc[0]
    assert index["status"] == "calculated"
    assert index["sii"] == pytest.approx(0.855 / 0.0765)
    assert index["intercept"] == pytest.approx(69.911765, abs=1e-6)
    assert index["rii"] == pytest.approx(81.088235 / 69.911765, abs=1e-6)
    assert index["times"] == pytest.approx(69.911765 / 81.088235, abs=1e-6)
    # variance of the slope: sum (a(b-.5)/.0765)^2 se^2, se = 1/1.959964
    # (.045^2 + .06^2 + 0 + .06^2 + .045^2) / .0765^2 = .01125/.00585225 = 1.922338
    reach = np.sqrt(1.922338)  # 1.959964 x se is 1
    assert index["sii_upper_95"] - index["sii"] == pytest.approx(reach, abs=1e-5)
    assert index["sii"] - index["sii_lower_95"] == pytest.approx(reach, abs=1e-5)
    assert index["sii_upper_998"] > index["sii_upper_95"]


def test_simulation_agrees_with_the_closed_form_the_more_the_more_draws():
    frame = five_groups([70, 72, 76, 78, 81])
    closed = slope_index(frame, ["area_code"]).iloc[0]
    limits = [f"{name}_{end}_95" for name in ("sii", "rii", "times") for end in ("lower", "upper")]
    spread = {}
    for draws in (400, 40_000):
        rule = SlopeRule(method="simulation", draws=draws)
        away = [
            slope_index(frame, ["area_code"], rule, np.random.default_rng(seed)).iloc[0][limits]
            - closed[limits]
            for seed in range(8)
        ]
        spread[draws] = np.sqrt((np.asarray(away, dtype=float) ** 2).mean(axis=0))
    assert (spread[40_000] < spread[400] / 3).all()
    assert spread[40_000][0] < 0.02


def test_the_line_is_least_squares_weighted_by_population():
    rng = np.random.default_rng(4)
    population, values = rng.uniform(10, 500, (6, 12)), rng.normal(50, 5, (6, 12))
    lines = np.einsum("aqk,aq->ak", line_weights(population), values)
    for row in range(6):
        share = population[row] / population[row].sum()
        middle = np.cumsum(share) - share / 2
        slope, at_0 = np.polyfit(middle, values[row], 1, w=np.sqrt(share))
        assert lines[row] == pytest.approx([at_0, slope])


@pytest.mark.parametrize(
    ("kind", "transform"),
    [
        ("natural", False),
        ("rate", False),
        ("rate", True),
        ("proportion", False),
        ("proportion", True),
    ],
)
def test_the_sign_turns_with_the_direction(kind, transform):
    values = [0.30, 0.27, 0.22, 0.2, 0.16]
    rule = SlopeRule(kind=kind, transform=transform, draws=4_000)
    ways = [
        slope_index(
            five_groups(way, half=0.02), ["area_code"], rule, np.random.default_rng(1)
        ).iloc[0]
        for way in (values, values[::-1])
    ]
    down, up = ways
    assert down["sii"] < 0 < up["sii"]
    assert down["sii"] == pytest.approx(-up["sii"])
    assert down["times"] == pytest.approx(1 / up["times"]) and down["times"] > 1
    assert down["sii_lower_95"] < down["sii"] < down["sii_upper_95"] < 0
    turned = slope_index(
        five_groups(values, half=0.02),
        ["area_code"],
        SlopeRule(kind=kind, transform=transform, multiplier=-100, draws=4_000),
        np.random.default_rng(1),
    ).iloc[0]
    assert turned["sii"] == pytest.approx(-100 * down["sii"])
    assert turned["rii"] == pytest.approx(1 / down["rii"])
    assert turned["times"] == pytest.approx(down["times"])
    assert turned["sii_lower_95"] == pytest.approx(-100 * down["sii_upper_95"])


def test_a_percentage_gives_the_slope_of_its_proportion_in_points():
    values = np.array([0.30, 0.27, 0.22, 0.2, 0.16])
    frames = {1.0: five_groups(values, half=0.02), 100.0: five_groups(100 * values, half=2)}
    one, hundred = (
        slope_index(
            frame,
            ["area_code"],
            SlopeRule(kind="proportion", transform=True, scale=scale, draws=2_000),
            np.random.default_rng(3),
        ).iloc[0]
        for scale, frame in frames.items()
    )
    assert hundred["sii"] == pytest.approx(100 * one["sii"])
    assert hundred["sii_lower_95"] == pytest.approx(100 * one["sii_lower_95"])
    assert hundred["rii"] == pytest.approx(one["rii"])


def test_a_bad_area_costs_only_itself():
    good = five_groups([70, 72, 76, 78, 81])
    bad = {
        "a deprivation group is missing": five_groups([1, 2, 3, 4, 5], area="B").iloc[1:],
        "a deprivation group is there twice": pd.concat(
            [
                five_groups([1, 2, 3, 4, 5], area="C"),
                five_groups([1, 2, 3, 4, 5], area="C").iloc[:1],
            ]
        ),
        "a group has no value": five_groups([1, np.nan, 3, 4, 5], area="D"),
        "a group has no population": five_groups([1, 2, 3, 4, 5], (0, 1, 1, 1, 1), area="E"),
        "a group has no valid interval": five_groups([1, 2, 3, 4, 5], half=-1, area="F"),
    }
    endless = (
        five_groups([1, np.inf, 3, 4, 5], area="G"),
        five_groups([1, 2, 3, 4, 5], (1, np.inf, 1, 1, 1), area="H"),
    )
    without = slope_index(pd.concat(endless), ["area_code"])
    assert without["status"].tolist() == ["a group has no value", "a group has no population"]
    result = slope_index(pd.concat([good, *bad.values()]), ["area_code"])
    assert result["status"].tolist() == ["calculated", *bad]
    assert result.loc[1:, "sii":].isna().all(axis=None)
    assert result["sii"].iloc[0] == slope_index(good, ["area_code"])["sii"].iloc[0]


def test_a_zero_rate_cannot_be_drawn_on_a_logarithm():
    frame = five_groups([0.0, 1, 2, 3, 4], half=0.1)
    index = slope_index(frame, ["area_code"], SlopeRule("rate", draws=100), np.random.default_rng())
    assert index["status"].iloc[0] == "a value cannot be transformed"


def test_one_seed_gives_one_answer_and_its_reliability():
    frame = five_groups([70, 72, 76, 78, 81])
    rule = SlopeRule(method="simulation", draws=2_000, repeats=10)
    first, second = (
        slope_index(frame, ["area_code"], rule, np.random.default_rng(9)) for _ in range(2)
    )
    pd.testing.assert_frame_equal(first, second)
    assert 0 < first["sii_mad"].iloc[0] < 0.2
    assert 0 < first["rii_mad"].iloc[0] < 0.01


def test_a_ratio_with_a_base_that_could_be_nothing_has_no_limits():
    index = slope_index(five_groups([0.1, 1, 2, 3, 4], half=2), ["area_code"]).iloc[0]
    assert np.isnan(index["rii_lower_95"])
    assert index["sii_lower_95"] < index["sii"]


def test_misuse_is_refused():
    frame = five_groups([1, 2, 3, 4, 5])
    with pytest.raises(ValueError, match="seeded generator"):
        slope_index(frame, ["area_code"], SlopeRule("rate"))
    with pytest.raises(ValueError, match="5 to 100"):
        slope_index(frame.iloc[:4], ["area_code"])
    with pytest.raises(ValueError, match="no closed form"):
        SlopeRule("rate", method="closed-form")
    with pytest.raises(ValueError, match="no transform"):
        SlopeRule(transform=True)


# Two areas of the reference package's own test set (PHEindicatormethods, testdata_SII.xlsx,
# records 1-10 and 326-335), restated: population, value, lower and upper limit; what it prints.
LIFE_EXPECTANCY = (
    [7291, 7997, 6105, 7666, 5790, 6934, 5918, 5974, 7147, 7534],
    [75.93345901, 78.34423827, 83.8360631, 83.63753997, 80.46550315,
     81.11567599, 81.69308357, 84.19000621, 80.59556411, 86.28943496],
    [72.72205305, 75.25098022, 80.86972951, 80.15757836, 77.1308786,
     78.04999868, 79.01157849, 81.44572828, 75.82718517, 83.21905935],
    [79.14486497, 81.43749633, 86.8023967, 87.11750158, 83.80012771,
     84.18135329, 84.37458865, 86.93428414, 85.36394305, 89.35981057],
)  # fmt: skip
OBESITY = (
    [34353, 32112, 27715, 25372, 23889, 23260, 23180, 24193, 23609, 24488],
    [0.21212121, 0.21428127, 0.20407721, 0.19186505, 0.17480849,
     0.16663801, 0.15603969, 0.14657132, 0.1403702, 0.12087553],
    [0.2078305, 0.20982771, 0.19937352, 0.18706665, 0.17004464,
     0.16190411, 0.15142508, 0.14217075, 0.13599767, 0.11685201],
    [0.2164763, 0.21880317, 0.20886293, 0.19675674, 0.17967691,
     0.171482, 0.16076829, 0.15108411, 0.14485974, 0.12501798],
)  # fmt: skip


def ten_groups(numbers):
    names = ["population", "value", "lower_95", "upper_95"]
    columns = dict(zip(names, numbers, strict=True))
    return pd.DataFrame({"area_code": "A", "quantile": range(1, 11), **columns})


def test_the_reference_package_s_life_expectancy():
    index = slope_index(ten_groups(LIFE_EXPECTANCY), ["area_code"]).iloc[0]
    assert index["sii"] == pytest.approx(6.934616, abs=1e-6)
    assert index["rii"] == pytest.approx(1.088818, abs=1e-6)
    # its limits are simulated, ours exact
    assert index["sii_lower_95"] == pytest.approx(3.127595, abs=0.05)
    assert index["sii_upper_95"] == pytest.approx(10.758687, abs=0.05)
    assert index["rii_lower_95"] == pytest.approx(1.038369, abs=0.001)
    assert index["rii_upper_95"] == pytest.approx(1.141299, abs=0.001)


def test_the_reference_package_s_proportions_on_log_odds():
    rule = SlopeRule("proportion", transform=True, draws=20_000)
    index = slope_index(ten_groups(OBESITY), ["area_code"], rule, np.random.default_rng(1)).iloc[0]
    assert index["sii"] == pytest.approx(-0.109646, abs=1e-6)
    assert index["rii"] == pytest.approx(0.534178, abs=1e-6)
    assert index["intercept"] == pytest.approx(0.235382, abs=1e-6)
    assert index["sii_lower_95"] == pytest.approx(-0.114908, abs=0.0005)
    assert index["sii_upper_95"] == pytest.approx(-0.104431, abs=0.0005)
    assert index["rii_lower_95"] == pytest.approx(0.518533, abs=0.001)
    assert index["rii_upper_95"] == pytest.approx(0.550174, abs=0.001)
