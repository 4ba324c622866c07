"""The table behind a strip of authorities: one row an authority, from the lowest value."""

import pandas as pd

from jsna.figures.kind import Cells
from jsna.figures.kinds.authority_strip.options import AuthorityStripOptions
from jsna.figures.spec import Spec
from jsna.tables.figure_table import values


def authority_strip_cells(spec: Spec[AuthorityStripOptions]) -> Cells:
    """Return the value of each authority; one without says why."""
    columns = {"Authority": _names(spec.data), "Value": values(spec.data, spec.options.decimals)}
    return pd.DataFrame(columns), {"Value": spec.options.unit}


def _names(data: pd.DataFrame) -> pd.Series:
    """Names, with the code where two places share one."""
    name = data["area_name"]
    return name.where(~name.duplicated(keep=False), name + " (" + data["area_code"] + ")")
