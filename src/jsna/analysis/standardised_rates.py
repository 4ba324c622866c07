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
    counts,
    finished,
    first_of,
    totals,
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
        "unreliable". A band without people makes its group "no denominator"; a group without a
        band that another group of the frame has, is short of it: rates of the under-75s go in
        a call of their own.

    Source: Dobson et al. 1991; European Standard Population 2013 (Eurostat 2013); thresholds
    as the ONS and the Fingertips technical guide have them.
    """
    weight = frame[standard] if standard else european_standard(frame[age])
    weight = weight.astype("float64")
    sums = _terms(
        counts(frame, count, blank_is_zero).to_numpy(),
        frame[population].to_numpy(dtype="float64"),
        weight.to_numpy(),
        frame[frequency].to_numpy(dtype="float64") if frequency else None,
        # one band stands in a row for each frequency: its people and its weight count once
        frame.duplicated([*by, age]).to_numpy() if frequency else None,
    )
    sums["_band"] = _one_a_band(frame, [*by, age])
    sums["_two"] = _differs(frame.assign(_weight=weight), [*by, age], population, bool(frequency))
    keys = {name: frame[name] for name in (*by, *(["status"] if "status" in frame else []))}
    part = pd.DataFrame({**keys, **sums} if by else {**keys, **sums, "_all": 0})
    out = totals(part, {name: name for name in sums}, by or ["_all"])
    out["status"] = _status(out)
    good = out["status"].isin([CALCULATED, UNRELIABLE])
    out["value"] = (out["_rate"] / out["_weight"]).where(good)
    variance = out["_variance"] / out["_weight"] ** 2
    out = with_limits(
        out, lambda level: dobson(out["value"], variance, out["count"], level), confidence
    )
    return finished(out, [*by, "count", "population"], multiplier, "Dobson")


def _terms(
    x: Numbers, n: Numbers, weight: Numbers, each: Numbers | None, repeat: Flags | None
) -> dict[str, Numbers]:
    """What is summed over the bands of a group: events, people, weighted rate, its variance."""
    share = weight / np.where(n > 0, n, 1.0)
    events = x if each is None else x * each
    return {
        "count": events,
        "population": n if repeat is None else np.where(repeat & ~np.isnan(n), 0.0, n),
        "_weight": weight if repeat is None else np.where(repeat & ~np.isnan(weight), 0.0, weight),
        "_rate": share * events,
        "_variance": share**2 * (events if each is None else events * each),
        "_no_people": (n <= 0).astype("float64"),
        "_negative": ((x < 0) | (weight < 0)).astype("float64"),
    }


def _one_a_band(frame: pd.DataFrame, band: list[str]) -> NDArray[np.float64]:
    """Return 1 in the first row of each group's band; a frame without ages has a row for each."""
    if band[-1] not in frame:
        return np.ones(len(frame))
    return (~frame.duplicated(band)).to_numpy(dtype="float64")


def _differs(
    frame: pd.DataFrame, band: list[str], population: str, dependent: bool
) -> NDArray[np.float64]:
    """Return 1 where a row of dependent events has other people than its band's first row."""
    if not dependent:
        return np.zeros(len(frame))
    own = frame[[population, "_weight"]].astype("float64")
    first = own.groupby([frame[name] for name in band], dropna=False).transform("first")
    return (own.notna() & (own != first)).any(axis=1).to_numpy(dtype="float64")


def _status(out: pd.DataFrame) -> np.ndarray:
    empty = (out["_no_people"] > 0) | ~(out["_weight"] > 0)
    tests: list[tuple[pd.Series, str | pd.Series]] = [
        (out["status"] != CALCULATED, out["status"]),
        (out["_negative"] > 0, NEGATIVE),
        (empty, NO_DENOMINATOR),
        (out["_two"] > 0, TWO_POPULATIONS),
        (out["_band"] < out["_band"].max(), NO_BAND),
        (out["count"] < FEWEST_EVENTS, TOO_FEW),
        (out["count"] < UNRELIABLE_BELOW, UNRELIABLE),
    ]
    return first_of(tests, CALCULATED)
