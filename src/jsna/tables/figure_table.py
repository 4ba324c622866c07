"""What tables behind figures have in common: the table ready to print, values and intervals.

Which columns a figure's table has is its kind's to say (`figures/kinds`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from jsna.narrative.numbers import format_number
from jsna.tables.html_table import MISSING_WORDS, UNKNOWN, html_table, pipe_table

INTERVAL = "95% interval"
NO_INTERVAL = "none in the file"


@dataclass(frozen=True)
class FigureTable:
    """A table ready to print: every cell text, units by column, the column that names rows."""

    frame: pd.DataFrame
    caption: str
    units: Mapping[str, str]
    row_header: str

    def html(self) -> str:
        """Return the accessible HTML table."""
        return html_table(self.frame, self.caption, self.units, self.row_header)

    def pipe(self) -> str:
        """Return the Markdown pipe table."""
        return pipe_table(self.frame, self.units, self.row_header)


def missing_cells(rows: pd.DataFrame) -> pd.Series:
    """Return the word for each row's missing value, by its `status`."""
    # a period that an area has no row for was not published
    return rows["status"].map(MISSING_WORDS).fillna(UNKNOWN)


def values(rows: pd.DataFrame, decimals: int) -> list[str]:
    """Return the column `value` as printed; a missing one by its `status`."""
    words = rows["value"].map(lambda v: format_number(v, decimals), na_action="ignore")
    return words.astype("object").where(words.notna(), missing_cells(rows)).tolist()


def intervals(rows: pd.DataFrame, decimals: int) -> list[str]:
    """Return the 95% limits as printed, "none in the file", or why there is no value."""
    low, high = (
        rows[name].map(lambda v: format_number(v, decimals), na_action="ignore").astype("object")
        for name in ("lower_95", "upper_95")
    )
    without = missing_cells(rows).where(rows["value"].isna(), NO_INTERVAL)
    return (low + " to " + high).where(low.notna() & high.notna(), without).tolist()
