"""Which national outcomes frameworks the indicators of each priority belong to."""

from collections.abc import Mapping

import pandas as pd

from jsna.settings.indicator import Indicator
from jsna.settings.strategy import Strategy


def framework_counts(strategy: Strategy, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """Return the outcomes frameworks of each priority's indicators.

    Args:
        strategy: Which.
        indicators: The catalogue.

    Returns:
        One row per priority, indicator and framework that it is part of, and one for an indicator
        of none: priority, indicator (ids), framework ("" for none) and number (its own there, ""
        where that is not known).
    """
    rows = [
        (priority.id, id, framework, number)
        for priority in strategy.priorities
        for id in priority.indicators
        for framework, number in _tags(indicators[id])
    ]
    return pd.DataFrame(rows, columns=["priority", "indicator", "framework", "number"])


def priorities_without(counts: pd.DataFrame, strategy: Strategy) -> list[str]:
    """Return the ids of the priorities no indicator of which is part of any framework."""
    tagged = set(counts.loc[counts["framework"] != "", "priority"])
    return [priority.id for priority in strategy.priorities if priority.id not in tagged]


def _tags(indicator: Indicator) -> list[tuple[str, str]]:
    return [(tag.framework, tag.id) for tag in indicator.outcomes_frameworks] or [("", "")]
