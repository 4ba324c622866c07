"""The alt text of a strip of authorities."""

import pandas as pd

from jsna.figures.about import About
from jsna.figures.alt_text import alt_sentence, area_value
from jsna.figures.kinds.authority_strip.headline import place_among
from jsna.figures.kinds.authority_strip.options import AuthorityStripOptions
from jsna.narrative.english import mid_sentence
from jsna.narrative.labels import period_words
from jsna.narrative.numbers import format_value


def authority_strip_alt(data: pd.DataFrame, about: About, options: AuthorityStripOptions) -> str:
    """Return the area's value and on which side of how many it lies, the ends, the line."""
    known = data[data["value"].notna()]
    own = known[known["area_code"] == options.area].iloc[0]
    period = str(own["period_label"])
    start = f"Strip chart: {mid_sentence(about.measure)}"
    start += f", {period_words(period)}" if period else ""
    where = place_among(data, options.area, options.tier)
    ends = f"; the authorities run from {area_value(known.iloc[0], about)} to "
    clauses = [f", {area_value(own, about)} {where}", ends + area_value(known.iloc[-1], about)]
    if options.comparator:
        level = format_value(options.level, about.unit, about.decimals)
        clauses.insert(1, f"; a line marks {options.comparator} ({level})")
    return alt_sentence(start, clauses)
