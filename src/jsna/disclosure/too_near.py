"""What is told too nearly of a table that is about to be shown, in rows and between them.

Whoever sees only what is shown supposes that parts fill their whole. Where no table agrees with
that, or where it misleads, the next supposition is looked at: that a breakdown leaves people out,
then one other division, then both, then any. Where counts were revised, how much is a guess as
well: that the counts were revised the least, that they and the people without the event were, and,
where one table agrees with all releases, that nothing was, are looked at.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
import pandas as pd

from jsna.disclosure.attack import LOOSER, UNREVISED, band, is_revised
from jsna.disclosure.parts import Least
from jsna.disclosure.ranges import Floats, feasible_ranges, possible_counts
from jsna.disclosure.shown import PLAIN, Flags, Shown, Supposed, shown_table
from jsna.disclosure.table import Group, Loose
from jsna.disclosure.unlisted import unlisted_groups
from jsna.settings.source import Disclosure

IN_DOUBT: Final = 2

Wide: TypeAlias = dict[Supposed, set[Hashable]]


@dataclass(frozen=True, eq=False)
class TooNear:
    """What one supposition tells too nearly.

    Attributes:
        supposed: That.
        cells: Index of the cells, those that are not in the table among them.
        groups: People of whom no row tells.
    """

    supposed: Supposed
    cells: pd.Index
    groups: list[Group]


def width_of(cells: pd.DataFrame, rule: Disclosure, supposed: Supposed = PLAIN) -> int:
    """Return how wide a range must be: the band, and a little more where counts were revised.

    How much was revised is a guess, and whoever guesses otherwise finds other ends.
    """
    return band(rule) + (IN_DOUBT if supposed.revised and is_revised(cells) else 0)


def too_near(
    cells: pd.DataFrame, rule: Disclosure, least: Least | None = None, wide: Wide | None = None
) -> Iterator[TooNear]:
    """Yield what is told too nearly, one supposition after the other.

    Args:
        cells: One row per cell, as for `shown_table`: counts of those that are not in the table
            are the true ones.
        rule: What is small; a range narrower than its band is too near.
        least: Code of an area -> the least areas it is made of.
        wide: What was found to be wide enough when more was shown, and so still is: added to.
    """
    wide = {} if wide is None else wide
    guesses = (PLAIN, Supposed(people=True), UNREVISED) if is_revised(cells) else (PLAIN,)
    for guess in guesses:
        yield from _by_likelihood(cells, rule, least, guess, wide)


def _by_likelihood(
    cells: pd.DataFrame, rule: Disclosure, least: Least | None, guess: Supposed, wide: Wide
) -> Iterator[TooNear]:
    """Yield what is told too nearly by one guess of what was revised."""
    waiting, settled = cells.index[cells["hidden"].astype("bool")], set[Group]()
    refuted = True
    for likely in LOOSER if guess.revised else _likelier_than_revision(cells):
        looked: list[_LookedAt] = []
        refuted_before = refuted
        left = waiting
        for loose in likely:
            # groups are looked at again only where no table agrees with what was supposed
            groups = unlisted_groups(cells, rule, least, loose) if refuted else []
            groups, again = [group for group in groups if group not in settled], waiting[:0]
            supposed = replace(guess, loose=loose)
            safe = wide.setdefault(supposed, set())
            asked = waiting[~waiting.isin(safe)]
            open_ = [group for group in groups if group not in safe]
            if len(asked) or open_:
                looked.append(_looked_at(cells, rule, least, supposed, asked, open_))
                yield looked[-1].near
                safe |= looked[-1].safe
                again = looked[-1].again
            left = left.intersection(again)
        settled = settled.union(*(one.settled for one in looked))
        waiting, refuted = left, any(one.refuted for one in looked)
        if not looked and refuted_before:
            # where nothing was asked a total may be more than the parts that are shown all the same
            own = (replace(guess, loose=loose) for loose in likely)
            shown = (shown_table(cells, rule, least, supposed=supposed) for supposed in own)
            refuted = any(possible_counts(table) is None for table in shown)


def _likelier_than_revision(cells: pd.DataFrame) -> tuple[tuple[Loose, ...], ...]:
    """Return what may be supposed to be left out before a revision is: people, by a breakdown."""
    divided = "breakdown_value" in cells and (cells["breakdown_value"] != "").any()
    return LOOSER[: 1 + bool(divided)]


@dataclass(frozen=True, eq=False)
class _LookedAt:
    """What came of looking with one supposition.

    Attributes:
        near: What is told too nearly.
        safe: What is wide enough.
        settled: Groups that some table agrees with.
        again: Cells to look at again with a looser supposition.
        refuted: Whether no table agrees with it somewhere.
    """

    near: TooNear
    safe: set[Hashable]
    settled: set[Group]
    again: pd.Index
    refuted: bool


def _looked_at(
    cells: pd.DataFrame,
    rule: Disclosure,
    least: Least | None,
    supposed: Supposed,
    asked: pd.Index,
    groups: list[Group],
) -> _LookedAt:
    width = width_of(cells, rule, supposed)
    shown = shown_table(cells, rule, least, supposed=supposed, groups=groups)
    of_cells, of_groups = _ranges(shown, cells, rule, supposed, asked, groups)
    odd, misled = np.isnan(of_cells).any(axis=1), _misled(cells.loc[asked], of_cells)
    # where no supposition gives a table nothing is protected; another guess may give one
    nothing = supposed.revised and supposed.loose == LOOSER[-1][0]
    near = _narrow(of_cells, width) & ~misled | (odd & nothing)
    few = _narrow(of_groups, width) & _may_be_small(of_groups, rule)
    nowhere = np.isnan(of_groups).any(axis=1)
    far = of_groups[:, 1] >= rule.highest_count + width
    safe: set[Hashable] = set(asked[_is_wide(of_cells, width) & ~misled])
    return _LookedAt(
        TooNear(supposed, asked[near], [groups[at] for at in np.flatnonzero(few)]),
        safe | {groups[at] for at in np.flatnonzero(far | _is_wide(of_groups, width))},
        {groups[at] for at in np.flatnonzero(~nowhere)},
        asked[odd | misled],
        bool(odd.any() or nowhere.any()) or possible_counts(shown) is None,
    )


def groups_told_before(
    cells: pd.DataFrame, near: TooNear, rule: Disclosure, least: Least | None = None
) -> set[Group]:
    """Return those of the groups that earlier releases alone tell: hiding now hides nothing.

    Args:
        cells: As for `too_near`, with `fixed`: what is shown already.
        near: What is told too nearly now.
        rule: What is small.
        least: Code of an area -> the least areas it is made of.
    """
    if not near.groups or not cells["fixed"].any():
        return set()
    before = cells.assign(hidden=~cells["fixed"])
    shown = shown_table(before, rule, least, supposed=near.supposed, groups=near.groups)
    _, ranges = _ranges(shown, before, rule, near.supposed, cells.index[:0], near.groups)
    width = width_of(cells, rule, near.supposed)
    return {near.groups[at] for at in np.flatnonzero(_narrow(ranges, width))}


def _ranges(
    shown: Shown,
    cells: pd.DataFrame,
    rule: Disclosure,
    supposed: Supposed,
    asked: pd.Index,
    groups: list[Group],
) -> tuple[Floats, Floats]:
    """Return the ranges of some cells, and of some groups, one row each."""
    size, width = len(cells), width_of(cells, rule, supposed)
    far = rule.highest_count + width
    of_cells = feasible_ranges(shown, cells.index.get_indexer(asked), width)
    return of_cells, feasible_ranges(shown, range(size, size + len(groups)), width, far)


def _is_wide(ranges: Floats, width: int) -> Flags:
    return np.asarray(ranges[:, 1] - ranges[:, 0] >= width)


def _narrow(ranges: Floats, width: int) -> Flags:
    return np.asarray(ranges[:, 1] - ranges[:, 0] < width)


def _may_be_small(ranges: Floats, rule: Disclosure) -> Flags:
    return (ranges[:, 0] <= rule.highest_count) & (ranges[:, 1] >= rule.lowest_count)


def _misled(cells: pd.DataFrame, ranges: Floats) -> Flags:
    """Return which counts that are not in the table an attacker takes for what they are not."""
    count = cells["count"].to_numpy("float64")
    wrong = (count < ranges[:, 0]) | (count > ranges[:, 1])
    return wrong & cells["sums"].notna().to_numpy() if "sums" in cells else wrong & False
