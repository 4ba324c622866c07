"""Rows by deprivation inside the drawn councils, as Fingertips writes them under a council's code.

Each group's people and counts add up to the council's own. Groups of too few people are listed
without a value, as in life: a gap, never none.
"""

from typing import Final

import numpy as np
import pandas as pd

from jsna.demo.fingertips_values import COUNTED, DECIMALS, limits_of
from jsna.demo.intervals import Z_95
from jsna.demo.places import Places
from jsna.demo.shape import periods, seed, spread, towards_worse
from jsna.demo.verdicts import NOT_COMPARED
from jsna.settings.indicator import Indicator

ONE_IN: Final = 4
GROUPS: Final = 10
FEWEST_RESIDENTS: Final = 5_000
SMALLEST_COUNT: Final = 8
STEPS: Final = 1.2
"""Half the way from the most to the least deprived tenth, in usual differences of councils."""
KIND: Final = "LSOA21 deprivation deciles within area (IMD trend)"
TOO_FEW: Final = "Value cannot be calculated: too few people in each decile"
LIMITS: Final = ("Lower CI 95.0 limit", "Upper CI 95.0 limit")
WIDER: Final = ("Lower CI 99.8 limit", "Upper CI 99.8 limit")


def within_area_rows(
    indicator: Indicator,
    rows: pd.DataFrame,
    places: Places,
    words: tuple[str, ...],
    notes: tuple[str, str],
) -> pd.DataFrame:
    """Return the tenths of each drawn council in its newest period and the last apart from it.

    Args:
        indicator: What is measured; one in four has such rows.
        rows: The indicator's rows of all authorities.
        places: Whose residents they are, and which councils are drawn.
        words: The tenths as the source names them, the most deprived first.
        notes: What every row of invented data says, and a row with a small count.
    """
    if seed("within area", indicator.id) % ONE_IN:
        return rows.iloc[:0]
    when = periods(indicator)
    labels = [when[i].label for i in (-1 - when[0].length, -1) if -i <= len(when)]
    drawn = places.frame.loc[places.frame["drawn"], "code"]
    own = rows[rows["Area Code"].isin(drawn) & rows["Time period"].isin(labels)]
    own = own[own["Value"].notna()]
    if own.empty:
        return own
    people = pd.Series(places.sums @ places.basis.residents, index=places.frame["code"])
    tenths = own.loc[own.index.repeat(GROUPS)].reset_index(drop=True)
    residents = tenths["Area Code"].map(people).to_numpy() / GROUPS
    tenths["Category Type"] = KIND
    tenths["Category"] = np.tile(words, len(own))
    tenths["Recent Trend"] = ""
    verdicts = [name for name in tenths if name.startswith("Compared to") and name[-4:] != "goal"]
    tenths[verdicts] = NOT_COMPARED
    filled = _filled(indicator, tenths, len(own))
    reasons = (
        (_small(filled["Count"], len(own)), notes[1]),
        (residents < FEWEST_RESIDENTS, f"{TOO_FEW}. {notes[0]}"),
    )
    for hidden, note in reasons:
        filled.loc[hidden, ["Value", *LIMITS, *WIDER, "Count", "Denominator"]] = np.nan
        filled.loc[hidden, "Value note"] = note
    return filled


def _small(count: pd.Series, series: int) -> np.ndarray:
    """Where a count is too small to be told, and the smallest other one: one alone is no secret."""
    counts = count.to_numpy(float).reshape(series, GROUPS)
    small = counts < SMALLEST_COUNT
    second = np.argsort(np.argsort(counts, axis=1), axis=1) < 2
    return np.asarray(small | (second & small.any(axis=1, keepdims=True))).ravel()


def _filled(indicator: Indicator, tenths: pd.DataFrame, series: int) -> pd.DataFrame:
    """The rows with values that fall or rise with deprivation around the council's own."""
    stratum = tenths[["Sex", "Age"]].iloc[0]
    rng = np.random.default_rng(seed("tenths within", indicator.id, *stratum))
    size = (series, GROUPS)
    steps = np.linspace(STEPS, -STEPS, GROUPS) + 0.12 * rng.standard_normal(size)
    steps -= steps.mean(axis=1, keepdims=True)
    level = tenths["Value"].to_numpy().reshape(size)
    level = level + towards_worse(indicator) * spread(indicator) * steps
    level = np.clip(level, level.mean(axis=1, keepdims=True) * 0.2, None)
    counted = indicator.value_type in COUNTED and tenths["Count"].notna().all()
    return _of_counts(indicator, tenths, level) if counted else _of_values(tenths, level)


def _of_counts(indicator: Indicator, tenths: pd.DataFrame, level: np.ndarray) -> pd.DataFrame:
    count = _parts(tenths["Count"].to_numpy(float).reshape(level.shape)[:, 0], level)
    people = tenths["Denominator"].to_numpy(float).reshape(level.shape)[:, 0]
    size = _parts(people, np.ones_like(level))
    count = np.minimum(count, size)
    out = tenths.assign(Count=count.ravel(), Denominator=size.ravel())
    out["Value"] = np.round(indicator.multiplier * count / size, DECIMALS).ravel()
    if indicator.interval_method != "none":
        limits = limits_of(indicator, count, size, Z_95)
        for name, limit in zip(LIMITS, limits, strict=True):
            out[name] = np.round(limit, DECIMALS).ravel()
    out[list(WIDER)] = np.nan
    return out


def _of_values(tenths: pd.DataFrame, level: np.ndarray) -> pd.DataFrame:
    """Means and surveys: a tenth of the people makes the interval about three times as wide."""
    value = np.round(level, DECIMALS).ravel()
    out = tenths.assign(Value=value)
    for name in LIMITS:
        reach = (tenths[name] - tenths["Value"]) * GROUPS**0.5
        out[name] = (value + reach).round(DECIMALS)
    out[list(WIDER)] = np.nan
    return out


def _parts(whole: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Whole numbers in the ratio of the weights that add up to each whole."""
    ends = np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
    ends = np.rint(ends * whole[:, None])
    return np.asarray(np.diff(ends, axis=1, prepend=0))
