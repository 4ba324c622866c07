"""Indirectly standardised ratios and rates: events against those that a reference would give.

See docs/methods.md#indirectly-standardised-ratios-and-rates.
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
    counts,
    finished,
    first_of,
    scaled,
    totals,
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
    out = _observed_and_expected(frame, columns, by, blank_is_zero)
    return _over(out, out["expected"], by, ["observed", "expected"], multiplier, confidence)


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
    out = _observed_and_expected(frame, columns, by, blank_is_zero)
    rate = out["_reference"] / out["_people"]
    out["reference_rate"] = rate * multiplier
    first = ["observed", "expected", "reference_rate"]
    return _over(out, out["expected"] / rate, by, first, multiplier, confidence)


def _observed_and_expected(
    frame: pd.DataFrame, columns: tuple[str, str, str, str], by: Sequence[str], blank_is_zero: bool
) -> pd.DataFrame:
    x, n, reference = (counts(frame, columns[i], blank_is_zero) for i in range(3))
    people = frame[columns[3]].astype("float64")
    sums = {
        "observed": x,
        "expected": n * reference / people.where(people > 0, 1.0),
        "_reference": reference,
        "_people": people,
        "_negative": ((x < 0) | (n < 0) | (reference < 0)).astype("float64"),
        "_no_people": (people <= 0).astype("float64"),
    }
    kept = frame[[*by, *(["status"] if "status" in frame else [])]]
    by = list(by) or ["_all"]
    return totals(kept.assign(**sums, _all=0), {name: name for name in sums}, by)


def _over(
    out: pd.DataFrame,
    base: pd.Series,
    by: Sequence[str],
    first: list[str],
    multiplier: float,
    confidence: Confidence,
) -> pd.DataFrame:
    """Observed events and their limits over a base that carries no uncertainty."""
    tests: list[tuple[pd.Series, str | pd.Series]] = [
        (out["status"] != CALCULATED, out["status"]),
        (out["_negative"] > 0, NEGATIVE),
        (out["_no_people"] > 0, NO_DENOMINATOR),
        (~(base > 0), NO_EXPECTED),
    ]
    out["status"] = first_of(tests, CALCULATED)
    safe = base.where(out["status"] == CALCULATED)
    observed = out["observed"]
    out["value"] = observed / safe
    out = with_limits(out, lambda level: scaled(poisson(observed, level), 1 / safe), confidence)
    method = np.where(observed < EXACT_BELOW, "exact", "Byar")
    return finished(out, [*by, *first], multiplier, method)
