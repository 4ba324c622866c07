"""False discovery: how many of many flags would be there by chance alone.

See docs/methods.md#ward-scan. The family (which tests were looked at together), q and where p
comes from are always stated beside the result.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import special

Q: float = 0.05
"""Largest share of the flags that may be false, on average."""


def adjusted(p: pd.Series, family: pd.Series | None = None) -> pd.Series:
    """Return Benjamini and Hochberg's adjusted p-values: flag those that are at most q.

    Source: Benjamini and Hochberg, JRSS B (1995) 57:289-300.

    Args:
        p: p-values; missing ones belong to no family and stay missing.
        family: Which tests were looked at together, on the same index; all without it.
    """
    frame = pd.DataFrame({"p": p, "family": "all" if family is None else family}).dropna()
    frame = frame.sort_values("p", ascending=False, kind="stable")
    tests = frame.groupby("family")["p"].transform("size")
    # from the largest p down: the k-th largest of m has rank m - k
    rank = tests - frame.groupby("family").cumcount()
    frame["adjusted"] = (frame["p"] * tests / rank).clip(upper=1)
    return frame.groupby("family")["adjusted"].cummin().reindex(p.index)


def poisson_p(observed: pd.Series, expected: pd.Series) -> pd.Series:
    """Return exact two-sided p-values of counts against expected ones that are known.

    Twice the smaller tail, at most 1. NaN where a count is missing or nothing is expected.
    """
    x, e = observed.astype("float64"), expected.where(expected > 0)
    at_most, at_least = special.pdtr(x, e), 1 - special.pdtr(x - 1, e)
    # gammainc keeps the upper tail exact where 1 - pdtr would lose it
    at_least = np.where(x > 0, special.gammainc(np.maximum(x, 1), e), at_least)
    at_least = np.where(x == 0, 1.0, at_least)
    return _twice(at_most, at_least, observed.index).where(x.notna() & e.notna())


def two_rates_p(count: pd.Series, people: pd.Series, others: pd.DataFrame) -> pd.Series:
    """Return exact two-sided p-values of one Poisson rate against another.

    Given the events of both together, one's are binomial with its share of the people.

    Source: Przyborowski and Wilenski, Biometrika (1940) 31:313-323.

    Args:
        count: Events.
        people: People (or person-years).
        others: Columns count and people of the other rate, on the same index.
    """
    both = count + others["count"]
    share = people / (people + others["people"])
    x, n, p = count.to_numpy(float), both.to_numpy(float), share.to_numpy(float)
    at_most = special.bdtr(x, np.nan_to_num(n).astype("int64"), p)
    at_least = np.where(x > 0, special.betainc(np.maximum(x, 1), n - x + 1, p), 1.0)
    return _twice(at_most, at_least, count.index).where(both.notna() & share.between(0, 1))


def interval_p(value: pd.Series, reference: pd.Series, error: pd.Series) -> pd.Series:
    """Return two-sided p-values of values by the standard error of their difference."""
    z = ((value - reference) / error.where(error > 0)).abs()
    return pd.Series(2 * special.ndtr(-z.to_numpy(float)), index=value.index)


def expected_by_chance(tests: int, level: float = 0.05) -> float:
    """Return how many of so many tests would be flagged without any difference at all."""
    return tests * level


def _twice(at_most: np.ndarray, at_least: np.ndarray, index: Sequence[object]) -> pd.Series:
    return pd.Series(np.minimum(1, 2 * np.minimum(at_most, at_least)), index=index)
