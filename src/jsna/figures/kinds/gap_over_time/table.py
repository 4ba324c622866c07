"""The table behind a gap over time: both values and the gap of each period."""

import pandas as pd

from jsna.figures.kind import Cells
from jsna.figures.kinds.gap_over_time.options import GapOverTimeOptions
from jsna.figures.spec import Spec
from jsna.narrative.labels import period_words
from jsna.tables.figure_table import INTERVAL, intervals, values


def gap_over_time_cells(spec: Spec[GapOverTimeOptions]) -> Cells:
    """Return each period with the area's value, the comparator's, the gap and its interval."""
    data, options = spec.data, spec.options
    columns = {
        "Period": data["period_label"].map(period_words),
        options.area: values(data.assign(value=data["area_value"]), options.decimals),
        options.comparator: values(data.assign(value=data["comparator_value"]), options.decimals),
        "Gap": values(data, options.decimals),
    }
    if data["lower_95"].notna().any():
        columns[INTERVAL] = intervals(data, options.decimals)
    return pd.DataFrame(columns), {name: options.unit for name in columns if name != "Period"}
