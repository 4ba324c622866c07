"""Signals of a control chart: which points are more than common cause, and which way.

The four rules are those of NHS England's Making Data Count as its XmR tools apply them (NHS-R
community, NHSRplotthedots): a point outside the limits; seven points in a row on one side of the
centre; seven in a row that rise or fall; two of three in a row in the outer third of one side.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

RUN: Final = 7
"""Points in a row on one side of the centre."""
TREND: Final = 7
"""Points in a row of which each is above the one before, or each below."""
OUTER: Final = 2.0
"""Sigmas from the centre at which the outer third begins."""
OUTSIDE, ONE_SIDE, MOVING, NEAR_LIMIT = "outside", "one side", "moving", "near a limit"
RULES: Final = {
    OUTSIDE: "a point outside the limits",
    ONE_SIDE: f"{RUN} points in a row on one side of the centre",
    MOVING: f"{TREND} points in a row that rise, or fall",
    NEAR_LIMIT: "two of three points in a row near one limit",
}
"""Each rule in words, in the order in which a point's direction is told."""
NAMES: Final = np.array(list(RULES))
Signs = NDArray[np.int64]


def with_signals(chart: pd.DataFrame) -> pd.DataFrame:
    """Return a chart with the rules that each point breaks.

    A point on the centre is on neither side, two equal points neither rise nor fall, and a period
    without a value ends a run of moves as it ends a line; runs do not go across a known step.

    Args:
        chart: As `control_chart.with_limits` gives it.

    Returns:
        The rows with one column for each rule of `RULES`: +1 for a signal upwards, -1 downwards,
        0 for none; and signal (the first of these that is not 0) and rule (its name, "" for none).
    """
    columns = ("value", "centre", "sigma", "lower", "upper")
    held = {name: chart[name].to_numpy("float64") for name in columns}
    more = pd.DataFrame(signal_columns(held, chart["phase"].to_numpy("int64")), index=chart.index)
    return pd.concat([chart, more], axis="columns")


def signal_columns(chart: Mapping[str, NDArray[Any]], part: Signs) -> dict[str, NDArray[Any]]:
    """Return what `with_signals` adds to a chart, by name: arrays as long as those given.

    Args:
        chart: value, centre, sigma, lower and upper.
        part: Which unbroken stretch each point is of: a step begins a new one, a gap does not.
    """
    value, centre = chart["value"], chart["centre"]
    side = _sign(value - centre)
    far = side * (np.abs(value - centre) > OUTER * chart["sigma"])
    moves = np.zeros(len(value), dtype="int64")
    moves[1:] = np.where(part[1:] == part[:-1], _sign(np.diff(value)), 0)
    found = {
        OUTSIDE: np.where(value > chart["upper"], 1, np.where(value < chart["lower"], -1, 0)),
        ONE_SIDE: _runs(side, part, RUN),
        MOVING: _trends(moves, part),
        NEAR_LIMIT: _two_of_three(far, part),
    }
    judged = ~np.isnan(centre) & ~np.isnan(value)
    told = {name: np.where(judged, signs, 0) for name, signs in found.items()}
    every = np.column_stack(list(told.values()))
    first = (every != 0).argmax(axis=1)
    signal = every[np.arange(len(value)), first]
    return {**told, "signal": signal, "rule": np.where(signal != 0, NAMES[first], "")}


def _sign(numbers: NDArray[np.float64]) -> Signs:
    return np.sign(np.nan_to_num(numbers)).astype("int64")


def _runs(side: Signs, part: Signs, length: int) -> Signs:
    """Return the side of each point that is of a run of so many on that side; else 0."""
    if not len(side):
        return side
    new = np.ones(len(side), dtype="bool")
    new[1:] = (side[1:] != side[:-1]) | (part[1:] != part[:-1])
    run = np.cumsum(new) - 1
    size = np.bincount(run)[run]
    return np.where(size >= length, side, 0)


def _trends(moves: Signs, part: Signs) -> Signs:
    """Return the direction of each point that is of a trend: its first point moves into none."""
    steps = _runs(moves, part, TREND - 1)
    before = np.zeros(len(steps), dtype="int64")
    before[:-1] = np.where(part[1:] == part[:-1], steps[1:], 0)
    return np.where(steps != 0, steps, before)


def _two_of_three(far: Signs, part: Signs) -> Signs:
    """Return the side of each point that is one of two far ones among three in a row."""
    found = np.zeros(len(far), dtype="int64")
    for side in (1, -1):
        hit = far == side
        for gap in (1, 2):
            pair = hit[gap:] & hit[:-gap] & (part[gap:] == part[:-gap])
            found[gap:][pair] = side
            found[:-gap][pair] = side
    return found
