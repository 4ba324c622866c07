"""The interval of a value whose file holds none, worked out from count and denominator.

Only where the two make the value as printed: what was rounded, weighted or modelled on the way
has no interval that count and denominator could give. See docs/methods.md#intervals-worked-out.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.rates import crude_rates, proportions
from jsna.settings.indicator import Indicator

IN_FILE: Final = "published"
FROM_COUNTS: Final = "counts"
"""Where an interval comes from; "" for none."""
METHODS: Final = {"proportion": ("wilson",), "rate": ("byar", "exact")}
"""Kind of value -> interval methods of plain counts; a survey's count is not one of residents."""
MADE_BY: Final = {"proportion": proportions, "rate": crude_rates}
LIMITS: Final = ["lower_95", "upper_95"]
HALF_A_DIGIT: Final = 0.5001


def with_intervals(
    rows: pd.DataFrame, indicators: Mapping[str, Indicator], *, every_count: bool = False
) -> pd.DataFrame:
    """Return the rows with an interval wherever count and denominator can give one.

    Args:
        rows: Facts.
        indicators: The catalogue by id. One that is not made of plain counts (`plain_counts`),
            a model's or a survey's, gets no interval.
        every_count: Whether it gets one all the same, as in a scan of wards, which tests by counts.

    Returns:
        The rows in their order, with lower_95 and upper_95 filled in where both were missing,
        and interval_from: IN_FILE, FROM_COUNTS or "".
    """
    bare = rows[LIMITS].isna().all(axis="columns")
    made = rows.assign(interval_from=np.where(bare, "", IN_FILE))
    numbers = rows[["value", "count", "denominator"]].notna().all(axis="columns")
    for id, some in made[bare & numbers].groupby("indicator_id"):
        indicator = indicators.get(str(id))
        if indicator and (every_count or plain_counts(indicator)):
            found = _worked_out(some, indicator)
            made.loc[found.index, LIMITS] = found
            made.loc[found.index, "interval_from"] = FROM_COUNTS
    return made


def where_intervals_come_from(rows: pd.DataFrame) -> list[str]:
    """Return the column that says so where any interval was worked out; else no column.

    Args:
        rows: With the columns of `with_intervals`, or facts as the file has them.
    """
    named = "interval_from" in rows and (rows["interval_from"] == FROM_COUNTS).any()
    return ["interval_from"] if named else []


def plain_counts(indicator: Indicator) -> bool:
    """Return whether an indicator's values are plain counts of residents over their number."""
    return indicator.interval_method in METHODS.get(indicator.value_type, ())


def _worked_out(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The limits of those rows whose value is the one that their counts make."""
    make = MADE_BY.get(indicator.value_type)
    if make is None:
        return rows.loc[rows.index[:0], LIMITS]
    counts = rows[["count", "denominator"]]
    found = make(counts, multiplier=indicator.multiplier, confidence=0.95).set_index(rows.index)
    apart = (found["value"] - rows["value"]).abs()
    fits = apart <= HALF_A_DIGIT * 10.0**-indicator.decimals
    fits &= rows["value"].between(found["lower_95"], found["upper_95"])
    limits: pd.DataFrame = found.loc[fits, LIMITS]
    return limits
