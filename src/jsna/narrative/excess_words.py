"""Excess cases as sentences: a gap in numbers, with its interval, and what it does not say.

The words are of numbers alone: no verdict stands here beside the one that the measure has.
"""

from typing import Final

import pandas as pd

from jsna.narrative.labels import period_words
from jsna.narrative.numbers import format_number, format_value
from jsna.narrative.statement import Statement

NOT_PREVENTABLE: Final = (
    "This is a gap in numbers, not what could be prevented; measures must not be added up."
)
AGES_ALIKE: Final = "The ages of {area} and {comparator} are taken as alike."


def excess_sentence(statement: Statement, excess: pd.Series, value_type: str) -> str:
    """Return the excess over the statement's comparator in full sentences.

    "In numbers: 34,120 were counted in Anytown in 2021/22, 5,310 more (95% interval 5,050 to
    5,570) than at England's level of 15.4%."; where the interval holds 0, "between 120 fewer
    and 240 more".

    Args:
        statement: Of the area's newest value; its comparator has a value.
        excess: From `analysis.excess_of_area`.
        value_type: Of the catalogue; a rate's ages are taken as alike.
    """
    if statement.comparator is None:
        raise ValueError("an excess is held against a comparator")
    name = statement.comparator.name
    level = format_value(statement.comparator.value, statement.unit, statement.decimals)
    counted = (
        f"In numbers: {_people(excess['observed'])} were counted in {statement.area_name} in"
        f" {period_words(statement.period_label)}, {_more(excess)} than at {name}'s level of"
        f" {level}."
    )
    alike = AGES_ALIKE.format(area=statement.area_name, comparator=name)
    return f"{counted} {alike if value_type == 'rate' else ''}".strip() + f" {NOT_PREVENTABLE}"


def least_sentence(excess: pd.Series, part: str, area_name: str, period_label: str) -> str:
    """Return the excess of an area's other groups over its least deprived group's level.

    Args:
        excess: From `analysis.excess_of_area.excess_over_least`.
        part: "fifth" or "tenth".
        area_name: The area.
        period_label: As published.
    """
    return (
        f"In numbers: {_people(excess['observed'])} were counted in the other {part}s of"
        f" {area_name} in {period_words(period_label)}, {_more(excess)} than at its least"
        f" deprived {part}'s level."
        f" {NOT_PREVENTABLE}"
    )


def _more(excess: pd.Series) -> str:
    """The difference with its interval; without a word of more or fewer where it may be none."""
    low, high = excess["lower_95"], excess["upper_95"]
    if low <= 0 <= high:
        return f"between {_people(-low)} fewer and {_people(high)} more (95% interval)"
    side = "more" if low > 0 else "fewer"
    ends = sorted(abs(limit) for limit in (low, high))
    interval = " to ".join(_people(end) for end in ends)
    return f"{_people(abs(excess['excess']))} {side} (95% interval {interval})"


def _people(number: float) -> str:
    return format_number(number, 0)
