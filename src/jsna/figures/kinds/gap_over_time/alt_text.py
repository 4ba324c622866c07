"""The alt text of a gap over time."""

import pandas as pd

from jsna.figures.about import About
from jsna.figures.alt_text import alt_sentence
from jsna.figures.kinds.gap_over_time.options import GapOverTimeOptions
from jsna.narrative.english import mid_sentence
from jsna.narrative.labels import period_words
from jsna.narrative.numbers import format_change


def gap_over_time_alt(data: pd.DataFrame, about: About, options: GapOverTimeOptions) -> str:
    """Return the first and the last gap, and the widest between them."""
    known = data[data["value"].notna()]
    start = f"Line chart: {about.place} less {options.comparator} on {mid_sentence(about.measure)}"
    widest = known.loc[known["value"].abs().idxmax()]
    ends = [_gap(known.iloc[place], options) for place in (0, -1)]
    clauses = [f", {ends[0]} and {ends[1]}", f"; widest {_gap(widest, options)}"]
    return alt_sentence(start, clauses)


def _gap(row: pd.Series, options: GapOverTimeOptions) -> str:
    unit = "percentage points" if options.unit == "%" else options.unit
    words = f"{format_change(row['value'], options.decimals)} {unit}".strip()
    return f"{words} in {period_words(str(row['period_label']))}"
