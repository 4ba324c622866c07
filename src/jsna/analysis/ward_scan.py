"""Scan of an authority's wards: which differ from England, and which from the rest of it.

A ward is part of its authority, so that it is held against the others together. Many wards are
looked at at once, so that flags are those that survive false-discovery control. See
docs/methods.md#ward-scan.
"""

from typing import Final, Literal

import numpy as np
import pandas as pd

from jsna.analysis.false_discovery import Q, adjusted, interval_p, poisson_p, two_rates_p
from jsna.analysis.funnel import NO_RESULT, funnel_significance
from jsna.analysis.intervals import z_score

Kind = Literal["rate", "proportion"]

EXACT: Final = "exact Poisson"
SCORE: Final = "score test (Wilson's interval)"
INTERVAL: Final = "the published interval"
HIGHER, LOWER, NO_FLAG, NO_TEST = "higher", "lower", "no flag", "not tested"


def ward_scan(
    wards: pd.DataFrame, kind: Kind, england: float, multiplier: float, q: float = Q
) -> pd.DataFrame:
    """Return each ward against England and against the rest of its authority.

    England's value counts as known; the rest of the authority has an uncertainty of its own. p
    comes from the exact Poisson (rates with counts), from the score test that Wilson's interval
    inverts (proportions with counts), else from the published 95% interval; the rest of the
    authority needs counts. The family is the wards of one call: one indicator, sex, age, period.

    Source: Benjamini and Hochberg (1995) for the control; for p see analysis/false_discovery.py.

    Args:
        wards: One row per ward of one authority: ward_code, value, and count and denominator,
            or lower_95 and upper_95.
        kind: rate or proportion.
        england: England's value, in the unit of the wards' values.
        multiplier: What a value is per (100 for a percentage).
        q: Largest share of false flags.

    Returns:
        One row per ward, in the order given: ward_code, value, england, p_england,
        adjusted_england, flag_england (higher, lower, no flag, not tested), rest (the value of
        the other wards together), p_rest, adjusted_rest, flag_rest, funnel (where the ward lies
        in the funnel around all wards' average), p_from (where p_england comes from), family
        (how many wards were tested against England) and q.
    """
    frame = _counted(wards, kind)
    level = england / multiplier
    result = wards[["ward_code", "value"]].assign(england=england)
    result["p_england"], result["p_from"] = _against_england(frame, kind, level, multiplier)
    rest = _rest(frame)
    result["rest"] = multiplier * rest["count"] / rest["people"].where(rest["people"] > 0)
    result["p_rest"] = _against_rest(frame, rest, kind)
    for side, other in (("england", result["england"]), ("rest", result["rest"])):
        result[f"adjusted_{side}"] = adjusted(result[f"p_{side}"])
        result[f"flag_{side}"] = _flags(result, side, other, q)
    result["funnel"] = _funnel(frame, kind)
    result["family"], result["q"] = int(result["p_england"].notna().sum()), q
    columns = [
        "ward_code", "value", "england", "p_england", "adjusted_england", "flag_england",
        "rest", "p_rest", "adjusted_rest", "flag_rest", "funnel", "p_from", "family", "q",
    ]  # fmt: skip
    return result[columns]


def _counted(wards: pd.DataFrame, kind: Kind) -> pd.DataFrame:
    """The wards with counts as numbers; a count without people, or above them, is none."""
    missing = pd.Series(np.nan, index=wards.index)
    count = wards["count"].astype("float64") if "count" in wards else missing
    people = wards["denominator"].astype("float64") if "denominator" in wards else missing
    whole = count.ge(0) & people.gt(0) & np.isfinite(count) & np.isfinite(people)
    whole &= count.le(people) | (kind != "proportion")
    return wards.assign(count=count.where(whole), people=people.where(whole))


def _against_england(
    frame: pd.DataFrame, kind: Kind, level: float, multiplier: float
) -> tuple[pd.Series, pd.Series]:
    counted = frame["count"].notna()
    if kind == "rate":
        p = poisson_p(frame["count"], frame["people"] * level)
    else:
        share = frame["count"] / frame["people"]
        error = (level * (1 - level) / frame["people"]) ** 0.5
        p = interval_p(share, pd.Series(level, index=frame.index), error)
    source = pd.Series("", index=frame.index).mask(counted, EXACT if kind == "rate" else SCORE)
    if {"lower_95", "upper_95"} <= set(frame.columns):
        width = (frame["upper_95"] - frame["lower_95"]) / (2 * z_score(0.95))
        by_limits = interval_p(frame["value"], pd.Series(level, frame.index) * multiplier, width)
        usable = ~counted & by_limits.notna()
        p, source = p.mask(usable, by_limits), source.mask(usable, INTERVAL)
    return p, source


def _rest(frame: pd.DataFrame) -> pd.DataFrame:
    """All other wards together; none where a ward's count is missing: the rest is then unknown."""
    sums = frame[["count", "people"]].sum(skipna=False)
    return sums - frame[["count", "people"]]


def _against_rest(frame: pd.DataFrame, rest: pd.DataFrame, kind: Kind) -> pd.Series:
    if kind == "rate":
        return two_rates_p(frame["count"], frame["people"], rest)
    people, others = frame["people"], rest["people"].where(rest["people"] > 0)
    pooled = (frame["count"] + rest["count"]) / (people + others)
    error = (pooled * (1 - pooled) * (1 / people + 1 / others)) ** 0.5
    return interval_p(frame["count"] / people, rest["count"] / others, error)


def _funnel(frame: pd.DataFrame, kind: Kind) -> pd.Series:
    places = pd.DataFrame({"count": frame["count"], "denominator": frame["people"]})
    places["rate"] = places["count"] / places["denominator"]
    if places["count"].isna().all():
        return pd.Series(NO_RESULT, index=frame.index)
    return funnel_significance(places, kind, multiplier=1)


def _flags(result: pd.DataFrame, side: str, other: pd.Series, q: float) -> np.ndarray:
    tests = [
        result[f"p_{side}"].isna(),
        result[f"adjusted_{side}"] > q,
        result["value"] > other,
    ]
    return np.select(tests, [NO_TEST, NO_FLAG, HIGHER], LOWER)
