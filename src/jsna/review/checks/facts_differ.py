"""Numbers that the facts contradict."""

from collections.abc import Iterator

import pandas as pd

from jsna.review.check import Check, Known
from jsna.review.draft import Draft
from jsna.review.finding import Finding, Severity
from jsna.review.stated_values import StatedValue, stated_values

REVISED = 0.02
"""Estimates of residents were revised by up to a fiftieth after a census."""


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield each value that is not the facts' own of the period that is named."""
    for one in stated_values(draft, known):
        rows = one.of_period
        if len(rows) != 1 or one.same(rows).any() or _is_revised(one, rows.iloc[0]):
            continue
        row = rows.iloc[0]
        grave = Severity.DOUBTFUL if _within(one, row) else Severity.SERIOUS
        what = f"The facts have {one.value_of(row)}, not {one.words}: {one.measure_of(row)}"
        mend = "Take the published figure; if it was revised since, say as of when yours is."
        yield one.sentence.finding(CHECK.id, grave, what, mend)


def _within(one: StatedValue, row: pd.Series) -> bool:
    """Return whether the number lies within the interval: a revision may have moved it so far."""
    return bool(row["lower_95"] <= one.number.value <= row["upper_95"])


def _is_revised(one: StatedValue, row: pd.Series) -> bool:
    """Return whether a count without an interval is as near as a later revision moves it."""
    near = REVISED * one.number.value
    return bool(pd.isna(row["lower_95"]) and abs(row["value"] - one.number.value) < near)


CHECK = Check(
    "facts-differ",
    "A sentence that names the area, one period and, by its short title's words, one indicator"
    " of the"
    " catalogue, with a number that the facts of that period do not have at its own precision:"
    " serious"
    " outside the 95% interval, doubtful within; counts that differ by less than 2% may have"
    " been revised. Sentences about other groups or places are left out.",
    Severity.SERIOUS,
    find,
    needs="facts",
)
