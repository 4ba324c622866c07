"""Control charts: centre and limits of a series, fixed by a baseline and anew at each known step.

XmR for a series of single values, p for shares and u for rates whose parts are known. The formulas
are those of Wheeler 2000, Understanding Variation, and Montgomery 2009, Introduction to Statistical
Quality Control, chapters 6 and 7. See docs/methods.md#control-charts.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

Chart = Literal["xmr", "p", "u"]
XMR: Final = 2.66
"""3 / d2 for ranges of two values: limits by the mean moving range."""
D2: Final = 1.128
SIGMAS: Final = 3.0
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
        them), settled (whether the baseline is complete) and dispersion (for p and u: how many
        times as far the baseline's values lie apart as chance alone would have it; Laney 2002,
        Quality Engineering 14, 531-537).
    """
    frame = series.reset_index(drop=True)
    known = frame["value"].notna()
    if "phase" not in frame:
        phase = sum((frame["period"] >= step).astype("int64") for step in rule.steps)
        frame = frame.assign(phase=phase if rule.steps else 0)
    size = _baseline_size(frame, known, rule)
    place = known.groupby(frame["phase"]).cumsum()
    inside = known & (place <= size)
    if rule.baseline:
        first = frame["phase"] == 0
        between = frame["period"].between(*rule.baseline)
        inside = inside.where(~first, known & between)
    frame = frame.assign(in_baseline=inside)
    counts = inside.groupby(frame["phase"]).transform("sum")
    lines = _lines(frame, rule.chart, rule.multiplier)
    enough = counts >= rule.fewest
    lower = (lines["centre"] - SIGMAS * lines["sigma"]).clip(lower=rule.lowest)
    upper = (lines["centre"] + SIGMAS * lines["sigma"]).clip(upper=rule.highest)
    return frame.assign(
        centre=lines["centre"].where(enough),
        sigma=lines["sigma"].where(enough),
        lower=lower.where(enough),
        upper=upper.where(enough),
        dispersion=lines["dispersion"],
        settled=enough & (counts >= min(size, rule.usual)),
    )


def _baseline_size(frame: pd.DataFrame, known: pd.Series, rule: ChartRule) -> int:
    """Return of how many values a baseline is: of a later phase as many as of the first."""
    if not rule.baseline:
        return rule.usual
    return max(int((known & frame["period"].between(*rule.baseline)).sum()), rule.fewest)


def _lines(frame: pd.DataFrame, chart: Chart, multiplier: float) -> pd.DataFrame:
    """Return centre and sigma of each row, by the baseline of its phase."""
    base = frame["value"].where(frame["in_baseline"])
    if chart == "xmr":
        ranges = base.groupby(frame["phase"]).diff().abs()
        centre = base.groupby(frame["phase"]).transform("mean")
        spread = ranges.groupby(frame["phase"]).transform("mean")
        return pd.DataFrame(
            {"centre": centre, "sigma": XMR / SIGMAS * spread, "dispersion": np.nan}
        )
    people = frame["denominator"].where(frame["in_baseline"])
    events = (base * people / multiplier).groupby(frame["phase"]).transform("sum")
    share = events / people.groupby(frame["phase"]).transform("sum")
    spread = share * (1 - share).clip(lower=0) if chart == "p" else share
    within = np.sqrt(spread / frame["denominator"].where(frame["denominator"] > 0))
    # how far the baseline's values lie apart in units of what chance alone would give
    scores = (base / multiplier - share) / within
    between = scores.groupby(frame["phase"]).diff().abs().groupby(frame["phase"]).transform("mean")
    return pd.DataFrame(
        {"centre": multiplier * share, "sigma": multiplier * within, "dispersion": between / D2}
    )
