"""Proportions and crude rates with their intervals, one row per group or per row.

Counts and populations are summed within a group first. A cell that is missing makes its group
missing: it is never taken for nothing. Each row says in `status` how it was made or why it was
not, so that one bad cell costs one row. See docs/methods.md#proportions-and-crude-rates.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from jsna.analysis.intervals import BOTH, EXACT_BELOW, Limits, levels, poisson, wilson

CALCULATED: Final = "calculated"
SUPPRESSED: Final = "suppressed"
NOT_AVAILABLE: Final = "not-available"
NO_DENOMINATOR: Final = "no denominator"
COUNT_ABOVE: Final = "count above denominator"
NEGATIVE: Final = "negative count"
"""Of events or of people."""

Confidence = float | Sequence[float]
MakeLimits = Callable[[float], Limits]
Flags = NDArray[np.bool_]
Test = tuple["Flags | pd.Series", str]


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
    sums = _counts_and_people(frame, count, denominator, by)
    out = sums.frame([*_no_value(sums), (sums.flags["above"], COUNT_ABOVE)], CALCULATED)
    x, n = out["count"], out["denominator"].where(out["status"] == CALCULATED)
    out["value"] = x / n
    out = with_limits(out, lambda level: wilson(x, n, level), confidence)
    return finished(out, [*by, "count", "denominator"], multiplier, "Wilson")


def crude_rates(
    frame: pd.DataFrame,
    count: str = "count",
    denominator: str = "denominator",
    by: Sequence[str] = (),
    multiplier: float = 100_000,
    confidence: Confidence = BOTH,
) -> pd.DataFrame:
    """Return crude rates with Byar's limits, exact Poisson limits below 10 events.

    Args:
        frame: As `proportions`.
        count: Column of events; it may be above the denominator.
        denominator: Column of people or person-years.
        by: As `proportions`.
        multiplier: What the rate is per.
        confidence: As `proportions`.

    Returns:
        As `proportions`; method is "Byar" or "exact".
    """
    sums = _counts_and_people(frame, count, denominator, by)
    nobody = (sums.flags["without_people"], NO_DENOMINATOR)
    out = sums.frame([*_no_value(sums), nobody], CALCULATED)
    x, n = out["count"], out["denominator"].where(out["status"] == CALCULATED)
    out["value"] = x / n
    out = with_limits(out, lambda level: scaled(poisson(x, level), 1 / n), confidence)
    method = np.where(x < EXACT_BELOW, "exact", "Byar")
    return finished(out, [*by, "count", "denominator"], multiplier, method)


@dataclass(frozen=True, eq=False)
class Sums:
    """Numbers added up by group.

    Attributes:
        groups: One row per group (or row): its keys.
        numbers: Name -> one number per group; NaN where a part of any of them is missing.
        flags: Name -> in which groups a part is so.
        rows: How many rows each group has.
        why: Why a group has no numbers, for `first_of`.
    """

    groups: pd.DataFrame
    numbers: dict[str, NDArray[np.float64]]
    flags: dict[str, Flags]
    rows: NDArray[np.int64]
    why: list[Test]

    def frame(self, tests: Sequence[Test], default: str) -> pd.DataFrame:
        """Return one row per group: its keys, its numbers, and status by the first that holds."""
        return self.groups.assign(**self.numbers, status=first_of([*self.why, *tests], default))


def summed(
    values: Mapping[str, NDArray[np.float64]],
    flags: Mapping[str, Flags],
    keys: pd.DataFrame,
    status: pd.Series | None,
) -> Sums:
    """Return the numbers summed by group; without a key those of the rows themselves.

    Args:
        values: Name -> one number per row; a missing part makes its group's numbers missing.
        flags: Name -> what is true of a row, and then of its group.
        keys: One row per row: what tells the groups apart; no column for one group a row.
        status: "suppressed" says why a number is missing.
    """
    if not keys.shape[1]:
        missing, hidden = _missing(values, status)
        why = [(hidden, SUPPRESSED), (missing, NOT_AVAILABLE)]
        return Sums(keys, dict(values), dict(flags), np.ones(len(keys), dtype="int64"), why)
    codes, groups = _groups(keys)
    rows = np.bincount(codes).astype("int64")
    sums = {name: np.bincount(codes, value).astype("float64") for name, value in values.items()}
    told = {name: _in_any(codes, flag, rows) for name, flag in flags.items()}
    missing = hidden = np.zeros(len(rows), dtype="bool")
    # what is missing from a row is missing from its group's sum
    if not all(np.isfinite(total).all() for total in sums.values()):
        missing, hidden = (_in_any(codes, flag, rows) for flag in _missing(values, status))
        sums = {name: np.where(missing, np.nan, total) for name, total in sums.items()}
    why = [(hidden, SUPPRESSED), (missing, NOT_AVAILABLE)]
    return Sums(groups, sums, told, rows, why)


def _missing(
    values: Mapping[str, NDArray[np.float64]], status: pd.Series | None
) -> tuple[Flags, Flags]:
    """Return which rows lack a number, and which of these are suppressed."""
    missing = ~np.logical_and.reduce([np.isfinite(value) for value in values.values()])
    if status is None or not missing.any():
        return missing, np.zeros_like(missing)
    return missing, missing & (status == SUPPRESSED).to_numpy()


def _in_any(codes: NDArray[np.int64], flag: Flags, rows: NDArray[np.int64]) -> Flags:
    """Return in which groups the flag is set in some row."""
    if not flag.any():
        return np.zeros(len(rows), dtype="bool")
    return np.bincount(codes, flag, len(rows)) > 0


def keys_of(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the columns that tell groups apart; without any, all rows are one group."""
    return frame[list(by)] if by else pd.DataFrame({"_all": 0}, index=frame.index)


def totals(frame: pd.DataFrame, columns: dict[str, str], by: Sequence[str]) -> pd.DataFrame:
    """Return new name -> column, summed by group, and a status that says what is missing.

    Without `by` the rows themselves, on the index of `frame`. A sum with a missing part is
    missing; status is "suppressed", "not-available" or "calculated".
    """
    values = {name: frame[column].to_numpy(dtype="float64") for name, column in columns.items()}
    return summed(values, {}, frame[list(by)], frame.get("status")).frame([], CALCULATED)


def _counts_and_people(
    frame: pd.DataFrame, count: str, denominator: str, by: Sequence[str]
) -> Sums:
    """Return both summed, with flags of parts that can't be: a sum would hide them."""
    x, n = (frame[name].to_numpy(dtype="float64") for name in (count, denominator))
    flags = {
        "negative": (x < 0) | (n < 0),
        "above": x > n,
        "without_people": (x > 0) & (n == 0),
    }
    values = {"count": x, "denominator": n}
    return summed(values, flags, frame[list(by)], frame.get("status"))


def _no_value(sums: Sums) -> list[Test]:
    nobody = ~(sums.numbers["denominator"] > 0)
    return [(sums.flags["negative"], NEGATIVE), (nobody, NO_DENOMINATOR)]


def with_limits(out: pd.DataFrame, make: MakeLimits, confidence: Confidence) -> pd.DataFrame:
    """Return `out` with lower_<level> and upper_<level> for each level; none without a value."""
    limits: dict[str, NDArray[np.float64]] = {}
    has_value = out["value"].notna().to_numpy()
    for suffix, level in levels(confidence).items():
        for end, limit in zip(("lower", "upper"), make(level), strict=True):
            limits[f"{end}_{suffix}"] = np.where(has_value, limit, np.nan)
    return out.assign(**limits)


def scaled(limits: Limits, factor: ArrayLike) -> Limits:
    """Return limits in another unit."""
    by = np.asarray(factor, dtype="float64")
    return limits[0] * by, limits[1] * by


def first_of(tests: Sequence[Test], default: str) -> NDArray[np.object_]:
    """Return per row the word of the first test that holds, else the default."""
    masks = [np.asarray(test, dtype="bool") for test, _ in tests]
    place = np.stack([*masks, np.ones(len(masks[0]), dtype="bool")]).argmax(axis=0)
    return np.array([*(word for _, word in tests), default], dtype=object)[place]


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
    numbers = ["value", *(str(n) for n in out if str(n).startswith(("lower_", "upper_")))]
    done = {name: out[name].to_numpy() * multiplier for name in numbers}
    used = np.where(out["value"].notna(), method, "")
    columns = {name: out[name] for name in first} | done
    return pd.DataFrame({**columns, "status": out["status"], "method": used}, index=out.index)
