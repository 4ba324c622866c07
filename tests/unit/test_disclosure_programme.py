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
