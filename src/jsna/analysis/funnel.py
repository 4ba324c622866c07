"""Funnel limits and significance: which areas lie outside what their size allows for by chance.

Proportions by the score interval around the average, rates and ratios by the Poisson
distribution, at 95% (0.025 on each side) and 99.8% (0.001). No adjustment for overdispersion.
See docs/methods.md#funnel-limits.
"""

from collections.abc import Callable
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special

from jsna.analysis.intervals import poisson, z_score

HIGH_3: Final = "High (0.001)"
HIGH_2: Final = "High (0.025)"
NOT_SIGNIFICANT: Final = "Not significant"
LOW_2: Final = "Low (0.025)"
LOW_3: Final = "Low (0.001)"
FEW_EVENTS: Final = "Not applicable for events less than 10 for dsrs"
NO_RESULT: Final = "Not available"

TAILS: Final = {"2s": 0.025, "3s": 0.001}
CONFIDENCE: Final = {"2s": 0.95, "3s": 0.998}
POINTS: Final = 100

Numbers = NDArray[np.float64]
Statistic = Literal["proportion", "rate", "ratio"]


def proportion_limits(
    population: ArrayLike, average: float, multiplier: float = 100
) -> pd.DataFrame:
    """Return the funnel of proportions at each population.

    Columns lower_2s, upper_2s, lower_3s, upper_3s and baseline, per `multiplier`; limits stay
    between 0 and the multiplier.
    """
    n = np.asarray(population, dtype="float64")
    out: dict[str, Numbers | float] = {"baseline": average * multiplier}
    for name, level in CONFIDENCE.items():
        # the share whose own Wilson interval just reaches the average
        half = z_score(level) * np.sqrt(average * (1 - average) / n)
        out[f"lower_{name}"] = multiplier * np.clip(average - half, 0, 1)
        out[f"upper_{name}"] = multiplier * np.clip(average + half, 0, 1)
    return pd.DataFrame(out)


def expected_limits(events: ArrayLike, as_published: bool = False) -> pd.DataFrame:
    """Return between which expected events an observed number lies by chance.

    Columns expected_lower_2s (the observed number is on the lower limit of so many expected),
    expected_upper_2s, expected_lower_3s and expected_upper_3s.

    Args:
        events: Observed, whole numbers from 1.
        as_published: Stop where the published tables' search stops, a ten-millionth of its
            scale from the exact limit: the two differ in the fifth digit for single events.
    """
    x = np.asarray(events, dtype="float64")
    solve = _searched if as_published else _exact
    out = {}
    for name, tail in TAILS.items():
        out[f"expected_lower_{name}"] = solve(x, tail, "high")
        out[f"expected_upper_{name}"] = solve(x, tail, "low")
    return pd.DataFrame(out)


def rate_limits(
    events: ArrayLike,
    average: float,
    multiplier: float = 100_000,
    years: float = 1,
    as_published: bool = False,
) -> pd.DataFrame:
    """Return the funnel of rates at each number of events.

    Args:
        events: Observed, from 1.
        average: Events per person over all years, all areas together.
        multiplier: What the rates are per.
        years: Of data; the populations returned are of one year.
        as_published: As `expected_limits`.

    Returns:
        Per event number lower_2s, upper_2s, lower_3s, upper_3s (rates), population_lower_2s
        and so on (people in one year with that limit) and baseline.
    """
    x = np.asarray(events, dtype="float64")
    out: dict[str, Numbers | float] = {}
    for column, expected in expected_limits(x, as_published).items():
        side = str(column).removeprefix("expected_")
        people = expected.to_numpy() / average
        out[side] = x / people * multiplier
        out[f"population_{side}"] = people / years
    return pd.DataFrame({**out, "baseline": average * multiplier})


def axis_ends(denominators: ArrayLike, years: float = 1) -> tuple[float, float]:
    """Return where the published funnels' axis starts and ends.

    From 0 where the largest denominator is more than twice the smallest; else rounded out to
    leading digits, 5% beyond either.

    Args:
        denominators: Of the areas.
        years: Of data, for rates.
    """
    known = np.asarray(denominators, dtype="float64") / years
    low, high = np.nanmin(known) * 0.95, np.nanmax(known) * 1.05
    start = 0.0 if high / 1.05 > 2 * low / 0.95 else _rounded(low, np.floor, 1)
    return start * years, _rounded(high, np.ceil, 2) * years


def axis_points(largest: float, smallest: float = 1, ratio: bool = False) -> Numbers:
    """Return the hundred places along the axis at which the published funnels are drawn.

    Args:
        largest: End of the axis.
        smallest: Its start, at least 1.
        ratio: Of a funnel of ratios, whose steps are counted from one earlier.
    """
    places = [max(1.0, smallest)]
    for number in range(2, POINTS + 1):
        power = 1 / (POINTS + 1 - (number - 1 if ratio else number))
        step = np.round((largest / places[-1]) ** power * places[-1])
        places.append(max(float(step), places[-1] + 1))
    return np.array(places)


def funnel_significance(
    frame: pd.DataFrame,
    statistic: Statistic,
    standardised: bool = False,
    multiplier: float = 100_000,
) -> pd.Series:
    """Return where each area lies in the funnel.

    Args:
        frame: Columns count and denominator (of ratios: expected events); of rates also rate,
            from which the denominator is worked back (a standardised rate's own is not its
            population). Rows without a count are left out of the average.
        statistic: Of the three.
        standardised: The rates are directly standardised: none under 10 events.
        multiplier: What the rates are per.

    Returns:
        One label a row, on the index of `frame`: High (0.001), High (0.025), Not significant,
        Low (0.025), Low (0.001), the note for standardised rates of few events, or "Not
        available" without a count or a denominator.
    """
    x = frame["count"].to_numpy(dtype="float64")
    n = _denominator(frame, statistic, standardised, multiplier)
    # an area whose numbers can't be must not move the average that the others are held against
    usable = np.isfinite(x) & np.isfinite(n) & (x >= 0) & (n > 0)
    usable &= (x <= n) | (statistic != "proportion")
    known, base = np.where(usable, x, np.nan), np.where(usable, n, np.nan)
    average = 1.0 if statistic == "ratio" else np.nansum(known) / (np.nansum(base) or np.nan)
    if statistic == "proportion":
        labels = _by_limits(known / base, proportion_limits(base, average, 1))
    else:
        labels = _by_intervals(known, base, average)
    labels = np.where(usable, labels, NO_RESULT)
    if statistic == "rate" and standardised:
        labels = np.where(x < 10, FEW_EVENTS, labels)
    return pd.Series(labels, index=frame.index, name="significance", dtype="str")


def _rounded(value: float, away: Callable[[float], float], digits: int) -> float:
    scale = 10.0 ** (len(f"{away(value):.0f}") - digits)
    return float(away(value / scale) * scale)


def _denominator(
    frame: pd.DataFrame, statistic: Statistic, standardised: bool, multiplier: float
) -> Numbers:
    known = frame.get("denominator", pd.Series(np.nan, frame.index))
    if statistic != "rate":
        return np.asarray(known, dtype="float64")
    x, rate = frame["count"].to_numpy(dtype="float64"), frame["rate"].to_numpy(dtype="float64")
    with np.errstate(divide="ignore", invalid="ignore"):
        worked_back = multiplier * x / rate
    given = np.nan if standardised else known
    return np.where(x == 0, given, worked_back)


def _by_limits(value: Numbers, limits: pd.DataFrame) -> NDArray[np.object_]:
    tests = [
        value < limits["lower_3s"],
        value < limits["lower_2s"],
        value > limits["upper_3s"],
        value > limits["upper_2s"],
    ]
    return np.select(tests, [LOW_3, LOW_2, HIGH_3, HIGH_2], NOT_SIGNIFICANT)


def _by_intervals(x: Numbers, n: Numbers, average: float) -> NDArray[np.object_]:
    """Rates and ratios: the average against the area's own limits, exact below 10 events."""
    (low_2, high_2), (low_3, high_3) = (poisson(x, level) for level in CONFIDENCE.values())
    expected = average * n
    tests = [expected < low_3, expected < low_2, expected > high_3, expected > high_2]
    return np.select(tests, [HIGH_3, HIGH_2, LOW_3, LOW_2], NOT_SIGNIFICANT)


def _exact(x: Numbers, tail: float, side: str) -> Numbers:
    if side == "low":
        return np.asarray(special.gammaincinv(x, tail))
    return np.asarray(special.gammainccinv(x + 1, tail))


def _searched(x: Numbers, tail: float, side: str) -> Numbers:
    """Halve the way from 0 to infinity until a step is a ten-millionth of the whole."""
    at, step = np.full_like(x, 0.5), 0.5
    while step > 1e-7:
        step /= 2
        mean = (1 + x) * at / (1 - at)
        too_high = (
            special.pdtrc(x - 1, mean) > tail if side == "low" else special.pdtr(x, mean) < tail
        )
        at = np.where(too_high, at - step, at + step)
    return (1 + x) * at / (1 - at)
