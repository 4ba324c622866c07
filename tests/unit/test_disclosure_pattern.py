"""The cheapest cells to hide with one, held to tables small enough to see the answer."""

import numpy as np
import pandas as pd
import pytest

from jsna.disclosure.pattern import Patterns
from jsna.disclosure.shown import shown_table
from jsna.settings.source import Disclosure

RULE = Disclosure(lowest_count=1, highest_count=7, round_to=1)
BAND = 6
WHOLE, FIRST, SECOND = 0, 1, 2


@pytest.fixture
def cheapest():
    """Return what to move of a whole and its two parts, of which the first is hidden."""

    def call(counts: list[float], limits: list[float]):
        cells = pd.DataFrame(
            {"area_code": ["whole", "first", "second"], "sex": "Persons", "age": "All ages",
             "period": "2024-01-01/P1Y", "count": counts, "limit": limits,
             "hidden": [False, True, False]}
        )  # fmt: skip
        parts = {"whole": frozenset(["first", "second"])}
        none = np.zeros(3, dtype="bool")
        shown = shown_table(cells, RULE, parts)
        return Patterns(shown, cells["count"].to_numpy(), none, none).cheapest(FIRST, BAND)

    return call


def test_a_cell_without_limit_of_its_own_moves_down_where_nothing_lets_it_rise(cheapest):
    """The whole is all of its people, so that the first can only be fewer than it is."""
    found = cheapest([20.0, 20.0, 0.0], [20.0, np.inf, 0.0])
    assert found is not None
    assert found.moved.tolist() == [WHOLE, FIRST]
    assert found.counts.tolist() == [14.0, 14.0, 0.0]


def test_a_cell_rises_as_the_part_that_costs_least_falls(cheapest):
    found = cheapest([120.0, 20.0, 100.0], [np.inf] * 3)
    assert found is not None
    assert found.moved.tolist() == [FIRST, SECOND]
    assert found.counts.tolist() == [120.0, 26.0, 94.0]


def test_there_is_no_pattern_where_both_limits_hold(cheapest):
    assert cheapest([3.0, 3.0, 0.0], [3.0, np.inf, 0.0]) is None
