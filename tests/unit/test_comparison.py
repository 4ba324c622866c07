"""The single overlapping interval: limits, words, gaps, and what must hold for any numbers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsna.analysis.comparison import compare, half_width, interval_is_valid

POLARITIES = ("high-is-good", "low-is-good", "none")
SWAP = {"Better": "Worse", "Worse": "Better"}


def frame_of(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["value", "lower_95", "upper_95", "benchmark", "polarity"])


def word(value, lower, upper, benchmark, polarity="high-is-good") -> str:
    return compare(frame_of((value, lower, upper, benchmark, polarity))).iloc[0]


@pytest.mark.parametrize("benchmark", [9.0, 10.0, 11.0])
def test_a_benchmark_inside_or_on_a_limit_is_similar(benchmark):
    assert word(10, 9, 11, benchmark) == "Similar"


@pytest.mark.parametrize(
    ("polarity", "below", "above"),
    [
        ("high-is-good", "Worse", "Better"),
        ("low-is-good", "Better", "Worse"),
        ("none", "Lower", "Higher"),
    ],
)
def test_the_word_follows_polarity(polarity, below, above):
    assert word(10, 9, 11, 11.0001, polarity) == below
    assert word(10, 9, 11, 8.9999, polarity) == above


@pytest.mark.parametrize(
    "row",
    [
        (np.nan, 9, 11, 10, "none"),
        (10, np.nan, 11, 10, "none"),
        (10, 9, np.nan, 10, "none"),
        (10, 9, 11, np.nan, "none"),
        (10, 11, 9, 10, "none"),
        (12, 9, 11, 10, "none"),
        (10, 9, 11, 10, "not-compared"),
    ],
    ids=["value", "lower", "upper", "benchmark", "order", "outside", "polarity"],
)
def test_no_result_when_something_is_missing_or_invalid(row):
    assert compare(frame_of(row)).iloc[0] == "Not compared"


def test_the_result_keeps_the_index_and_may_be_empty():
    frame = frame_of((10, 9, 11, 10, "none"), (10, 9, 11, 8, "none"))
    frame.index = pd.Index([7, 3])
    assert compare(frame).to_dict() == {7: "Similar", 3: "Higher"}
    assert compare(frame.iloc[:0]).empty


def test_half_width_is_the_wider_side_and_missing_without_a_limit():
    widths = half_width(frame_of((10, 9, 13, 0, "none"), (10, np.nan, 13, 0, "none")))
    assert widths.iloc[0] == 3
    assert np.isnan(widths.iloc[1])


numbers = st.floats(-1e6, 1e6, allow_nan=False)
rows = st.tuples(numbers, numbers, numbers, numbers, st.sampled_from(POLARITIES))


@given(st.lists(rows, min_size=1, max_size=20))
def test_similar_exactly_when_a_valid_interval_holds_the_benchmark(drawn):
    frame = frame_of(*drawn)
    limits = np.sort(frame[["value", "lower_95", "upper_95"]].to_numpy(), axis=1)
    frame[["lower_95", "value", "upper_95"]] = limits
    inside = frame["benchmark"].between(frame["lower_95"], frame["upper_95"])
    assert interval_is_valid(frame).all()
    assert ((compare(frame) == "Similar") == inside).all()


@given(st.lists(rows, min_size=1, max_size=20))
def test_flipping_polarity_swaps_better_and_worse_and_nothing_else(drawn):
    frame = frame_of(*drawn)
    good = compare(frame.assign(polarity="high-is-good"))
    assert list(compare(frame.assign(polarity="low-is-good"))) == [SWAP.get(w, w) for w in good]


@given(st.lists(rows, min_size=1, max_size=20))
def test_no_judgement_without_polarity(drawn):
    assert not compare(frame_of(*drawn).assign(polarity="none")).isin(["Better", "Worse"]).any()
