"""The table behind a control chart: one row a period."""

import pandas as pd

from jsna.figures.kind import Cells
from jsna.figures.kinds.control_chart.options import ControlOptions
from jsna.figures.spec import Spec
from jsna.narrative.numbers import format_number
from jsna.tables.figure_table import values

VALUE = "Value"
LINES = {"centre": "Centre", "lower": "Lower limit", "upper": "Upper limit",
         "planned": "Trajectory"}  # fmt: skip
SIGNAL = "Signal"


def control_cells(spec: Spec[ControlOptions]) -> Cells:
    """Return value, centre, limits, trajectory where there is one, and the rule that is broken."""
    data, options = spec.data, spec.options
    columns = {"Period": data["period_label"].tolist(), VALUE: values(data, options.decimals)}
    units = {VALUE: options.unit}
    for name, heading in LINES.items():
        if data[name].notna().any():
            columns[heading] = [
                "none" if pd.isna(number) else format_number(number, options.decimals)
                for number in data[name]
            ]
            units[heading] = options.unit
    if options.has_limits:
        columns[SIGNAL] = data["signal"].where(data["signal"] != "", "none").tolist()
    return pd.DataFrame(columns), units
