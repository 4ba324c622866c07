"""Alt text written from the data: one sentence of chart type, what is drawn, main pattern.

It says where lines and bars stand, not whether that is good or proven: findings are the
headline's. Clauses that would make it longer than `LONGEST` characters are left out, the
least important first. What each kind says stands with the kind.
"""

from collections.abc import Sequence

import pandas as pd

from jsna.figures.about import About
from jsna.narrative.numbers import format_value

LONGEST = 220


def alt_sentence(start: str, clauses: Sequence[str]) -> str:
    """Return `start` and as many of `clauses`, in order, as fit, ending in a full stop."""
    text = start
    for clause in clauses:
        if clause and len(text) + len(clause) + 1 <= LONGEST:
            text += clause
    return text.rstrip(".") + "."


def area_value(row: pd.Series, about: About) -> str:
    """Return an area and its value: `England (18.0%)`."""
    return f"{row['area_name']} ({format_value(row['value'], about.unit, about.decimals)})"
