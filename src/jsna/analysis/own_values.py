"""What an area is compared with in itself: all its people, its baseline, its last figures.

Each function puts one other value of the same area, indicator, edition and kind beside each row,
for the rules of `comparison` and `difference`. See docs/methods.md#change.
"""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from jsna.facts.periods import period_end, period_start

SERIES: Final = (
    "indicator_id", "area_code", "edition", "sex", "age", "breakdown", "breakdown_value",
)  # fmt: skip
TAKEN: Final = ("value", "lower_95", "upper_95")
_AREA: Final = ["indicator_id", "area_code", "edition", "age", "period"]


def beside_all_persons(rows: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Return `rows` with the area's own figure for all people as the benchmark.

    A group of people (a breakdown) stands beside all people of its sex, one sex beside
    persons; an inequality within an area is no comparison with England.

    Args:
        rows: Facts, of groups or of one sex.
        facts: Facts that hold the areas' headline rows.

    Returns:
        `rows` on its index with benchmark, benchmark_lower_95 and benchmark_upper_95: blank
        for persons without a breakdown, and where the area has no such figure of the period.
    """
    headline = facts[facts["breakdown"] == ""].drop_duplicates([*_AREA, "sex"])
    group = rows["breakdown"] != ""
    wanted = rows.assign(sex=rows["sex"].where(group, "Persons"))
    found = _joined(wanted, headline, [*_AREA, "sex"])
    itself = ~group & (rows["sex"] == "Persons")
    return rows.join(found.mask(itself, axis=0))


def beside_baseline(rows: pd.DataFrame, baseline: pd.Series) -> pd.DataFrame:
    """Return `rows` with the same series' figure in one period, the baseline's, as benchmark.

    The baseline stands in the frame as published now, of the same edition: change is not
    tested against a figure as it was published then. Periods that overlap the baseline share
    people with it: they, and those before it, get no benchmark.

    Args:
        rows: Facts of any areas and periods.
        baseline: The period (ISO 8601) of each row's series, "" where it has none.
    """
    base = rows[rows["period"] == baseline].drop_duplicates(list(SERIES))
    later = period_start(rows["period"]) > period_end(baseline)
    return rows.join(_joined(rows, base, SERIES).where(later, axis=0))


def beside_last_independent(rows: pd.DataFrame) -> pd.DataFrame:
    """Return `rows` with the last figure before each that shares no time with it as benchmark.

    2022-24 stands beside 2019-21 and not beside 2021-23, two thirds of which it shares.

    Args:
        rows: Facts of any areas; a row without a value is nobody's benchmark.

    Returns:
        `rows` on its index with benchmark, benchmark_lower_95, benchmark_upper_95 and
        benchmark_period ("" where there is none).
    """
    keys = list(SERIES)
    code = rows.groupby(keys, dropna=False, sort=False).ngroup()
    known = rows.assign(_series=code, _end=period_end(rows["period"]))[rows["value"].notna()]
    known = known[["_series", "_end", "period", *TAKEN]].sort_values("_end")
    known = known.rename(columns=_names() | {"period": "benchmark_period"})
    asked = pd.DataFrame({"_series": code, "_start": period_start(rows["period"])})
    asked = asked.assign(_row=range(len(asked))).sort_values("_start")
    found = pd.merge_asof(
        asked, known, left_on="_start", right_on="_end", by="_series", allow_exact_matches=False
    )
    found = found.sort_values("_row").set_index(rows.index)
    found["benchmark_period"] = found["benchmark_period"].fillna("").astype("str")
    return rows.join(found[[*_names().values(), "benchmark_period"]])


def _joined(rows: pd.DataFrame, others: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    right = others[[*keys, *TAKEN]].rename(columns=_names())
    found = rows[list(keys)].merge(right, on=list(keys), how="left", validate="many_to_one")
    return found[list(_names().values())].set_index(rows.index)


def _names() -> dict[str, str]:
    return {
        "value": "benchmark",
        "lower_95": "benchmark_lower_95",
        "upper_95": "benchmark_upper_95",
    }
