"""The count of people that a row holds, stated or given back by a value and its interval."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from jsna.disclosure.control import is_small
from jsna.settings.indicator import Indicator
from jsna.settings.source import Disclosure

Z: Final = 1.96
POISSON_SMALL: Final = 1.4
"""What (2z x value / width)² falls short of the count by, where the exact limits are wide."""
PERCENT: Final = 100.0
NEAR: Final = 0.5


def known_counts(rows: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.Series:
    """Return the count of each row: stated, the value itself, or value x denominator; else NaN.

    Args:
        rows: indicator_id, value, count, denominator.
        indicators: The catalogue. An unknown indicator's value is a count where it is whole and
            has no denominator, and a percentage where it has one.
    """
    kind = rows["indicator_id"].map({key: i.value_type for key, i in indicators.items()})
    multiplier = rows["indicator_id"].map({key: i.multiplier for key, i in indicators.items()})
    unknown, alone = kind.isna(), rows["denominator"].isna()
    bare = rows["lower_95"].isna() & (rows["value"] % 1 == 0) & (rows["value"] >= 0)
    itself = (kind == "count") | (unknown & alone & bare)
    share = kind.isin(["proportion", "rate"]) | (unknown & ~alone)
    product = rows["value"] * rows["denominator"] / multiplier.fillna(PERCENT).astype("float64")
    counts = rows["count"].where(rows["count"].notna(), rows["value"].where(itself))
    return counts.where(counts.notna(), product.where(share).round()).astype("float64")


def small_by_interval(
    rows: pd.DataFrame, rule: Disclosure, indicators: Mapping[str, Indicator]
) -> pd.Series:
    """Return which rows without a count have a value and an interval that give back a small one.

    A proportion is read with Wilson's limits (count and complement), a rate with those of a
    Poisson count, and an indicator that is not known in both ways.
    """
    kind = rows["indicator_id"].map({key: i.value_type for key, i in indicators.items()})
    value, lower, upper = rows["value"], rows["lower_95"], rows["upper_95"]
    unstated = rows["known_count"].isna() & lower.notna() & upper.notna() & (upper > lower)
    share, width = value / PERCENT, (upper - lower) / PERCENT
    users = _wilson_size(share, width)
    count = (share * users).where((value >= 0) & (value <= PERCENT))
    rate = (2 * Z * value / (upper - lower)) ** 2 + POISSON_SMALL
    as_share = _near(count, rule) | _near(users - count, rule)
    as_rate = _near(rate.where(value > 0), rule)
    unknown = kind.isna()
    is_share, is_rate = unknown | (kind == "proportion"), unknown | (kind == "rate")
    return unstated & ((is_share & as_share) | (is_rate & as_rate))


def _near(counts: pd.Series, rule: Disclosure) -> pd.Series:
    """Return which counts, known to about a half, may be small."""
    wide = Disclosure(lowest_count=rule.lowest_count, highest_count=rule.highest_count + 1)
    return is_small(counts + NEAR, wide)


def _wilson_size(share: pd.Series, width: pd.Series) -> pd.Series:
    """Return the denominator whose Wilson interval has this width.

    With a = z²/n the width w of the interval of p solves
    (w² - 1)a² + (2w² - 4p(1 - p))a + w² = 0.
    """
    first, third = width**2 - 1, width**2
    second = 2 * width**2 - 4 * share * (1 - share)
    root = np.sqrt((second**2 - 4 * first * third).clip(lower=0))
    return Z**2 / ((-second - root) / (2 * first))
