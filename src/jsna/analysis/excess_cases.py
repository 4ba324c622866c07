"""Excess cases: how many more than a reference's level would give, with an interval.

See docs/methods.md#excess-cases. An excess is a description of a gap in people, not of what
could be prevented; it is never added up over indicators, which count the same people again.
"""

from collections.abc import Sequence

import pandas as pd

from jsna.analysis.indirect_ratios import indirect_ratios
from jsna.analysis.intervals import BOTH, Limits, wilson
from jsna.analysis.rates import CALCULATED, NO_DENOMINATOR, Confidence, totals, with_limits

NO_REFERENCE = "no reference value"


def excess_of_proportions(
    frame: pd.DataFrame,
    reference: str,
    count: str = "count",
    denominator: str = "denominator",
    scale: float = 1.0,
    confidence: Confidence = BOTH,
) -> pd.DataFrame:
    """Return how many people more there are than the reference's proportion would give.

    (p - p_ref) x n, with the limits of p (Wilson's) in the place of p: the reference counts as
    known.

    Args:
        frame: One row per area: count, denominator and the column `reference`.
        reference: Column of the reference's proportion: England's or the least deprived fifth's.
        count: Column of people who have what is counted.
        denominator: Column of all people.
        scale: What the reference is per: 1, or 100 for a percentage.
        confidence: One level or several.

    Returns:
        One row per row, on its index: observed, expected, excess (people; negative: fewer),
        lower_95, upper_95 ..., reference (a proportion) and status.
    """
    out = totals(frame, {"count": count, "denominator": denominator, "reference": reference}, ())
    x, n, p = out["count"], out["denominator"], out["reference"] / scale
    out["status"] = out["status"].mask(out["reference"].isna(), NO_REFERENCE)
    out["status"] = out["status"].mask((out["status"] == CALCULATED) & ~(n > 0), NO_DENOMINATOR)
    impossible = (x > n) | (x < 0) | ~p.between(0, 1)
    out["status"] = out["status"].mask(
        (out["status"] == CALCULATED) & impossible, "not a proportion"
    )
    good = out["status"] == CALCULATED
    out = out.assign(observed=x, expected=(p * n).where(good), value=(x - p * n).where(good))
    out = with_limits(out, lambda level: _people(wilson(x, n, level), n, p * n), confidence)
    return _excess(out.assign(reference=p), ["reference"])


def excess_of_rates(
    frame: pd.DataFrame,
    by: Sequence[str],
    confidence: Confidence = BOTH,
) -> pd.DataFrame:
    """Return how many events more there are than the reference's rates at each age would give.

    Observed less expected by indirect standardisation; limits of the observed count (Byar's,
    exact below 10 events) less the expected one. With a single age group the ages of area and
    reference are taken as alike: say so.

    Args:
        frame: One row per group and age band: count, population, and reference_count and
            reference_population of the same band (England's, or the least deprived fifth's).
        by: The columns that name a group.
        confidence: One level or several.

    Returns:
        One row per group: `by`, observed, expected, excess (events), lower_95, upper_95 ...,
        status.
    """
    out = indirect_ratios(frame, by, confidence=confidence)
    limits = [name for name in out if str(name).startswith(("lower_", "upper_"))]
    for name in ["value", *limits]:
        out[name] = (out[name] - 1) * out["expected"]
    return _excess(out, [], by)


def _people(limits: Limits, n: pd.Series, expected: pd.Series) -> Limits:
    people, less = n.to_numpy(), expected.to_numpy()
    return limits[0] * people - less, limits[1] * people - less


def _excess(out: pd.DataFrame, more: list[str], by: Sequence[str] = ()) -> pd.DataFrame:
    out = out.rename(columns={"value": "excess"})
    limits = [str(name) for name in out if str(name).startswith(("lower_", "upper_"))]
    return out[[*by, "observed", "expected", "excess", *limits, *more, "status"]]
