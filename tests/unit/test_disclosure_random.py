"""Random tables are hidden and attacked, by themselves and together with an earlier release."""

import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import pandas as pd
import pytest
from random_tables import RandomCase, random_case

from jsna.disclosure.attack import LOOSER, attack, extreme
from jsna.disclosure.control import NOT_PROTECTED, SMALL, is_small, rounded, suppress
from jsna.disclosure.earlier import CELL, with_earlier
from jsna.disclosure.ranges import feasible_ranges, whole
from jsna.disclosure.shown import Supposed, shown_table
from jsna.disclosure.too_near import width_of
from jsna.settings.source import Disclosure

RULE = Disclosure(lowest_count=1, highest_count=7, round_to=1)
ALONE = {"denominator": np.nan, "breakdown": "", "breakdown_value": ""}


@dataclass
class Tally:
    """What became of many tables."""

    tables: int = 0
    cells: int = 0
    small: int = 0
    hidden: int = 0
    told: int = 0
    recovered: int = 0
    given_up: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, case: RandomCase) -> None:
        """Hide what a release may not show, then attack it with all that was shown before."""
        why, stacked = hide(case)
        own = why.reindex(case.cells.index)
        old = [] if case.before is None else [published(case.before, suppress_before(case))]
        seen = with_earlier(published(case.cells, own), old, RULE, case.least)
        found = attack(seen, RULE, case.least)
        # what earlier releases gave away by themselves is told if it is small, and nothing else
        # may be found
        told = stacked.loc[why == NOT_PROTECTED]
        harmless = (
            stacked["known"] & (stacked["releases"] % 2 == 1) & ~is_small(stacked["count"], RULE)
        )
        open_ = seen.loc[found.index[~found["protected"]], CELL]
        known = pd.concat([told, stacked[harmless]])
        known = pd.MultiIndex.from_frame(open_).isin(pd.MultiIndex.from_frame(known[CELL]))
        self.given_up += given_up(stacked, told, case)
        small = is_small(case.cells["count"], RULE)
        assert own[small].isin([SMALL, NOT_PROTECTED]).all()
        self.tables += 1
        self.cells, self.small = self.cells + len(own), self.small + int(small.sum())
        self.hidden, self.told = self.hidden + len(found), self.told + len(told)
        self.recovered += int((~known).sum())
        self.kinds.update(case.kinds)


def published(cells: pd.DataFrame, why: pd.Series) -> pd.DataFrame:
    """Return a table as everyone sees it."""
    hidden = why != ""
    return cells.assign(hidden=hidden, count=cells["count"].mask(hidden), base=1, **ALONE)


def suppress_before(case: RandomCase) -> pd.Series:
    return suppress(case.before, RULE, case.least)


def hide(case: RandomCase) -> tuple[pd.Series, pd.DataFrame]:
    """Return why each cell is hidden, and the cells with those of the earlier release."""
    old = [] if case.before is None else [published(case.before, suppress_before(case))]
    stacked = with_earlier(case.cells.assign(hidden=False, **ALONE), old, RULE, case.least)
    return suppress(stacked, RULE, case.least), stacked


def given_up(stacked: pd.DataFrame, told: pd.DataFrame, case: RandomCase) -> int:
    """Return how many cells would have been protected if this release showed nothing."""
    if not len(told):
        return 0
    nothing_new = attack(stacked.assign(hidden=~stacked["fixed"]), RULE, case.least)
    # a wider range is asked for where counts were revised
    width = nothing_new["highest"] - nothing_new["lowest"]
    protected = (width >= width_of(stacked, RULE)).reindex(told.index, fill_value=False)
    return int((protected & ~told["known"]).sum())


def survive(tables: int, seed: int) -> Tally:
    rng, tally = np.random.default_rng(seed), Tally()
    for _ in range(tables):
        tally.add(random_case(rng))
    return tally


@pytest.mark.slow
def test_no_hidden_cell_of_a_few_random_tables_can_be_worked_out():
    tally = survive(15, seed=1)
    assert tally.recovered == tally.given_up == 0
    assert tally.small < tally.hidden < 0.6 * tally.cells
    assert len(tally.kinds) >= 9


@pytest.mark.slow
def test_no_hidden_cell_of_a_thousand_random_tables_can_be_worked_out(record_property, capsys):
    started = time.process_time()
    tally = survive(1_000, seed=2)
    told = f"{tally}, {time.process_time() - started:.0f} seconds"
    record_property("tally", told)
    with capsys.disabled():
        print(told)
    assert tally.recovered == tally.given_up == 0
    assert tally.small < tally.hidden < 0.6 * tally.cells


def one_by_one(shown, cells) -> np.ndarray:
    """Two programmes a cell, as the method is written down."""
    pairs = [[extreme(shown, int(c), sign).value for sign in (1.0, -1.0)] for c in cells]
    return whole(np.array(pairs).reshape(-1, 2))


@pytest.mark.parametrize("base", [1, 5])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.7])
def test_the_ranges_are_those_of_two_programmes_a_cell(base, share):
    rng = np.random.default_rng(int(10 * share) + base)
    rule = RULE.model_copy(update={"round_to": base})
    for loose in chain.from_iterable(LOOSER):
        case = random_case(rng, releases="one release")
        hidden = is_small(case.cells["count"], RULE) | (rng.random(len(case.cells)) < share)
        limit = case.cells["count"] + rng.choice([3, 40, np.inf], len(case.cells))
        cells = case.cells.assign(count=rounded(case.cells["count"], rule), hidden=hidden)
        shown = shown_table(cells.assign(limit=limit), rule, case.least, supposed=Supposed(loose))
        at = np.flatnonzero(hidden)[:15]
        np.testing.assert_array_equal(feasible_ranges(shown, at), one_by_one(shown, at))


def test_a_contradiction_leaves_no_range():
    case = random_case(np.random.default_rng(4), "wards", releases="one release")
    cells = case.cells.assign(hidden=is_small(case.cells["count"], RULE))
    shown = np.flatnonzero(~cells["hidden"])
    cells.loc[shown[-1], "count"] += 1
    table = shown_table(cells, RULE, links=case.cells["count"])
    at = np.flatnonzero(cells["hidden"])[:5]
    assert at.size
    np.testing.assert_array_equal(feasible_ranges(table, at), one_by_one(table, at))


def test_a_range_that_is_enough_is_told_as_such_all_the_same():
    rng = np.random.default_rng(3)
    case = random_case(rng, releases="one release")
    cells = case.cells.assign(hidden=rng.random(len(case.cells)) < 0.7)
    quick, exact = attack(cells, RULE, case.least, exact=False), attack(cells, RULE, case.least)
    assert set(exact["protected"]) == {True, False}
    assert quick["protected"].tolist() == exact["protected"].tolist()
