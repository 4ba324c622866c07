"""Directly standardised rates: what the rate would be if every area had the standard's ages.

See docs/methods.md#directly-standardised-rates. Indirect standardisation is in
analysis/indirect_rates.py.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jsna.analysis.intervals import BOTH, dobson
from jsna.analysis.rates import (
    CALCULATED,
    NEGATIVE,
    NO_DENOMINATOR,
    TOO_FEW,
    UNRELIABLE,
    Confidence,
    Sums,
    Test,
    counts,
    finished,
    keys_of,
    summed,
    with_limits,
)

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEWEST_EVENTS: Final = 10
UNRELIABLE_BELOW: Final = 20
NO_BAND: Final = "an age band is missing"
TWO_POPULATIONS: Final = "an age band has two populations"

EUROPEAN_STANDARD_2013: Final = {
    "0-4": 5000, "5-9": 5500, "10-14": 5500, "15-19": 5500, "20-24": 6000, "25-29": 6000,
    "30-34": 6500, "35-39": 7000, "40-44": 7000, "45-49": 7000, "50-54": 7000, "55-59": 6500,
    "60-64": 6000, "65-69": 5500, "70-74": 5000, "75-79": 4000, "80-84": 2500, "85-89": 1500,
    "90+": 1000,
}  # fmt: skip
"""Age band -> people in the European Standard Population 2013 (Eurostat), 100,000 in all."""


def european_standard(age: pd.Series) -> pd.Series:
    """Return each five-year age band's people in the European Standard Population 2013.

    NaN for a band that the standard does not have. "00-04", "0 to 4" and "90 and over" are
    read as "0-4" and "90+".
    """
    plain = age.astype("str").str.replace(r"\s*(?:to|-|\u2013)\s*", "-", regex=True)
    plain = plain.str.replace(r"\s*(?:\+|and over|yrs?|years?)\s*$", "", regex=True)
    plain = plain.str.replace(r"\b0+(?=\d)", "", regex=True)
    people = {band.rstrip("+"): number for band, number in EUROPEAN_STANDARD_2013.items()}
    return plain.map(people).astype("float64")


def directly_standardised_rates(
    frame: pd.DataFrame,
    count: str = "count",
    population: str = "population",
    standard: str = "",
    by: Sequence[str] = (),
    age: str = "age",
    multiplier: float = 100_000,
    confidence: Confidence = BOTH,
    frequency: str = "",
    blank_is_zero: bool = False,
) -> pd.DataFrame:
    """Return directly standardised rates with Dobson's limits.

    Args:
        frame: One row per group and age band (and event frequency, if there is one).
        count: Column of events. With `frequency`: of the people who had that many events.
        population: Column of people or person-years in the band.
        standard: Column of the standard's people; "" takes the European Standard Population
            2013 by the labels in `age`.
        by: Columns whose combinations are the groups.
        age: Column of age bands.
        multiplier: What the rate is per.
        confidence: One level or several, of 1 or in percent.
        frequency: Column of events per person, where one person's events depend on each
            other: the variance is then that of people, each weighted by its events squared.
        blank_is_zero: A blank count is known to mean no events; else it makes its group
            "not-available".

    Returns:
        One row per group: the `by` columns, count (all events), population, value, limits as
        `confidence` asks, status and method. No rate under 10 events; 10 to 19 are
        "unreliable". A band without people makes its group "no denominator"; a group of fewer
        bands than another one of the frame is short of one: rates of the under-75s go in a
        call of their own.

    Source: Dobson et al. 1991; European Standard Population 2013 (Eurostat 2013); thresholds
    as the ONS and the Fingertips technical guide have them.
    """
    weight = frame[standard] if standard else european_standard(frame[age])
    values, flags = _terms(
        counts(frame, count, blank_is_zero).to_numpy(),
        frame[population].to_numpy(dtype="float64"),
        weight.to_numpy(dtype="float64"),
        frame[frequency].to_numpy(dtype="float64") if frequency else None,
        # one band stands in a row for each frequency: its people and its weight count once
        frame.duplicated([*by, age]).to_numpy() if frequency else None,
    )
    if frequency:
        flags["two"] = _differs(frame.assign(_weight=weight), [*by, age], population)
    sums = summed(values, flags, keys_of(frame, by), frame.get("status"))
    tests = _no_value(sums)
    out = sums.frame([*tests, (sums.numbers["count"] < UNRELIABLE_BELOW, UNRELIABLE)], CALCULATED)
    refused = np.logical_or.reduce([np.asarray(test) for test, _ in [*sums.why, *tests]])
    out["value"] = (out["_rate"] / out["_weight"]).mask(refused)
    variance = out["_variance"] / out["_weight"] ** 2
    out = with_limits(
        out, lambda level: dobson(out["value"], variance, out["count"], level), confidence
    )
    return finished(out, [*by, "count", "population"], multiplier, "Dobson")


def _terms(
    x: Numbers, n: Numbers, weight: Numbers, each: Numbers | None, repeat: Flags | None
) -> tuple[dict[str, Numbers], dict[str, Flags]]:
    """What is summed over the bands of a group: events, people, weighted rate, its variance."""
    nobody = n <= 0
    share = weight / (np.where(nobody, 1.0, n) if nobody.any() else n)
    events = x if each is None else x * each
    rate = share * events
    values = {
        "count": events,
        "population": n if repeat is None else np.where(repeat & ~np.isnan(n), 0.0, n),
        "_weight": weight if repeat is None else np.where(repeat & ~np.isnan(weight), 0.0, weight),
        "_rate": rate,
        "_variance": share * rate * (1.0 if each is None else each),
    }
    if repeat is not None:
        values["_repeats"] = repeat.astype("float64")
    return values, {"no_people": nobody, "negative": (x < 0) | (weight < 0)}


def _differs(frame: pd.DataFrame, band: list[str], population: str) -> Flags:
    """Return whether a row of dependent events has other people than its band's first one."""
    own = frame[[population, "_weight"]].astype("float64")
    first = own.groupby([frame[name] for name in band], dropna=False).transform("first")
    return (own.notna() & (own != first)).any(axis=1).to_numpy()


def _no_value(sums: Sums) -> list[Test]:
    events, bands = sums.numbers["count"], sums.rows - sums.numbers.get("_repeats", 0.0)
    return [
        (sums.flags["negative"], NEGATIVE),
        (sums.flags["no_people"] | ~(sums.numbers["_weight"] > 0), NO_DENOMINATOR),
        (sums.flags.get("two", np.zeros(len(bands), dtype="bool")), TWO_POPULATIONS),
        (bands < bands.max(initial=0), NO_BAND),
        (events < FEWEST_EVENTS, TOO_FEW),
    ]
