"""Numbers affected with no more digits than their rates carry.

See docs/methods.md#numbers-affected. How far the rates leave a number open is told by two things:
the digits that they are given with (half a unit of the last one), and chance (their published 95%
interval, or 1.96 x the square root of the count where only counts are given). A projection has
no interval, so that this is the least that a number is open by, and no interval of it.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

Z_95: Final = 1.96
FINEST: Final = 10.0
"""No projected number is known to a single person."""
MOST_DIGITS: Final = 6


def with_precision(numbers: pd.DataFrame, rates: pd.DataFrame, multiplier: float) -> pd.DataFrame:
    """Return numbers affected with how far chance and digits leave each of them open.

    Args:
        numbers: As `NumbersAffected.numbers`: year, sex, band, people, affected.
        rates: Facts that they were made with: sex, age, value, lower_95, upper_95, count,
            denominator.
        multiplier: What a rate is per.

    Returns:
        `numbers` with `by_chance` and `by_digits`, people either way.
    """
    interval = (rates["upper_95"] - rates["lower_95"]) / 2
    counted = Z_95 * np.sqrt(rates["count"]) / rates["denominator"] * multiplier
    open_by = pd.DataFrame(
        {
            "sex": rates["sex"],
            "band": rates["age"],
            "by_chance": interval.fillna(counted).fillna(0.0) / multiplier,
            "by_digits": 0.5 * 10.0 ** -digits_given(rates["value"]) / multiplier,
        }
    )
    joined = numbers.merge(open_by, on=["sex", "band"], how="left", validate="many_to_one")
    for name in ("by_chance", "by_digits"):
        joined[name] = joined[name] * joined["people"]
    return joined


def digits_given(values: pd.Series) -> int:
    """Return how many digits after the point rates are given with, at most six."""
    known = values.dropna()
    same = (np.allclose(known, known.round(d), rtol=0, atol=1e-9) for d in range(MOST_DIGITS))
    return next((d for d, is_same in enumerate(same) if is_same), MOST_DIGITS)


def rounded_sums(numbers: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return sums of numbers affected, rounded to the digits that they carry.

    Args:
        numbers: As `with_precision` gives them.
        by: Columns beside year to sum within: none for the total, ("band",) for each age.

    Returns:
        One row per `by` and year: affected (rounded), people, step. The step, a power of ten and
        10 at least, is the largest that fits between the lowest and the highest that the rates
        leave open, in the year where they leave most; so one row reads evenly over the years.
    """
    squares = numbers.assign(by_chance=numbers["by_chance"] ** 2)
    groups = squares.groupby([*by, "year"], sort=False)
    sums = groups[["affected", "people", "by_chance", "by_digits"]].sum(skipna=False).reset_index()
    span = 2 * (np.sqrt(sums["by_chance"]) + sums["by_digits"])
    widest = span.groupby([sums[name] for name in by]).transform("max") if by else span.max()
    step = 10.0 ** np.floor(np.log10(np.maximum(widest, FINEST)))
    sums["step"] = step
    sums["affected"] = np.floor(sums["affected"] / step + 0.5) * step
    return sums[[*by, "year", "affected", "people", "step"]]
