"""The outcome: what may be said of a value against its comparator, one of six, and why.

The comparison by the rule comes first (analysis/comparison.py); the outcome adds whether the
interval is narrow enough to tell and whether the two values may be compared at all.
See docs/methods.md#outcomes.
"""

from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.comparison import NOT_COMPARED, SIMILAR, half_width, interval_is_valid

TOO_IMPRECISE: Final = "too imprecise to judge"
PUBLISHED_ONLY: Final = "published verdict without interval"
NOT_COMPARABLE: Final = "not comparable"

VERDICTS: Final = ("Better", "Worse", "Similar", "Higher", "Lower")
"""Published labels that are a verdict against the comparator; quintiles and goals are not."""

_GAPS: Final = {
    "indicator": "no value is published for {comparator}",
    "edition": "{comparator} has no value of the same edition",
    "stratum": "{comparator} has no value for the same sex and age",
    "period": "{comparator} has no value for the same period",
    "value": "no value is available for {comparator} in the same period",
}


def verdict_of(labels: pd.Series) -> pd.Series:
    """Return the verdict in each published label, "" if it holds none.

    The level that two-level labels name is dropped: "Higher 99.8" gives "Higher".
    """
    plain = labels.str.replace(r" (95|99\.8)$", "", regex=True)
    return plain.where(plain.isin(VERDICTS), "")


def plain_verdict(label: str) -> str:
    """Return the verdict in one published label, "" if it holds none (see `verdict_of`)."""
    return str(verdict_of(pd.Series([label], dtype="str")).iloc[0])


def judge_rows(frame: pd.DataFrame, comparator: str) -> pd.DataFrame:
    """Return the outcome of each row and its reason.

    Args:
        frame: Columns value, lower_95, upper_95, status, breakdown, is_comparator (bool),
            comparator_gap, comparison, published (label or ""), matters (the difference that
            would matter, in the unit) and comparison_method (of the catalogue).
        comparator: Its name, for the reasons.

    Returns:
        Columns outcome and reason, on the index of `frame`. The first rule that fits decides.
        reason is "" only for better, worse, higher, lower and similar.
    """
    rules = _not_comparable(frame, comparator) + _without_interval(frame) + _imprecise(frame)
    tests = [test for test, _, _ in rules]
    outcome = np.select(tests, [word for _, word, _ in rules], frame["comparison"].str.lower())
    reason = np.select(tests, [why for _, _, why in rules], "")
    return pd.DataFrame({"outcome": outcome, "reason": reason}, index=frame.index, dtype="str")


_Rule = tuple[pd.Series, str, str]


def _not_comparable(frame: pd.DataFrame, comparator: str) -> list[_Rule]:
    missing, gap = frame["value"].isna(), frame["comparator_gap"]
    tests = [
        (
            frame["breakdown"] != "",
            f"a value for one group of people is not compared with all of {comparator}",
        ),
        (frame["is_comparator"], f"{comparator} is what other areas are compared with"),
        (missing & (frame["status"] == "suppressed"), "the source suppressed the value"),
        (missing, "the source publishes no value"),
        (frame["comparison_method"] == "none", "this indicator is not meant to be compared"),
        *((gap == kind, words.format(comparator=comparator)) for kind, words in _GAPS.items()),
    ]
    return [(test, NOT_COMPARABLE, why) for test, why in tests]


def _without_interval(frame: pd.DataFrame) -> list[_Rule]:
    bare = frame["lower_95"].isna() & frame["upper_95"].isna()
    label = verdict_of(frame["published"]) != ""
    source_rule = frame["comparison_method"] == "published-label"
    return [
        (
            bare & label,
            PUBLISHED_ONLY,
            "no interval is published to check it by",
        ),
        (bare, NOT_COMPARABLE, "no interval is published, nor a verdict of the source"),
        (source_rule & label, PUBLISHED_ONLY, "the source compares by a rule of its own"),
        (source_rule, NOT_COMPARABLE, "the source prints no verdict for this value"),
        (
            ~interval_is_valid(frame),
            NOT_COMPARABLE,
            "the published interval is incomplete or does not hold the value",
        ),
        (
            frame["comparison"] == NOT_COMPARED,
            NOT_COMPARABLE,
            "the rule gives no comparison",
        ),
    ]


def _imprecise(frame: pd.DataFrame) -> list[_Rule]:
    wide = (frame["comparison"] == SIMILAR) & (half_width(frame) > frame["matters"])
    return [(wide, TOO_IMPRECISE, "the interval is wider than the difference that would matter")]
