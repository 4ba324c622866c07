"""Control charts: centre and limits of a series, fixed by a baseline and anew at each known step.

XmR for a series of single values, p for shares and u for rates whose parts are known. The formulas
are those of Wheeler 2000, Understanding Variation, and Montgomery 2009, Introduction to Statistical
Quality Control, chapters 6 and 7. See docs/methods.md#control-charts.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Numbers = NDArray[Any]
Chart = Literal["xmr", "p", "u"]
XMR: Final = 2.66
"""3 / d2 for ranges of two values: limits by the mean moving range."""
D2: Final = 1.128
SIGMAS: Final = 3.0
FREEDOM: Final = 0.62
"""Degrees of freedom that each range between neighbours adds."""
FEWEST: Final = 12
"""Values that a baseline needs before anything is read of its limits."""
USUAL: Final = 24
"""Values of a baseline that nobody set: the first of the series, all of them where fewer."""


@dataclass(frozen=True)
class ChartRule:
    """How a series' limits are worked out.

    Attributes:
        chart: Which formulas.
        multiplier: What numerator by denominator is multiplied with.
        baseline: First and last period by which limits are set; the first `USUAL` values with none.
        steps: Periods from which they are worked out anew, by as many values as the baseline has.
        lowest: Below which no value can lie, and so no limit: limits are cut there.
        highest: The same above.
        fewest: Values that a baseline needs before anything is read of its limits.
        usual: Values of a baseline that nobody set: the first ones, all of them where fewer.
    """

    chart: Chart = "xmr"
    multiplier: float = 1.0
    baseline: tuple[str, str] | None = None
    steps: tuple[str, ...] = ()
    lowest: float | None = 0.0
    highest: float | None = None
    fewest: int = FEWEST
    usual: int = USUAL


def chart_of(kind: str, *, has_parts: bool, xmr: bool = False) -> Chart:
    """Return which chart a measure has.

    Args:
        kind: count, share, rate or mean.
        has_parts: Whether every value that is known has its denominator.
        xmr: Whether the measure's description asks for XmR.
    """
    if xmr or not has_parts:
        return "xmr"
    return {"share": "p", "rate": "u"}.get(kind, "xmr")  # type: ignore[return-value]


def with_limits(series: pd.DataFrame, rule: ChartRule) -> pd.DataFrame:
    """Return a series with its centre and limits.

    Args:
        series: One row per period, in the order of time: period (ISO), value (NaN where there is
            none) and, for p and u, denominator; phase where several series stand one below
            the other, a number for each.
        rule: How limits are worked out.

    Returns:
        The rows with phase (0, then 1 more at each step), in_baseline, centre, sigma (of one
        value of this period), lower and upper (limits, NaN where fewer than `FEWEST` values set
        them) and dispersion (for p and u: how many times as far the baseline's values lie apart
        as chance alone would have it; Laney 2002, Quality Engineering 14, 531-537).
    """
    frame = series.reset_index(drop=True)
    period = frame["period"].to_numpy("object")
    if "phase" not in frame:
        frame = frame.assign(phase=phases(period, rule.steps))
    value = frame["value"].to_numpy("float64")
    people = frame["denominator"].to_numpy("float64") if "denominator" in frame else value * np.nan
    made = limit_columns(period, value, people, frame["phase"].to_numpy(), rule)
    # one by one columns cost more than what stands in them
    return pd.concat([frame, pd.DataFrame(made, index=frame.index)], axis="columns")


def phases(period: Numbers, steps: tuple[str, ...]) -> Numbers:
    """Return how many steps each period has behind it."""
    behind = np.zeros(len(period), dtype="int")
    for step in steps:
        behind += np.array(period >= step, dtype="int")
    return behind


def limit_columns(
    period: Numbers, value: Numbers, people: Numbers, phase: Numbers, rule: ChartRule
) -> dict[str, Numbers]:
    """Return what `with_limits` adds to a series, by name: arrays as long as those given.

    Args:
        period: ISO, in the order of time.
        value: NaN where there is none.
        people: Denominators; NaN where there are none.
        phase: A number for each stretch with limits of its own.
        rule: How limits are worked out.
    """
    known, named = ~np.isnan(value), _named_baseline(period, rule)
    size = rule.usual if named is None else max(int((known & named).sum()), rule.fewest)
    # it may begin after a step: what came before is of another way
    begins = int(np.argmax(named)) if named is not None and len(named) else -1
    lines = np.full((len(LINES), len(value)), np.nan)
    inside = np.zeros(len(value), dtype="bool")
    enough = np.zeros(len(value), dtype="bool")
    for part in _stretches(phase):
        own = known[part]
        inside[part] = own & (np.cumsum(own) <= size)
        if named is not None and part.start <= begins < part.stop:
            inside[part] = own & named[part]
        enough[part] = inside[part].sum() >= rule.fewest
        for row, line in enumerate(_lines(value[part], people[part], inside[part], rule)):
            lines[row, part] = line
    made: dict[str, Any] = dict(zip(LINES, lines, strict=True))
    for name in ("centre", "sigma"):
        made[name] = np.where(enough, made[name], np.nan)
    low, high = (made["centre"] + side * SIGMAS * made["sigma"] for side in (-1, 1))
    return made | {
        "in_baseline": inside,
        "lower": np.clip(low, rule.lowest, None) if rule.lowest is not None else low,
        "upper": np.clip(high, None, rule.highest) if rule.highest is not None else high,
    }


LINES: Final = ("centre", "sigma", "dispersion")


def freedom(values: int) -> float:
    """Return the degrees of freedom of what so many values say of sigma by their mean range.

    Source: Wheeler 1995, Advanced Topics in Statistical Process Control.
    """
    return FREEDOM * (values - 1)


def _named_baseline(period: Numbers, rule: ChartRule) -> NDArray[np.bool_] | None:
    """Return which periods the rule's baseline names; None where it names none."""
    if not rule.baseline:
        return None
    first, last = rule.baseline
    return np.array((period >= first) & (period <= last), dtype="bool")


def _stretches(phase: Numbers) -> list[slice]:
    """Return the rows of each phase, which follow each other."""
    ends = [*(np.flatnonzero(np.diff(phase)) + 1), len(phase)]
    starts = [0, *ends[:-1]]
    return [slice(a, b) for a, b in zip(starts, ends, strict=True) if b > a]


def _lines(
    value: Numbers, people: Numbers, inside: NDArray[np.bool_], rule: ChartRule
) -> tuple[Any, Any, Any]:
    """Return centre, sigma and dispersion of the rows of one phase, by its baseline."""
    base = np.where(inside, value, np.nan)
    if rule.chart == "xmr":
        return _mean(base), XMR / SIGMAS * _mean(np.abs(np.diff(base))), np.nan
    known = inside & ~np.isnan(people)
    total = people[known].sum()
    if not total:
        return np.nan, np.nan, np.nan
    share = float((base[known] * people[known]).sum() / rule.multiplier / total)
    spread = share * max(1 - share, 0.0) if rule.chart == "p" else share
    within = np.sqrt(spread / np.where(people > 0, people, np.nan))
    # how far the baseline's values lie apart in units of what chance alone would give
    scores = (base / rule.multiplier - share) / np.where(within > 0, within, np.nan)
    apart = _mean(np.abs(np.diff(scores))) / D2
    return rule.multiplier * share, rule.multiplier * within, apart


def _mean(numbers: Numbers) -> float:
    """Return the mean of the numbers that are there; NaN of none."""
    known = numbers[~np.isnan(numbers)]
    return float(known.mean()) if len(known) else float("nan")
