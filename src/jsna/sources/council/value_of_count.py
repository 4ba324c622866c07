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
MORE: Final = "count {count:g} is more than its denominator {denominator:g}"
OTHER: Final = (
    "the value {value:g} is not what {count:g} of {denominator:g} gives: {expected:.4g} {unit}"
)


def contradicted(rows: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.Series:
    """Return why a row's value can't be of its count and denominator; "" where it can.

    Args:
        rows: indicator_id, value, count, denominator; those with all of them are looked at.
        indicators: The catalogue: one that it does not describe is passed over.
    """
    known = {id: one for id, one in indicators.items() if one.value_type in SHARES}
    told = pd.DataFrame({
        "value": rows["value"], "count": rows["count"], "denominator": rows["denominator"],
        "kind": rows["indicator_id"].map({id: one.value_type for id, one in known.items()}),
        "unit": rows["indicator_id"].map({id: one.unit for id, one in known.items()}),
    })  # fmt: skip
    per = rows["indicator_id"].map({id: one.multiplier for id, one in known.items()})
    told["expected"] = (
        per.astype("float64") * told["count"] / told["denominator"].replace(0, np.nan)
    )
    both = told[["value", "expected"]]
    larger, smaller = both.max(axis="columns"), both.min(axis="columns")
    other = both.notna().all(axis="columns") & (larger > TIMES * smaller)
    other &= larger - smaller > NEAR
    more = (told["kind"] == "proportion") & (told["count"] > told["denominator"])
    reasons = pd.Series("", rows.index, dtype="str")
    for wrong, reason in ((other, OTHER), (more, MORE)):
        if wrong.any():
            said = told[wrong].apply(lambda row, r=reason: r.format(**row), axis="columns")
            reasons = reasons.where(~wrong, said.reindex(rows.index, fill_value=""))
    return reasons
