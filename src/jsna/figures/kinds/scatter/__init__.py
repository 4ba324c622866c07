"""Scatter of two indicators: one dot an area, with Spearman's correlation and its interval.

No line is drawn through the dots: ranks have none, and a line is read as a cause.
"""

from typing import Final

import pandas as pd

from jsna.analysis.rank_correlation import FEWEST, rank_correlation
from jsna.figures.about import About
from jsna.figures.checks import require_columns
from jsna.figures.kind import FigureKind
from jsna.figures.kinds.scatter.alt_text import scatter_alt
from jsna.figures.kinds.scatter.headline import correlation_words, scatter_headline
from jsna.figures.kinds.scatter.ink import draw
from jsna.figures.kinds.scatter.options import ScatterOptions
from jsna.figures.kinds.scatter.table import scatter_cells
from jsna.figures.spec import Spec
from jsna.figures.words import missing_areas

NO_CAUSE: Final = (
    "Areas, not people, are compared: that two measures go together does not say that one brings"
    " about the other."
)
KIND: Final = FigureKind(
    id="scatter",
    words="two measures",
    page="scatter.md",
    columns=("area_code", "area_name", "across", "value", "status"),
    options=ScatterOptions,
    alt=scatter_alt,
    table=scatter_cells,
    headline=scatter_headline,
    draw=draw,
)


def scatter_spec(
    frame: pd.DataFrame,
    about: About,
    *,
    across: tuple[str, str, int],
    up: str,
    rows: str,
    pairs: int = 1,
) -> Spec[ScatterOptions]:
    """Return the spec of a scatter.

    Args:
        frame: One row per area, with at least `KIND.columns`: across and value are the two
            measures; an area without one of them says why in status.
        about: The figure's words and source; unit and decimals are those of `value`.
        across: Words, unit and decimals of the measure along the foot.
        up: Words of the measure at the left.
        rows: What the areas are, in the plural.
        pairs: How many pairs of measures these two were picked from (`rank_correlation`).

    Raises:
        ValueError: a column is missing, an area stands twice, or fewer than ten have both values.
    """
    require_columns(frame, KIND.columns)
    data = frame[list(KIND.columns)].sort_values(["area_name", "area_code"], ignore_index=True)
    if data["area_code"].duplicated().any():
        raise ValueError(f"{about.id}: an area stands twice")
    # a dot needs both: an area without one of them is named, not drawn
    data.loc[data["across"].isna() | data["value"].isna(), ["across", "value"]] = float("nan")
    if data["value"].notna().sum() < FEWEST:
        raise ValueError(f"{about.id}: fewer than {FEWEST} areas have both values")
    missing = data["value"].isna() & (data["status"] != "suppressed")
    data = data.assign(status=data["status"].mask(missing, "not-available"))
    found = rank_correlation(data["across"], data["value"], pairs)
    rho, lower, upper = (found.rho, found.lower, found.upper) if found else (None, None, None)
    options = ScatterOptions(
        *across, up, about.unit, about.decimals, rows, rho, lower, upper, pairs
    )
    units = {"value": about.unit, "across": across[1]}
    said = (
        [f"{correlation_words(found.rho, found.lower, found.upper, pairs)}, {found.n} {rows}."]
        if found
        else [f"There is no correlation: all {rows} are alike on one of the two."]
    )
    return KIND.spec(
        about, data, options, units=units, notes=[*said, NO_CAUSE, *missing_areas(data)]
    )
