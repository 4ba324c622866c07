"""The table behind a trend line: one row a period, one column an area."""

from typing import Any

import pandas as pd

from jsna.facts.periods import in_time
from jsna.figures.kind import Cells
from jsna.figures.kinds.trend_line.options import TrendOptions
from jsna.figures.spec import Spec
from jsna.narrative.labels import period_words
from jsna.tables.figure_table import INTERVAL, intervals, values


def trend_cells(spec: Spec[TrendOptions]) -> Cells:
    """Return the value of each area in each period; the area's own with its interval."""
    options = spec.options
    periods = in_time(spec.data.drop_duplicates("period"))
    columns: dict[str, Any] = {"Period": [period_words(p) for p in periods["period_label"]]}
    units: dict[str, str] = {}
    for code in (options.area, *options.comparators):
        rows = spec.data[spec.data["area_code"] == code]
        if rows.empty:
            continue
        name, by_period = rows["area_name"].iloc[0], rows.set_index("period")
        matched = by_period.reindex(periods["period"])
        columns[name] = values(matched, options.decimals)
        units[name] = options.unit
        if code == options.area and rows["lower_95"].notna().any():
            columns[INTERVAL] = intervals(matched, options.decimals)
            units[INTERVAL] = options.unit
    return pd.DataFrame(columns), units
