import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from jsna.analysis.equity_audit import (
    equity_audit,
    exact_binomial_p,
    fair_share,
    smallest_equitable,
)
from jsna.analysis.intervals import wilson


def service(**columns):
    base = {"service": "A", "users_from_target": 30, "users": 200, "expected_share": 10.0}
    return pd.DataFrame([base | columns])


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400), st.floats(0.01, 0.95))
def test_the_smallest_count_is_the_first_whose_lower_limit_is_above(users, expected):
    counts = np.arange(users + 1)
    lower, _ = wilson(counts, users)
    above = counts[lower > expected]
    found = float(smallest_equitable(users, expected))
    assert np.isnan(found) if above.size == 0 else found == above[0]


@pytest.mark.parametrize(
    ("count", "users", "expected"), [(0, 15, 0.084), (3, 15, 0.084), (15, 15, 0.5)]
)
def test_the_exact_test_doubles_the_smaller_tail(count, users, expected):
    tails = [
        binomtest(count, users, expected, alternative=side).pvalue for side in ("less", "greater")
    ]
    assert float(exact_binomial_p(count, users, expected)) == pytest.approx(min(1, 2 * min(tails)))


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"users": None, "users_from_target": None}, "returned nothing"),
        ({"users": 0, "users_from_target": 0}, "no users"),
        ({"users_from_target": -1}, "negative count"),
        ({"users_from_target": 201}, "count above users"),
        ({"expected_share": None}, "no expected share"),
        ({}, "judged"),
    ],
)
def test_a_row_that_cannot_be_judged_stays_and_says_why(change, status):
    audit = equity_audit(service(**change)).iloc[0]
    assert audit["status"] == status
    assert (audit["class"] == "not judged") is (status != "judged")
    assert (audit["word"] == "above the share") is (status == "judged")


def test_different_populations_for_different_services():
    rows = pd.concat([
        service(expected_share=None, target_population=1_000, population=10_000),
        service(expected_share=None, target_population=9_000, population=10_000),
    ])  # fmt: skip
    audit = equity_audit(rows)
    assert audit["expected"].tolist() == pytest.approx([10, 90])
    assert audit["class"].tolist() == ["equitable", "unequal"]


def test_the_papers_rule_widens_the_expected_share():
    rows = service(
        expected_share=None, target_population=100, population=1_000, users_from_target=29
    )
    known, paper = equity_audit(rows).iloc[0], equity_audit(rows, paper_rule=True).iloc[0]
    assert (known["class"], paper["class"]) == ("equitable", "equal")
    assert paper["expected_lower"] < paper["expected"] < paper["expected_upper"]


def test_a_target_set_beforehand():
    audit = equity_audit(service(), target_ratio=2.5).iloc[0]
    assert (audit["target_share"], audit["target_class"]) == (25, "unequal")
    own = equity_audit(service(target_ratio=1.5), target_ratio=2.5).iloc[0]
    assert (own["target_share"], own["target_class"]) == (pytest.approx(15), "equal")
    assert equity_audit(service()).iloc[0]["target_class"] == "not judged"


def test_equal_need_leaves_the_share_as_it_is():
    assert float(fair_share(0.3, 1)) == pytest.approx(0.3)
