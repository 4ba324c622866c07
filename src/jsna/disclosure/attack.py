"""Attack a published table: what each hidden count could be, given all that is shown.

Of each hidden cell the smallest and the largest value, over every table of counts that agrees
with what is shown: two linear programmes. See docs/methods.md#disclosure-control.

Source: Fischetti and Salazar 2000, Mathematical Programming 88, 229-259 (the attacker's
problem); Hundepool and others 2012, Statistical Disclosure Control, chapter 4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jsna.disclosure.parts import DIMENSIONS
from jsna.disclosure.programme import UnlimitedError
from jsna.disclosure.ranges import feasible_ranges, own_ranges
from jsna.disclosure.shown import PLAIN, SLACK, Floats, Shown, Supposed, shown_table
from jsna.disclosure.table import STRICT, Loose, tell_nothing_of_each_other
from jsna.settings.source import Disclosure

VALUES: Final[Loose] = frozenset({"breakdown_value"})
ALONE: Final = tuple(frozenset({name}) for name in DIMENSIONS if name not in VALUES)
LOOSER: Final[tuple[tuple[Loose, ...], ...]] = (
    (STRICT,),
    (VALUES,),
    ALONE,
    tuple(VALUES | one for one in ALONE),
    (frozenset(DIMENSIONS),),
)
"""Where parts may be supposed to fall short of their whole, the likeliest first.

Of suppositions that are as likely each is looked at: where wards are missing ages still add up.
"""
UNREVISED: Final = Supposed(revised=False)


@dataclass(frozen=True)
class Extreme:
    """One solved programme: the smallest or the largest value that a cell could have.

    Attributes:
        value: NaN if no table agrees with what is shown, infinite if nothing limits it.
        rows: The cells of the table that found it.
        counts: What each of them is in it; empty if nothing limits it.
        binding: Cells that are shown and hold it where it is.
    """

    value: float
    rows: NDArray[np.intp]
    counts: Floats
    binding: NDArray[np.intp]


def attack(
    cells: pd.DataFrame,
    rule: Disclosure,
    least: Mapping[str, frozenset[str]] | None = None,
    *,
    exact: bool = True,
) -> pd.DataFrame:
    """Return what each hidden count could be, and whether that is wide enough.

    Args:
        cells: One row per cell of one table, as for `shown_table`; counts of hidden cells are
            not looked at.
        rule: Its band, highest less lowest count, is the least range that protects.
        least: Code of an area -> the least areas it is made of, where that is known.
        exact: False if a range that protects need not be told to its ends, which is quicker.

    Returns:
        One row per hidden cell, with its index: lowest, highest (whole numbers, infinite where
        nothing limits it) and protected. Parts are supposed to fill their whole; where no table
        agrees with that those of a breakdown may fall short, then of one other dimension, then of
        both, then any (the narrowest range of those as likely); where none does even so,
        there is no range (NaN) and no protection to speak of. Of counts that were revised it is
        the narrowest of that and of what it is if nothing was.
    """
    at = np.flatnonzero(cells["hidden"].to_numpy("bool"))
    enough = np.inf if exact else band(rule)
    ranges = np.empty((0, 2))
    if len(at) and not is_revised(cells) and tell_nothing_of_each_other(cells):
        ranges = own_ranges(cells.iloc[at], rule)
    elif len(at):
        guesses = (PLAIN, UNREVISED) if is_revised(cells) else (PLAIN,)
        found = [_by_guess(cells, rule, least, guess, at, enough) for guess in guesses]
        ranges = _narrowest(found)
    return pd.DataFrame(
        {"lowest": ranges[:, 0], "highest": ranges[:, 1],
         "protected": ranges[:, 1] - ranges[:, 0] >= band(rule)},
        index=cells.index[at],
    )  # fmt: skip


def is_revised(cells: pd.DataFrame) -> bool:
    """Return whether earlier releases show other counts than those of now."""
    return "vintage" in cells and bool(cells["vintage"].any())


def _by_guess(
    cells: pd.DataFrame,
    rule: Disclosure,
    least: Mapping[str, frozenset[str]] | None,
    guess: Supposed,
    at: NDArray[np.intp],
    enough: float,
) -> Floats:
    """Return the range of each cell by one guess of what was revised."""
    ranges, odd = np.full((len(at), 2), np.nan), np.ones(len(at), dtype="bool")
    for likely in LOOSER:
        guesses = [replace(guess, loose=loose) for loose in likely]
        shown = [shown_table(cells, rule, least, supposed=supposed) for supposed in guesses]
        found = [feasible_ranges(table, at[odd], enough) for table in shown]
        ranges[odd] = _narrowest(found)
        odd = np.isnan(ranges).any(axis=1)
        if not odd.any():
            break
    return ranges


def _narrowest(found: Sequence[Floats]) -> Floats:
    """Return the narrowest of several ranges of each cell; NaN where there is none."""
    ranges = np.stack(found)
    width = ranges[:, :, 1] - ranges[:, :, 0]
    # a range without end is still one
    order = np.where(np.isnan(width), np.inf, np.minimum(width, np.finfo("float64").max))
    return np.asarray(ranges[order.argmin(axis=0), np.arange(ranges.shape[1])])


def band(rule: Disclosure) -> int:
    """Return how wide the range of a hidden count must be: as wide as what is hidden."""
    return rule.highest_count - rule.lowest_count


def extreme(shown: Shown, cell: int, sign: float) -> Extreme:
    """Return the smallest (sign 1) or the largest (sign -1) value that a cell could have."""
    part, programme = shown.part(cell), shown.programme(cell)
    goal = part.cells[[int(np.searchsorted(part.rows, cell))]].toarray().ravel()
    nothing = np.array([], dtype="int64")
    try:
        atoms = programme.least(sign * goal)
    except UnlimitedError:
        # counts are not negative, so that only a largest value can be without limit
        return Extreme(np.inf, part.rows, np.array([]), nothing)
    if atoms is None:
        return Extreme(np.nan, part.rows, np.array([]), nothing)
    held = programme.prices()[: len(part.rows)] > SLACK
    return Extreme(float(goal @ atoms), part.rows, part.cells @ atoms, part.rows[held])
