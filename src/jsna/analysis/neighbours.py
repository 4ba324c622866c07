"""An area's neighbours: which authorities to compare it with, and what they have together.

See docs/methods.md#neighbours. Open sets only, or a council's own list. Who drops out is named
with the reason, and too few neighbours give no verdict.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.aggregation import refusal
from jsna.analysis.intervals import BOTH
from jsna.analysis.rates import crude_rates, proportions
from jsna.analysis.tier import TIERS
from jsna.facts.neighbour_sets import NeighbourSet
from jsna.geo.code_changes import code_map, recoded
from jsna.settings.indicator import Indicator
from jsna.sources.gss_code import area_types

FEWEST: Final = 8
"""Neighbours with a value that a verdict needs."""
SAME_VALUE: Final = 0.02
"""How far a value may lie from its own count over its denominator, relatively: rounding."""
SUMMED: Final = "counts of all neighbours over their denominators"
MEDIAN: Final = "median of the neighbours' values"
NO_VALUE: Final = "no value in this period"


@dataclass(frozen=True)
class NeighbourValue:
    """What an area's neighbours have together, in one period.

    Attributes:
        value: In the indicator's unit; None where no neighbour has a value.
        lower_95: None for a median, which has no interval here; so `upper_95`.
        method: How they were put together, in words.
        n: Neighbours with a value.
        of: Neighbours in the set.
        dropped: One row per neighbour that is not in it: area_code, area_name, reason.
        verdict_allowed: Whether the area may be judged against it.
        reason: Why not; else "".
        period: The one period of all values.
        set_title: Which set.
    """

    value: float | None
    lower_95: float | None
    upper_95: float | None
    method: str
    n: int
    of: int
    dropped: pd.DataFrame
    verdict_allowed: bool
    reason: str
    period: str
    set_title: str


def neighbour_value(
    peers: pd.DataFrame,
    chosen: NeighbourSet,
    indicator: Indicator,
    period: str,
    tier: str,
    changes: pd.DataFrame,
) -> NeighbourValue:
    """Return what the neighbours have together: out of counts where all have them, else a median.

    Args:
        peers: Headline facts of authorities: one indicator, sex, age and edition; any periods.
        chosen: The neighbours, with the names of those that are known.
        indicator: Whose unit and value type decide what may be added up.
        period: The one period.
        tier: `tier.UPPER` or `tier.LOWER`: neighbours of another tier drop out.
        changes: The table of code changes: values under a former code count.
    """
    newest = code_map(changes)
    wanted = [newest.get(code, code) for code in chosen.codes]
    rows = peers[peers["period"] == period]
    rows = rows.assign(area_code=recoded(rows["area_code"], newest))
    rows = rows[rows["area_code"].isin(wanted) & rows["area_type"].isin(TIERS[tier])]
    rows = rows.sort_values("value", na_position="last").drop_duplicates("area_code")
    valued = rows[rows["value"].notna()]
    dropped = _dropped(wanted, valued, rows, tier, chosen.names)
    value, lower, upper, method = _together(valued, indicator)
    few = f"only {len(valued)}" if len(valued) else "none"
    reason = "" if len(valued) >= FEWEST else f"{few} of {len(wanted)} have a value"
    return NeighbourValue(
        value, lower, upper, method, len(valued), len(wanted), dropped, not reason, reason, period,
        chosen.title,
    )  # fmt: skip


def _together(
    rows: pd.DataFrame, indicator: Indicator
) -> tuple[float | None, float | None, float | None, str]:
    if rows.empty:
        return None, None, None, ""
    counted = bool(rows[["count", "denominator"]].notna().all(axis=None)) and _agree(
        rows, indicator
    )
    # the sum of numbers of people would be ten councils' worth: no comparator for one
    adds_up = not refusal(indicator.id, indicator.value_type) and indicator.value_type != "count"
    if not (counted and adds_up):
        return float(rows["value"].median()), None, None, MEDIAN
    make = proportions if indicator.value_type == "proportion" else crude_rates
    whole = rows.assign(_all=0, status="final")
    made = make(whole, by=["_all"], multiplier=indicator.multiplier, confidence=BOTH).iloc[0]
    return float(made["value"]), float(made["lower_95"]), float(made["upper_95"]), SUMMED


def _agree(rows: pd.DataFrame, indicator: Indicator) -> bool:
    """Whether the counts give the values: of a survey, or of pooled years, they may not."""
    made = indicator.multiplier * rows["count"] / rows["denominator"]
    return bool(np.isclose(made, rows["value"], rtol=SAME_VALUE, atol=SAME_VALUE).all())


def _dropped(
    wanted: Sequence[str],
    valued: pd.DataFrame,
    rows: pd.DataFrame,
    tier: str,
    names: Mapping[str, str],
) -> pd.DataFrame:
    codes = pd.Series([code for code in wanted if code not in set(valued["area_code"])], dtype=str)
    kinds = area_types(codes)
    reason = pd.Series(NO_VALUE, index=codes.index)
    reason = reason.mask(~codes.isin(rows["area_code"]), "the file used holds no value for it")
    reason = reason.mask(~kinds.isin(TIERS[tier]), f"not one of the {tier}")
    reason = reason.mask(~codes.str.startswith("E"), "not in England")
    known = [names.get(code, "") for code in codes]
    frame = {"area_code": codes, "area_name": known, "reason": reason}
    return pd.DataFrame(frame)
