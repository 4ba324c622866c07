from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsna.figures.layout import Scale, nice_ticks, spread, thin, tick_decimals

values = st.floats(-1e6, 1e6).map(lambda v: round(v, 3))


@given(values, values)
def test_ticks_cover_the_values_in_equal_steps(one, other):
    low, high = sorted((one, other))
    ticks = nice_ticks(low, high)
    assert len(ticks) >= 2
    assert ticks[0] <= low + 1e-6 and ticks[-1] >= high - 1e-6
    steps = [b - a for a, b in pairwise(ticks)]
    assert max(steps) == pytest.approx(min(steps), rel=1e-6)


def test_ticks_are_round():
    assert nice_ticks(0, 97) == [0, 20, 40, 60, 80, 100]
    assert tick_decimals(nice_ticks(0, 0.9)) == 1
    assert tick_decimals([0, 2.5, 5]) == 1
    assert tick_decimals([0, 20]) == 0


@given(st.lists(st.floats(0, 300), min_size=1, max_size=5))
def test_labels_are_spread_without_overlap_and_in_order(wanted):
    heights = [20.0] * len(wanted)
    tops = spread(wanted, heights, 0, 300)
    assert all(0 <= top <= 280 for top in tops)
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    placed = [tops[i] for i in order]
    assert all(b - a >= 20 - 1e-9 for a, b in pairwise(placed))


def test_labels_with_room_stay_where_they_are():
    assert spread([10, 200], [20, 20], 0, 300) == [10, 200]


def test_an_axis_keeps_its_last_label_and_none_touch():
    kept = thin([0, 10, 20, 30, 40, 50], [15] * 6, gap=4)
    assert kept == [1, 3, 5]
    assert thin([5], [500]) == [0]


def test_a_scale_of_one_value_lies_in_the_middle():
    assert Scale(3, 3, 0, 100)(3) == 50
    assert Scale(0, 10, 100, 0)(10) == 0
