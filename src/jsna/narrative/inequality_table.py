"""The rows of a table of inequality: each number with its interval, or why there is none."""

from typing import Final

import pandas as pd

from jsna.analysis.gradient import Gradient
from jsna.narrative.gap_words import gap_unit, reason_words
from jsna.narrative.gradient_words import group_words, whole_words
from jsna.narrative.numbers import format_number, format_value
from jsna.settings.indicator import Indicator

MEASURE, VALUE, INTERVAL = "Measure", "Value", "95% interval"
NONE: Final = "none"
NONE_PUBLISHED: Final = "none in the file"
NO_RATIO: Final = "not calculated: an end is not above 0"


def inequality_rows(numbers: pd.Series, indicator: Indicator) -> list[dict[str, str]]:
    """Return a row each for the gap, the ratio, the slope index and the relative index.

    Args:
        numbers: From `analysis.inequality`.
        indicator: For unit and decimals.
    """
    gap, line = reason_words(numbers["status"]), reason_words(numbers["slope_status"])
    return [
        _amount("Gap: most less least deprived group", numbers, "gap", gap, indicator),
        _times("Ratio: most ÷ least deprived group", numbers, "times", gap),
        _amount("Slope index: most less least deprived end", numbers, "sii", line, indicator),
        _times("Relative index: most ÷ least deprived end", numbers, "line_times", line),
    ]


def other_row(
    numbers: pd.Series, indicator: Indicator, gradient: Gradient, area_name: str, period: str
) -> dict[str, str]:
    """Return the row of another gradient's gap, which is never mixed with the first."""
    whose = f"{whole_words(gradient, area_name)} ({group_words(gradient)}), {period}"
    reason = reason_words(numbers["status"])
    return _amount(f"Another grouping's gap: {whose}", numbers, "gap", reason, indicator)


def weight_words(numbers: pd.Series, groups: pd.DataFrame) -> str:
    """Return what each group counts for in the line of the slope index."""
    if numbers["equal_groups"]:
        return "In the slope index all groups count the same: the source gives no denominators."
    people = format_number(groups["denominator"].sum(), 0)
    return f"In the slope index each group counts by its denominator ({people} in all groups)."


def _amount(
    name: str, numbers: pd.Series, column: str, reason: str, indicator: Indicator
) -> dict[str, str]:
    if reason:
        return _without(name, reason)
    unit, decimals = gap_unit(indicator.unit), indicator.decimals
    value = format_value(numbers[column], unit, decimals)
    return {MEASURE: name, VALUE: value, INTERVAL: _interval(numbers, column, decimals)}


def _times(name: str, numbers: pd.Series, column: str, reason: str) -> dict[str, str]:
    if reason:
        return _without(name, reason)
    if pd.isna(numbers[column]):
        return {MEASURE: name, VALUE: NO_RATIO, INTERVAL: NONE}
    value = f"{format_number(numbers[column], 2)} times"
    return {MEASURE: name, VALUE: value, INTERVAL: _interval(numbers, column, 2)}


def _interval(numbers: pd.Series, column: str, decimals: int) -> str:
    limits = [numbers.get(f"{column}_{end}_95") for end in ("lower", "upper")]
    if pd.isna(limits).any():
        return NONE_PUBLISHED
    return " to ".join(format_number(limit, decimals) for limit in limits)


def _without(name: str, reason: str) -> dict[str, str]:
    return {MEASURE: name, VALUE: f"not calculated: {reason}", INTERVAL: NONE}
