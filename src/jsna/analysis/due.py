"""What falls due, and when as seen from a day: past, this month, the next quarter, later.

The next quarter is the three months after the month of the day, so that no day lies between two
states. What is done falls due no more; what has no day that can be read is kept apart.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

import pandas as pd

COLUMNS: Final = ("what", "kind", "title", "owner", "due", "source_file", "line", "done")
"""What every provider of dated things gives, one row a thing (see `dated_things`)."""
WRITTEN: Final = "written"
"""A further column that a provider may give: the time as its document has it ("ongoing")."""
MONTHS_OF_QUARTER: Final = 3


class When(StrEnum):
    """When a thing falls due, in the order of a list."""

    PAST = "past"
    THIS_MONTH = "this month"
    NEXT_QUARTER = "next quarter"
    LATER = "later"
    NO_DAY = "no day"
    DONE = "done"


OPEN: Final = (When.PAST, When.THIS_MONTH, When.NEXT_QUARTER, When.LATER)
"""The states of what still falls due."""


def dated_things(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of several frames as one, each column of its own type.

    Args:
        frames: Of COLUMNS, and WRITTEN where there is one: what (the thing's id in its file), kind
            (in words), title, owner (a role or a body, "" for none), due (its last day; missing
            where none can be read), source_file and line (missing without one), done.

    Returns:
        COLUMNS and WRITTEN, one row a thing; due as datetime64[s].

    Raises:
        ValueError: a frame lacks a column.
    """
    given = [frame for frame in frames if len(frame)]
    for frame in given:
        if lacks := [name for name in COLUMNS if name not in frame]:
            raise ValueError(f"a frame of dated things lacks {', '.join(lacks)}")
    wanted = [*COLUMNS, WRITTEN]
    told = [_typed(frame.reindex(columns=wanted)) for frame in given]
    none = _typed(pd.DataFrame(columns=wanted, dtype="object"))
    return pd.concat(told, ignore_index=True) if told else none


def by_time(things: pd.DataFrame, on: object) -> pd.DataFrame:
    """Return dated things with their `state`, sorted: by state, day, kind and title.

    Args:
        things: As `dated_things` returns them.
        on: The day that they are looked at from.
    """
    day = pd.Timestamp(str(on))
    due = things["due"]
    month_end = day + pd.offsets.MonthEnd(0)
    quarter_end = month_end + pd.offsets.MonthEnd(MONTHS_OF_QUARTER)
    state = pd.Series(str(When.LATER), index=things.index, dtype="str")
    state = state.mask(due <= quarter_end, str(When.NEXT_QUARTER))
    state = state.mask(due <= month_end, str(When.THIS_MONTH))
    state = state.mask(due < day, str(When.PAST))
    state = state.mask(due.isna(), str(When.NO_DAY)).mask(things["done"], str(When.DONE))
    order = [str(when) for when in When]
    told = things.assign(state=pd.Categorical(state, order, ordered=True))
    return told.sort_values(
        ["state", "due", "kind", "title", "source_file", "what"], kind="stable", ignore_index=True
    ).astype({"state": "str"})


def next_quarter(on: object) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and the last day of the three months after the month of a day."""
    end = pd.Timestamp(str(on)) + pd.offsets.MonthEnd(0)
    return end + pd.Timedelta(days=1), end + pd.offsets.MonthEnd(MONTHS_OF_QUARTER)


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    words = ["what", "kind", "title", "owner", "source_file", WRITTEN]
    return frame.assign(
        **{name: frame[name].astype("object").fillna("").astype("str") for name in words},
        due=pd.to_datetime(frame["due"]).astype("datetime64[s]"),
        line=frame["line"].astype("Int64"),
        done=frame["done"].astype("object").fillna(False).astype("bool"),
    )
