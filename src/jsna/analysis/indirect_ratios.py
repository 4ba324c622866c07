"""Indirectly standardised ratios: events against those that a reference would give.

See docs/methods.md#indirectly-standardised-ratios.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from jsna.analysis.intervals import BOTH, EXACT_BELOW, poisson
from jsna.analysis.rates import (
    CALCULATED,
    NEGATIVE,
    NO_DENOMINATOR,
    Confidence,
    Sums,
    Test,
    finished,
    keys_of,
    scaled,
    summed,
    with_limits,
)

NO_EXPECTED = "no events expected"
COLUMNS = ("count", "population", "reference_count", "reference_population")


def indirect_ratios(
    frame: pd.DataFrame,
    by: Sequence[str] = (),
    multiplier: float = 1,
    confidence: Confidence = BOTH,
) -> pd.DataFrame:
    """Return observed events over expected ones (a standardised mortality ratio, for example).

    Args:
        frame: One row per group and age band: count (events observed), population (people in
            the band), reference_count and reference_population (the reference's of the same
            band). A group whose events are known only in all has them on one row and 0 on the
            others.
        by: Columns whose combinations are the groups.
        multiplier: 100 gives ratios with the reference at 100.
        confidence: One level or several, of 1 or in percent.

    Returns:
        One row per group: the `by` columns, observed, expected, value, limits (Byar's; exact
        below 10 events), status and method.

    Source: Breslow and Day 1987, Statistical Methods in Cancer Research II, chapter 2.
    """
    sums = _observed_and_expected(frame, by)
    expected = sums.numbers["expected"]
    tests: list[Test] = [
        (sums.flags["negative"], NEGATIVE),
        (sums.flags["no_people"], NO_DENOMINATOR),
        (~(expected > 0), NO_EXPECTED),
    ]
    out = sums.frame(tests, CALCULATED)
    safe = pd.Series(expected, out.index).where(out["status"] == CALCULATED)
    observed = out["observed"]
    out["value"] = observed / safe
    out = with_limits(out, lambda level: scaled(poisson(observed, level), 1 / safe), confidence)
    method = np.where(observed < EXACT_BELOW, "exact", "Byar")
    return finished(out, [*by, "observed", "expected"], multiplier, method)


def _observed_and_expected(frame: pd.DataFrame, by: Sequence[str]) -> Sums:
    x, n, reference, people = (frame[name].astype("float64") for name in COLUMNS)
    values = {"observed": x, "expected": n * reference / people.where(people > 0, 1.0)}
    flags = {
        "negative": ((x < 0) | (n < 0) | (reference < 0)).to_numpy(),
        "no_people": (people <= 0).to_numpy(),
    }
    numbers = {name: value.to_numpy() for name, value in values.items()}
    return summed(numbers, flags, keys_of(frame, by), frame.get("status"))
