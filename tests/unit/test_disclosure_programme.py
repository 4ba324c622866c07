"""A programme of which nothing is unknown has an answer too."""

import numpy as np
import pytest
from scipy import sparse

from jsna.disclosure.programme import Programme


@pytest.mark.parametrize(("low", "fits"), [(0.0, True), (2.0, False)])
def test_a_programme_without_unknowns_is_settled(low, fits):
    rows = sparse.csr_array((2, 0))
    programme = Programme(rows, np.array([0.0, low]), np.array([5.0, np.inf]))
    answer = programme.least(np.zeros(0))
    assert (answer is not None) == fits
    assert programme.prices().tolist() == [0.0, 0.0]
    programme.limit(1, 3.0, 4.0)
    assert programme.least(np.zeros(0)) is None


def test_a_programme_without_sums_has_its_least():
    programme = Programme(sparse.csr_array((0, 2)), np.zeros(0), np.zeros(0))
    assert programme.least(np.ones(2)).tolist() == [0.0, 0.0]
    assert programme.prices().tolist() == []


@pytest.fixture
def limited():
    """Two unknowns: the first has two limits of its own, and both together are at most 9."""
    rows = sparse.csr_array(np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 1.0]]))
    return Programme(rows, np.array([0.0, 4.0, 0.0]), np.array([9.0, 4.0, 9.0]))


def test_the_narrowest_of_an_unknown_s_limits_holds_it_and_has_the_price(limited):
    assert limited.least(np.array([1.0, 0.0])).tolist() == [4.0, 0.0]
    assert limited.prices().tolist() == [0.0, 1.0, 0.0]
    assert limited.least(np.array([0.0, -2.0])).tolist() == [4.0, 5.0]
    assert limited.prices().tolist() == [0.0, 2.0, 2.0]


def test_limits_of_an_unknown_that_contradict_each_other_have_no_answer(limited):
    limited.limit(0, 6.0, 9.0)
    assert limited.least(np.ones(2)) is None
    limited.limit(1, 0.0, np.inf)
    assert limited.least(np.ones(2)).tolist() == [6.0, 0.0]
    assert limited.prices().tolist() == [1.0, 0.0, 0.0]


def test_limits_put_to_an_unknown_widen_none_of_its_sums_own(limited):
    limited.limit(1, 2.0, 8.0)
    limited.between(np.array([1, 0]), np.array([1.0, 0.0]), np.array([np.inf, 50.0]))
    assert limited.least(np.array([-1.0, 0.0])).tolist() == [8.0, 1.0]
    limited.between(np.array([0]), np.array([3.0]), np.array([3.0]))
    assert limited.least(np.array([1.0, 1.0])).tolist() == [3.0, 1.0]
