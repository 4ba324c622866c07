"""The table of one measure's wards: value, interval and both comparisons, in order of name."""

from typing import Final

import pandas as pd

from jsna.analysis.outcome import Outcome
from jsna.narrative.labels import period_words, stratum_words
from jsna.narrative.numbers import format_value
from jsna.narrative.ward_words import UNTESTED, Side, WardScanWords, p_words, ward_outcome
from jsna.tables.figure_table import INTERVAL, FigureTable, intervals, values

WARD: Final = "Ward"


def ward_table(rows: pd.DataFrame, words: WardScanWords) -> FigureTable:
    """Return every ward with its value, 95% interval, and against each comparator the outcome.

    A comparator that no ward was tested against has no columns: the page says why instead.

    Args:
        rows: As `analysis.ward_findings` gives them, with area_name.
        words: What is said of them.
    """
    unit, decimals = words.indicator.unit, words.indicator.decimals
    columns = {WARD: rows["area_name"], "Value": values(rows, decimals)}
    units = {"Value": unit}
    if rows["lower_95"].notna().any():
        columns[INTERVAL] = intervals(rows, decimals)
        units[INTERVAL] = unit
    for side, said in zip(("england", "rest"), words.sides, strict=True):
        if not said.tested:
            continue
        if side == "rest" and rows["rest"].notna().any():
            name = said.name[:1].upper() + said.name[1:]
            others = rows[["status"]].assign(value=rows["rest"])
            columns[name], units[name] = values(others, decimals), unit
        columns[f"Against {said.name}"] = _outcomes(rows, side, said)
        p = f"Adjusted p, {'England' if side == 'england' else 'the rest'}"
        columns[p], units[p] = rows[f"adjusted_{side}"].map(p_words), ""
    frame = pd.DataFrame({name: pd.Series(list(cells)) for name, cells in columns.items()})
    return FigureTable(frame, _caption(rows, words), units, WARD)


def _outcomes(rows: pd.DataFrame, side: str, of: Side) -> pd.Series:
    words, why = rows[f"outcome_{side}"], rows[f"reason_{side}"]
    said = words.map({str(outcome): ward_outcome(outcome, of) for outcome in Outcome})
    with_reason = words.isin([str(outcome) for outcome in UNTESTED])
    return said.str.capitalize() + (": " + why).where(with_reason, "")


def _caption(rows: pd.DataFrame, words: WardScanWords) -> str:
    england: Side = words.sides[0]
    parts = [words.indicator.title, stratum_words(words.sex, words.age, words.indicator.title)]
    parts.append(f"wards of {words.area_name}")
    parts.append(period_words(words.period_label))
    if england.value is not None:
        value = format_value(england.value, words.indicator.unit, words.indicator.decimals)
        parts.append(f"England {value}")
    if (rows["interval_from"] == "counts").any():
        parts.append("intervals worked out here from the counts")
    return ", ".join(part for part in parts if part)
