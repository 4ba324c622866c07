"""How unequal a measure is over one deprivation gradient: gap, slope index, change of the gap.

Gathers `gap`, `slope_index` and `change` for the groups of one gradient. See
docs/methods.md#deprivation-gaps and docs/methods.md#slope-index-of-inequality.
"""

from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.change import NOT_TESTED, change_since_last
from jsna.analysis.gap import deprivation_gap
from jsna.analysis.gradient import with_quantile
from jsna.analysis.slope_index import slope_of_facts
from jsna.analysis.slope_rule import Kind, SlopeRule
from jsna.facts.periods import in_time
from jsna.facts.select import one_length

SEED: Final = 517_003
"""Of the simulated limits: the same facts give the same numbers."""

FEWEST_GAPS: Final = 2
MOST_MOVED: Final = 0.1
"""A group whose share of the people moved by more of itself is made of other places."""
SERIES: Final = ["indicator_id", "area_code", "edition", "sex", "age", "breakdown", "period"]
GAP_LIMITS: Final = {"gap": "value", "gap_lower_95": "lower_95", "gap_upper_95": "upper_95"}
KINDS: Final[dict[str, Kind]] = {
    "proportion": "proportion", "rate": "rate", "standardised-rate": "rate", "mean": "natural",
    "other": "natural",
}  # fmt: skip
"""Kind of value -> the scale on which it varies at random; a count by group has no gradient."""


def inequality(groups: pd.DataFrame, value_type: str, multiplier: float) -> pd.Series:
    """Return the gap, the slope index and how they were made, for the groups of one gradient.

    Both indices run the gap's way: the most less (or ÷) the least deprived end. Untransformed
    values have the closed form, rates and proportions are simulated with a fixed seed.

    Args:
        groups: Facts of one gradient, period, sex and age.
        value_type: Of the catalogue: see `KINDS`.
        multiplier: What a proportion is per.

    Returns:
        The columns of `deprivation_gap`; sii (most less least deprived end of the line), its
        limits, intercept (at the most deprived end) and slope of the line; line_times (most ÷
        least deprived end) and its limits; slope_status; slopes: whether the interval of sii
        leaves out 0; and equal_groups: True where no group has a denominator, and each counts
        the same.

    Raises:
        UserFileError: the rows are of several gradients.
        KeyError: a value type without a gradient.
    """
    equal = bool(groups["denominator"].isna().all())
    rule = SlopeRule(kind=KINDS[value_type], multiplier=-1, scale=multiplier, confidence=(0.95,))
    weighted = groups.assign(denominator=1.0) if equal else groups
    gap = deprivation_gap(groups, SERIES).iloc[0]
    slope = slope_of_facts(weighted, SERIES, rule, np.random.default_rng(SEED)).iloc[0]
    kept = {name: f"line_{name}" for name in slope.index if str(name).startswith("times")}
    kept |= {name: name for name in slope.index if str(name).startswith(("sii", "intercept"))}
    line = slope[[*kept, "slope"]].rename(kept)
    slopes = bool(slope["sii_lower_95"] > 0 or slope["sii_upper_95"] < 0)
    how = pd.Series({"slope_status": slope["status"], "slopes": slopes, "equal_groups": equal})
    return pd.concat([gap, line, how])


def gap_change(rows: pd.DataFrame, breaks: pd.DataFrame | None = None) -> pd.Series | None:
    """Return the test of the newest gap against the last that shares no time with it.

    Both gaps are of one grouping, edition and file, no break in method lies between them, and
    each group holds about the same share of the people: groups that were made anew out of other
    places keep their name in the files. They are turned so that the newest gap is positive: a
    larger one is wider.

    Args:
        rows: Facts of one breakdown, area, sex and age, any periods.
        breaks: As `change.change_since_last`.

    Returns:
        since and to (periods), earlier and newest (the gaps so turned) and change (increased,
        decreased, no significant change); None where two cannot be tested: nothing is said.
    """
    rows = one_length(rows)
    gaps = deprivation_gap(rows, SERIES).rename(columns=GAP_LIMITS)
    files = rows.groupby("period")["snapshot_ids"].agg(lambda ids: " ".join(sorted(set(ids))))
    gaps = gaps.assign(breakdown_value="gap", snapshot_ids=gaps["period"].map(files))
    gaps = in_time(gaps[gaps["value"].notna()])
    if len(gaps) < FEWEST_GAPS:
        return None
    if gaps["value"].iloc[-1] < 0:
        turned = {"lower_95": -gaps["upper_95"], "upper_95": -gaps["lower_95"]}
        gaps = gaps.assign(value=-gaps["value"], **turned)
    found = change_since_last(gaps, breaks).iloc[-1]
    if found["change"] == NOT_TESTED or not _same_groups(rows, gaps["period"].iloc[-1], found):
        return None
    newest = {"to": gaps["period"].iloc[-1], "newest": gaps["value"].iloc[-1]}
    return pd.concat([found[["since", "earlier", "change"]], pd.Series(newest)])


def _same_groups(rows: pd.DataFrame, newest: str, found: pd.Series) -> bool:
    """Whether each group's share of the people is about the same in both periods."""
    people = with_quantile(rows).pivot_table(
        index="quantile", columns="period", values="denominator", aggfunc="sum", min_count=1
    )
    if not {newest, found["since"]} <= set(people):
        return False
    now, then = (people[period] / people[period].sum() for period in (newest, found["since"]))
    return bool(((now / then - 1).abs() <= MOST_MOVED).all())
