"""Many wards at once: exact p-values, the control of false flags, and two comparators."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from jsna.analysis.false_discovery import adjusted, expected_by_chance, poisson_p, two_rates_p
from jsna.analysis.ward_scan import ward_scan


def test_adjusted_p_values_are_those_of_benjamini_and_hochberg():
    # their own example (1995, table 1's fifteen p-values): four are rejected at q = .05
    p = pd.Series(
        [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
         0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    )  # fmt: skip
    shuffled = p.sample(frac=1, random_state=3)
    result = adjusted(shuffled).sort_index()
    assert (result <= 0.05).sum() == 4
    assert result.to_numpy() == pytest.approx(stats.false_discovery_control(p))


def test_families_are_kept_apart_and_missing_tests_belong_to_none():
    p = pd.Series([0.01, 0.04, np.nan, 0.03, 0.03])
    family = pd.Series(["a", "a", "a", "b", "b"])
    result = adjusted(p, family)
    assert result.tolist()[:2] == pytest.approx([0.02, 0.04])
    assert np.isnan(result[2]) and result.tolist()[3:] == pytest.approx([0.03, 0.03])


def test_poisson_p_is_exact_in_both_tails():
    observed = pd.Series([0.0, 3, 10, 25, 400, np.nan, 5])
    expected = pd.Series([4.0, 8, 10, 10, 200, 5, 0])
    p = poisson_p(observed, expected)
    law = stats.poisson(expected[:5])
    tails = np.minimum(law.cdf(observed[:5]), law.sf(observed[:5] - 1))
    assert p[:5].to_numpy() == pytest.approx(np.minimum(1, 2 * tails), rel=1e-9)
    assert 0 < p[4] < 1e-30
    assert p[5:].isna().all()


def test_two_rates_are_held_against_each_other_exactly():
    others = pd.DataFrame({"count": [40.0, 5.0], "people": [9000.0, 500.0]})
    p = two_rates_p(pd.Series([12.0, 0.0]), pd.Series([1000.0, 400.0]), others)
    for row, (x, n, share) in enumerate([(12, 52, 0.1), (0, 5, 4 / 9)]):
        law = stats.binom(n, share)
        assert p[row] == pytest.approx(min(1, 2 * min(law.cdf(x), law.sf(x - 1))))


def wards():
    count = np.array([30.0, 60, 28, 33, 31, 29, 10, 30])
    people = np.full(8, 1000.0)
    return pd.DataFrame(
        {
            "ward_code": [f"E0500000{n}" for n in range(8)],
            "count": count,
            "denominator": people,
            "value": 100 * count / people,
        }
    )


@pytest.mark.parametrize("kind", ["rate", "proportion"])
def test_a_ward_is_held_against_england_and_the_rest_of_its_authority(kind):
    scan = ward_scan(wards(), kind, england=5.0, multiplier=100)
    assert scan["flag_england"].tolist()[0] == "lower" and scan["flag_england"][1] == "no flag"
    assert scan["flag_rest"].tolist() == [
        "no flag", "higher", "no flag", "no flag", "no flag", "no flag", "lower", "no flag",
    ]  # fmt: skip
    assert scan["rest"][1] == pytest.approx(100 * 191 / 7000)
    assert (scan["adjusted_rest"] >= scan["p_rest"]).all()
    assert set(scan["p_from"]) == {
        "exact Poisson" if kind == "rate" else "score test (Wilson's interval)"
    }
    assert set(scan["family"]) == {8} and set(scan["q"]) == {0.05}
    assert scan["funnel"][1] == "High (0.001)" and scan["funnel"][6].startswith("Low")
    assert scan["funnel"][0] == "Not significant"


def test_p_of_a_proportion_agrees_with_wilson_s_interval():
    from jsna.analysis.intervals import wilson

    lower, upper = wilson(wards()["count"], wards()["denominator"])
    for england in (2.1, 3.0, 3.9, 4.9):
        p = ward_scan(wards(), "proportion", england, 100)["p_england"]
        outside = (england / 100 < lower) | (england / 100 > upper)
        assert ((p < 0.05) == outside).all()


def test_without_counts_p_comes_from_the_interval_and_the_rest_is_not_tested():
    frame = wards()[["ward_code", "value"]]
    frame = frame.assign(lower_95=frame["value"] - 1, upper_95=frame["value"] + 1)
    frame.loc[0, "lower_95"] = np.nan
    scan = ward_scan(frame, "rate", 3.0, 100)
    assert scan["p_from"].tolist() == ["", *["the published interval"] * 7]
    assert scan["flag_england"][0] == "not tested" and scan["flag_england"][1] == "higher"
    assert set(scan["flag_rest"]) == {"not tested"} and set(scan["family"]) == {7}
    assert set(scan["funnel"]) == {"Not available"}


def test_a_hidden_count_leaves_no_rest_to_be_worked_back_from():
    frame = wards()
    frame.loc[3, "count"] = np.nan
    scan = ward_scan(frame, "rate", 3.0, 100)
    assert scan["rest"].isna().all() and set(scan["flag_rest"]) == {"not tested"}
    assert scan["flag_england"][3] == "not tested" and scan["flag_england"][1] == "higher"


def test_a_ward_with_more_cases_than_people_is_not_tested_and_moves_no_other():
    frame = wards()
    frame.loc[3, ["count", "value"]] = [1200.0, 120.0]
    scan = ward_scan(frame, "proportion", 3.0, 100)
    whole = ward_scan(frame.drop(index=3), "proportion", 3.0, 100)
    assert scan["flag_england"][3] == scan["flag_rest"][3] == "not tested"
    others = scan.drop(index=3)
    assert others["p_england"].tolist() == whole["p_england"].tolist()
    assert others["funnel"].tolist() == whole["funnel"].tolist()
    assert set(scan["flag_rest"]) == {"not tested"}


def test_chance_alone_flags_few_wards():
    # 25 wards and 20 indicators that differ by chance only: 25 flags without control
    assert expected_by_chance(25 * 20) == 25
    rng = np.random.default_rng(11)
    flags = 0
    for _ in range(20):
        count = rng.poisson(40, 25).astype(float)
        frame = pd.DataFrame(
            {"ward_code": range(25), "count": count, "denominator": 1000.0, "value": count / 10}
        )
        scan = ward_scan(frame, "rate", 4.0, 100)
        flags += int(scan["flag_england"].isin(["higher", "lower"]).sum())
    assert flags <= 3
