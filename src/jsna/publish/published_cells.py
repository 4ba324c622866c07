"""Each published number of the council's own is one that the kept files show, and nothing hidden.

The rows that are read back are held against the kept ones; no fault says what a number was.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from jsna.publish.may_be_shown import HIDDEN, MayBeShown
from jsna.publish.published_counts import MODELLED, PublishedFigure
from jsna.settings.indicator import Indicator
from jsna.settings.source import Disclosure

MEASURED: Final = ("value", "lower_95", "upper_95", "count", "denominator")
PEOPLE: Final = ("count", "denominator")
NEAR: Final = 1e-5
"""Numbers are kept with six digits."""
LIMITS_NEAR: Final = 5e-3
Z: Final = 1.959964
FEW: Final = 10
SEXES: Final = {"female": "Female", "females": "Female", "male": "Male", "males": "Male"}


def cell_faults(
    figure: PublishedFigure,
    shown: MayBeShown,
    indicators: Mapping[str, Indicator],
    rule: Disclosure,
) -> Iterator[str]:
    """Yield one sentence for each line of a figure's CSV that may not be published.

    Args:
        figure: As it was read back.
        shown: What the kept files show.
        indicators: The catalogue.
        rule: The strictest of the rules of its indicator.
    """
    kept = _kept_of(figure, shown)
    known = set(shown.by_indicator.get(figure.indicator, shown.rows)["area_code"])
    counted = [*PEOPLE, "value"] if _is_count(figure, indicators) else list(PEOPLE)
    for row in figure.rows.to_dict("records"):
        place = f"{figure.file}, line {row['line']}"
        if any(_is_small(row[name], rule) for name in counted):
            yield f"{place}: a small count is shown"
            continue
        if figure.which.endswith(MODELLED):
            continue
        if not row["area_code"] and not row["breakdown_value"]:
            if not _is_total_of(row, figure.rows):
                yield f"{place}: a total that the lines of the figure do not give"
            continue
        same = _same(row, kept)
        if same.empty:
            if row["area_code"] in known and _has_number(row):
                yield f"{place}: a number stands there of a period that the kept files do not show"
            continue
        yield from (f"{place}: {what}" for what in _not_shown(row, same))


def read_back(figure: PublishedFigure, shown: MayBeShown) -> pd.DataFrame:
    """Return the kept rows that a figure gives a number though they are hidden, with that number.

    So that what follows from it is found as well.
    """
    kept = _kept_of(figure, shown)
    found = []
    for row in figure.rows.to_dict("records"):
        same = _same(row, kept)
        hidden = same[same["status"] == HIDDEN[0]]
        if len(hidden) == len(same) == 1 and _has_number(row):
            numbers = {name: row[name] for name in MEASURED}
            found.append(hidden.assign(status="final", rounded_to=1, **numbers))
    return pd.concat(found) if found else kept.head(0)


def _kept_of(figure: PublishedFigure, shown: MayBeShown) -> pd.DataFrame:
    """Return the kept rows of a figure's indicator, sex and age; all ages where none is of it."""
    kept = shown.by_indicator.get(figure.indicator, shown.rows)
    kept = kept[kept["sex"].isin(_sexes(figure.which, kept))]
    for name, said in (("sex", figure.sex), ("age", figure.age)):
        of_it = kept[kept[name] == said]
        # a label that the kept files lack is held to all that they show, never to nothing
        kept = kept if of_it.empty else of_it
    return kept


def _not_shown(row: Mapping[str, Any], same: pd.DataFrame) -> Iterator[str]:
    open_ = same[same["value"].notna()]
    if open_.empty and any(not np.isnan(row[n]) for n in MEASURED if n != "denominator"):
        yield "a number stands where the kept file hides it"
        return
    for name in ("value", *PEOPLE):
        if not np.isnan(row[name]) and not _is_near(row[name], same[name]).any():
            yield f"a {name} that the kept file does not show"
    for side, name in ((-1, "lower_95"), (1, "upper_95")):
        if np.isnan(row[name]) or open_.empty:
            continue
        if not (_is_near(row[name], open_[name]) | _is_limit(row[name], open_, side)).any():
            yield "an interval that the kept file does not give"
            return


def _is_total_of(row: Mapping[str, Any], lines: pd.DataFrame) -> bool:
    """Return whether a line of no area is the sum or the average of those that are shown.

    One that counts a hidden area as well gives it away: what is shown is taken off it.
    """
    parts = lines[(lines["area_code"] != "") & lines["value"].notna()]
    for name in PEOPLE:
        if not np.isnan(row[name]) and abs(row[name] - parts[name].sum()) > NEAR * row[name]:
            return False
    if np.isnan(row["value"]):
        return True
    people = parts["denominator"]
    average = (parts["value"] * people).sum() / people.sum() if people.sum() else np.nan
    made = pd.Series([average, parts["value"].sum(), parts["value"].mean()])
    return bool(((made - row["value"]).abs() <= LIMITS_NEAR * max(abs(row["value"]), 1e-9)).any())


def _same(row: Mapping[str, Any], kept: pd.DataFrame) -> pd.DataFrame:
    """Return the kept rows that a published line can be."""
    same = kept
    for name in ("area_code", "period", "breakdown_value"):
        if row[name]:
            same = same[same[name] == row[name]]
    if not row["period"] and row["period_label"]:
        same = same[same["period_label"] == row["period_label"]]
    if not row["breakdown_value"]:
        same = same[same["breakdown_value"] == ""]
    return same


def _sexes(which: str, kept: pd.DataFrame) -> set[str]:
    named = {SEXES[word] for word in which.split("-") if word in SEXES}
    return named or set(kept["sex"])


def _is_count(figure: PublishedFigure, indicators: Mapping[str, Indicator]) -> bool:
    known = indicators.get(figure.indicator)
    return figure.which.endswith(MODELLED) or (known is not None and known.value_type == "count")


def _has_number(row: Mapping[str, Any]) -> bool:
    return any(not np.isnan(row[name]) for name in MEASURED)


def _is_small(number: float, rule: Disclosure) -> bool:
    return bool(rule.lowest_count <= number <= rule.highest_count) and number > 0


def _is_near(number: float, others: pd.Series) -> pd.Series:
    return (others - number).abs() <= NEAR * max(abs(number), 1e-9)


def _is_limit(number: float, rows: pd.DataFrame, side: int) -> pd.Series:
    """Return which kept rows give a limit by their own count: Wilson's or Byar's.

    Source: Wilson 1927, J Am Stat Assoc 22, 209-212; Breslow and Day 1987, Statistical Methods in
    Cancer Research II, 69. A count below 10 is left to other formulas and not held to these.
    """
    count, people, value = rows["count"], rows["denominator"], rows["value"]
    share = count / people
    middle = share + Z**2 / (2 * people)
    half = Z * np.sqrt(share * (1 - share) / people + (Z / (2 * people)) ** 2)
    wilson = (middle + side * half) / (1 + Z**2 / people) * value / share
    base = count + (side > 0)
    byar = base * (1 - 1 / (9 * base) + side * Z / (3 * np.sqrt(base))) ** 3 * value / count
    near = pd.Series(False, rows.index)
    for limit in (wilson, byar):
        near |= (limit - number).abs() <= LIMITS_NEAR * max(abs(number), 1e-9)
    return near | (count < FEW)
