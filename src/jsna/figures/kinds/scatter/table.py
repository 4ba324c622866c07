"""The table behind a scatter: both values of each area."""

import pandas as pd

from jsna.figures.kind import Cells
from jsna.figures.kinds.scatter.options import ScatterOptions
from jsna.figures.spec import Spec
from jsna.tables.figure_table import values


def scatter_cells(spec: Spec[ScatterOptions]) -> Cells:
    """Return both values of each area; one without says why."""
    data, options = spec.data, spec.options
    name = data["area_name"]
    name = name.where(~name.duplicated(keep=False), name + " (" + data["area_code"] + ")")
    across = values(data.assign(value=data["across"]), options.across_decimals)
    up = options.up if options.up != options.across else f"{options.up} (upright)"
    columns = {"Area": name, options.across: across, up: values(data, options.decimals)}
    return pd.DataFrame(columns), {options.across: options.across_unit, up: options.unit}
