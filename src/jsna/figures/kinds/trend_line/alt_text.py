"""The alt text of a trend line."""

from collections.abc import Sequence

import pandas as pd

from jsna.figures.about import About
from jsna.figures.alt_text import alt_sentence
from jsna.figures.kinds.trend_line.options import TrendOptions
from jsna.narrative.english import mid_sentence, possessive
from jsna.narrative.labels import period_words
from jsna.narrative.numbers import format_value


def trend_alt(data: pd.DataFrame, about: About, options: TrendOptions) -> str:
    """Return where the area's line starts and ends, its gaps, and its first comparator's side."""
    own = data[data["area_code"] == options.area]
    known = own[own["value"].notna()]
    first, last = known.iloc[0], known.iloc[-1]
    comma = "," if "," in about.measure else ""
    start = f"Line chart: {mid_sentence(about.measure)}{comma} in {about.place} "
    end = _at(last, about)
    if len(known) > 1:
        start += f"starts at {_at(first, about)} and ends at {end}"
    else:
        start += f"is {end}, the only period with a value"
    missing = len(own) - len(known)
    gaps = f", with no value for {missing} of {len(own)} periods" if missing else ""
    return alt_sentence(start, [gaps, _beside(data, about, known, options.comparators)])


def _at(row: pd.Series, about: About) -> str:
    value = format_value(row["value"], about.unit, about.decimals)
    return f"{value} in {period_words(row['period_label'])}"


def _beside(data: pd.DataFrame, about: About, own: pd.DataFrame, others: Sequence[str]) -> str:
    if not others:
        return ""
    other = data[(data["area_code"] == others[0]) & data["value"].notna()]
    both = own.merge(other, on="period", suffixes=("", "_other"))
    if both.empty:
        return ""
    name = both["area_name_other"].iloc[0]
    higher = int((both["value"] > both["value_other"]).sum())
    lower = int((both["value"] < both["value_other"]).sum())
    n = len(both)
    if n == 1:
        value = format_value(both["value_other"].iloc[0], about.unit, about.decimals)
        return f", beside {possessive(name)} {value}"
    if n in (higher, lower):
        side = "above" if higher else "below"
        return f", {side} {possessive(name)} line in all {n} periods that both have"
    return f", above {possessive(name)} line in {higher} and below it in {lower} of {n} periods"
