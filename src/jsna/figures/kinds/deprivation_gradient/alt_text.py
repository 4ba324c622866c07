"""The alt text of a deprivation gradient."""

import pandas as pd

from jsna.figures.about import About
from jsna.figures.alt_text import alt_sentence
from jsna.figures.kinds.deprivation_gradient.options import GradientOptions
from jsna.narrative.english import mid_sentence
from jsna.narrative.labels import period_words
from jsna.narrative.numbers import format_value


def gradient_alt(data: pd.DataFrame, about: About, options: GradientOptions) -> str:
    """Return the value at both ends, who has none, and the level of all people together."""
    groups = data[data["position"].notna()]
    start = f"Dot chart: {mid_sentence(about.measure)} in {len(groups)} groups by deprivation"
    start += f", {period_words(str(groups['period_label'].iloc[0]))}"
    first, last = (_value(groups.iloc[place], about) for place in (0, -1))
    clauses = [f", {first} in the most deprived and {last} in the least"]
    line = data[(data["group"] == options.reference) & data["value"].notna()]
    if len(line):
        clauses.append(f"; a line marks {options.reference} ({_value(line.iloc[0], about)})")
    if missing := int(groups["value"].isna().sum()):
        clauses.insert(1, f"; {missing} without a value")
    return alt_sentence(start, clauses)


def _value(row: pd.Series, about: About) -> str:
    return format_value(row["value"], about.unit, about.decimals)
