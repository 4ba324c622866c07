"""When a period starts and ends: ISO 8601 intervals such as 2020-01-01/P3Y, a column at a time.

A period's end is its last day. All functions read each wording once, however many rows have it.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

PARTS: Final = r"^(\d{4})-(\d{2})-(\d{2})/P(\d+)([YMD])$"
DAYS_PER_YEAR: Final = 365.25
Values = NDArray[Any]


def period_start(periods: pd.Series) -> pd.Series:
    """Return the first day of each period, datetime64[s]; NaT where a period can't be read."""
    return _each(periods, _starts)


def period_end(periods: pd.Series) -> pd.Series:
    """Return the last day of each period, datetime64[s]: 2020-01-01/P3Y ends on 2022-12-31."""
    return _each(periods, _ends)


def period_years(periods: pd.Series) -> pd.Series:
    """Return the length of each period in years, float64: 3.0 for P3Y, 0.25 for P3M."""
    return _each(periods, _lengths)


def in_time(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in the order of the ends of their `period`, then of their starts.

    The text of periods orders only those of one length: a figure that grows from quarter to
    quarter has periods that all start on one day.
    """
    by_start = frame.sort_values("period", kind="stable")
    return by_start.sort_values("period", key=period_end, kind="stable")


def _each(periods: pd.Series, read: Callable[[pd.DataFrame], pd.Series]) -> pd.Series:
    # of plain objects: of columns of text the same takes five times as long, thousands of times
    codes, wordings = pd.factorize(periods.to_numpy(dtype="object"))
    # a wording that is missing has the code -1, which takes the last value
    return pd.Series(_values(wordings, read)[codes], index=periods.index)


def _values(wordings: Iterable[str], read: Callable[[pd.DataFrame], pd.Series]) -> Values:
    """Return what is read of each wording, and a missing value at the end."""
    known = _KNOWN.setdefault(read, {})
    dated = read is not _lengths
    if lacking := [wording for wording in wordings if wording not in known]:
        found = np.asarray(read(_parts(pd.Index(lacking, dtype="str"))))
        found = found.astype("datetime64[s]").view("int64") if dated else found
        known |= zip(lacking, found.tolist(), strict=True)
    told = [*(known[wording] for wording in wordings), NO_DAY if dated else np.nan]
    # days as whole numbers of seconds: numpy makes an array of those in a tenth of the time
    return np.array(told, "int64").view("datetime64[s]") if dated else np.array(told, "float64")


NO_DAY: Final = int(np.datetime64("NaT", "s").view("int64"))
_KNOWN: Final[dict[Callable[[pd.DataFrame], pd.Series], dict[str, Any]]] = {}
"""What was read of each wording: a country's facts hold a few hundred, asked about all the time."""


def _parts(wordings: pd.Index) -> pd.DataFrame:
    """Return year, month, day, number and unit of each wording; NaN where it can't be read."""
    parts = pd.Series(wordings, dtype="str").str.extract(PARTS)
    parts.columns = pd.Index(["year", "month", "day", "number", "unit"])
    numbers = ["year", "month", "day", "number"]
    return parts.astype(dict.fromkeys(numbers, "float64"))


def _starts(parts: pd.DataFrame) -> pd.Series:
    return pd.to_datetime(parts[["year", "month", "day"]]).astype("datetime64[s]")


def _ends(parts: pd.DataFrame) -> pd.Series:
    """Count in months, since years and months differ in days, and step one day back."""
    starts = _starts(parts)
    per_unit = parts["unit"].map({"Y": 12.0, "M": 1.0, "D": 0.0}).astype("float64")
    months = parts["number"] * per_unit
    after = (parts["year"] * 12 + parts["month"] - 1 + months).fillna(0).astype("int64")
    first = pd.Series((after - 1970 * 12).to_numpy().astype("datetime64[M]"))
    first = first.astype("datetime64[s]") + pd.to_timedelta(parts["day"].fillna(1) - 1, unit="D")
    by_days = starts + pd.to_timedelta(parts["number"].fillna(0), unit="D")
    ends = first.where(parts["unit"] != "D", by_days) - np.timedelta64(1, "D")
    return ends.where(starts.notna()).astype("datetime64[s]")


def _lengths(parts: pd.DataFrame) -> pd.Series:
    units = {"Y": 1.0, "M": 1 / 12, "D": 1 / DAYS_PER_YEAR}
    return parts["number"] * parts["unit"].map(units).astype("float64")
