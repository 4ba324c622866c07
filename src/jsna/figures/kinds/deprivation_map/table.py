"""The table behind a map: one row a small area, its class in words."""

import pandas as pd

from jsna.figures.kind import Cells
from jsna.figures.kinds.deprivation_map.options import MapOptions
from jsna.figures.spec import Spec
from jsna.tables.figure_table import missing_cells

DRAWN = ("area_code", "area_name", "value", "status")


def map_cells(spec: Spec[MapOptions]) -> Cells:
    """Return each area with its code, what else its frame holds, and its class."""
    classes = dict(enumerate(spec.options.classes, start=1))
    words = spec.data["value"].map(classes).astype("object")
    columns = {"Area": spec.data["area_name"], "Code": spec.data["area_code"]}
    columns |= {_heading(str(name)): spec.data[name] for name in spec.data if name not in DRAWN}
    columns[spec.options.legend] = words.where(words.notna(), missing_cells(spec.data))
    return pd.DataFrame(columns), {}


def _heading(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]
