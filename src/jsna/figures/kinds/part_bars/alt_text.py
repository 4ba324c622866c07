"""The alt text of part bars."""

import pandas as pd

from jsna.figures.about import About
from jsna.figures.alt_text import alt_sentence
from jsna.figures.kinds.part_bars.options import PartBarsOptions
from jsna.narrative.english import mid_sentence
from jsna.narrative.numbers import format_value


def part_bars_alt(data: pd.DataFrame, about: About, options: PartBarsOptions) -> str:
    """Return the whole, its largest and smallest part, and how many lie above the mark."""
    whole = format_value(data["value"].sum(), about.unit, about.decimals)
    start = (
        f"Bar chart: {mid_sentence(about.measure)} in {about.place}, {len(data)} parts of {whole}"
    )
    top, bottom = (_part(data.iloc[place], about) for place in (0, -1))
    clauses = [f", from {top} to {bottom}" if len(data) > 1 else f": {top}"]
    known = data[data["comparator"].notna()]
    if len(known):
        above = int((known["value"] > known["comparator"]).sum())
        clauses.append(f"; above the mark of {options.comparator} in {above} of {len(known)}")
    return alt_sentence(start, clauses)


def _part(row: pd.Series, about: About) -> str:
    return f"{row['part']} ({format_value(row['value'], '', about.decimals)})"
