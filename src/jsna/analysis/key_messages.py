"""Which finding leads: one measure's level, one tested change, one gap between people or places.

Three frames of candidates, one row a measure, and one rule for all of them. See
docs/methods.md#key-messages.
"""

from collections.abc import Hashable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.change import DECREASED, INCREASED
from jsna.analysis.outcome import Outcome

CLASSES: Final[Mapping[Outcome, int]] = {
    Outcome.WORSE: 0,
    Outcome.HIGHER: 1,
    Outcome.LOWER: 1,
    Outcome.NOT_TESTED: 2,
    Outcome.BETTER: 3,
}
"""Outcome -> how early a message of level may take it; of any other there is nothing to lead."""

ORDER: Final = ["old", "class", "units", "people", "size"]
FIRST_SMALLEST: Final = [True, True, False, False, False]


def leading(candidates: pd.DataFrame) -> Hashable | None:
    """Return the index label of the candidate that leads; None where there is none.

    Figures that are old come after all others; then the class decides, then how many whole
    differences that would matter it is away, then how many people are affected, then the exact
    size, and at last the order of the rows.

    Args:
        candidates: One row each: old (bool), class (the smallest first, missing for no
            candidate), size (in differences that would matter; a missing one is the smallest)
            and people (missing for unknown).
    """
    known = candidates[candidates["class"].notna()]
    if known.empty:
        return None
    size = known["size"].astype("float64").fillna(0.0)
    ordered = known.assign(
        size=size, units=np.floor(size), people=known["people"].astype("float64").fillna(0.0)
    ).sort_values(ORDER, ascending=FIRST_SMALLEST, kind="stable")
    label: Hashable = ordered.index[0]
    return label


def level_candidates(measures: pd.DataFrame) -> pd.DataFrame:
    """Return the measures with `class` and `size`, for a message about their level.

    Worse leads, then higher and lower where neither is good, then an untested difference for
    the worse, then better. A similar or imprecise level leads nothing.

    Args:
        measures: outcome (an `Outcome`), value, comparator, matters (in the unit), polarity, old
            and people (the excess over the comparator's level; missing for unknown).
    """
    away = measures["value"].astype("float64") - measures["comparator"].astype("float64")
    classes = measures["outcome"].map(dict(CLASSES)).astype("float64")
    untested = measures["outcome"] == Outcome.NOT_TESTED
    small = away.abs() < measures["matters"]
    classes = classes.mask(untested & (small | ~_is_worse(away, measures["polarity"])))
    return measures.assign(**{"class": classes, "size": away.abs() / measures["matters"]})


def change_candidates(changes: pd.DataFrame) -> pd.DataFrame:
    """Return the changes that a test has shown with `class` and `size`; the others without class.

    Of changes of the same whole number of differences that would matter one for the worse leads:
    `people` has no say, since a change counts none.

    Args:
        changes: change (of `analysis.change`), earlier, newest, matters, polarity and old.
    """
    moved = changes["newest"].astype("float64") - changes["earlier"].astype("float64")
    tested = changes["change"].isin([INCREASED, DECREASED])
    return changes.assign(
        **{
            "class": pd.Series(0.0, index=changes.index).where(tested),
            "size": moved.abs() / changes["matters"],
            "people": _is_worse(moved, changes["polarity"]).astype("float64"),
        }
    )


def gap_candidates(gaps: pd.DataFrame) -> pd.DataFrame:
    """Return gaps inside an area with `class` and `size`; those that no test has shown without.

    Nobody is worst off by an indicator of which neither way is good.

    Args:
        gaps: outcome (of the worse-off end), gap (in the unit), matters, own (bool: between
            people or places of the area itself, not of England), old and people.
    """
    shown = gaps["outcome"] == Outcome.WORSE
    # a gap between England's places says little of this one, and comes after all that do
    classes = (~gaps["own"].astype("bool")).astype("float64").where(shown)
    size = gaps["gap"].astype("float64").abs() / gaps["matters"]
    return gaps.assign(**{"class": classes, "size": size})


def _is_worse(difference: pd.Series, polarity: pd.Series) -> pd.Series:
    """Whether a difference is on the bad side; never without polarity."""
    low = (polarity == "low-is-good") & (difference > 0)
    return low | ((polarity == "high-is-good") & (difference < 0))
