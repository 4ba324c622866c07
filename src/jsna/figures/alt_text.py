"""Alt text written from the data: one sentence of chart type, what is drawn, main pattern.

It says where lines and bars stand, not whether that is good or proven: findings are the
headline's. Clauses that would make it longer than `LONGEST` characters are left out, the
least important first.
"""

import re
from collections.abc import Sequence

import pandas as pd

from jsna.figures.about import About
from jsna.figures.words import listed
from jsna.narrative.labels import mid_sentence, period_words, possessive
from jsna.narrative.numbers import format_value

LONGEST = 220
MOST_NAMED = 3


def sentence(start: str, clauses: Sequence[str]) -> str:
    """Return `start` and as many of `clauses`, in order, as fit, ending in a full stop."""
    text = start
    for clause in clauses:
        if clause and len(text) + len(clause) + 1 <= LONGEST:
            text += clause
    return text.rstrip(".") + "."


def trend_alt(data: pd.DataFrame, about: About, area: str, comparators: Sequence[str]) -> str:
    """Return the alt text of a trend line."""
    own = data[data["area_code"] == area]
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
    return sentence(start, [gaps, _beside(data, about, known, comparators)])


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


def ranked_bars_alt(
    data: pd.DataFrame, about: About, area: str, comparator: str, period: str
) -> str:
    """Return the alt text of ranked bars; `data` is in the order drawn, highest first or last."""
    bars = data[data["area_code"] != comparator]
    known = bars[bars["value"].notna()].sort_values("value", ascending=False, kind="stable")
    start = f"Bar chart: {mid_sentence(about.measure)} in {len(bars)} areas"
    start += f", {period_words(period)}" if period else ""

    def told(row: pd.Series) -> str:
        return f"{row['area_name']} ({format_value(row['value'], about.unit, about.decimals)})"

    top, bottom = known.iloc[0], known.iloc[-1]
    clauses = [f", from {told(bottom)} to {told(top)}" if len(known) > 1 else f": {told(top)}"]
    own = known[known["area_code"] == area]
    if len(own) and area not in (top["area_code"], bottom["area_code"]):
        clauses.append(f", with {told(own.iloc[0])}")
    line = data[(data["area_code"] == comparator) & data["value"].notna()]
    if len(line):
        clauses.append(f"; a line marks {told(line.iloc[0])}")
    if without := len(bars) - len(known):
        clauses.append(f"; {without} without a value")
    return sentence(start, clauses)


def pyramid_alt(data: pd.DataFrame, about: About, bars: str, outline: str) -> str:
    """Return the alt text of a population pyramid."""
    drawn = data[data["series"] == bars]
    by_age = drawn.groupby("age", sort=False)["value"].sum(min_count=1)
    start = f"Population pyramid of {about.place} by age and sex: bars show {bars}"
    clauses = [f", largest at ages {age_span(str(by_age.idxmax()))}"]
    if outline:
        other = data[data["series"] == outline].groupby("age", sort=False)["value"].sum(min_count=1)
        share = (other / other.sum() - by_age / by_age.sum()).dropna()
        clauses.append(f"; the line shows {outline}")
        clauses.append(f", with relatively more people at ages {age_span(str(share.idxmax()))}")
    if missing := int(drawn["value"].isna().sum()):
        clauses.insert(0, f", {missing} bands without a value")
    return sentence(start, clauses)


def age_span(age: str) -> str:
    """Return an age band as words: `80 to 84`."""
    return re.sub(r"\s*-\s*", " to ", age)


def part_bars_alt(data: pd.DataFrame, about: About, comparator: str) -> str:
    """Return the alt text of part bars; `data` is in the order drawn, the largest first."""
    whole = format_value(data["value"].sum(), about.unit, about.decimals)
    start = (
        f"Bar chart: {mid_sentence(about.measure)} in {about.place}, {len(data)} parts of {whole}"
    )
    top, bottom = data.iloc[0], data.iloc[-1]

    def told(row: pd.Series) -> str:
        return f"{row['part']} ({format_value(row['value'], '', about.decimals)})"

    known = data[data["comparator"].notna()]
    above = known[known["value"] > known["comparator"]]
    clauses = [f", from {told(top)} to {told(bottom)}" if len(data) > 1 else f": {told(top)}"]
    if len(known):
        clauses.append(f"; above the mark of {comparator} in {len(above)} of {len(known)}")
    return sentence(start, clauses)


def cluster_map_alt(
    counts: Sequence[tuple[str, int]], about: About, units: str, places: Sequence[str]
) -> str:
    """Return the alt text of a map of clusters; `counts` are in the order of the legend."""
    start = f"Map of {about.place}: {about.measure}, {sum(n for _, n in counts)} {units}"
    found = [f"{n} {words}" for words, n in counts if n]
    most = f" (most in {listed(places)})" if places else ""
    clauses = [f"; {found[0]}{most}", *(f", {words}" for words in found[1:])] if found else []
    return sentence(start, clauses)


def choropleth_alt(
    counts: Sequence[int], missing: int, about: About, ends: tuple[str, str], units: str,
    places: Sequence[str],
) -> str:  # fmt: skip
    """Return the alt text of a map; `counts` follow the classes, `places` hold the first."""
    start = f"Map of {about.place}: {about.measure}, {sum(counts) + missing} {units}"
    least = f" and {counts[-1]} in the {ends[1]}"
    most = f"; {counts[0]} in the {ends[0]}"
    without = f", {missing} without data" if missing else ""
    told = f"{most}, most often in {listed(places)},{least}{without}" if places else ""
    if not told or len(start + told) >= LONGEST:
        told = most + least + without
    return sentence(start, [told])


def funnel_alt(data: pd.DataFrame, about: About) -> str:
    """Return the alt text of a funnel; rows of level lines have a word in `line`."""
    areas = data[data["line"] == ""]
    known = areas[areas["value"].notna()].sort_values("value", kind="stable")
    period = period_words(str(data["period_label"].iloc[0]))
    start = f"Funnel plot: {mid_sentence(about.measure)} in {len(known)} wards by size, {period}"

    def told(row: pd.Series) -> str:
        return f"{row['area_name']} ({format_value(row['value'], about.unit, about.decimals)})"

    named = known.loc[known["flagged"], "area_name"].tolist()
    flags = listed(named) if len(named) <= MOST_NAMED else str(len(named))
    lines = data[data["line"] == "comparator"]
    clauses = [
        f", from {told(known.iloc[0])} to {told(known.iloc[-1])}",
        f"; flagged: {flags}" if named else "",
        *(f"; a line marks {told(row)}" for _, row in lines.iterrows()),
    ]
    without = len(areas) - len(known)
    return sentence(start, [*clauses, f"; {without} without a value" if without else ""])


def gradient_alt(data: pd.DataFrame, about: About, reference: str) -> str:
    """Return the alt text of a deprivation gradient; `data` is in the order drawn."""
    groups = data[data["position"].notna()]
    start = f"Dot chart: {mid_sentence(about.measure)} in {len(groups)} groups by deprivation"
    start += f", {period_words(str(groups['period_label'].iloc[0]))}"

    def told(row: pd.Series) -> str:
        return format_value(row["value"], about.unit, about.decimals)

    first, last = groups.iloc[0], groups.iloc[-1]
    clauses = [f", {told(first)} in the most deprived and {told(last)} in the least"]
    line = data[(data["group"] == reference) & data["value"].notna()]
    if len(line):
        clauses.append(f"; a line marks {reference} ({told(line.iloc[0])})")
    if missing := int(groups["value"].isna().sum()):
        clauses.insert(1, f"; {missing} without a value")
    return sentence(start, clauses)
