"""Cells that hang together with no other are read off, and as the programmes would say."""

import numpy as np
import pandas as pd
import pytest

from jsna.disclosure import ranges
from jsna.disclosure.ranges import feasible_ranges, possible_counts
from jsna.disclosure.shown import Shown, shown_table
from jsna.settings.source import Disclosure

RULE = Disclosure(lowest_count=1, highest_count=7, round_to=5)
MONTHS = tuple(f"2024-{month:02d}-01/P1M" for month in (1, 2, 3))
WHOLE, PART, OTHER = "E06000017", "E05000001", "E05000002"


def table(areas: list[str], counts: list[float], limits: list[float], hidden: list[bool]) -> Shown:
    """Return what some areas show, month after month."""
    month = pd.Series(areas).groupby(areas).cumcount()
    cells = pd.DataFrame(
        {"area_code": areas, "sex": "Persons", "age": "All ages",
         "period": [MONTHS[at] for at in month], "count": counts, "limit": limits,
         "hidden": hidden}
    )  # fmt: skip
    return shown_table(cells, RULE, {WHOLE: frozenset([PART, OTHER])})


@pytest.fixture
def alone() -> Shown:
    """One area's three months: rounded, hidden below 40, hidden without limit."""
    return table([WHOLE] * 3, [20.0, np.nan, np.nan], [np.inf, 40.0, np.inf], [False, True, True])


def test_a_cell_on_its_own_is_what_is_shown_of_it(alone):
    assert alone.alone.tolist() == [True] * 3
    found = feasible_ranges(alone, [2, 0, 1])
    assert found.tolist() == [[0.0, np.inf], [18.0, 22.0], [0.0, 40.0]]


def test_a_cell_on_its_own_is_as_the_programmes_say(alone, monkeypatch):
    without = feasible_ranges(alone, range(3)), possible_counts(alone)
    monkeypatch.setattr(Shown, "alone", np.zeros(3, dtype="bool"))
    assert np.array_equal(feasible_ranges(alone, range(3)), without[0])
    assert np.array_equal(possible_counts(alone), without[1])


def test_cells_on_their_own_take_no_programme(alone, monkeypatch):
    monkeypatch.setattr(ranges, "left_open", None)
    assert feasible_ranges(alone, range(3)).shape == (3, 2)
    assert possible_counts(alone) is not None


def test_a_whole_and_its_parts_are_not_alone_and_their_neighbours_are():
    shown = table(
        [WHOLE, PART, OTHER] * 3, [np.nan, 30.0, 20.0] * 3, [np.inf] * 9, [True, False, False] * 3
    )
    assert not shown.alone.any()
    lone = table([PART, OTHER, PART], [30.0, 20.0, np.nan], [np.inf] * 3, [False, False, True])
    assert lone.alone.all()


def test_no_table_agrees_with_a_cell_that_contradicts_itself(alone):
    alone.low[1], alone.high[1] = 9.0, 4.0
    assert np.isnan(feasible_ranges(alone, [1])).all()
    assert np.isfinite(feasible_ranges(alone, [0])).all()
    assert possible_counts(alone) is None
