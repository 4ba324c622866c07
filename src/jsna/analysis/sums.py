"""Sums that do not reconcile: the sexes against persons, small areas against the whole.

Only counts are added up. Publishers round counts, so that a sum may be out by half a unit of
rounding for each of its parts and for the whole: that much is no difference.
"""

from collections.abc import Collection, Mapping
from typing import Final

import numpy as np
import pandas as pd

from jsna.fact_schema import SMALL
from jsna.settings.indicator import Indicator

ADDITIVE: Final = ("count", "proportion", "rate", "standardised-rate")
KEY: Final = ["indicator_id", "area_code", "period", "period_label", "edition", "sex", "age"]
FOUND: Final = (*KEY, "parts", "sum", "whole", "snapshot_ids")
ROUNDED_TO: Final = (10, 5)
KIND_WORDS: Final = {"ward": "wards", "msoa": "MSOAs", "lsoa": "LSOAs"}


def sums_that_differ(
    own: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    area_code: str,
    members: Mapping[str, Collection[str]],
) -> pd.DataFrame:
    """Return the sums of counts that are not their whole, FOUND; one row per sum.

    Args:
        own: Facts of the area and of its small areas.
        indicators: The catalogue. Of a count the value is added up, of a rate its count; means
            and other measures are left out.
        area_code: The whole that small areas are parts of.
        members: Small area type -> the codes of all of them: a sum without one of them is none.
    """
    numbers = _numbers(own, indicators)
    parts = [_sexes(numbers)]
    parts += [_inside(numbers, area_code, kind, members.get(kind, ())) for kind in SMALL]
    found = pd.concat(parts, ignore_index=True)
    return found.sort_values(KEY, ignore_index=True)[list(FOUND)]


def _numbers(own: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """Headline rows with a number that may be added up, and to what it is rounded."""
    kinds = own["indicator_id"].map({id: item.value_type for id, item in indicators.items()})
    rows = own[(own["breakdown"] == "") & kinds.isin(ADDITIVE)]
    is_count = kinds[rows.index] == "count"
    rows = rows.assign(number=rows["value"].where(is_count, rows["count"]))
    rows = rows[rows["number"].notna()]
    return rows.assign(unit=_rounded_to(rows))


def _rounded_to(rows: pd.DataFrame) -> pd.Series:
    """10, 5 or 1 for each row: what all counts of its indicator are multiples of."""
    unit = pd.Series(1.0, index=rows.index)
    for step in reversed(ROUNDED_TO):
        fits = (rows["number"] % step == 0).groupby(rows["indicator_id"]).transform("all")
        unit = unit.mask(fits, float(step))
    return unit


def _sexes(numbers: pd.DataFrame) -> pd.DataFrame:
    key = [column for column in KEY if column != "sex"]
    male, female, whole = (numbers[numbers["sex"] == s] for s in ("Male", "Female", "Persons"))
    parts = male[[*key, "number"]].merge(female[[*key, "number"]], on=key)
    both = whole.merge(parts.assign(sum=parts["number_x"] + parts["number_y"]), on=key)
    return _out_by_more(both.assign(parts="males and females"), 3)


def _inside(
    numbers: pd.DataFrame, area_code: str, kind: str, codes: Collection[str]
) -> pd.DataFrame:
    key = [column for column in KEY if column not in ("area_code", "period_label")]
    small = numbers[(numbers["area_type"] == kind) & numbers["area_code"].isin(list(codes))]
    sums = small.groupby(key, as_index=False).agg(sum=("number", "sum"), n=("number", "size"))
    sums = sums[sums["n"] == len(codes)]
    whole = numbers[numbers["area_code"] == area_code].merge(sums, on=key)
    return _out_by_more(whole.assign(parts=KIND_WORDS[kind]), len(codes) + 1)


def _out_by_more(both: pd.DataFrame, terms: int) -> pd.DataFrame:
    allowed = both["unit"] * terms / 2
    found = both[np.abs(both["sum"] - both["number"]) > allowed]
    return found.rename(columns={"number": "whole"})[list(FOUND)]
