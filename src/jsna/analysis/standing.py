"""On which side of a comparator an area's values lay, period by period.

It describes; it tests nothing. See docs/methods.md#headlines.
"""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.facts.periods import period_years

ABOVE: Final = "above"
BELOW: Final = "below"
FEWEST: Final = 3
"""In fewer periods than this, "all" says nothing."""


@dataclass(frozen=True)
class Standing:
    """A side on which an area's value lay in every period that both have.

    Attributes:
        side: ABOVE or BELOW.
        periods: How many.
        yearly: Whether each is a year, so that periods are counted as years.
    """

    side: str
    periods: int
    yearly: bool


def standing(series: pd.DataFrame, area_code: str, comparator_code: str) -> Standing | None:
    """Return the side that an area never left; None if it did, or in fewer than FEWEST periods.

    Args:
        series: Facts of one indicator, sex and age: area_code, period and value.
        area_code: The area.
        comparator_code: Whom it is beside.
    """
    both = [
        series[series["area_code"] == code].set_index("period")["value"].dropna()
        for code in (area_code, comparator_code)
    ]
    own, other = pd.concat(both, axis="columns", join="inner").T.to_numpy()
    if len(own) < FEWEST:
        return None
    years = period_years(pd.Series(both[0].index.intersection(both[1].index)))
    for side, everywhere in ((ABOVE, (own > other).all()), (BELOW, (own < other).all())):
        if everywhere:
            return Standing(side, len(own), bool((years == 1).all()))
    return None
