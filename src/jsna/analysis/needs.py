"""Needs and strengths among many measures: what a test has shown, with false discovery held.

One frame of tests, one row a test: of a measure's level against England, of how its own values
moved, of a gap inside the area. Each kind of test is a family. See
docs/methods.md#needs-not-covered.
"""

from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd
from scipy import special

from jsna.analysis.change import DECREASED, INCREASED, change_since_last
from jsna.analysis.false_discovery import Q, adjusted, interval_p
from jsna.analysis.intervals import z_score
from jsna.analysis.recent_trend import CANNOT, DECREASING, INCREASING, recent_trend

LEVEL, MOVED, GAP = "level", "moved", "gap"
"""Kinds of test: each is one family."""

TREND, CHANGE = "recent trend", "change"
"""Which of the two tells how a measure moved."""

PLACE: Final = "place"


class Found(StrEnum):
    """What is said of one test."""

    NEED = "need"
    STRENGTH = "strength"
    NOT_FLAGGED = "not flagged"
    NEED_BY_SOURCE = "need by the source's verdict"
    STRENGTH_BY_SOURCE = "strength by the source's verdict"
    NOT_TESTED = "not tested"
    NOTHING = "nothing shown"


def facing_p(value: pd.Series, other: pd.Series, limits: pd.DataFrame) -> pd.Series:
    """Return two-sided p-values of values against others that count as known.

    The error is that of the half of the 95% interval that faces the other value, so that p is
    under 0.05 exactly where the interval leaves the other value out.

    Args:
        value: The values.
        other: What each is held against.
        limits: Columns lower_95 and upper_95, on the same index.
    """
    half = (value - limits["lower_95"]).where(value >= other, limits["upper_95"] - value)
    p = interval_p(value, other, half / z_score(0.95))
    # a half without width tells for certain
    return p.mask((half == 0) & (value != other), 0.0)


def find_needs(tests: pd.DataFrame, q: float = Q) -> pd.DataFrame:
    """Return the tests with what is said of each, in the order in which pages list them.

    Flagged is what the page's own rule calls shown, and Benjamini and Hochberg's procedure keeps
    among all tests of its kind. A verdict of the source has no p: it stands apart, in no family.

    Args:
        tests: One row a test: kind (LEVEL, MOVED or GAP), p (missing where nothing was tested),
            shown (bool: by the rule of the pages, or the source's verdict), by_source (bool),
            bad (bool: on the side that is worse), size (in differences that would matter) and
            old (bool).
        q: Largest share of false flags in a family.

    Returns:
        The rows with adjusted (of p, within the kind), family (how many were tested) and found
        (a `Found`): old figures last, then the whole number of differences that would matter,
        the larger first, then the exact size, then the order of the rows.
    """
    made = tests.assign(adjusted=adjusted(tests["p"], tests["kind"]))
    made["family"] = made.groupby("kind")["p"].transform("count").astype("int64")
    flagged = made["shown"] & ~made["by_source"] & (made["adjusted"] <= q)
    source, level = made["shown"] & made["by_source"], made["kind"] == LEVEL
    rules = [
        (flagged & made["bad"], Found.NEED),
        (flagged & level, Found.STRENGTH),
        (source & made["bad"], Found.NEED_BY_SOURCE),
        (source & level, Found.STRENGTH_BY_SOURCE),
        (made["shown"] & ~made["by_source"] & (made["bad"] | level), Found.NOT_FLAGGED),
        (made["p"].isna() & ~made["by_source"], Found.NOT_TESTED),
    ]
    tests_of, words = zip(*rules, strict=True)
    made["found"] = np.select(list(tests_of), [str(word) for word in words], str(Found.NOTHING))
    return _in_order(made)


def moved_tests(
    series: pd.DataFrame, published: pd.Series, breaks: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return how each series moved: by its recent trend, else since its last independent figure.

    Args:
        series: Headline facts of one area, in order of time within each series, with place (which
            series), value_type, polarity and matters.
        published: Place -> the source's own trend, "" for none.
        breaks: As `change.change_since_last`.

    Returns:
        One row per place with two figures or more, on the place: by (TREND or CHANGE), word (of
        the test), since and to (periods), earlier and newest (their values), p (1 for a trend
        whose direction one outlier decides; missing without a test), source (its own trend),
        shown, by_source, bad and size.
    """
    known = series[series["value"].notna()]
    known = known[known.groupby(PLACE)[PLACE].transform("size") > 1]
    about = known.drop_duplicates(PLACE).set_index(PLACE)[["polarity", "matters"]]
    trend = _trends(series[series[PLACE].isin(about.index)], breaks)
    trend = trend[trend["word"] != CANNOT]
    changes = _changes(known, breaks).drop(index=trend.index)
    moved = _beside(pd.concat([trend, changes]).reindex(about.index), known)
    rose = moved["word"].isin([INCREASING, INCREASED])
    fell = moved["word"].isin([DECREASING, DECREASED])
    source = published.reindex(about.index).fillna("")
    by_source = moved["p"].isna() & ~source.isin(["", CANNOT])
    rose |= by_source & source.str.startswith(INCREASING)
    fell |= by_source & source.str.startswith(DECREASING)
    low = about["polarity"] == "low-is-good"
    return moved.assign(
        source=source,
        shown=rose | fell,
        by_source=by_source,
        bad=(rose & low) | (fell & (about["polarity"] == "high-is-good")),
        size=(moved["newest"] - moved["earlier"]).abs() / about["matters"],
    )


def _trends(series: pd.DataFrame, breaks: pd.DataFrame | None) -> pd.DataFrame:
    found = recent_trend(series, [PLACE, "indicator_id"], breaks=breaks).set_index(PLACE)
    p = pd.Series(special.chdtrc(1, found["chi_squared"].to_numpy(float)), index=found.index)
    return pd.DataFrame(
        {
            "by": TREND,
            "word": found["trend"],
            "since": found["first_period"],
            "to": found["last_period"],
            "p": p.mask(~found["steady"] & p.notna(), 1.0),
        }
    )


def _changes(known: pd.DataFrame, breaks: pd.DataFrame | None) -> pd.DataFrame:
    """The newest figure of each series against the last that shares no time with it."""
    newest = known.drop_duplicates(PLACE, keep="last")
    found = change_since_last(known, breaks).loc[newest.index]
    none = pd.Series(0.0, index=found.index)
    return pd.DataFrame(
        {
            "by": CHANGE,
            "word": found["change"],
            "since": found["since"],
            "to": newest["period"],
            "p": facing_p(found["difference"], none, found[["lower_95", "upper_95"]]),
        }
    ).set_axis(newest[PLACE].to_numpy())


def _beside(moved: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """The movement with the values of its two periods."""
    values = known.drop_duplicates([PLACE, "period"]).set_index([PLACE, "period"])["value"]
    for name, period in (("earlier", "since"), ("newest", "to")):
        asked = pd.MultiIndex.from_arrays([moved.index, moved[period]])
        moved = moved.assign(**{name: values.reindex(asked).to_numpy()})
    return moved


def _in_order(made: pd.DataFrame) -> pd.DataFrame:
    size = made["size"].astype("float64").fillna(0.0)
    ordered = made.assign(_units=np.floor(size), _size=size).sort_values(
        ["old", "_units", "_size"], ascending=[True, False, False], kind="stable"
    )
    return ordered.drop(columns=["_units", "_size"])
