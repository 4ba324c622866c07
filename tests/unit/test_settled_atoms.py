"""What sums of one atom and sums of 0 settle, before anything is asked of a programme."""

import numpy as np
import pytest
from scipy import sparse

from jsna.disclosure.ranges import left_open
from jsna.disclosure.shown import Part


@pytest.mark.parametrize("kept", [False, True], ids=["left out", "an entry"])
def test_a_zero_that_is_an_entry_settles_nothing(kept):
    """7 of the first atom, 20 to 30 of both: of the second the entry that is 0 says nothing."""
    rows, columns, numbers = [0, 1, 1], [0, 0, 1], [1.0, 1.0, 1.0]
    if kept:
        rows, columns, numbers = [*rows, 0], [*columns, 1], [*numbers, 0.0]
    cells = sparse.csr_array(sparse.coo_array((numbers, (rows, columns)), shape=(2, 2)))
    part = Part(np.arange(2), cells, sparse.csr_array((0, 2)), np.zeros(0))
    rest = left_open(part, np.array([7.0, 20.0]), np.array([7.0, 30.0]))
    assert rest is not None
    assert rest.settled.tolist() == [7.0, 7.0]
    assert (rest.low.tolist(), rest.high.tolist()) == ([13.0], [23.0])
