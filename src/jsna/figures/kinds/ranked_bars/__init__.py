"""Ranked bars: one bar an area, sorted, with 95% intervals, the comparator as a labelled line.

For at most 40 areas. Bars start at zero; where every value is far from zero (life expectancy),
`marks="dots"` draws dots on an axis that need not.
"""

from typing import Final

import pandas as pd

from jsna.analysis.worked_out_interval import where_intervals_come_from
from jsna.figures.about import About
from jsna.figures.checks import require_columns
from jsna.figures.kind import FigureKind
from jsna.figures.kinds.ranked_bars.alt_text import ranked_bars_alt
from jsna.figures.kinds.ranked_bars.headline import rank_headline
from jsna.figures.kinds.ranked_bars.ink import draw
from jsna.figures.kinds.ranked_bars.options import Marks, RankedBarsOptions
from jsna.figures.kinds.ranked_bars.table import ranked_bars_cells
from jsna.figures.spec import Spec
from jsna.figures.words import missing_areas

MOST_ROWS: Final = 40
KIND: Final = FigureKind(
    id="ranked-bars",
    words="ranking",
    page="ranked-bars.md",
    columns=(
        "area_code", "area_name", "period_label", "value", "lower_95", "upper_95", "status",
    ),
    options=RankedBarsOptions,
    alt=ranked_bars_alt,
    table=ranked_bars_cells,
    headline=rank_headline,
    draw=draw,
)  # fmt: skip


def ranked_bars_spec(
    frame: pd.DataFrame,
    about: About,
    *,
    area: str = "",
    comparator: str = "",
    highest_first: bool = True,
    marks: Marks = "bars",
) -> Spec[RankedBarsOptions]:
    """Return the spec of ranked bars.

    Args:
        frame: One row per area, with at least `KIND.columns`: wards, neighbours, a region's
            authorities. All of one period: ranks need one period for all.
        about: The figure's words and source.
        area: Code of the area in colour; empty for wards, where none stands out.
        comparator: Code of the row drawn as a line instead of a bar; empty for none.
        highest_first: Whether the largest value stands at the top. Missing ones stand last.
        marks: Bars from zero, or dots.

    Raises:
        ValueError: a column is missing, an area stands twice, there are more than 40 rows,
            two periods, no value at all, or bars are asked for with values below zero.
    """
    require_columns(frame, KIND.columns)
    data = _sorted(
        frame[[*KIND.columns, *where_intervals_come_from(frame)]], comparator, highest_first
    )
    _check(data, about, marks)
    options = RankedBarsOptions(area, comparator, marks, about.unit, about.decimals)
    units = dict.fromkeys(("value", "lower_95", "upper_95"), about.unit)
    return KIND.spec(about, data, options, units=units, notes=_reading(data, comparator, marks))


def _sorted(data: pd.DataFrame, comparator: str, highest_first: bool) -> pd.DataFrame:
    # equal values in order of name, the comparator's row after the areas
    order = data.assign(_last=data["area_code"] == comparator).sort_values(
        ["_last", "value", "area_name"], ascending=[True, not highest_first, True],
        na_position="last", kind="stable",
    )  # fmt: skip
    return order.drop(columns="_last").reset_index(drop=True)


def _check(data: pd.DataFrame, about: About, marks: Marks) -> None:
    if len(data) > MOST_ROWS:
        raise ValueError(f"{about.id}: {len(data)} rows, but ranked bars take {MOST_ROWS}")
    if data["area_code"].duplicated().any():
        raise ValueError(f"{about.id}: an area stands twice")
    if (data["period_label"] != data["period_label"].iloc[0]).any():
        raise ValueError(f"{about.id}: a rank needs one period for all")
    if data["value"].isna().all():
        raise ValueError(f"{about.id}: there is no value to draw")
    if marks == "bars" and (data["value"] < 0).any():
        raise ValueError(f"{about.id}: bars cannot show values below zero; ask for dots")


def _reading(data: pd.DataFrame, comparator: str, marks: Marks) -> list[str]:
    notes = []
    bars = data[data["area_code"] != comparator]
    if bars["lower_95"].notna().any():
        shape = "each dot" if marks == "dots" else "the end of each bar"
        notes.append(f"The thin line across {shape} is its 95% interval.")
    return notes + missing_areas(bars)
