"""The alt text of share bars."""

import pandas as pd

from jsna.figures.about import About
from jsna.figures.alt_text import alt_sentence
from jsna.figures.kinds.share_bars.options import ShareBarsOptions
from jsna.narrative.english import counted, listed, mid_sentence
from jsna.narrative.numbers import format_value


def share_bars_alt(data: pd.DataFrame, about: About, options: ShareBarsOptions) -> str:
    """Return how many bars there are, how many were found what, and the ends of the range."""
    known = data[data["value"].notna()]
    start = (
        f"Bar chart: {mid_sentence(about.measure)} in {about.place}, {counted(len(data), 'bar')}"
    )
    found = known.groupby("finding", sort=False).size()
    clauses = [": " + listed([f"{n} {word}" for word, n in found.items()])]
    clauses.append(f"; largest {_bar(known.loc[known['value'].idxmax()], options)}")
    if len(known) > 1:
        clauses.append(f", smallest {_bar(known.loc[known['value'].idxmin()], options)}")
    without = len(data) - len(known)
    clauses.append(f"; {without} without a share" if without else "")
    return alt_sentence(start, [clause for clause in clauses if clause])


def _bar(row: pd.Series, options: ShareBarsOptions) -> str:
    value, expected = (
        format_value(row[name], options.unit, options.decimals) for name in ("value", "expected")
    )
    return f"{row['name']} ({value}, expected {expected})"
