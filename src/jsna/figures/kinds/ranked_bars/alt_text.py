"""The alt text of ranked bars."""

import pandas as pd

from jsna.figures.about import About
from jsna.figures.alt_text import alt_sentence, area_value
from jsna.figures.kinds.ranked_bars.options import RankedBarsOptions
from jsna.narrative.english import mid_sentence
from jsna.narrative.labels import period_words


def ranked_bars_alt(data: pd.DataFrame, about: About, options: RankedBarsOptions) -> str:
    """Return the smallest and the largest value, the area's own, and the comparator's line."""
    bars = data[data["area_code"] != options.comparator]
    known = bars[bars["value"].notna()].sort_values("value", ascending=False, kind="stable")
    period = str(data["period_label"].iloc[0])
    start = f"Bar chart: {mid_sentence(about.measure)} in {len(bars)} areas"
    start += f", {period_words(period)}" if period else ""
    top, bottom = known.iloc[0], known.iloc[-1]
    ends = f", from {area_value(bottom, about)} to {area_value(top, about)}"
    clauses = [ends if len(known) > 1 else f": {area_value(top, about)}"]
    own = known[known["area_code"] == options.area]
    if len(own) and options.area not in {top["area_code"], bottom["area_code"]}:
        clauses.append(f", with {area_value(own.iloc[0], about)}")
    line = data[(data["area_code"] == options.comparator) & data["value"].notna()]
    if len(line):
        clauses.append(f"; a line marks {area_value(line.iloc[0], about)}")
    if without := len(bars) - len(known):
        clauses.append(f"; {without} without a value")
    return alt_sentence(start, clauses)
