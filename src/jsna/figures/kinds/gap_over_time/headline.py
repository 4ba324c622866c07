"""The headline of a gap over time: on which side the area has lain, never that the gap changed."""

import pandas as pd

from jsna.narrative.english import mid_sentence
from jsna.narrative.labels import period_words

ALWAYS: tuple[str, str] = ("higher", "lower")


def gap_over_time_headline(
    gaps: pd.DataFrame, area_name: str, comparator: str, short_title: str
) -> str:
    """Return "Anytown was higher than England in 9 of 10 periods on smoking, 2014 to 2023".

    No word of widening or narrowing: that needs a test of its own.

    Args:
        gaps: One row per period: value, period_label; those without a gap do not count.
        area_name: The area.
        comparator: What it is held against.
        short_title: Of the indicator.
    """
    known = gaps[gaps["value"].notna()]
    above, below = int((known["value"] > 0).sum()), int((known["value"] < 0).sum())
    first, last = (period_words(known["period_label"].iloc[place]) for place in (0, -1))
    what = f"on {mid_sentence(short_title)}, {first} to {last}"
    if not above and not below:
        level = f"was level with {comparator} in all {len(known)} periods"
        return f"{area_name} {level} {what}"
    side, number = (ALWAYS[0], above) if above >= below else (ALWAYS[1], below)
    every = f"all {len(known)}" if number == len(known) else f"{number} of {len(known)}"
    return f"{area_name} was {side} than {comparator} in {every} periods {what}"
