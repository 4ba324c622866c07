"""The table behind a funnel: one row a ward by name, then the level lines."""

from typing import Any, Final

import pandas as pd

from jsna.figures.kind import Cells
from jsna.figures.kinds.funnel.options import FunnelOptions
from jsna.figures.spec import Spec
from jsna.narrative.numbers import format_number
from jsna.tables.figure_table import intervals, missing_cells, values

LEVEL: Final = "a level line"
LIMIT_HEADS: Final = (("95", "95% limits at its size"), ("998", "99.8% limits"))


def funnel_cells(spec: Spec[FunnelOptions]) -> Cells:
    """Return the size and the value of each ward, and both limits at its size."""
    rows, decimals, level = spec.data, spec.options.decimals, spec.data["line"] != ""
    people = rows["denominator"].map(lambda n: format_number(n, 0), na_action="ignore")
    people = people.astype("object").where(people.notna(), missing_cells(rows).mask(level, LEVEL))
    columns: dict[str, Any] = {"Area": rows["area_name"], "Denominator": people}
    columns["Value"] = values(rows, decimals)
    for digits, words in LIMIT_HEADS:
        ends = {f"{side}_limit_{digits}": f"{side}_95" for side in ("lower", "upper")}
        limits = intervals(rows[["value", "status", *ends]].rename(columns=ends), decimals)
        columns[words] = pd.Series(limits).mask(level, LEVEL)
    units = {"Denominator": ""} | dict.fromkeys(list(columns)[2:], spec.options.unit)
    return pd.DataFrame(columns), units
