"""Proportions, crude rates and means with their intervals, one row per group or per row.

Counts and populations are summed within a group first. A cell that is missing makes its group
missing: it is never taken for nothing. Each row says in `status` how it was made or why it was
not, so that one bad cell costs one row. See docs/methods.md#proportions-and-crude-rates.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from jsna.analysis.intervals import BOTH, EXACT_BELOW, Limits, levels, poisson, student_t, wilson

CALCULATED: Final = "calculated"
SUPPRESSED: Final = "suppressed"
NOT_AVAILABLE: Final = "not-available"
NO_DENOMINATOR: Final = "no denominator"
COUNT_ABOVE: Final = "count above denominator"
NEGATIVE: Final = "negative count"
"""Of events or of people."""
TOO_FEW: Final = "too few events"
UNRELIABLE: Final = "unreliable"
"""Calculated, of fewer than 20 events: to be printed with a word of caution."""
WITH_VALUE: Final = (CALCULATED, UNRELIABLE)

Confidence = float | Sequence[float]
MakeLimits = Callable[[float], Limits]


def proportions(
    frame: pd.DataFrame,
    count: str = "count",
    denominator: str = "denominator",
    by: Sequence[str] = (),
    multiplier: float = 1,
    confidence: Confidence = BOTH,
) -> pd.DataFrame:
    """Return proportions with Wilson's limits.

    Args:
        frame: Counts and denominators; a column `status` may say "suppressed".
        count: Column of those who have what is counted.
        denominator: Column of all; a count above it has no proportion.
        by: Columns whose combinations are the groups; empty for one proportion per row.
        multiplier: 100 gives percentages.
        confidence: One level or several, of 1 or in percent.

    Returns:
        One row per group (or row, on the index of `frame`): the `by` columns, count,
        denominator, value, lower_95, upper_95, lower_998, upper_998 (as `confidence` asks),
        status and method.
    """
    out = _totals_with_flags(frame, count, denominator, by)
    x, n = out["count"], out["denominator"]
    out["status"] = _status(out, [(out["_above"] > 0, COUNT_ABOVE)])
    good = out["status"] == CALCULATED
    out["value"] = (x / n).where(good)
    out = with_limits(out, lambda level: wilson(x, n, level), confidence)
    return finished(out, [*by, "count", "denominator"], multiplier, "Wilson")


def crude_rates(
    frame: pd.DataFrame,
    count: str = "count",
    denominator: str = "denominator",
    by: Sequence[str] = (),
    multiplier: float = 100_000,
    confidence: Confidence = BOTH,
    fewest: int = 0,
) -> pd.DataFrame:
    """Return crude rates with Byar's limits, exact Poisson limits below 10 events.

    Args:
        frame: As `proportions`.
        count: Column of events; it may be above the denominator.
        denominator: Column of people or person-years.
        by: As `proportions`.
        multiplier: What the rate is per.
        confidence: As `proportions`.
        fewest: No rate for fewer events (3 for deaths, as the ONS does).

    Returns:
        As `proportions`; method is "Byar" or "exact".
    """
    out = _totals_with_flags(frame, count, denominator, by)
    x, n = out["count"], out["denominator"]
    nobody = (out["_without_people"] > 0, NO_DENOMINATOR)
    out["status"] = _status(out, [nobody, (x < fewest, TOO_FEW)])
    good = out["status"] == CALCULATED
    n = n.where(good)
    out["value"] = x / n
    out = with_limits(out, lambda level: scaled(poisson(x, level), 1 / n), confidence)
    method = np.where(x < EXACT_BELOW, "exact", "Byar")
    return finished(out, [*by, "count", "denominator"], multiplier, method)


def means(
    frame: pd.DataFrame, value: str = "value", by: Sequence[str] = (), confidence: Confidence = BOTH
) -> pd.DataFrame:
    """Return means with limits by Student's t, one row per group (one in all without `by`).

    Columns: the `by` columns, size, deviation (with n - 1), value, limits, status, method. A
    group with a missing value has none; a single value has no interval.
    """
    known = frame[value].astype("float64")
    frame = frame.assign(**{value: known.where(np.isfinite(known))})
    groups = _grouped(frame.assign(_=0), by or ["_"])[value]
    out = groups.agg(["size", "count", "mean", "std"]).reset_index()
    whole = out["size"] == out["count"]
    out["status"] = np.where(whole, CALCULATED, NOT_AVAILABLE)
    out["deviation"], out["value"] = out["std"].where(whole), out["mean"].where(whole)
    middle, spread, size = out["value"], out["deviation"], out["size"]
    out = with_limits(out, lambda level: student_t(middle, spread, size, level), confidence)
    return finished(out, [*by, "size", "deviation"], 1, "Student's t")


def counts(frame: pd.DataFrame, column: str, blank_is_zero: bool = False) -> pd.Series:
    """Return a column of counts as float64; a blank stays missing unless it is known to be none.

    A suppressed cell stays missing whatever is known of blanks.
    """
    x = frame[column].astype("float64")
    if not blank_is_zero:
        return x
    hidden = frame["status"] == SUPPRESSED if "status" in frame else False
    return x.where(x.notna() | hidden, 0.0)


def totals(frame: pd.DataFrame, columns: dict[str, str], by: Sequence[str]) -> pd.DataFrame:
    """Return new name -> column, summed by group, and a status that says what is missing.

    Without `by` the rows themselves, on the index of `frame`. A sum with a missing part is
    missing; status is "suppressed", "not-available" or "calculated".
    """
    values = {name: frame[column].to_numpy(dtype="float64") for name, column in columns.items()}
    missing = np.logical_or.reduce([~np.isfinite(value) for value in values.values()])
    hidden = missing & (frame["status"] == SUPPRESSED).to_numpy() if "status" in frame else None
    part = frame[list(by)]
    if by:
        codes, part = _groups(part)
        # a missing part makes the sum missing: NaN adds up to NaN
        values = {name: np.bincount(codes, value) for name, value in values.items()}
        missing = np.bincount(codes, missing) > 0
        hidden = None if hidden is None else np.bincount(codes, hidden) > 0
        values = {name: np.where(missing, np.nan, value) for name, value in values.items()}
    status = np.where(missing, NOT_AVAILABLE, CALCULATED)
    status = status if hidden is None else np.where(hidden, SUPPRESSED, status)
    return part.assign(**values, status=pd.Series(status, index=part.index, dtype="str"))


def _totals_with_flags(
    frame: pd.DataFrame, count: str, denominator: str, by: Sequence[str]
) -> pd.DataFrame:
    """Return the totals, and how many parts of each can't be: a sum would hide them."""
    x, n = (frame[name].astype("float64") for name in (count, denominator))
    flags = {
        "_negative": (x < 0) | (n < 0),
        "_above": x > n,
        "_without_people": (x > 0) & (n == 0),
    }
    parts = frame.assign(**{name: flag.astype("float64") for name, flag in flags.items()})
    columns = {"count": count, "denominator": denominator}
    return totals(parts, columns | {name: name for name in flags}, by)


def with_limits(out: pd.DataFrame, make: MakeLimits, confidence: Confidence) -> pd.DataFrame:
    """Return `out` with lower_<level> and upper_<level> for each level; none without a value."""
    limits: dict[str, NDArray[np.float64]] = {}
    for suffix, level in levels(confidence).items():
        limits[f"lower_{suffix}"], limits[f"upper_{suffix}"] = make(level)
    made = pd.DataFrame(limits, index=out.index).mask(out["value"].isna(), axis=0)
    return out.assign(**{name: made[name] for name in limits})


def scaled(limits: Limits, factor: ArrayLike) -> Limits:
    """Return limits in another unit."""
    by = np.asarray(factor, dtype="float64")
    return limits[0] * by, limits[1] * by


def first_of(tests: Sequence[tuple[pd.Series, str | pd.Series]], default: str) -> np.ndarray:
    """Return per row the word of the first test that holds, else the default."""
    words = [np.broadcast_to(np.asarray(word, dtype=object), len(test)) for test, word in tests]
    return np.select([test.to_numpy(dtype=bool) for test, _ in tests], words, default)


def _status(out: pd.DataFrame, more: list[tuple[pd.Series, str]]) -> np.ndarray:
    """The first thing that stands in the way of a value."""
    missing = (out["status"] != CALCULATED, out["status"])
    negative = (out["_negative"] > 0, NEGATIVE)
    return first_of(
        [missing, negative, (~(out["denominator"] > 0), NO_DENOMINATOR), *more], CALCULATED
    )


def _grouped(frame: pd.DataFrame, by: Sequence[str]) -> Any:
    """Groups in the order in which they stand; a blank key is a group too."""
    return frame.groupby(list(by), sort=False, dropna=False, observed=True)


def _groups(keys: pd.DataFrame) -> tuple[NDArray[np.int64], pd.DataFrame]:
    """The number of each row's group, and one row per group, in the order in which they stand."""
    if keys.shape[1] == 1:
        codes, unique = pd.factorize(keys.iloc[:, 0], use_na_sentinel=False)
        return codes, pd.DataFrame({keys.columns[0]: unique})
    codes = _grouped(keys, list(keys)).ngroup().to_numpy()
    first = pd.Series(codes).drop_duplicates().index
    return codes, keys.iloc[first].reset_index(drop=True)


def finished(
    out: pd.DataFrame, first: list[str], multiplier: float, method: str | np.ndarray
) -> pd.DataFrame:
    """Return the columns in order, values times the multiplier, the method where one was used."""
    limits = [str(name) for name in out if str(name).startswith(("lower_", "upper_"))]
    numbers = ["value", *limits]
    out[numbers] = out[numbers] * multiplier
    out["method"] = np.where(out["status"].isin(WITH_VALUE), method, "")
    return out[[*first, *numbers, "status", "method"]]
