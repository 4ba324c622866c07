"""The word that a source prints beside a value: the single overlapping interval rule.

A value differs from the reference if the reference lies outside the value's interval. The word
follows the indicator's polarity; recorded prevalences are held to the wider 99.8% interval.
"""

import numpy as np

from jsna.settings.indicator import Indicator

NOT_COMPARED, SIMILAR = "Not compared", "Similar"
ABOVE = {"high-is-good": "Better", "low-is-good": "Worse", "none": "Higher"}
BELOW = {"high-is-good": "Worse", "low-is-good": "Better", "none": "Lower"}


def uses_wider_interval(indicator: Indicator) -> bool:
    """Whether the source judges this indicator by its 99.8% interval, and says so."""
    return indicator.comparison_method == "published-label" and indicator.polarity == "none"


def words(
    indicator: Indicator, lower: np.ndarray, upper: np.ndarray, reference: np.ndarray
) -> np.ndarray:
    """Return the word for each interval beside its reference; blank limits are not compared."""
    suffix = " 99.8" if uses_wider_interval(indicator) else ""
    above, below = ABOVE[indicator.polarity] + suffix, BELOW[indicator.polarity] + suffix
    verdict = np.where(reference < lower, above, np.where(reference > upper, below, SIMILAR))
    known = ~(np.isnan(lower) | np.isnan(upper) | np.isnan(reference))
    compared = known & indicator.compared
    return np.where(compared, verdict, NOT_COMPARED)
