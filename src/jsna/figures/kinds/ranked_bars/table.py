"""The table behind ranked bars: one row an area, in the order drawn."""

import pandas as pd

from jsna.figures.kind import Cells
from jsna.figures.kinds.ranked_bars.options import RankedBarsOptions
from jsna.figures.spec import Spec
from jsna.tables.figure_table import INTERVAL, intervals, values


def ranked_bars_cells(spec: Spec[RankedBarsOptions]) -> Cells:
    """Return the value of each area, with its interval if any has one."""
    options = spec.options
    columns = {"Area": spec.data["area_name"], "Value": values(spec.data, options.decimals)}
    units = {"Value": options.unit}
    if spec.data["lower_95"].notna().any():
        columns[INTERVAL] = intervals(spec.data, options.decimals)
        units[INTERVAL] = options.unit
    return pd.DataFrame(columns), units
