"""The alt text of a scatter."""

import pandas as pd

from jsna.figures.about import About
from jsna.figures.alt_text import alt_sentence, area_value
from jsna.figures.kinds.scatter.headline import correlation_words
from jsna.figures.kinds.scatter.options import ScatterOptions
from jsna.narrative.english import mid_sentence


def scatter_alt(data: pd.DataFrame, about: About, options: ScatterOptions) -> str:
    """Return both measures, the correlation, and the areas at both ends of the upright one."""
    known = data[data["value"].notna()].sort_values("value", kind="stable")
    start = f"Scatter chart of {len(known)} {options.rows} of {about.place}:"
    start += f" {mid_sentence(options.up)} against {mid_sentence(options.across)}"
    low, high = (area_value(known.iloc[place], about) for place in (0, -1))
    ends = f"; the former runs from {low} to {high}"
    if options.rho is None or options.lower is None or options.upper is None:
        return alt_sentence(start, [ends])
    said = correlation_words(options.rho, options.lower, options.upper, options.pairs)
    return alt_sentence(start, [f"; {said}", ends])
