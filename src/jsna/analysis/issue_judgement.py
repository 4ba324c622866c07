"""Whether a need that a strategy names is still one: its level now, and its change, told apart.

The level comes from the outcomes of its measures against England, the change from tests on the
area's own figures alone: a level that is no longer worse says nothing of change. See
docs/methods.md#big-issues.
"""

from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.change import DECREASED, INCREASED, NOT_SIGNIFICANT, NOT_TESTED
from jsna.analysis.movement import Change, Movement
from jsna.analysis.outcome import Outcome
from jsna.analysis.rates import Test, first_of


class Level(StrEnum):
    """What may be said of an issue's level now: its value is the words, in the order told."""

    WORSE = "still worse than England"
    NOT_WORSE = "no longer worse than England"
    IN_PART = "no longer worse than England in part"
    IMPRECISE = str(Outcome.TOO_IMPRECISE)
    NO_VERDICT = "no verdict possible"
    OLD = "old figures only"
    NO_FIGURE = "no figure at hand"
    NO_MEASURE = "no indicator"


class Moved(StrEnum):
    """What tests on the area's own figures showed of an issue: its value is the words."""

    IMPROVED = "improved"
    WORSENED = "got worse"
    BOTH = "improved in part, got worse in part"
    EITHER = "changed, neither way being good in itself"
    NONE = "no significant change"
    NOT_TESTED = "change not tested"
    NOTHING = ""


GOOD_ENOUGH: Final = (Outcome.SIMILAR, Outcome.BETTER)
"""Outcomes that all current measures of an issue need, for it to be no longer worse.

In part, where another of its measures has an old figure or none: that one may still be worse.
"""


def test_told(moved: Movement | None) -> Change | None:
    """Return the one test that speaks for a series.

    The change since the strategy began, where that could be tested; else the change since the last
    figure that shares no time with the newest. None for a single figure.
    """
    if moved is None:
        return None
    begun = moved.since_start
    return begun if begun and begun.change != NOT_TESTED else moved.since_last


def judge_issues(measures: pd.DataFrame) -> pd.DataFrame:
    """Return the level and the change of each issue, one row each in the order of the first row.

    Args:
        measures: One row per issue and measure, and one for an issue without any: issue, indicator
            ("" for none), outcome (an `Outcome`, "" without a figure), old (bool: the figure is old
            for its kind), by_source (bool: the verdict is the source's own), change (of
            `analysis.change`; "" without one) and polarity.

    Returns:
        On the index of issues: level (`Level`), moved (`Moved`), by_source (bool: whether a level
        that is still worse, or no longer, rests on the source's own verdicts alone).
    """
    rows = measures.assign(current=measures["outcome"].ne("") & ~measures["old"])
    worse = rows["current"] & rows["outcome"].eq(Outcome.WORSE)
    flags = pd.DataFrame(
        {
            "issue": rows["issue"],
            "indicator": rows["indicator"].ne(""),
            "figure": rows["outcome"].ne(""),
            "current": rows["current"],
            "worse": worse,
            "tested_worse": worse & ~rows["by_source"],
            "lacks": rows["indicator"].ne("") & ~rows["current"],
            "tested": rows["current"] & ~rows["by_source"],
            "imprecise": rows["current"] & rows["outcome"].eq(Outcome.TOO_IMPRECISE),
            "undecided": rows["current"] & ~rows["outcome"].isin(GOOD_ENOUGH),
            **_directions(rows),
        }
    )
    has = flags.groupby("issue", sort=False).any()
    level = _level(has)
    by_source = (level.eq(Level.WORSE) & ~has["tested_worse"]) | (
        level.isin([Level.NOT_WORSE, Level.IN_PART]) & ~has["tested"]
    )
    return pd.DataFrame(
        {"level": level, "moved": _moved(has), "by_source": by_source}, index=has.index
    )


def _level(has: pd.DataFrame) -> pd.Series:
    tests: list[Test] = [
        (~has["indicator"], Level.NO_MEASURE),
        (~has["figure"], Level.NO_FIGURE),
        (~has["current"], Level.OLD),
        (has["worse"], Level.WORSE),
        (has["imprecise"], Level.IMPRECISE),
        (has["undecided"], Level.NO_VERDICT),
        (has["lacks"], Level.IN_PART),
    ]
    return pd.Series(first_of(tests, Level.NOT_WORSE), index=has.index, dtype="object")


def _moved(has: pd.DataFrame) -> pd.Series:
    tests: list[Test] = [
        (~has["current"], Moved.NOTHING),
        (has["for_better"] & has["for_worse"], Moved.BOTH),
        (has["for_better"], Moved.IMPROVED),
        (has["for_worse"], Moved.WORSENED),
        (has["either_way"], Moved.EITHER),
        (has["unchanged"], Moved.NONE),
    ]
    return pd.Series(first_of(tests, Moved.NOT_TESTED), index=has.index, dtype="object")


def _directions(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """What each measure's own test showed; old figures have no say."""
    better = for_the_better(rows["change"], rows["polarity"])
    changed = rows["current"] & rows["change"].isin([INCREASED, DECREASED])
    judged = rows["polarity"].ne("none")
    return {
        "for_better": changed & judged & better,
        "for_worse": changed & judged & ~better,
        "either_way": changed & ~judged,
        "unchanged": rows["current"] & rows["change"].eq(NOT_SIGNIFICANT),
    }


def for_the_better(change: pd.Series, polarity: pd.Series) -> pd.Series:
    """Return whether each tested change is one to the good side; False without polarity."""
    up = change.eq(INCREASED) & polarity.eq("high-is-good")
    down = change.eq(DECREASED) & polarity.eq("low-is-good")
    return pd.Series(np.logical_or(up, down), index=change.index)
