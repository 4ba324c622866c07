"""The count of people that a row holds, stated or given back by a value and its interval."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from jsna.disclosure.control import is_small
from jsna.settings.indicator import Indicator
from jsna.settings.source import Disclosure
from jsna.sources.council.value_of_count import SHARES

Z: Final = 1.96
POISSON_SMALL: Final = 1.4
"""What (2z x value / width)² falls short of the count by, where the exact limits are wide."""
PERCENT: Final = 100.0
NEAR: Final = 0.5
WHOLE_ENOUGH: Final = 1e-9
HALF_A_DIGIT: Final = 0.05
"""Rates are brought in with one decimal."""
HALF_A_COUNT: Final = 0.5
"""What was worked out of a rate was made a whole number."""


def with_counts(rows: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """Return rows with what each tells of a count of people.

    Adds known_count, counted, implied, measure and multiplier: see `kept_file.kept_rows`; slack:
    to within what known_count is known, which a share with one decimal tells of few people exactly
    and of many to some; and digit: by how much less exactly than to its rounding a count is known
    that was rounded and shows only in its rate.
    """
    kind = _kinds(rows, indicators)
    per = rows["indicator_id"].map({key: i.multiplier for key, i in indicators.items()})
    rows = rows.assign(known_count=known_counts(rows, indicators))
    implied = implied_counts(rows, indicators)
    measure = kind.notna() & ~kind.isin([*SHARES, "count"])
    multiplier = per.where(kind.isin(SHARES), PERCENT).astype("float64").where(~measure)
    by_share = rows["count"].isna() & rows["denominator"].notna() & rows["known_count"].notna()
    # 2.0 among values with one decimal has one too, which its number no longer shows
    half = half_unit(rows["value"]).groupby(rows["indicator_id"]).transform("min")
    slack = (half * rows["denominator"] / multiplier).where(by_share).fillna(0)
    slack = np.maximum(np.floor(slack + WHOLE_ENOUGH), rows["rounded_to"] // 2)
    # a count that was rounded had been worked out of the council's own rate, whose last digit says
    # it to so many people: what was kept does not show to how many digits that was
    digit = np.floor(HALF_A_DIGIT * rows["denominator"] / multiplier + HALF_A_COUNT)
    digit = digit.where(by_share).fillna(0)
    slack += digit.where(rows["rounded_to"] > 1, 0)
    return rows.assign(
        slack=slack.mask(implied.notna(), 1).astype("int64"),
        digit=digit.astype("int64"),
        counted=rows["known_count"].notna(),
        implied=implied.notna(),
        known_count=rows["known_count"].where(rows["known_count"].notna(), implied),
        measure=measure,
        multiplier=multiplier,
    )


def half_unit(values: pd.Series) -> pd.Series:
    """Return half of the last digit to which each value is given: 0.05 of 12.5."""
    decimals = values.map("{:.10g}".format).str.extract(r"\.(\d+)$")[0].str.len().fillna(0)
    return 0.5 / 10.0 ** decimals.astype("float64")


def known_counts(rows: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.Series:
    """Return the count of each row: stated, the value itself, or value x denominator; else NaN.

    Args:
        rows: indicator_id, value, count, denominator.
        indicators: The catalogue. An unknown indicator's value is a count where it is whole and
            has no denominator, and a percentage where it has one.
    """
    kind = _kinds(rows, indicators)
    multiplier = rows["indicator_id"].map({key: i.multiplier for key, i in indicators.items()})
    unknown, alone = kind.isna(), rows["denominator"].isna()
    bare = rows["lower_95"].isna() & (rows["value"] % 1 == 0) & (rows["value"] >= 0)
    itself = (kind == "count") | (unknown & alone & bare)
    share = kind.isin(["proportion", "rate"]) | (unknown & ~alone)
    product = rows["value"] * rows["denominator"] / multiplier.fillna(PERCENT).astype("float64")
    counts = rows["count"].where(rows["count"].notna(), rows["value"].where(itself))
    return counts.where(counts.notna(), product.where(share).round()).astype("float64")


def implied_counts(rows: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.Series:
    """Return the count that a value and its interval give back, to about one; else NaN.

    Of proportions by Wilson's limits and of rates by those of a Poisson count, where there is
    neither count nor denominator. Of an indicator that is not known nothing can be told.
    """
    kind = _kinds(rows, indicators)
    events, _, rate = _by_interval(rows)
    counts = events.where(kind == "proportion").where(kind != "rate", rate)
    return counts.where(_unstated(rows)).round()


def small_by_interval(
    rows: pd.DataFrame, rule: Disclosure, indicators: Mapping[str, Indicator]
) -> pd.Series:
    """Return which rows without a count have a value and an interval that give back a small one.

    A proportion is read with Wilson's limits (count and complement), a rate with those of a
    Poisson count, and an indicator that is not known in both ways.
    """
    kind = _kinds(rows, indicators)
    count, rest, rate = _by_interval(rows)
    as_share = _near(count, rule) | _near(rest, rule)
    as_rate = _near(rate, rule)
    unknown = kind.isna()
    is_share, is_rate = unknown | (kind == "proportion"), unknown | (kind == "rate")
    return _unstated(rows) & ((is_share & as_share) | (is_rate & as_rate))


def _kinds(rows: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.Series:
    return rows["indicator_id"].map({key: i.value_type for key, i in indicators.items()})


def _unstated(rows: pd.DataFrame) -> pd.Series:
    limits = rows["lower_95"].notna() & (rows["upper_95"] > rows["lower_95"])
    return rows["known_count"].isna() & limits


def _by_interval(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return events and people without the event of a proportion, and events of a rate."""
    value, width = rows["value"], rows["upper_95"] - rows["lower_95"]
    share = value / PERCENT
    users = _wilson_size(share, width / PERCENT)
    events = (share * users).where((value >= 0) & (value <= PERCENT))
    rate = (2 * Z * value / width) ** 2 + POISSON_SMALL
    return events, users - events, rate.where(value > 0)


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
