"""The alt text of a funnel."""

from typing import Final

import pandas as pd

from jsna.figures.about import About
from jsna.figures.alt_text import alt_sentence, area_value
from jsna.figures.kinds.funnel.options import FunnelOptions
from jsna.narrative.english import listed, mid_sentence
from jsna.narrative.labels import period_words

MOST_NAMED: Final = 3
"""More flagged wards than this are counted instead of named."""


def funnel_alt(data: pd.DataFrame, about: About, _: FunnelOptions) -> str:
    """Return the ends, the flagged wards and the comparator; level lines have a word in `line`."""
    areas = data[data["line"] == ""]
    known = areas[areas["value"].notna()].sort_values("value", kind="stable")
    period = period_words(str(data["period_label"].iloc[0]))
    start = f"Funnel plot: {mid_sentence(about.measure)} in {len(known)} wards by size, {period}"
    named = known.loc[known["flagged"], "area_name"].tolist()
    flags = listed(named) if len(named) <= MOST_NAMED else str(len(named))
    lines = data[data["line"] == "comparator"]
    clauses = [
        f", from {area_value(known.iloc[0], about)} to {area_value(known.iloc[-1], about)}",
        f"; flagged: {flags}" if named else "",
        *(f"; a line marks {area_value(row, about)}" for _, row in lines.iterrows()),
    ]
    without = len(areas) - len(known)
    return alt_sentence(start, [*clauses, f"; {without} without a value" if without else ""])
