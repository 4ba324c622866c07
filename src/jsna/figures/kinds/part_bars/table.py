"""The table behind part bars: one row a part, the largest first."""

import pandas as pd

from jsna.figures.kind import Cells
from jsna.figures.kinds.part_bars.options import PartBarsOptions
from jsna.figures.spec import Spec
from jsna.tables.figure_table import values


def part_bars_cells(spec: Spec[PartBarsOptions]) -> Cells:
    """Return each part of the area and of the comparator."""
    options = spec.options
    others = spec.data.assign(value=spec.data["comparator"])
    columns = {
        "Part": spec.data["part"],
        options.place: values(spec.data, options.decimals),
        options.comparator: values(others, options.decimals),
    }
    return pd.DataFrame(columns), dict.fromkeys((options.place, options.comparator), options.unit)
