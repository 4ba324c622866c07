"""Equity audit: is a service used by people of the target areas as much as their share of people?

A share of users (with an uncertainty of its own) is set against a share of the population (a full
count, hence without one). See docs/methods.md#equity-audit.
"""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special

from jsna.analysis.intervals import wilson, z_score

UNEQUAL, EQUAL, EQUITABLE, NOT_JUDGED = "unequal", "equal", "equitable", "not judged"
WORDS: Final = {
    UNEQUAL: "below the share",
    EQUAL: "at the share",
    EQUITABLE: "above the share",
    NOT_JUDGED: NOT_JUDGED,
}
KNOWN_SHARE: Final = "one interval: the users' share against a known share"
PAPER_RULE: Final = "two intervals: around the users' share and around the population's share"
JUDGED, NO_COUNTS, NO_SHARE = "judged", "returned nothing", "no expected share"
TEN_TIMES: Final = 10


def equity_audit(
    services: pd.DataFrame,
    *,
    paper_rule: bool = False,
    target_ratio: float | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return each service's share of users from target areas, judged against the expected share.

    The classes are those of the audit that the method comes from: unequal (the share's interval
    lies below what is expected), equitable (above), else equal; the words that print are below,
    at and above the share. Services without counts stay, with the status "returned nothing".

    Source: Wilson 1927 for the limits; the classes and the smallest equitable share from an
    equity audit of commissioned services by non-overlap of intervals (2017).

    Args:
        services: One row per service: service, users_from_target, users, and either
            target_population and population or expected_share (percent). Optional: need_ratio
            (how many times commoner the need is in the target areas than elsewhere),
            target_ratio (users' share over expected share, set beforehand), and, for the
            paper's rule, expected_lower and expected_upper (percent).
        paper_rule: Put an interval around the population's share also, as the paper did.
        target_ratio: For services that name none of their own.
        confidence: Of the limits.

    Returns:
        One row per service, in the order given; shares in percent: service, status, users,
        users_from_target, share, lower, upper, expected, expected_lower, expected_upper, class,
        word, ratio, ratio_lower, ratio_upper, p_exact (two-sided binomial), smallest_count,
        smallest_share, smallest_lower, smallest_upper (the smallest share that would be
        equitable at this size), smallest_share_ten_times (had it ten times the users),
        need_share, need_class, target_ratio, target_share, target_class and rule.
    """
    count, users = _column(services, "users_from_target"), _column(services, "users")
    expected = _expected(services)
    status = _status(count, users, expected)
    judged = status == JUDGED
    x, n = np.where(judged, count, np.nan), np.where(judged, users, np.nan)
    lower, upper = wilson(x, n, confidence)
    low, high = _expected_limits(services, expected, confidence) if paper_rule else (expected,) * 2
    share = x / n
    need = fair_share(expected, _column(services, "need_ratio"))
    ratio = _column(services, "target_ratio")
    ratio = np.where(np.isnan(ratio), np.nan if target_ratio is None else target_ratio, ratio)
    least = smallest_equitable(n, high, confidence)
    least_lower, least_upper = wilson(least, n, confidence)
    classes = _classes(lower, upper, low, high)
    shares = {
        "share": share, "lower": lower, "upper": upper,
        "expected": expected, "expected_lower": low, "expected_upper": high,
    }  # fmt: skip
    smallest = {
        "smallest_share": least / n, "smallest_lower": least_lower, "smallest_upper": least_upper,
        "smallest_share_ten_times": smallest_equitable(TEN_TIMES * n, high, confidence)
        / (TEN_TIMES * n),
    }  # fmt: skip
    ratios = {"ratio": share / expected, "ratio_lower": lower / expected,
              "ratio_upper": upper / expected}  # fmt: skip
    return pd.DataFrame(
        {
            "service": services["service"].to_numpy(),
            "status": status,
            "users": users,
            "users_from_target": count,
            **{name: 100 * value for name, value in shares.items()},
            "class": classes,
            "word": pd.Series(classes).map(WORDS).to_numpy(),
            **ratios,
            "p_exact": exact_binomial_p(x, n, expected),
            "smallest_count": least,
            **{name: 100 * value for name, value in smallest.items()},
            "need_share": 100 * need,
            "need_class": _classes(lower, upper, need, need),
            "target_ratio": ratio,
            "target_share": 100 * ratio * expected,
            "target_class": _classes(lower, upper, ratio * expected, ratio * expected),
            "rule": PAPER_RULE if paper_rule else KNOWN_SHARE,
        },
        index=services.index,
    )


def smallest_equitable(
    users: ArrayLike, expected: ArrayLike, confidence: float = 0.95
) -> NDArray[np.float64]:
    """Return the smallest count of users whose Wilson lower limit is above an expected share.

    Wilson's limit is above p just when the score test rejects p, so that the count is the first
    above np + z√(np(1 - p)); NaN where not even all users would do.

    Args:
        users: Of the service.
        expected: Between 0 and 1.
        confidence: Of the interval.
    """
    n, p = np.broadcast_arrays(np.asarray(users, "float64"), np.asarray(expected, "float64"))
    with np.errstate(invalid="ignore"):
        least = np.floor(n * p + z_score(confidence) * np.sqrt(n * p * (1 - p))) + 1
        return np.where(least <= n, least, np.nan)


def fair_share(expected: ArrayLike, need_ratio: ArrayLike) -> NDArray[np.float64]:
    """Return the share of those in need who live in the target areas, between 0 and 1.

    kp / (kp + 1 - p), where need is k times commoner in the target areas than elsewhere.
    """
    p, k = np.asarray(expected, "float64"), np.asarray(need_ratio, "float64")
    return np.asarray(k * p / (k * p + 1 - p), "float64")


def exact_binomial_p(
    count: ArrayLike, users: ArrayLike, expected: ArrayLike
) -> NDArray[np.float64]:
    """Return p of the exact binomial test that the true share is the expected one.

    Two-sided as twice the smaller tail, at most 1: the test that Clopper and Pearson's interval
    inverts (1934, Biometrika 26, 404-413).
    """
    x, n, p = np.broadcast_arrays(*(np.asarray(v, "float64") for v in (count, users, expected)))
    # binomial tails by the incomplete beta function; all or none of the users have a sure tail
    at_least = np.where(x == 0, 1, special.betainc(np.where(x > 0, x, np.nan), n - x + 1, p))
    fewer = np.where(x < n, n - x, np.nan)
    at_most = np.where(x == n, 1, special.betainc(fewer, x + 1, 1 - p))
    return np.asarray(np.minimum(1, 2 * np.minimum(at_most, at_least)), "float64")


def _classes(
    lower: ArrayLike, upper: ArrayLike, low: ArrayLike, high: ArrayLike
) -> NDArray[np.object_]:
    """Class by non-overlap; NaN anywhere is not judged."""
    low, high = np.asarray(low), np.asarray(high)
    missing = np.isnan(lower) | np.isnan(upper) | np.isnan(low) | np.isnan(high)
    conditions = [missing, np.asarray(lower) > high, np.asarray(upper) < low]
    return np.select(conditions, [NOT_JUDGED, EQUITABLE, UNEQUAL], EQUAL).astype("object")


def _expected(services: pd.DataFrame) -> NDArray[np.float64]:
    """The expected share, 0 to 1: as stated, else the target areas' people over all people."""
    people = _column(services, "population")
    counted = _column(services, "target_population") / np.where(people > 0, people, np.nan)
    stated = _column(services, "expected_share") / 100
    return np.where(np.isnan(stated), counted, stated)


def _expected_limits(
    services: pd.DataFrame, expected: NDArray[np.float64], confidence: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    people = _column(services, "population")
    lower, upper = wilson(expected * people, people, confidence)
    low, high = (_column(services, f"expected_{side}") / 100 for side in ("lower", "upper"))
    return np.where(np.isnan(low), lower, low), np.where(np.isnan(high), upper, high)


def _status(
    count: NDArray[np.float64], users: NDArray[np.float64], expected: NDArray[np.float64]
) -> NDArray[np.object_]:
    """What stops each row from being judged, the first that applies; else that it is judged."""
    x, n, p = count, users, expected
    with np.errstate(invalid="ignore"):
        mistakes = {
            NO_COUNTS: np.isnan(x) | np.isnan(n),
            "no users": n == 0,
            "negative count": (x < 0) | (n < 0),
            "count above users": x > n,
            NO_SHARE: np.isnan(p) | (p <= 0) | (p >= 1),
        }
    return np.select(list(mistakes.values()), list(mistakes), JUDGED).astype("object")


def _column(services: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """A column of numbers; NaN throughout if it is not there."""
    if name not in services:
        return np.full(len(services), np.nan)
    return pd.to_numeric(services[name], errors="coerce").to_numpy("float64", na_value=np.nan)
