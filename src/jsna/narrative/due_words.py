"""What falls due, in words: the heading of each state, counts, and one line a thing."""

from typing import Any

import pandas as pd

from jsna.analysis.due import OPEN, When, next_quarter
from jsna.narrative.english import counted, listed
from jsna.narrative.one_line import one_line


def in_words(day: Any) -> str:
    """Return a day as readers write it: "30 April 2026"."""
    return f"{day.day} {day:%B %Y}"


def heading(when: When, on: Any) -> str:
    """Return the heading of a state as seen from a day."""
    first, last = next_quarter(on)
    words = {
        When.PAST: "Past its day",
        When.THIS_MONTH: f"This month (to {in_words(first - pd.Timedelta(days=1))})",
        When.NEXT_QUARTER: f"Next quarter ({in_words(first)} to {in_words(last)})",
        When.LATER: f"Later (after {in_words(last)})",
        When.NO_DAY: "Without a day that can be read",
        When.DONE: "Done",
    }
    return words[when]


def line_of(row: dict[Any, Any]) -> str:
    """Return a thing in one line: its day or what stands for it, kind, title, owner and place."""
    written = row["written"]
    day = f"{row['due']:%Y-%m-%d}" if pd.notna(row["due"]) else (written or "blank")
    owner = f" [{row['owner']}]" if row["owner"] else ""
    line = "" if pd.isna(row["line"]) else f":{row['line']}"
    return one_line(f"{day}  {row['kind']}: {row['title']}{owner}  {row['source_file']}{line}")


def counts_line(things: pd.DataFrame, on: Any) -> str:
    """Return how many things fall due when: "3 past, 1 this month, ... as at 1 May 2026"."""
    counts = things["state"].value_counts()
    told = [f"{counts.get(str(when), 0)} {_short(when)}" for when in OPEN]
    apart = [(When.NO_DAY, "without a day"), (When.DONE, "done")]
    more = [f"{counts[str(when)]} {words}" for when, words in apart if str(when) in counts]
    return f"As at {in_words(on)}: {listed([*told, *more])}."


def _short(when: When) -> str:
    return {When.NEXT_QUARTER: "in the next quarter"}.get(when, str(when))


def without_day(things: pd.DataFrame) -> str:
    """Return how many things have no day, kind by kind: "3 actions and 31 releases"."""
    none = things.loc[things["state"] == str(When.NO_DAY), "kind"].value_counts(sort=False)
    return listed([counted(int(number), str(kind)) for kind, number in sorted(none.items())])
