"""The table behind a deprivation gradient: one row a group from the most deprived."""

from typing import Final

import pandas as pd

from jsna.figures.kind import Cells
from jsna.figures.kinds.deprivation_gradient.options import GradientOptions
from jsna.figures.spec import Spec
from jsna.narrative.numbers import format_number
from jsna.tables.figure_table import INTERVAL, intervals, values

NOT_FITTED: Final = "not in the line"


def gradient_cells(spec: Spec[GradientOptions]) -> Cells:
    """Return the value of each group, with its interval and the fitted line if there are any."""
    decimals = spec.options.decimals
    columns = {"Group": spec.data["group"], "Value": values(spec.data, decimals)}
    if spec.data["lower_95"].notna().any():
        columns[INTERVAL] = intervals(spec.data, decimals)
    if spec.data["fitted"].notna().any():
        columns["Fitted line"] = _fitted(spec.data["fitted"], decimals)
    units = {name: spec.options.unit for name in columns if name != "Group"}
    return pd.DataFrame(columns), units


def _fitted(line: pd.Series, decimals: int) -> list[str]:
    words = line.map(lambda value: format_number(value, decimals), na_action="ignore")
    return words.astype("object").where(words.notna(), NOT_FITTED).tolist()
