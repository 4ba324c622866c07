"""What a series of periods is: figures that stand apart, that overlap, or that grow from one start.

A line through figures that share years, or that count on from one day, would be read as yearly
change: each form is drawn as what it is.
"""

from typing import Final, Literal

import pandas as pd

from jsna.facts.periods import period_end, period_start

Form = Literal["apart", "overlapping", "cumulative"]
FEWEST: Final = 2
TREND: Final = 3
"""Fewer values than these are points, and no line joins them."""


def series_form(periods: pd.Series) -> Form:
    """Return the form of a series.

    Args:
        periods: ISO periods of its figures, in any order, each once or more.
    """
    known = periods.drop_duplicates()
    if len(known) < FEWEST:
        return "apart"
    starts, ends = period_start(known), period_end(known)
    if starts.min() == starts.max() and ends.min() < ends.max():
        return "cumulative"
    order = pd.DataFrame({"start": starts, "end": ends}).sort_values(["end", "start"])
    overlaps = order["start"].iloc[1:].to_numpy() <= order["end"].iloc[:-1].to_numpy()
    return "overlapping" if overlaps.any() else "apart"


def first_of_new_method(periods: pd.Series, since: pd.Series) -> list[str]:
    """Return, for each change of method, the first period that reaches it and does not end before.

    Args:
        periods: ISO periods of a series, in order of time.
        since: The first days that were measured the new way.
    """
    known = periods.drop_duplicates()
    starts, ends = period_start(known), period_end(known)
    found = [known[(ends >= day) & (starts.min() < day)].head(1) for day in pd.to_datetime(since)]
    return list(dict.fromkeys(str(one.iloc[0]) for one in found if len(one)))
