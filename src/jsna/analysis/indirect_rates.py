"""Indirectly standardised ratios and rates: events against those that a reference would give.

See docs/methods.md#indirectly-standardised-ratios-and-rates.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jsna.analysis.intervals import BOTH, EXACT_BELOW, poisson
from jsna.analysis.rates import (
    CALCULATED,
    NEGATIVE,
    NO_DENOMINATOR,
    Confidence,
    Sums,
    Test,
    counts,
    finished,
    keys_of,
    scaled,
    summed,
    with_limits,
)

NO_EXPECTED = "no events expected"


def indirect_ratios(
    frame: pd.DataFrame,
    count: str = "count",
    population: str = "population",
    reference_count: str = "reference_count",
    reference_population: str = "reference_population",
    by: Sequence[str] = (),
    multiplier: float = 1,
    confidence: Confidence = BOTH,
    blank_is_zero: bool = False,
) -> pd.DataFrame:
    """Return observed events over expected ones (a standardised mortality ratio, for example).

    Args:
        frame: One row per group and age band.
        count: Column of events observed. A group whose events are known only in all has them
            on one row and 0 on the others.
        population: Column of people in the band.
        reference_count: Column of the reference's events in the band.
        reference_population: Column of the reference's people in the band.
        by: Columns whose combinations are the groups.
        multiplier: 100 gives ratios with the reference at 100.
        confidence: One level or several, of 1 or in percent.
        blank_is_zero: A blank count is known to mean no events, a blank population nobody.

    Returns:
        One row per group: the `by` columns, observed, expected, value, limits (Byar's; exact
        below 10 events), status and method.

    Source: Breslow and Day 1987, Statistical Methods in Cancer Research II, chapter 2.
    """
    columns = (count, population, reference_count, reference_population)
    sums = _observed_and_expected(frame, columns, by, blank_is_zero)
    base = sums.numbers["expected"]
    return _over(sums, base, by, ["observed", "expected"], multiplier, confidence)


def indirect_rates(
    frame: pd.DataFrame,
    count: str = "count",
    population: str = "population",
    reference_count: str = "reference_count",
    reference_population: str = "reference_population",
    by: Sequence[str] = (),
    multiplier: float = 100_000,
    confidence: Confidence = BOTH,
    blank_is_zero: bool = False,
) -> pd.DataFrame:
    """Return the reference's crude rate times observed over expected.

    Arguments and source as `indirect_ratios`; one row per group, and the column reference_rate
    (per `multiplier`) beside observed and expected.
    """
    columns = (count, population, reference_count, reference_population)
    sums = _observed_and_expected(frame, columns, by, blank_is_zero)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = sums.numbers["_reference"] / sums.numbers["_people"]
        base = sums.numbers["expected"] / rate
    sums.numbers["reference_rate"] = rate * multiplier
    first = ["observed", "expected", "reference_rate"]
    return _over(sums, base, by, first, multiplier, confidence)


def _observed_and_expected(
    frame: pd.DataFrame, columns: tuple[str, str, str, str], by: Sequence[str], blank_is_zero: bool
) -> Sums:
    x, n, reference = (counts(frame, columns[i], blank_is_zero) for i in range(3))
    people = frame[columns[3]].astype("float64")
    values = {
        "observed": x,
        "expected": n * reference / people.where(people > 0, 1.0),
        "_reference": reference,
        "_people": people,
    }
    flags = {
        "negative": ((x < 0) | (n < 0) | (reference < 0)).to_numpy(),
        "no_people": (people <= 0).to_numpy(),
    }
    numbers = {name: value.to_numpy() for name, value in values.items()}
    return summed(numbers, flags, keys_of(frame, by), frame.get("status"))


def _over(
    sums: Sums,
    base: NDArray[np.float64],
    by: Sequence[str],
    first: list[str],
    multiplier: float,
    confidence: Confidence,
) -> pd.DataFrame:
    """Observed events and their limits over a base that carries no uncertainty."""
    tests: list[Test] = [
        (sums.flags["negative"], NEGATIVE),
        (sums.flags["no_people"], NO_DENOMINATOR),
        (~(base > 0), NO_EXPECTED),
    ]
    out = sums.frame(tests, CALCULATED)
    safe = pd.Series(base, out.index).where(out["status"] == CALCULATED)
    observed = out["observed"]
    out["value"] = observed / safe
    out = with_limits(out, lambda level: scaled(poisson(observed, level), 1 / safe), confidence)
    method = np.where(observed < EXACT_BELOW, "exact", "Byar")
    return finished(out, [*by, *first], multiplier, method)
