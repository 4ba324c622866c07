"""Larger areas out of smaller ones: by counts, or not at all.

See docs/methods.md#values-of-groups-of-areas. Only what adds up is added up. A rate without its
count, a standardised rate, a life expectancy, a rank or a decile of the parts says nothing exact
of the whole, and is refused.
"""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from jsna.analysis.intervals import BOTH
from jsna.analysis.rates import Confidence, crude_rates, proportions, totals
from jsna.errors import Problem, UserFileError
from jsna.settings.indicator import ValueType

ADDABLE: Final = ("count", "proportion", "rate")
_WHY: Final = {
    "standardised-rate": "a standardised rate of the whole needs events and people at each age",
    "mean": "a mean of the whole needs the values that it is the mean of",
    "other": "its value is no count, nor a count over a denominator",
}
_PLACES: Final = ("-rank", "-decile", "-quintile")


def refusal(indicator_id: str, value_type: ValueType) -> str:
    """Return why values of parts may not be put together into the whole's; "" if they may.

    Args:
        indicator_id: Ranks and deciles are told by how theirs ends ("imd-rank").
        value_type: As the catalogue has it. Life expectancy is "other".
    """
    if indicator_id.endswith(_PLACES):
        return "ranks and deciles say where a place stands: they are not added or averaged"
    return "" if value_type in ADDABLE else _WHY[value_type]


def combined(
    facts: pd.DataFrame,
    by: Sequence[str],
    indicator_id: str,
    value_type: ValueType,
    multiplier: float = 1,
    confidence: Confidence = BOTH,
) -> pd.DataFrame:
    """Return the values of groups of areas, out of summed counts and summed denominators.

    Args:
        facts: One row per area (none inside another): count, denominator, the columns `by`, and
            status. Counts need value alone.
        by: The columns that name a group: the larger area, period, sex ...
        indicator_id: Of all rows.
        value_type: count, proportion or rate.
        multiplier: What a value is per.
        confidence: One level or several.

    Returns:
        One row per group: `by`, count, denominator, value, limits (Wilson's or Byar's), status
        and method; for counts `by`, value and status. A group of which one part is missing or
        suppressed has none: missing is never 0.

    Raises:
        UserFileError: the measure is not one that adds up, or the facts hold no counts at all.
    """
    if why := refusal(indicator_id, value_type):
        raise _refused(indicator_id, why)
    if value_type == "count":
        sums = totals(facts, {"value": "value"}, by)
        return sums[[*by, "value", "status"]]
    if facts.empty or facts[["count", "denominator"]].isna().all(axis=None):
        raise _refused(indicator_id, "the source gives no counts and denominators")
    make = proportions if value_type == "proportion" else crude_rates
    return make(facts, by=by, multiplier=multiplier, confidence=confidence)


def _refused(indicator_id: str, why: str) -> UserFileError:
    return UserFileError(
        Problem(
            f"{indicator_id} cannot be worked out for a group of areas: {why}.",
            allowed="Counts, and proportions and crude rates with their counts and denominators.",
            next_step="Use a value that is published for the larger area.",
        )
    )
