"""Confidence intervals of counts, proportions and rates, a column at a time.

Every function takes numbers or arrays and returns the lower and the upper limits as arrays. What
can't have an interval (a missing or negative count, more people counted than there are) gets
NaN, never an error for the whole column. See docs/methods.md#confidence-intervals.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Limits = tuple[NDArray[np.float64], NDArray[np.float64]]

BOTH: Final = (0.95, 0.998)
"""The two levels that the Fingertips service publishes."""
EXACT_BELOW: Final = 10
"""Counts below this take the exact Poisson limits, not Byar's approximation."""


def levels(confidence: float | Sequence[float]) -> dict[str, float]:
    """Return column suffix -> level: 0.95 gives {"95": 0.95}, 99.8 gives {"998": 0.998}.

    Raises:
        ValueError: a level outside 0.9 to 1 (or 90 to 100 in percent).
    """
    given = [confidence] if isinstance(confidence, int | float) else list(confidence)
    scaled = [level / 100 if level >= 90 else float(level) for level in given]
    if any(not 0.9 <= level < 1 for level in scaled):
        raise ValueError(f"a confidence level is between 0.9 and 1, or 90 and 100: {given}")
    return {f"{100 * level:.6g}".replace(".", ""): level for level in scaled}


def z_score(confidence: float) -> float:
    """Return how many standard errors a two-sided interval of this level reaches: 1.96 for 0.95."""
    return float(special.ndtri(0.5 + confidence / 2))


def wilson(count: ArrayLike, denominator: ArrayLike, confidence: float = 0.95) -> Limits:
    """Return Wilson's score limits of a proportion, between 0 and 1.

    Source: Wilson 1927; Newcombe 1998, Statistics in Medicine 17, 857-872, method 3.
    """
    x, n = _floats(count, denominator)
    usable = (x >= 0) & (n > 0) & (x <= n)
    x, n = np.where(usable, x, np.nan), np.where(usable, n, np.nan)
    z = z_score(confidence)
    half = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    middle, scale = 2 * x + z**2, 2 * (n + z**2)
    # rounding must not push a limit past the value that it is the limit of (0 of n, n of n)
    return np.clip((middle - half) / scale, 0, x / n), np.clip((middle + half) / scale, x / n, 1)


def byar(count: ArrayLike, confidence: float = 0.95) -> Limits:
    """Return Byar's limits of a Poisson count, in events; good from about 10 events.

    A lower limit that would be negative, or of no events, is NaN.

    Source: Breslow and Day 1987, Statistical Methods in Cancer Research II, page 69.
    """
    x = _count(count)
    z = z_score(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
    above = x + 1
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return np.where(lower >= 0, lower, np.nan), upper


def exact_poisson(count: ArrayLike, confidence: float = 0.95) -> Limits:
    """Return the exact limits of a Poisson count, in events; from 0 for no events.

    Source: Garwood 1936, Biometrika 28, 437-442, by the chi-squared distribution.
    """
    x = _count(count)
    tail = (1 - confidence) / 2
    # chdtri is the upper tail; no events have no lower tail
    lower = np.where(x == 0, 0.0, special.chdtri(np.where(x > 0, 2 * x, 1), 1 - tail) / 2)
    return np.where(np.isnan(x), np.nan, lower), special.chdtri(2 * x + 2, tail) / 2


def poisson(count: ArrayLike, confidence: float = 0.95) -> Limits:
    """Return the limits of a count, in events: exact below 10, Byar's from 10 on."""
    x = _count(count)
    few = x < EXACT_BELOW
    lower, upper = byar(np.where(few, np.nan, x), confidence)
    exact_lower, exact_upper = exact_poisson(np.where(few, x, np.nan), confidence)
    return np.where(few, exact_lower, lower), np.where(few, exact_upper, upper)


def _count(count: ArrayLike) -> NDArray[np.float64]:
    x = np.asarray(count, dtype="float64")
    return np.where(x >= 0, x, np.nan)


def _floats(*values: ArrayLike) -> tuple[NDArray[np.float64], ...]:
    return tuple(np.broadcast_arrays(*(np.asarray(v, dtype="float64") for v in values)))
