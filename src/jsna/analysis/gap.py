"""The gap between the most and the least deprived group: absolute and relative, with intervals.

See docs/methods.md#deprivation-gaps. A gap uses the two ends alone; the slope index uses all.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from jsna.analysis.gradient import one_gradient, with_quantile
from jsna.analysis.rates import CALCULATED

LEVELS = ("95", "998")


def deprivation_gap(facts: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the gap between the most and the least deprived group of one gradient.

    The limits are those of a difference (and, on logarithms, of a ratio) of two independent
    estimates whose intervals need not be symmetric.

    Source: Newcombe, Statistics in Medicine (1998) 17:873-890, method 10; Zou and Donner (2008).

    Args:
        facts: Facts of one gradient: breakdown (the category type), breakdown_value, value,
            lower_95, upper_95 (and lower_998, upper_998, if there), and the columns `by`.
        by: The columns that name a series: area, indicator, sex, age, period.

    Returns:
        One row per series in order of first appearance: `by`, scope (within the area,
        neighbourhoods of England, authorities of England), unit, groups, most and least (the
        two values), gap (most less least deprived, in the value's unit), gap_lower_95,
        gap_upper_95, times (most ÷ least), times_lower_95, times_upper_95, the same at 99.8%
        where the facts have those limits, and status: "calculated", or why there is no gap.

    Raises:
        UserFileError: the facts hold another breakdown, or gradients of several kinds: a gap
            within an area and one between areas are never set side by side unawares.
    """
    gradient = one_gradient(facts)
    keys = list(by)
    rows = with_quantile(facts)
    sides = {
        "most": _side(rows, keys, 1),
        "least": _side(rows, keys, gradient.groups),
    }
    series = facts[keys].drop_duplicates(ignore_index=True)
    both = series
    for name, side in sides.items():
        both = both.merge(side.add_prefix(f"{name}_"), how="left", left_on=keys, right_index=True)
    result = series.assign(scope=gradient.scope, unit=gradient.unit, groups=gradient.groups)
    result = result.assign(most=both["most_value"], least=both["least_value"])
    result = result.assign(gap=result["most"] - result["least"], times=_ratio(result))
    for level in LEVELS:
        if f"lower_{level}" in facts:
            result = result.assign(**_limits(both, result, level))
    return result.assign(status=_status(both))


def _side(rows: pd.DataFrame, keys: list[str], quantile: int) -> pd.DataFrame:
    limits = [f"{end}_{level}" for level in LEVELS for end in ("lower", "upper")]
    columns = ["value", *(name for name in limits if name in rows)]
    side = rows.loc[rows["quantile"] == quantile, [*keys, *columns]]
    # a group given twice has no one value
    return side[~side.duplicated(keys, keep=False)].set_index(keys)


def _ratio(result: pd.DataFrame) -> pd.Series:
    positive = (result["most"] > 0) & (result["least"] > 0)
    return (result["most"] / result["least"].where(positive)).where(positive)


def _limits(both: pd.DataFrame, result: pd.DataFrame, level: str) -> dict[str, pd.Series]:
    below, above = _reach(both, level, lambda values: values)
    down, up = _reach(both, level, _logarithm)
    return {
        f"gap_lower_{level}": result["gap"] - below,
        f"gap_upper_{level}": result["gap"] + above,
        f"times_lower_{level}": result["times"] * np.exp(-down),
        f"times_upper_{level}": result["times"] * np.exp(up),
    }


def _reach(
    both: pd.DataFrame, level: str, scale: Callable[[pd.Series], pd.Series]
) -> tuple[pd.Series, pd.Series]:
    """How far the difference's limits lie below and above it, on a scale."""
    most, least = scale(both["most_value"]), scale(both["least_value"])
    most_lower, most_upper = (scale(both[f"most_{end}_{level}"]) for end in ("lower", "upper"))
    least_lower, least_upper = (scale(both[f"least_{end}_{level}"]) for end in ("lower", "upper"))
    below = (most - most_lower) ** 2 + (least_upper - least) ** 2
    above = (most_upper - most) ** 2 + (least - least_lower) ** 2
    return below**0.5, above**0.5


def _logarithm(values: pd.Series) -> pd.Series:
    return pd.Series(np.log(values.where(values > 0)), index=values.index)


def _status(both: pd.DataFrame) -> np.ndarray:
    tests = {
        "the most deprived group has no value": both["most_value"].isna(),
        "the least deprived group has no value": both["least_value"].isna(),
    }
    return np.select(list(tests.values()), list(tests), CALCULATED)
