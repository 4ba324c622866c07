"""The table behind a map of wards: each ward's value, its interval if any, its class."""

import pandas as pd

from jsna.figures.kind import Cells
from jsna.figures.kinds.deprivation_map.classes import CLASS
from jsna.figures.kinds.ward_map.options import WardMapOptions
from jsna.figures.spec import Spec
from jsna.tables.figure_table import INTERVAL, intervals, missing_cells, values


def ward_map_cells(spec: Spec[WardMapOptions]) -> Cells:
    """Return one row per ward, in order of name."""
    data, options = spec.data.sort_values("area_name", ignore_index=True), spec.options
    columns = {"Ward": data["area_name"], "Code": data["area_code"]}
    columns["Value"] = values(data, options.decimals)
    units = {"Value": options.unit}
    if "lower_95" in data and data["lower_95"].notna().any():
        columns[INTERVAL] = intervals(data, options.decimals)
        units[INTERVAL] = options.unit
    words = data[CLASS].map(dict(enumerate(options.classes, start=1))).astype("object")
    columns["Class on the map"] = words.where(words.notna(), missing_cells(data))
    return pd.DataFrame({name: list(cells) for name, cells in columns.items()}), units
