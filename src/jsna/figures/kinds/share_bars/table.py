"""The table behind share bars: one row a bar."""

import pandas as pd

from jsna.figures.kind import Cells
from jsna.figures.kinds.share_bars.options import ShareBarsOptions
from jsna.figures.spec import Spec
from jsna.narrative.numbers import format_number
from jsna.tables.figure_table import INTERVAL, intervals, values

NONE = "not given"


def share_bars_cells(spec: Spec[ShareBarsOptions]) -> Cells:
    """Return each bar's share with its interval, the expected share and what was found."""
    decimals, rows = spec.options.decimals, spec.data
    columns = {
        "Group": rows["name"],
        "Finding": rows["finding"],
        "Share of users": values(rows, decimals),
        INTERVAL: intervals(rows, decimals),
        "Share of people": _or_none(rows["expected"], decimals),
    }
    if rows["by_need"].notna().any():
        columns["Weighted by need"] = _or_none(rows["by_need"], decimals)
    units = [name for name in columns if name not in ("Group", "Finding")]
    return pd.DataFrame(columns), dict.fromkeys(units, spec.options.unit)


def _or_none(numbers: pd.Series, decimals: int) -> list[str]:
    return [NONE if pd.isna(n) else format_number(n, decimals) for n in numbers]
