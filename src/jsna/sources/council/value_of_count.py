"""Whether a share or rate of a council's own file can be what its count and denominator give.

Values are held to the size alone, not to the digit: a survey's share is weighted and its count is
not, and people of several years may stand over those of one.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from jsna.settings.indicator import Indicator

SHARES: Final = ("proportion", "rate")
TIMES: Final = 9
"""How far a value may be from what its count gives: a fraction in place of a percentage is 100."""
NEAR: Final = 0.5
"""Two numbers that are nearer than this may be the same, rounded."""
MORE: Final = "the count is more than its denominator"
OTHER: Final = (
    "the value is not of the size that its count and denominator give: a fraction in place of a"
    " percentage, or another number of people that it is per"
)
"""No number is repeated: what a fetch tells is written where others read it."""


def contradicted(rows: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.Series:
    """Return why a row's value can't be of its count and denominator; "" where it can.

    Args:
        rows: indicator_id, value, count, denominator; those with all of them are looked at.
        indicators: The catalogue: one that it does not describe is passed over.
    """
    kind, per = (
        rows["indicator_id"].map({id: getattr(one, field) for id, one in indicators.items()})
        for field in ("value_type", "multiplier")
    )
    share = (rows["count"] / rows["denominator"].replace(0, np.nan)).where(kind.isin(SHARES))
    both = pd.DataFrame({"value": rows["value"], "expected": per.astype("float64") * share})
    larger, smaller = both.max(axis="columns"), both.min(axis="columns")
    other = both.notna().all(axis="columns") & (larger > TIMES * smaller)
    other &= larger - smaller > NEAR
    more = (kind == SHARES[0]) & (rows["count"] > rows["denominator"])
    return pd.Series(np.select([more, other], [MORE, OTHER], ""), rows.index, dtype="str")
